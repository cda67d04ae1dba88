import type { Unresolved } from '../render/resource.ts';
import type { CalicoPoolFact, DnsServerFact, IdleSettingFact, IstioFact, VirtualAddressFact } from './add-on-facts.ts';
import { type Cidr, compareCidrs, familyOf, type IpFamily } from './cidr.ts';
import type {
	AddressPoolFact,
	CephClusterFact,
	ChartReleaseFact,
	CiliumFact,
	CiliumObjectFact,
	Declaration,
	DistributionFact,
	ExportFact,
	Fact,
	KubeadmFact,
	KubeadmNodeFact,
	MonitorsFact,
	NetworkPluginFact,
	NetworkRole,
	NodeBlocksFact,
	NodeFact,
	NodeMask,
	Prefix,
	ProcessFact,
	RookOperatorFact,
	ServiceCidrFact,
	ServiceFact,
	SysctlFact,
	VersionFact,
} from './facts.ts';
import type { HostLinkFact, KernelArgumentFact, ValidSubnetsFact } from './host-facts.ts';

/** What is known of one cluster's addresses: every fact that a reader found, grouped by kind, in reading order. */
export interface AddressPlan {
	readonly cluster: string;
	readonly declarations: readonly Declaration[];
	readonly processes: readonly ProcessFact[];
	readonly nodeMasks: readonly NodeMask[];
	readonly kubeadm: readonly KubeadmFact[];
	readonly kubeadmNodes: readonly KubeadmNodeFact[];
	readonly sysctls: readonly SysctlFact[];
	readonly cilium: readonly CiliumFact[];
	readonly ciliumObjects: readonly CiliumObjectFact[];
	readonly charts: readonly ChartReleaseFact[];
	readonly networkPlugins: readonly NetworkPluginFact[];
	readonly services: readonly ServiceFact[];
	readonly pools: readonly AddressPoolFact[];
	readonly monitors: readonly MonitorsFact[];
	readonly cephClusters: readonly CephClusterFact[];
	readonly rookOperators: readonly RookOperatorFact[];
	readonly exports: readonly ExportFact[];
	readonly versions: readonly VersionFact[];
	readonly nodes: readonly NodeFact[];
	readonly nodeObjects: readonly NodeBlocksFact[];
	readonly calicoPools: readonly CalicoPoolFact[];
	readonly istio: readonly IstioFact[];
	readonly virtualAddresses: readonly VirtualAddressFact[];
	readonly idleSettings: readonly IdleSettingFact[];
	readonly dnsServers: readonly DnsServerFact[];
	readonly validSubnets: readonly ValidSubnetsFact[];
	readonly links: readonly HostLinkFact[];
	readonly kernelArguments: readonly KernelArgumentFact[];
	readonly distributions: readonly DistributionFact[];
	readonly serviceCidrs: readonly ServiceCidrFact[];
	readonly unresolved: readonly Unresolved[];
}

/** Groups facts into a plan. */
export function planFrom(cluster: string, facts: readonly Fact[], unresolved: readonly Unresolved[]): AddressPlan {
	const of = <K extends Fact['fact']>(kind: K) =>
		facts.filter((fact): fact is Extract<Fact, { fact: K }> => fact.fact === kind);
	return {
		cluster,
		declarations: of('declaration'),
		processes: of('process'),
		nodeMasks: of('node-mask'),
		kubeadm: of('kubeadm'),
		kubeadmNodes: of('kubeadm-node'),
		sysctls: of('sysctl'),
		cilium: of('cilium'),
		ciliumObjects: of('cilium-object'),
		charts: of('chart-release'),
		networkPlugins: of('network-plugin'),
		services: of('service'),
		pools: of('address-pool'),
		monitors: of('monitors'),
		cephClusters: of('ceph-cluster'),
		rookOperators: of('rook-operator'),
		exports: of('export'),
		versions: of('version'),
		nodes: of('node'),
		nodeObjects: of('node-blocks'),
		calicoPools: of('calico-pool'),
		istio: of('istio'),
		virtualAddresses: of('virtual-address'),
		idleSettings: of('idle-setting'),
		dnsServers: of('dns-server'),
		validSubnets: of('valid-subnets'),
		links: of('host-link'),
		kernelArguments: of('kernel-argument'),
		distributions: of('distribution'),
		serviceCidrs: of('service-cidr'),
		unresolved: [...unresolved, ...of('unresolved').map((fact) => fact.unresolved)],
	};
}

/** One prefix of one network with everybody who declares it. */
export interface Network {
	readonly role: NetworkRole;
	/** Name of a pool or of a network of the role `other`. */
	readonly name: string | undefined;
	readonly family: IpFamily;
	readonly cidr: Cidr;
	readonly declaredBy: readonly { readonly declaration: Declaration; readonly prefix: Prefix }[];
}

/** The networks of the plan by role, family and prefix. A prefix declared in several places is one network. */
export function networksOf(plan: AddressPlan): Network[] {
	const networks = new Map<
		string,
		{ -readonly [K in keyof Network]: Network[K] } & { declaredBy: Network['declaredBy'][number][] }
	>();
	for (const declaration of plan.declarations) {
		for (const prefix of declaration.prefixes) {
			if (prefix.cidr === undefined) continue;
			const { role, name } = declaration;
			const key = JSON.stringify([role, name, prefix.cidr]);
			const network = networks.get(key) ?? {
				role,
				name,
				family: familyOf(prefix.cidr),
				cidr: prefix.cidr,
				declaredBy: [],
			};
			network.declaredBy.push({ declaration, prefix });
			networks.set(key, network);
		}
	}
	return [...networks.values()].sort(
		(a, b) => roles.indexOf(a.role) - roles.indexOf(b.role) || compareCidrs(a.cidr, b.cidr),
	);
}

/** The roles in the order of reports. */
export const roles: readonly NetworkRole[] = [
	'node',
	'pod',
	'service',
	'load-balancer',
	'ceph-public',
	'ceph-cluster',
	'other',
];
