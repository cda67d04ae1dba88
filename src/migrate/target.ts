import {
	type Cidr,
	contains,
	familyOf,
	type IpAddress,
	type IpFamily,
	overlaps,
	prefixLength,
} from '../network/cidr.ts';
import { ciliumInForce } from '../network/cilium-pods.ts';
import { ipamMode } from '../network/cilium-values.ts';
import type { Declaration, NetworkRole, NodeMask, Prefix } from '../network/facts.ts';
import { networkFamilies } from '../network/families.ts';
import { defaultNodeMask, nodeMaskDistance } from '../network/limits/kubernetes.ts';
import type { AddressPlan } from '../network/plan.ts';
import { targetPods } from '../network/pod-networks.ts';
import { type Choice, chooseNodes, choosePods, choosePool, chooseServices, type Needs } from './allocate.ts';
import { limitProblems } from './target-limits.ts';

/** Where a prefix of the target comes from. */
export type Source = 'configuration' | 'declared' | 'proposed';

/** The prefixes that a network has in the end. */
export interface TargetNetwork {
	readonly ipv4: Cidr | undefined;
	readonly ipv6: Cidr;
	readonly source: Source;
	/** Why it is this IPv6 prefix. */
	readonly reasons: readonly string[];
}

/** A machine and its addresses, as far as somebody names them. */
export interface Machine {
	readonly name: string;
	readonly role: 'control-plane' | 'worker' | undefined;
	readonly ipv4: IpAddress | undefined;
	readonly ipv6: IpAddress | undefined;
}

/** Where a cluster is to go. */
export interface Target {
	readonly pod: TargetNetwork;
	readonly service: TargetNetwork;
	/** A prefix for machines, where nobody names one of IPv6. */
	readonly node: Choice | undefined;
	/** Blocks for load balancers: the IPv6 ones that are declared, else a proposal. */
	readonly pool: Choice | undefined;
	/** Prefix length of the block of each node. */
	readonly nodeMasks: Readonly<Record<IpFamily, number>>;
	/** In the order of the configuration. */
	readonly machines: readonly Machine[];
	/** Prefixes of the configuration whose spelling is not that of the network meant. */
	readonly loose: readonly Prefix[];
	/** Why nothing may be written before a person has decided. */
	readonly problems: readonly string[];
}

/**
 * The target of a cluster: what the configuration says, what is declared already, and proposals for the rest, which stay
 * away from `avoid`: the prefixes of other clusters.
 */
export function targetOf(plan: AddressPlan, seed: string, avoid: readonly Cidr[] = []): Target {
	const masks = (family: IpFamily) => givenMask(plan, family);
	const given = { pod: ipv6Of(plan, 'pod'), service: ipv6Of(plan, 'service') };
	const machines = machinesOf(plan);
	const needs: Needs = {
		seed,
		taken: [...takenBy(plan), ...avoid],
		nodes: machines.length,
		...(masks('IPv6') === undefined ? poolMask(plan) : { nodeMask: masks('IPv6') ?? 64 }),
	};
	const chosen = given.pod === undefined ? choosePods(needs) : undefined;
	const pods = given.pod ?? proposed(chosen);
	const services =
		given.service ?? proposed(chooseServices({ ...needs, taken: [...needs.taken, ...(pods ? [pods.ipv6] : [])] }));
	const nodeMasks = {
		IPv4: masks('IPv4') ?? defaultNodeMask.IPv4,
		IPv6: masks('IPv6') ?? chosen?.nodeMask ?? maskFor(pods?.ipv6, machines.length),
	};
	const problems: string[] = [];
	if (pods === undefined || services === undefined) problems.push('the seed of migration.seed leaves no free prefix');
	const pod = network(plan, 'pod', pods);
	const service = network(plan, 'service', services);
	const all = { ...needs, taken: [...needs.taken, pod.ipv6, service.ipv6] };
	const node = hasIpv6(plan, 'node') || machines.some(({ ipv6 }) => ipv6 !== undefined) ? undefined : chooseNodes(all);
	const given6 = declaredIpv6(plan, 'load-balancer')[0];
	const pool =
		given6 === undefined
			? choosePool({ ...all, taken: [...all.taken, ...(node === undefined ? [] : [node.cidr])] })
			: { cidr: given6, reasons: ['declared already'] };
	return {
		node,
		pool,
		pod,
		service,
		nodeMasks,
		machines,
		loose: plan.declarations
			.filter(({ component }) => component === 'configuration')
			.flatMap(({ prefixes }) => prefixes.filter(({ cidr, text }) => cidr !== undefined && cidr !== text.trim())),
		problems: [
			...problems,
			...movedRanges(plan),
			...conflicts(plan, pod, service),
			...limitProblems(pod, service, nodeMasks, machines.length),
		],
	};
}

/** The IPv6 prefixes that somebody names for a network. */
function declaredIpv6(plan: AddressPlan, role: NetworkRole): Cidr[] {
	return plan.declarations
		.filter((one) => one.role === role && one.relation === 'is')
		.flatMap(({ prefixes }) =>
			prefixes.flatMap(({ cidr }) => (cidr === undefined || familyOf(cidr) === 'IPv4' ? [] : [cidr])),
		);
}

function hasIpv6(plan: AddressPlan, role: NetworkRole): boolean {
	return declaredIpv6(plan, role).length > 0;
}

type Found = Pick<TargetNetwork, 'ipv6' | 'source' | 'reasons'>;

const nowhere = '::/128' as Cidr;

function network(plan: AddressPlan, role: 'pod' | 'service', found: Found | undefined): TargetNetwork {
	const ipv4 = currentIpv4(plan, role);
	return { ipv4, ...(found ?? { ipv6: nowhere, source: 'proposed', reasons: [] }) };
}

function proposed(choice: Choice | undefined): Found | undefined {
	return choice && { ipv6: choice.cidr, source: 'proposed', reasons: choice.reasons };
}

/** The IPv6 prefix of the configuration's target, else the one that somebody of the cluster states. */
function ipv6Of(plan: AddressPlan, role: 'pod' | 'service'): Found | undefined {
	const wanted = role === 'pod' ? targetPods(plan, 'IPv6').map(({ prefix }) => prefix) : listed(plan, role, 'target');
	for (const { cidr, text } of wanted) {
		if (cidr === undefined || familyOf(cidr) !== 'IPv6') continue;
		const isLoose = text.trim() !== cidr;
		const reasons = isLoose
			? [`target of the configuration; ${text} has bits beyond its length, which every consumer drops`]
			: ['target of the configuration'];
		return { ipv6: cidr, source: 'configuration', reasons };
	}
	for (const { cidr } of listed(plan, role, 'live')) {
		if (cidr !== undefined && familyOf(cidr) === 'IPv6')
			return { ipv6: cidr, source: 'declared', reasons: ['declared already'] };
	}
	const routed = plan.declarations.find(
		(one) => role === 'pod' && one.role === 'pod' && one.relation === 'contains' && one.family === 'IPv6',
	);
	const [prefix] = routed?.prefixes ?? [];
	if (prefix?.cidr === undefined) return undefined;
	return { ipv6: prefix.cidr, source: 'declared', reasons: [`Cilium routes it already (${routed?.setting})`] };
}

function listed(plan: AddressPlan, role: 'pod' | 'service', standing: Declaration['standing']): Prefix[] {
	return plan.declarations
		.filter((one) => one.role === role && one.relation === 'is' && one.standing === standing)
		.flatMap(({ prefixes }) => prefixes);
}

function currentIpv4(plan: AddressPlan, role: 'pod' | 'service'): Cidr | undefined {
	return networkFamilies(plan, role)
		.stated.flatMap(({ prefixes }) => prefixes)
		.flatMap(({ cidr }) => cidr ?? [])
		.find((cidr) => familyOf(cidr) === 'IPv4');
}

/** Every prefix that a proposal must stay away from. */
export function takenBy(plan: AddressPlan): Cidr[] {
	const declared = plan.declarations.flatMap(({ prefixes }) => prefixes.flatMap(({ cidr }) => cidr ?? []));
	const pools = plan.pools.flatMap(({ blocks }) => blocks.flatMap(({ cidrs }) => cidrs));
	const machines = plan.nodes.flatMap(({ addresses }) =>
		addresses.map(({ value }) => `${value}/${familyOf(value) === 'IPv4' ? 32 : 128}` as Cidr),
	);
	return [...declared, ...pools, ...machines];
}

/** A mask that somebody has fixed: the target's before those of the cluster. */
function givenMask(plan: AddressPlan, family: IpFamily): number | undefined {
	const rank = ({ standing }: NodeMask) => (standing === 'target' ? 0 : 1);
	const own = plan.nodeMasks
		.filter((one) => one.family === family || (one.family === undefined && family === 'IPv4'))
		.filter(({ size, standing }) => size.state === 'set' && standing !== 'default')
		.toSorted((a, b) => rank(a) - rank(b));
	const [first] = own;
	return first?.size.state === 'set' ? first.size.value : undefined;
}

/** In cluster-pool mode the chart's default mask is 120, and blocks of that size are all that is needed. */
function poolMask(plan: AddressPlan): { readonly nodeMask?: number } {
	const isPool = ciliumInForce(plan).some((fact) => {
		const mode = ipamMode(fact);
		return mode.state === 'set' && mode.value === 'cluster-pool';
	});
	return isPool ? { nodeMask: 120 } : {};
}

/** The mask for a range that is given: the default where it leaves room for growth, else as long as may be. */
function maskFor(cidr: Cidr | undefined, nodes: number): number {
	if (cidr === undefined) return defaultNodeMask.IPv6;
	const length = prefixLength(cidr);
	const bits = defaultNodeMask.IPv6 - length;
	if (bits >= 1 && bits <= nodeMaskDistance && 2 ** bits >= nodes * 4) return defaultNodeMask.IPv6;
	return Math.min(length + nodeMaskDistance, 128);
}

/** The machines that the configuration names, with one address of each family. */
function machinesOf(plan: AddressPlan): Machine[] {
	return plan.nodes.map(({ name, role, addresses }) => ({
		name,
		role,
		ipv4: addresses.find(({ value }) => familyOf(value) === 'IPv4')?.value,
		ipv6: addresses.find(({ value }) => familyOf(value) === 'IPv6')?.value,
	}));
}

/** Ranges that a target would move: a running cluster keeps its first range. */
function movedRanges(plan: AddressPlan): string[] {
	return (['pod', 'service'] as const).flatMap((role) => {
		const now = currentIpv4(plan, role);
		const then = listed(plan, role, 'target').flatMap(({ cidr }) => cidr ?? []);
		const first = then[0];
		if (now === undefined || first === undefined) return [];
		if (familyOf(first) === 'IPv6')
			return [
				`the target of the ${role} network names IPv6 first; a running cluster keeps the family that it began with`,
			];
		return first === now
			? []
			: [`the target moves the ${role} network from ${now} to ${first}; a range in use cannot move`];
	});
}

/** Networks that a prefix of the target shares addresses with. */
function conflicts(plan: AddressPlan, pod: TargetNetwork, service: TargetNetwork): string[] {
	const found: string[] = [];
	if (overlaps(pod.ipv6, service.ipv6))
		found.push(`the pod range ${pod.ipv6} and the service range ${service.ipv6} overlap`);
	for (const [role, { ipv6 }] of [
		['pod', pod],
		['service', service],
	] as const) {
		const others = plan.declarations
			.filter((one) => one.role !== role && one.role !== 'pod' && one.role !== 'service' && one.standing !== 'default')
			.flatMap((one) => one.prefixes.flatMap(({ cidr }) => (cidr === undefined ? [] : [{ role: one.role, cidr }])));
		const hit = others.find(({ cidr }) => overlaps(cidr, ipv6));
		if (hit !== undefined) found.push(`the ${role} range ${ipv6} overlaps the ${hit.role} network ${hit.cidr}`);
		const machine = plan.nodes.find(({ addresses }) => addresses.some(({ value }) => contains(ipv6, value)));
		if (machine !== undefined) found.push(`the ${role} range ${ipv6} holds the address of ${machine.name}`);
	}
	return found;
}
