import { groupOf, type Rendered, type Resource } from '../render/resource.ts';
import { itemsAt, nodeAt, type ScalarNode, type SeqNode, textOf, type YamlNode } from '../repo/node.ts';
import { type Cidr, familyOf } from './cidr.ts';
import { looseCidr } from './loose-address.ts';
import { known } from './pieces.ts';
import { scalarIn } from './rook-objects.ts';

/** One direction of a policy: everything that it says about prefixes there. */
export interface PolicyDirection {
	readonly resource: Resource;
	readonly direction: 'ingress' | 'egress';
	/** Deny rules are Cilium's; they win over what is allowed. */
	readonly action: 'allow' | 'deny';
	readonly ranges: readonly PolicyRange[];
	/** Something else lets in or out whatever is not of the cluster: the entity world, or a rule without peers. */
	readonly coversWorld: boolean;
	/** Part of it could not be read. */
	readonly unresolved: boolean;
}

/** A prefix in a policy. */
export interface PolicyRange {
	readonly cidr: Cidr;
	readonly node: ScalarNode;
	readonly except: readonly Cidr[];
	/** The list that holds it. */
	readonly list: SeqNode;
	/** How a prefix is written there: as a text, as a map with `cidr`, or such a map below `ipBlock`. */
	readonly form: 'text' | 'set' | 'ipBlock';
}

/** The directions of every NetworkPolicy, also of Cilium's two kinds, that name prefixes or let everything through. */
export function policyDirections({ resources }: Rendered): PolicyDirection[] {
	return resources.flatMap((resource) => {
		if (resource.kind === 'NetworkPolicy' && groupOf(resource) === 'networking.k8s.io')
			return kubernetesPolicy(resource);
		const isCilium = groupOf(resource) === 'cilium.io' && ciliumKinds.has(resource.kind);
		return isCilium ? ciliumPolicy(resource) : [];
	});
}

/** Ranges of one family in a direction. */
export function rangesOf({ ranges }: PolicyDirection, family: 'IPv4' | 'IPv6'): PolicyRange[] {
	return ranges.filter(({ cidr }) => familyOf(cidr) === family);
}

const ciliumKinds = new Set(['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']);

/** What Cilium calls everything outside, or simply everything. */
const worlds = new Set(['world', 'world-ipv6', 'all']);

function kubernetesPolicy(resource: Resource): PolicyDirection[] {
	return (['ingress', 'egress'] as const).flatMap((direction) => {
		const rules = itemsAt(resource.root, ['spec', direction]);
		const side = direction === 'ingress' ? 'from' : 'to';
		const ranges = rules.flatMap((rule) => blockRanges(nodeAt(rule, [side])));
		const coversWorld = rules.some(
			(rule) => nodeAt(rule, [side]) === undefined && nodeAt(rule, ['ports']) === undefined,
		);
		return ranges.length === 0 && !coversWorld
			? []
			: [{ ...join(ranges), resource, direction, action: 'allow', coversWorld }];
	});
}

function ciliumPolicy(resource: Resource): PolicyDirection[] {
	const specs = [nodeAt(resource.root, ['spec']), ...itemsAt(resource.root, ['specs'])];
	return (['ingress', 'egress'] as const).flatMap((direction) =>
		(['allow', 'deny'] as const).flatMap((action) => {
			const side = direction === 'ingress' ? 'from' : 'to';
			const rules = specs.flatMap((spec) => itemsAt(spec, [action === 'deny' ? `${direction}Deny` : direction]));
			const ranges = rules.flatMap((rule) => [
				...plainRanges(nodeAt(rule, [`${side}CIDR`])),
				...setRanges(nodeAt(rule, [`${side}CIDRSet`])),
			]);
			const entities = rules.flatMap((rule) => itemsAt(rule, [`${side}Entities`]));
			const coversWorld = entities.some((one) => one.kind !== 'scalar' || worlds.has(textOf(one)));
			return ranges.length === 0 && !coversWorld ? [] : [{ ...join(ranges), resource, direction, action, coversWorld }];
		}),
	);
}

type MaybeRange = PolicyRange | 'unknown';

function join(all: readonly MaybeRange[]): Pick<PolicyDirection, 'ranges' | 'unresolved'> {
	return { ranges: all.filter((one) => one !== 'unknown'), unresolved: all.includes('unknown') };
}

function blockRanges(list: YamlNode | undefined): MaybeRange[] {
	return rangesIn(list, 'ipBlock', (item) => nodeAt(item, ['ipBlock']));
}

function setRanges(list: YamlNode | undefined): MaybeRange[] {
	const withCidr = (item: YamlNode) => (nodeAt(item, ['cidr']) === undefined ? undefined : item);
	const all = rangesIn(list, 'set', withCidr);
	// A group of prefixes is an object of its own, which may be anywhere.
	const hasGroups = list?.kind === 'seq' && list.items.some((item) => withCidr(item) === undefined);
	return hasGroups ? [...all, 'unknown'] : all;
}

function plainRanges(list: YamlNode | undefined): MaybeRange[] {
	return rangesIn(list, 'text', (item) => item);
}

function rangesIn(
	list: YamlNode | undefined,
	form: PolicyRange['form'],
	inside: (item: YamlNode) => YamlNode | undefined,
): MaybeRange[] {
	if (list?.kind === 'unknown') return ['unknown'];
	if (list?.kind !== 'seq') return [];
	return list.items.flatMap((item): MaybeRange[] => {
		const held = inside(item);
		if (held === undefined) return [];
		const value = held.kind === 'map' ? scalarIn(held, ['cidr']) : known(held);
		const cidr = value?.kind === 'scalar' ? prefixIn(textOf(value)) : undefined;
		if (cidr === undefined || value?.kind !== 'scalar') return ['unknown'];
		const except = itemsAt(held, ['except']).map((one) =>
			known(one).kind === 'scalar' && one.kind === 'scalar' ? looseCidr(textOf(one)) : undefined,
		);
		const readable = except.filter((one) => one !== undefined);
		return readable.length < except.length ? ['unknown'] : [{ cidr, node: value, except: readable, list, form }];
	});
}

/** Cilium takes a bare address for the prefix of that one address. */
function prefixIn(text: string): Cidr | undefined {
	return looseCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
}
