/** What the API server holds of one cluster, as far as a migration shows in it. Nothing else of a dump is kept. */
export interface LiveCluster {
	readonly nodes: readonly LiveNode[];
	readonly pods: readonly LivePod[];
	readonly services: readonly LiveService[];
	readonly serviceCidrs: readonly LiveServiceCidr[];
	readonly ciliumNodes: readonly LiveCiliumNode[];
	readonly cephClusters: readonly LiveCephCluster[];
	/** The ClusterConfiguration in `kube-system/kubeadm-config`, as text. */
	readonly kubeadmConfig: string | undefined;
	/** Keys of the ConfigMap `cilium-config` that matter. */
	readonly ciliumConfig: ReadonlyMap<string, string> | undefined;
	/** `data` of each ConfigMap `rook-ceph-mon-endpoints`, by namespace. */
	readonly monEndpoints: ReadonlyMap<string, string>;
	/** Settings of each Rook operator that say how its pods reach the network, by namespace. */
	readonly rookSettings: ReadonlyMap<string, ReadonlyMap<string, string>>;
	/** Kinds of which at least one object was there. */
	readonly kinds: ReadonlySet<string>;
	/** Newest `creationTimestamp` or `startTime` in the dump: about when it was made. */
	readonly newest: string;
}

export interface LiveNode {
	readonly name: string;
	readonly isControlPlane: boolean;
	readonly isReady: boolean;
	readonly isCordoned: boolean;
	readonly internalIps: readonly string[];
	readonly podCidrs: readonly string[];
	readonly created: string;
	readonly kubeletVersion: string;
}

export interface LivePod {
	readonly name: string;
	readonly namespace: string;
	readonly node: string;
	readonly hostNetwork: boolean;
	readonly phase: string;
	readonly ips: readonly string[];
	/** RFC 3339; '' before the kubelet has taken it. */
	readonly started: string;
	/** Kind and name of who owns it. */
	readonly owner: string;
	/** What it is to the migration. */
	readonly role: 'kube-apiserver' | 'kube-controller-manager' | 'cilium-agent' | 'other';
	/** Command line of a process of the control plane; empty for all others. */
	readonly flags: ReadonlyMap<string, string>;
	readonly isReady: boolean;
}

export interface LiveService {
	readonly name: string;
	readonly namespace: string;
	readonly type: string;
	readonly policy: string;
	readonly families: readonly string[];
	readonly clusterIps: readonly string[];
	readonly ingressIps: readonly string[];
}

export interface LiveServiceCidr {
	readonly name: string;
	readonly cidrs: readonly string[];
	readonly isReady: boolean;
}

export interface LiveCiliumNode {
	readonly name: string;
	readonly podCidrs: readonly string[];
	/** `status.ipam.operator-status.error`. */
	readonly error: string;
}

export interface LiveCephCluster {
	readonly name: string;
	readonly namespace: string;
	readonly isExternal: boolean;
	readonly phase: string;
	readonly message: string;
	readonly health: string;
}
