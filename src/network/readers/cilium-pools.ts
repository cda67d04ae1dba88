import { groupOf } from '../../render/resource.ts';
import { booleanAt, itemsAt, type MapNode, nodeAt, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { Declaration, Fact, Located } from '../facts.ts';
import { known, knownPrefixes, located, nameOrigin } from '../pieces.ts';
import { cidrBlock, poolFacts, type ReadBlock, rangeBlock } from '../pool-block.ts';
import type { Reader } from '../reader.ts';

/** Cilium's objects that hold addresses: pools for load balancers and for pods. */
export const ciliumPools: Reader = {
	name: 'cilium-pools',
	words: /Cilium(?:LoadBalancer|Pod)IPPool/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		if (groupOf({ apiVersion: stringAt(root, ['apiVersion']) ?? '' }) !== 'cilium.io') return;
		const name = stringAt(root, ['metadata', 'name']);
		if (name === undefined) return;
		const kind = stringAt(root, ['kind']);
		if (kind === 'CiliumLoadBalancerIPPool') yield* loadBalancerPool(root, name);
		if (kind === 'CiliumPodIPPool') yield* podPool(root, name);
	},
};

function* loadBalancerPool(root: MapNode, name: string): Iterable<Fact> {
	const blocks: ReadBlock[] = [];
	let unresolved = false;
	let at: YamlNode['origin'] | undefined;
	let setting = 'spec.blocks';
	// `cidrs` is the field of 1.14, `blocks` of 1.15 and later; 1.15 reads both.
	for (const field of ['cidrs', 'blocks']) {
		const list = nodeAt(root, ['spec', field]);
		if (list === undefined) continue;
		at = list.origin;
		setting = `spec.${field}`;
		unresolved ||= list.kind === 'unknown';
		for (const item of itemsAt(list)) {
			const block = blockOf(item);
			if (block === undefined) unresolved = true;
			else blocks.push(block);
		}
	}
	const disabled = booleanAt(root, ['spec', 'disabled']) === true;
	const place = nameOrigin(root);
	yield* poolFacts({ product: 'Cilium', name, at: place, unresolved, disabled }, blocks, setting, at ?? place);
}

/** A prefix, or a range of which the last address may be left out; undefined when a part is not known. */
function blockOf(item: YamlNode): ReadBlock | undefined {
	if (item.kind !== 'map') return undefined;
	const [cidr, start, stop] = ['cidr', 'start', 'stop'].map((key) => {
		const node = nodeAt(item, [key]);
		return node && known(node);
	});
	if ([cidr, start, stop].some((node) => node?.kind === 'unknown')) return undefined;
	const prefix = textIn(cidr);
	if (prefix !== undefined) return cidrBlock(prefix);
	const first = textIn(start);
	const last = textIn(stop) ?? first;
	if (first === undefined) return rangeBlock({ value: '', origin: item.origin }, '', last?.value ?? '');
	const text = last === undefined || last === first ? first.value : `${first.value}-${last.value}`;
	return rangeBlock({ value: text, origin: first.origin }, first.value, last?.value ?? first.value);
}

function textIn(node: YamlNode | undefined): Located<string> | undefined {
	return node?.kind === 'scalar' && node.value !== null && textOf(node) !== '' ? located(node) : undefined;
}

/** A pool for pods in the mode `multi-pool`. Host bits make the operator lose track of it. */
function* podPool(root: MapNode, name: string): Iterable<Declaration> {
	for (const [family, key] of [
		['IPv4', 'ipv4'],
		['IPv6', 'ipv6'],
	] as const) {
		const path = ['spec', key, 'cidrs'];
		const list = nodeAt(root, path);
		const prefixes = knownPrefixes(root, path);
		if (list === undefined || prefixes === undefined || prefixes.length === 0) continue;
		yield {
			fact: 'declaration',
			role: 'pod',
			name,
			component: 'Cilium',
			setting: `CiliumPodIPPool, spec.${key}.cidrs`,
			at: list.origin,
			prefixes,
			form: 'list',
			family,
			relation: 'is',
			standing: 'live',
			hostBits: 'refused',
		};
	}
}
