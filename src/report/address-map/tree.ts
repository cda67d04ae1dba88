import type { Diagnostic } from '../../lint/diagnostic.ts';
import {
	type Cidr,
	compareCidrs,
	contains,
	firstAddress,
	type IpFamily,
	parseCidr,
	prefixLength,
} from '../../network/cidr.ts';
import { groupedBy } from '../../network/grouped.ts';
import { type AddressPlan, type Network, networksOf } from '../../network/plan.ts';
import { decidedAt, samePlace } from '../../repo/origin.ts';

/** A prefix of the map with all that lies in it. */
export interface MapPrefix {
	readonly cidr: Cidr;
	/** The networks that have this prefix; empty for a block that only holds others together. */
	readonly networks: readonly Network[];
	/** What a block without networks is, such as `private use`. */
	readonly title: string | undefined;
	readonly findings: readonly Diagnostic[];
	/** Lengths of the parts that nodes get of a pod network. */
	readonly nodeMasks: readonly number[];
	readonly inside: readonly MapPrefix[];
}

/** The prefixes of one family as trees, each below the smallest that holds it, in the order of their addresses. */
export function addressTrees(plan: AddressPlan, family: IpFamily, diagnostics: readonly Diagnostic[]): MapPrefix[] {
	const networks = networksOf(plan).filter((one) => one.family === family);
	const byCidr = new Map(groupedBy(networks, ({ cidr }) => cidr).map((group) => [group[0].cidr, group]));
	const titles = new Map(holdersOf(family, networks).map(({ cidr, title }) => [cidr, title]));
	const masks = masksOf(plan, family);
	const all = [...new Set([...byCidr.keys(), ...titles.keys()])];
	all.sort((a, b) => prefixLength(a) - prefixLength(b) || compareCidrs(a, b));
	const roots: Growing[] = [];
	for (const cidr of all) {
		const own = byCidr.get(cidr) ?? [];
		const node: Growing = {
			cidr,
			networks: own,
			title: titles.get(cidr),
			findings: own.flatMap((network) => findingsOf(network, diagnostics)),
			nodeMasks: own.some(({ role }) => role === 'pod') ? masks.filter((mask) => mask > prefixLength(cidr)) : [],
			inside: [],
		};
		levelFor(cidr, roots).push(node);
	}
	return inOrder(roots);
}

interface Growing extends MapPrefix {
	readonly inside: Growing[];
}

/** The list that a prefix belongs to, when all shorter ones have their place. */
function levelFor(cidr: Cidr, roots: Growing[]): Growing[] {
	for (let level = roots; ; ) {
		const holder = level.find((one) => contains(one.cidr, cidr));
		if (holder === undefined) return level;
		level = holder.inside;
	}
}

function inOrder(nodes: readonly Growing[]): MapPrefix[] {
	const sorted = [...nodes].sort((a, b) => compareCidrs(a.cidr, b.cidr));
	return sorted.map((node) => ({ ...node, inside: inOrder(node.inside) }));
}

/** The findings that stand at a declaration of the network, or name it. */
function findingsOf({ declaredBy }: Network, diagnostics: readonly Diagnostic[]): Diagnostic[] {
	const places = declaredBy.map(({ prefix }) => decidedAt(prefix.origin));
	return diagnostics.filter(
		({ at, related, suppressed }) =>
			suppressed === null &&
			[at, ...related.map((other) => other.at)].some((place) => places.some((own) => samePlace(own, place))),
	);
}

function masksOf(plan: AddressPlan, family: IpFamily): number[] {
	const masks = plan.nodeMasks.flatMap((mask) =>
		(mask.family ?? 'IPv4') === family && mask.size.state === 'set' ? [mask.size.value] : [],
	);
	return [...new Set(masks)].sort((a, b) => a - b);
}

interface Block {
	readonly cidr: Cidr;
	readonly title: string;
}

/** Private use is RFC 1918, shared RFC 6598, link-local RFC 3927. */
const ipv4Blocks = [
	['10.0.0.0/8', 'private use'],
	['172.16.0.0/12', 'private use'],
	['192.168.0.0/16', 'private use'],
	['100.64.0.0/10', 'shared with the provider'],
	['169.254.0.0/16', 'link-local'],
] as const;

/** What one site has of IPv6: RFC 4193 section 3 for unique local addresses, RFC 6177 for others. */
const siteLength = 48;

/** The blocks that hold networks of a site together. */
function holdersOf(family: IpFamily, networks: readonly Network[]): Block[] {
	const texts =
		family === 'IPv4'
			? ipv4Blocks
			: networks
					.filter(({ cidr }) => prefixLength(cidr) > siteLength)
					.map(({ cidr }) => [`${firstAddress(cidr)}/${siteLength}`, 'one site'] as const);
	return texts.flatMap(([text, title]) => {
		const read = parseCidr(text);
		const network = read.ok ? read.value : read.problem.kind === 'host-bits' ? read.problem.network : undefined;
		const isNeeded = networks.some(({ cidr }) => network !== undefined && network !== cidr && contains(network, cidr));
		return network !== undefined && isNeeded ? [{ cidr: network, title }] : [];
	});
}
