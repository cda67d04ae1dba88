import { itemsAt, type Json, textAt, textMapAt, textsAt, valueAt } from './json-value.ts';
import type {
	LiveCephCluster,
	LiveCiliumNode,
	LiveCluster,
	LiveNode,
	LivePod,
	LiveService,
	LiveServiceCidr,
} from './live.ts';

/** Takes objects one by one and keeps of each what verifying needs. */
export interface LiveReader {
	/** An object of a dump, or a list of some. */
	add(object: Json): void;
	cluster(): LiveCluster;
}

/** Starts with nothing. */
export function liveReader(): LiveReader {
	const nodes: LiveNode[] = [];
	const pods: LivePod[] = [];
	const services: LiveService[] = [];
	const serviceCidrs: LiveServiceCidr[] = [];
	const ciliumNodes: LiveCiliumNode[] = [];
	const cephClusters: LiveCephCluster[] = [];
	const monEndpoints = new Map<string, string>();
	const rookSettings = new Map<string, ReadonlyMap<string, string>>();
	const kinds = new Set<string>();
	let kubeadmConfig: string | undefined;
	let ciliumConfig: ReadonlyMap<string, string> | undefined;
	let newest = '';
	const configMap = (object: Json) => {
		const name = textAt(object, 'metadata', 'name');
		const namespace = textAt(object, 'metadata', 'namespace');
		if (name === 'kubeadm-config') kubeadmConfig = textAt(object, 'data', 'ClusterConfiguration');
		if (name === 'cilium-config') ciliumConfig = only(textMapAt(object, 'data'), ciliumKeys);
		if (name === 'rook-ceph-mon-endpoints') monEndpoints.set(namespace, textAt(object, 'data', 'data'));
		if (name === 'rook-ceph-operator-config') rookSettings.set(namespace, only(textMapAt(object, 'data'), rookKeys));
	};
	const add = (object: Json) => {
		const kind = textAt(object, 'kind');
		if (kind.endsWith('List')) {
			for (const item of itemsAt(object, 'items')) add(item);
			return;
		}
		if (kind !== '') kinds.add(kind);
		const created = textAt(object, 'metadata', 'creationTimestamp');
		if (created > newest) newest = created;
		switch (kind) {
			case 'Node':
				nodes.push(nodeFrom(object));
				return;
			case 'Pod': {
				const pod = podFrom(object);
				if (pod.started > newest) newest = pod.started;
				pods.push(pod);
				return;
			}
			case 'Service':
				services.push(serviceFrom(object));
				return;
			case 'ServiceCIDR':
				serviceCidrs.push({
					name: textAt(object, 'metadata', 'name'),
					cidrs: textsAt(object, 'spec', 'cidrs'),
					isReady: condition(object, 'Ready'),
				});
				return;
			case 'CiliumNode':
				ciliumNodes.push({
					name: textAt(object, 'metadata', 'name'),
					podCidrs: ciliumCidrs(object),
					error: textAt(object, 'status', 'ipam', 'operator-status', 'error'),
				});
				return;
			case 'CephCluster':
				cephClusters.push({
					name: textAt(object, 'metadata', 'name'),
					namespace: textAt(object, 'metadata', 'namespace'),
					isExternal: valueAt(object, 'spec', 'external', 'enable') === true,
					phase: textAt(object, 'status', 'phase'),
					message: textAt(object, 'status', 'message'),
					health: textAt(object, 'status', 'ceph', 'health'),
				});
				return;
			case 'ConfigMap':
				configMap(object);
				return;
		}
	};
	return {
		add,
		cluster: () => ({
			nodes: nodes.sort(byName),
			pods,
			services,
			serviceCidrs,
			ciliumNodes: ciliumNodes.sort(byName),
			cephClusters,
			kubeadmConfig,
			ciliumConfig,
			monEndpoints,
			rookSettings,
			kinds,
			newest,
		}),
	};
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
	return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** Keys of `cilium-config`; the rest may hold what is nobody's business. */
const ciliumKeys = [
	'enable-ipv4',
	'enable-ipv6',
	'ipam',
	'routing-mode',
	'ipv4-native-routing-cidr',
	'ipv6-native-routing-cidr',
	'cluster-pool-ipv4-cidr',
	'cluster-pool-ipv6-cidr',
	'cluster-pool-ipv4-mask-size',
	'cluster-pool-ipv6-mask-size',
];

const rookKeys = ['CSI_ENABLE_HOST_NETWORK', 'ROOK_USE_CSI_OPERATOR', 'ROOK_ENFORCE_HOST_NETWORK'];

function only(map: ReadonlyMap<string, string>, keys: readonly string[]): ReadonlyMap<string, string> {
	return new Map([...map].filter(([key]) => keys.includes(key)));
}

function condition(object: Json, type: string): boolean {
	return itemsAt(object, 'status', 'conditions').some(
		(one) => textAt(one, 'type') === type && textAt(one, 'status') === 'True',
	);
}

function nodeFrom(object: Json): LiveNode {
	const labels = textMapAt(object, 'metadata', 'labels');
	const cidrs = textsAt(object, 'spec', 'podCIDRs');
	const single = textAt(object, 'spec', 'podCIDR');
	return {
		name: textAt(object, 'metadata', 'name'),
		isControlPlane: labels.has('node-role.kubernetes.io/control-plane') || labels.has('node-role.kubernetes.io/master'),
		isReady: condition(object, 'Ready'),
		isCordoned: valueAt(object, 'spec', 'unschedulable') === true,
		internalIps: itemsAt(object, 'status', 'addresses').flatMap((one) =>
			textAt(one, 'type') === 'InternalIP' ? [textAt(one, 'address')] : [],
		),
		podCidrs: cidrs.length > 0 || single === '' ? cidrs : [single],
		created: textAt(object, 'metadata', 'creationTimestamp'),
		kubeletVersion: textAt(object, 'status', 'nodeInfo', 'kubeletVersion'),
	};
}

function podFrom(object: Json): LivePod {
	const labels = textMapAt(object, 'metadata', 'labels');
	const role = roleOf(labels);
	const owner = itemsAt(object, 'metadata', 'ownerReferences')[0];
	const name = textAt(object, 'metadata', 'name');
	const ips = itemsAt(object, 'status', 'podIPs').map((one) => textAt(one, 'ip'));
	const single = textAt(object, 'status', 'podIP');
	return {
		name,
		namespace: textAt(object, 'metadata', 'namespace'),
		node: textAt(object, 'spec', 'nodeName'),
		hostNetwork: valueAt(object, 'spec', 'hostNetwork') === true,
		phase: textAt(object, 'status', 'phase'),
		ips: ips.length > 0 || single === '' ? ips : [single],
		started: textAt(object, 'status', 'startTime'),
		owner: owner === undefined ? `Pod ${name}` : `${textAt(owner, 'kind')} ${textAt(owner, 'name')}`,
		role,
		flags: role === 'kube-apiserver' || role === 'kube-controller-manager' ? flagsOf(object) : new Map(),
		isReady: condition(object, 'Ready'),
	};
}

function roleOf(labels: ReadonlyMap<string, string>): LivePod['role'] {
	if (labels.get('k8s-app') === 'cilium') return 'cilium-agent';
	const component = labels.get('component');
	// kubeadm marks its static pods so; Talos and others use k8s-app.
	for (const name of [component, labels.get('k8s-app')])
		if (name === 'kube-apiserver' || name === 'kube-controller-manager') return name;
	return 'other';
}

/** The flags of the first container's command line; the last of equal names counts. */
function flagsOf(object: Json): ReadonlyMap<string, string> {
	const [container] = itemsAt(object, 'spec', 'containers');
	const words = [...textsAt(container, 'command'), ...textsAt(container, 'args')];
	const flags = new Map<string, string>();
	for (const word of words) {
		const match = /^--([\w-]+)(?:=(.*))?$/s.exec(word);
		const name = match?.[1] ?? '';
		if (wantedFlags.has(name)) flags.set(name, match?.[2] ?? 'true');
	}
	return flags;
}

/** Flags that say something about addresses; others may hold names of files and hosts. */
const wantedFlags = new Set([
	'advertise-address',
	'allocate-node-cidrs',
	'cluster-cidr',
	'node-cidr-mask-size',
	'node-cidr-mask-size-ipv4',
	'node-cidr-mask-size-ipv6',
	'service-cluster-ip-range',
]);

function serviceFrom(object: Json): LiveService {
	const ips = textsAt(object, 'spec', 'clusterIPs');
	const single = textAt(object, 'spec', 'clusterIP');
	return {
		name: textAt(object, 'metadata', 'name'),
		namespace: textAt(object, 'metadata', 'namespace'),
		type: textAt(object, 'spec', 'type'),
		policy: textAt(object, 'spec', 'ipFamilyPolicy'),
		families: textsAt(object, 'spec', 'ipFamilies'),
		clusterIps: ips.length > 0 || single === '' ? ips : [single],
		ingressIps: itemsAt(object, 'status', 'loadBalancer', 'ingress').map((one) => textAt(one, 'ip')),
	};
}

/** `cluster-pool` and `kubernetes` write `podCIDRs`; `multi-pool` writes them into pools. */
function ciliumCidrs(object: Json): string[] {
	const own = textsAt(object, 'spec', 'ipam', 'podCIDRs');
	const pools = itemsAt(object, 'spec', 'ipam', 'pools', 'allocated').flatMap((pool) => textsAt(pool, 'cidrs'));
	return [...new Set([...own, ...pools])];
}
