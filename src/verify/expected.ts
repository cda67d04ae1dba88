import { type Cidr, familyOf, type IpAddress, type IpFamily } from '../network/cidr.ts';
import { ciliumInForce } from '../network/cilium-pods.ts';
import { ciliumEnabled, ipamMode } from '../network/cilium-values.ts';
import type { MonitorsFact, NetworkRole } from '../network/facts.ts';
import type { AddressPlan } from '../network/plan.ts';

/** What the repository says a cluster is to become. */
export interface Expected {
	readonly cluster: string;
	/** The pod and service prefixes by family: those of the target where there is one, else those that are declared. */
	readonly pod: ReadonlyMap<IpFamily, readonly Cidr[]>;
	readonly service: ReadonlyMap<IpFamily, readonly Cidr[]>;
	/** True when pods and Services are to have both families. */
	readonly isDual: boolean;
	/** Addresses of machines that the repository knows, by name. */
	readonly nodes: ReadonlyMap<string, readonly IpAddress[]>;
	/** `kubernetes`, `cluster-pool`, …; undefined without Cilium or where it cannot be known. */
	readonly ipam: string | undefined;
	/** Whether Cilium has IPv6 switched on; undefined where it cannot be known. */
	readonly ciliumIpv6: boolean | undefined;
	/** Services of the repository that are to have both families, as `namespace/name`. */
	readonly dualServices: ReadonlySet<string>;
	readonly monitors: readonly MonitorsFact[];
	readonly hasCeph: boolean;
}

/** Reads off a plan what is to be compared with the cluster. */
export function expectedOf(plan: AddressPlan): Expected {
	const pod = prefixesOf(plan, 'pod');
	const service = prefixesOf(plan, 'service');
	const [cilium] = ciliumInForce(plan);
	const mode = cilium === undefined ? undefined : ipamMode(cilium);
	const ipv6 = cilium === undefined ? undefined : ciliumEnabled(cilium, 'IPv6');
	return {
		cluster: plan.cluster,
		pod,
		service,
		isDual: pod.size === 2 && service.size === 2,
		nodes: nodesOf(plan),
		ipam: mode?.state === 'set' ? mode.value : undefined,
		ciliumIpv6: ipv6?.state === 'set' ? ipv6.value : undefined,
		dualServices: new Set(
			plan.services.flatMap(({ name, namespace, policy, families }) => {
				const wanted = policy.state === 'set' && policy.value !== 'SingleStack';
				return wanted || families.length === 2 ? [`${namespace ?? 'default'}/${name}`] : [];
			}),
		),
		monitors: plan.monitors.filter(({ reader, unresolved }) => reader === 'Rook' && !unresolved),
		hasCeph: plan.cephClusters.length > 0 || plan.rookOperators.length > 0 || plan.monitors.length > 0,
	};
}

/** The machines, one entry a name with all addresses that are known of it. */
function nodesOf(plan: AddressPlan): ReadonlyMap<string, readonly IpAddress[]> {
	const nodes = new Map<string, IpAddress[]>();
	for (const { name, addresses } of plan.nodes)
		nodes.set(name, [...(nodes.get(name) ?? []), ...addresses.map(({ value }) => value)]);
	return nodes;
}

function prefixesOf(plan: AddressPlan, role: NetworkRole): ReadonlyMap<IpFamily, readonly Cidr[]> {
	const all = plan.declarations.filter((one) => one.role === role && one.relation === 'is');
	const standings = [['target'], ['live', 'configured'], ['bootstrap']] as const;
	const chosen = standings
		.map((names) => all.filter(({ standing }) => names.some((name) => name === standing)))
		.find((some) => some.length > 0);
	const prefixes = new Map<IpFamily, Cidr[]>();
	for (const { cidr } of (chosen ?? []).flatMap((declaration) => declaration.prefixes)) {
		if (cidr === undefined) continue;
		const family = familyOf(cidr);
		const known = prefixes.get(family) ?? [];
		if (!known.includes(cidr)) known.push(cidr);
		prefixes.set(family, known);
	}
	return prefixes;
}
