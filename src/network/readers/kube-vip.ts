import { entriesOf, itemsAt, type MapNode, nodeAt, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import type { VirtualAddressFact } from '../add-on-facts.ts';
import type { Fact } from '../facts.ts';
import { commaPiecesOf, known, nameOrigin, piecesOf } from '../pieces.ts';
import { scalarAt } from '../placeholders.ts';
import { addressBlock, blockOfText, poolFacts, type ReadBlock } from '../pool-block.ts';
import type { Reader } from '../reader.ts';
import { addressesIn } from './distribution.ts';

/** kube-vip: the pools of its cloud provider, and the address that it holds for the control plane. */
export const kubeVip: Reader = {
	name: 'kube-vip',
	words: /kube-?vip|vip_/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		const kind = stringAt(root, ['kind']);
		const isPools = kind === 'ConfigMap' && stringAt(root, ['metadata', 'name']) === 'kubevip';
		if (isPools) yield* pools(root);
		if (kind === 'DaemonSet') yield* virtualAddress(itemsAt(root, ['spec', 'template', 'spec', 'containers']));
		if (kind === 'Pod') yield* virtualAddress(itemsAt(root, ['spec', 'containers']));
	},
};

/** `cidr-<namespace>`, `range-<namespace>`, and the same with `global`; lists with commas. */
function* pools(root: MapNode): Iterable<Fact> {
	for (const [key, { key: at, value: written }] of entriesOf(nodeAt(root, ['data']))) {
		const value = known(written);
		if (!/^(?:cidr|range)-./.test(key)) continue;
		const unresolved = value.kind === 'unknown';
		const blocks = value.kind === 'scalar' ? commaPiecesOf(value).map(blockOfText) : [];
		yield* poolFacts({ product: 'kube-vip', name: key, at, unresolved, disabled: false }, blocks, key, value.origin);
	}
}

function* virtualAddress(containers: readonly YamlNode[]): Iterable<Fact> {
	for (const container of containers) {
		const image = stringAt(container, ['image']) ?? '';
		if (!/(?:^|\/)kube-vip(?:-iptables)?(?:[:@]|$)/.test(image)) continue;
		for (const variable of itemsAt(container, ['env'])) {
			const name = stringAt(variable, ['name']);
			const written = nodeAt(variable, ['value']);
			const value = written && known(written);
			// `vip_address` is the name of older releases.
			if ((name !== 'address' && name !== 'vip_address') || value === undefined) continue;
			const blocks: ReadBlock[] =
				value.kind === 'scalar' && textOf(value) !== '' ? piecesOf(value).map(addressBlock) : [];
			const unresolved = value.kind === 'unknown';
			const at = nameOrigin(variable);
			yield* poolFacts(
				{ product: 'kube-vip', name: 'control plane', at, unresolved, disabled: false },
				blocks.filter(({ block }) => block.cidrs.length > 0),
				name,
				value.origin,
			);
		}
		yield* heldAddress(container);
	}
}

/** `address` may be a list; `vip_subnet`, before 0.9 `vip_cidr`, has a length for each family, or `auto`. */
function* heldAddress(container: YamlNode): Iterable<VirtualAddressFact> {
	const variable = (names: readonly string[]) => {
		const found = itemsAt(container, ['env']).find((one) => names.includes(stringAt(one, ['name']) ?? ''));
		return scalarAt(found, ['value']);
	};
	const address = variable(['address', 'vip_address']);
	const length = variable(['vip_subnet', 'vip_cidr']);
	if (address?.kind !== 'scalar' || length?.kind === 'unknown') return;
	const addresses = addressesIn(address);
	const lengths = length === undefined ? undefined : { value: textOf(length), origin: length.origin };
	if (addresses.length > 0) yield { fact: 'virtual-address', at: address.origin, addresses, lengths };
}
