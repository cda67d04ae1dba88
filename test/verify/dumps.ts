/** How far each part of a cluster has come; the reference cluster, as its API server would show it. */
export interface Stage {
	/** Machines whose kubelet has both addresses. */
	readonly dualNodes: number;
	/** Machines of the control plane whose manifests have both ranges. */
	readonly dualManifests: number;
	readonly kubeadmConfig: 'single' | 'dual';
	readonly serviceCidr: 'single' | 'dual';
	/** Nodes that were registered again since. */
	readonly registered: number;
	readonly ciliumIpv6: boolean;
	/** Agents that wait for an IPv6 pod CIDR. */
	readonly waitingAgents: number;
	/** Pods of two that were made again since. */
	readonly dualPods: number;
	readonly dualServices: boolean;
	readonly ceph: 'none' | 'connecting' | 'connected';
	/** A range that nobody wants, in the flags of one replica. */
	readonly strangeRange?: string;
}

const before: Stage = {
	dualNodes: 0,
	dualManifests: 0,
	kubeadmConfig: 'single',
	serviceCidr: 'single',
	registered: 0,
	ciliumIpv6: false,
	waitingAgents: 0,
	dualPods: 0,
	dualServices: false,
	ceph: 'none',
};

const halfway: Stage = { ...before, dualNodes: 10, dualManifests: 2, kubeadmConfig: 'dual' };
const unregistered: Stage = { ...halfway, dualManifests: 5, serviceCidr: 'dual' };
const waiting: Stage = { ...unregistered, registered: 3, ciliumIpv6: true, waitingAgents: 7 };
const done: Stage = {
	...unregistered,
	registered: 10,
	ciliumIpv6: true,
	dualPods: 2,
	dualServices: true,
	ceph: 'connected',
};

/** The stages that the tests look at. */
export const stages = {
	before,
	halfway,
	unregistered,
	waiting,
	done,
	'rolled back': { ...unregistered, dualManifests: 0, kubeadmConfig: 'single' },
	'another range': { ...unregistered, strangeRange: '192.168.144.0/20,fd00:bad::/64' },
} as const satisfies Record<string, Stage>;

const machines = [
	...[150, 151, 152, 153, 154].map((host, i) => ({ name: `dungeon-map-00${i + 1}`, host, isControlPlane: true })),
	...[170, 171, 172, 173, 174].map((host, i) => ({ name: `dungeon-chest-00${i + 1}`, host, isControlPlane: false })),
];

const born = '2025-03-01T08:00:00Z';
const changed = '2026-11-20T08:00:00Z';
const v4 = { pods: '192.168.144.0/20', services: '10.144.0.0/12' };
const dual = { pods: '192.168.144.0/20,fc00:f1:d759:3053:a573::/64', services: '10.144.0.0/12,fd00::/108' };

/** All objects of the cluster in a stage. */
export function objectsOf(stage: Stage): object[] {
	return [
		...machines.map((machine, i) => node(machine, i, stage)),
		...machines.filter(({ isControlPlane }) => isControlPlane).flatMap(({ name }, i) => controlPlane(name, i, stage)),
		...machines.map(({ name, host }, i) => agent(name, host, i, stage)),
		...[0, 1].map((i) => workload(i, stage)),
		service('default', 'kubernetes', ['10.144.0.1'], 'SingleStack'),
		service('kube-system', 'kube-dns', ['10.144.0.10'], 'SingleStack'),
		service(
			'compass',
			'compass',
			stage.dualServices ? ['10.150.0.7', 'fd00::7'] : ['10.150.0.7'],
			stage.dualServices ? 'PreferDualStack' : 'SingleStack',
		),
		{
			apiVersion: 'networking.k8s.io/v1',
			kind: 'ServiceCIDR',
			metadata: { name: 'kubernetes', creationTimestamp: born },
			spec: { cidrs: stage.serviceCidr === 'dual' ? ['10.144.0.0/12', 'fd00::/108'] : ['10.144.0.0/12'] },
			status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: born, reason: '', message: '' }] },
		},
		...machines.map(({ name }, i) => ciliumNode(name, i, stage)),
		configMap('kube-system', 'kubeadm-config', { ClusterConfiguration: kubeadm(stage) }),
		configMap('kube-system', 'cilium-config', {
			'enable-ipv4': 'true',
			'enable-ipv6': String(stage.ciliumIpv6),
			ipam: 'kubernetes',
			'routing-mode': 'native',
			'ipv4-native-routing-cidr': '192.168.144.0/20',
			'ipv6-native-routing-cidr': 'fc00:f1:d759:3053::/64',
		}),
		{
			apiVersion: 'v1',
			kind: 'Secret',
			metadata: { name: 'rook-csi-rbd-node', namespace: 'rook-ceph' },
			data: { userKey: 'AQDa0tJlSecretThatNobodyMaySee==' },
		},
		...ceph(stage),
	];
}

/** The same as kubectl prints it. */
export function dumpOf(stage: Stage): string {
	return JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objectsOf(stage) });
}

type Machine = (typeof machines)[number];

function node({ name, host, isControlPlane }: Machine, i: number, stage: Stage): object {
	const isRegistered = i >= machines.length - stage.registered;
	const addresses = [
		{ type: 'InternalIP', address: `172.22.144.${host}` },
		...(i < stage.dualNodes ? [{ type: 'InternalIP', address: `fc00:f1:ada:1043:1ac3::${host}` }] : []),
		{ type: 'Hostname', address: name },
	];
	const podCIDRs = [`192.168.${144 + i}.0/24`, ...(isRegistered ? [`fc00:f1:d759:3053:${i}::/80`] : [])];
	return {
		apiVersion: 'v1',
		kind: 'Node',
		metadata: {
			name,
			creationTimestamp: isRegistered ? changed : born,
			labels: isControlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {},
		},
		spec: { podCIDR: podCIDRs[0], podCIDRs },
		status: {
			addresses,
			conditions: [
				{
					type: 'Ready',
					status: 'True',
					lastHeartbeatTime: changed,
					lastTransitionTime: born,
					reason: 'KubeletReady',
					message: '',
				},
			],
			nodeInfo: {
				architecture: 'amd64',
				bootID: 'b',
				containerRuntimeVersion: 'containerd://2.1.4',
				kernelVersion: '6.12',
				kubeProxyVersion: '',
				kubeletVersion: 'v1.34.1',
				machineID: 'm',
				operatingSystem: 'linux',
				osImage: 'Debian GNU/Linux 13 (trixie)',
				systemUUID: 's',
			},
		},
	};
}

function controlPlane(name: string, i: number, stage: Stage): object[] {
	const ranges = i < stage.dualManifests ? dual : v4;
	const pods = i === 0 && stage.strangeRange !== undefined ? stage.strangeRange : ranges.pods;
	const masks =
		ranges === dual ? ['--node-cidr-mask-size-ipv4=24', '--node-cidr-mask-size-ipv6=80'] : ['--node-cidr-mask-size=24'];
	return [
		staticPod('kube-apiserver', name, [
			'--advertise-address=172.22.144.150',
			'--etcd-servers=https://127.0.0.1:2379',
			`--service-cluster-ip-range=${ranges.services}`,
		]),
		staticPod('kube-controller-manager', name, [
			'--allocate-node-cidrs=true',
			`--cluster-cidr=${pods}`,
			...masks,
			`--service-cluster-ip-range=${ranges.services}`,
		]),
	];
}

function staticPod(component: string, node: string, flags: readonly string[]): object {
	return pod('kube-system', `${component}-${node}`, node, {
		labels: { component, tier: 'control-plane' },
		hostNetwork: true,
		ips: ['172.22.144.150'],
		started: born,
		container: { name: component, image: `registry.k8s.io/${component}:v1.34.1`, command: [component, ...flags] },
		owner: { apiVersion: 'v1', kind: 'Node', name: node },
	});
}

function agent(node: string, host: number, i: number, stage: Stage): object {
	const isWaiting = i < stage.waitingAgents;
	return pod('kube-system', `cilium-${host}`, node, {
		labels: { 'k8s-app': 'cilium' },
		hostNetwork: true,
		ips: [`172.22.144.${host}`],
		started: changed,
		isReady: !isWaiting,
		container: { name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.18.3' },
		owner: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'cilium' },
	});
}

function workload(i: number, stage: Stage): object {
	const isDual = i < stage.dualPods;
	return pod('compass', `compass-5d8f-${i}`, 'dungeon-chest-001', {
		labels: { app: 'compass' },
		hostNetwork: false,
		ips: [`192.168.149.1${i}`, ...(isDual ? [`fc00:f1:d759:3053:5::1${i}`] : [])],
		started: isDual ? changed : born,
		container: { name: 'compass', image: 'registry.example.com/compass:1' },
		owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'compass-5d8f' },
	});
}

interface PodParts {
	readonly labels: Readonly<Record<string, string>>;
	readonly hostNetwork: boolean;
	readonly ips: readonly string[];
	readonly started: string;
	readonly isReady?: boolean;
	readonly container: object;
	readonly owner: { readonly apiVersion: string; readonly kind: string; readonly name: string };
}

function pod(namespace: string, name: string, nodeName: string, parts: PodParts): object {
	const { labels, hostNetwork, ips, started, isReady = true, container, owner } = parts;
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name,
			namespace,
			labels,
			creationTimestamp: started,
			ownerReferences: [{ ...owner, uid: 'u', controller: true }],
		},
		spec: { nodeName, ...(hostNetwork ? { hostNetwork } : {}), containers: [container] },
		status: {
			phase: 'Running',
			startTime: started,
			podIP: ips[0],
			podIPs: ips.map((ip) => ({ ip })),
			conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime: started }],
		},
	};
}

function service(namespace: string, name: string, clusterIPs: readonly string[], ipFamilyPolicy: string): object {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: { name, namespace, creationTimestamp: born },
		spec: {
			type: 'ClusterIP',
			clusterIP: clusterIPs[0],
			clusterIPs,
			ipFamilies: clusterIPs.map((ip) => (ip.includes(':') ? 'IPv6' : 'IPv4')),
			ipFamilyPolicy,
			ports: [{ port: 443, protocol: 'TCP', targetPort: 6443 }],
		},
		status: { loadBalancer: {} },
	};
}

function ciliumNode(name: string, i: number, stage: Stage): object {
	const isRegistered = i >= machines.length - stage.registered;
	const podCIDRs = [
		`192.168.${144 + i}.0/24`,
		...(isRegistered && stage.ciliumIpv6 ? [`fc00:f1:d759:3053:${i}::/80`] : []),
	];
	return {
		apiVersion: 'cilium.io/v2',
		kind: 'CiliumNode',
		metadata: { name, creationTimestamp: born },
		spec: { ipam: { podCIDRs } },
		status: { ipam: { 'operator-status': {} } },
	};
}

function configMap(namespace: string, name: string, data: Readonly<Record<string, string>>): object {
	return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, creationTimestamp: born }, data };
}

function kubeadm({ kubeadmConfig }: Stage): string {
	const { pods, services } = kubeadmConfig === 'dual' ? dual : v4;
	return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\nnetworking:\n  dnsDomain: cluster.local\n  podSubnet: ${pods}\n  serviceSubnet: ${services}\n`;
}

function ceph({ ceph: state }: Stage): object[] {
	if (state === 'none') return [];
	const monitors = [1, 2, 3, 4, 5].map((i) => `dungeon-key-00${i}=[fc00:f1:ada:104e:1ace::${i}]:6789`);
	return [
		{
			apiVersion: 'ceph.rook.io/v1',
			kind: 'CephCluster',
			metadata: { name: 'rook-ceph', namespace: 'rook-ceph', creationTimestamp: changed },
			spec: { external: { enable: true } },
			status:
				state === 'connected'
					? { phase: 'Connected', ceph: { health: 'HEALTH_OK' } }
					: { phase: 'Connecting', message: 'Attempting to connect to an external Ceph cluster' },
		},
		configMap('rook-ceph', 'rook-ceph-mon-endpoints', { data: monitors.join(','), mapping: '{}', maxMonId: '5' }),
	];
}
