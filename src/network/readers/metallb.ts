import { groupOf } from '../../render/resource.ts';
import { itemsAt, nodeAt, stringAt, type YamlNode } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import type { Fact } from '../facts.ts';
import { nameOrigin, textsAt } from '../pieces.ts';
import { blockOfText, poolFacts } from '../pool-block.ts';
import type { Reader } from '../reader.ts';

/** MetalLB: pools as objects, and as the configuration of the versions before 0.13. */
export const metalLb: Reader = {
	name: 'metallb',
	words: /metallb|AddressPool|address-pools/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		const kind = stringAt(root, ['kind']);
		const name = stringAt(root, ['metadata', 'name']);
		if (name === undefined) return;
		const isPool = kind === 'IPAddressPool' || kind === 'AddressPool';
		if (isPool && groupOf({ apiVersion: stringAt(root, ['apiVersion']) ?? '' }) === 'metallb.io') {
			yield* pool(nodeAt(root, ['spec']), name, nameOrigin(root), 'spec.addresses');
		}
		const isConfig = name === 'config' && stringAt(root, ['metadata', 'namespace']) === 'metallb-system';
		const text = kind === 'ConfigMap' && isConfig ? nodeAt(root, ['data', 'config']) : undefined;
		if (text?.kind === 'scalar') yield* legacyPools(parseScalar(text).documents[0], 'ConfigMap config');
	},

	*release({ chart, values }) {
		if (chart === 'metallb') yield* legacyPools(nodeAt(values, ['configInline']), 'configInline');
	},
};

/** `address-pools` of the configuration that MetalLB 0.12 and older read. */
function* legacyPools(config: YamlNode | undefined, where: string): Iterable<Fact> {
	for (const item of itemsAt(config, ['address-pools'])) {
		const name = nodeAt(item, ['name']);
		if (name?.kind !== 'scalar') continue;
		yield* pool(item, String(name.value), name.origin, `${where}, address-pools`);
	}
}

function* pool(spec: YamlNode | undefined, name: string, at: YamlNode['origin'], setting: string): Iterable<Fact> {
	const { texts, unresolved } = textsAt(spec, ['addresses']);
	const place = nodeAt(spec, ['addresses'])?.origin ?? at;
	yield* poolFacts(
		{ product: 'MetalLB', name, at, unresolved, disabled: false },
		texts.map(blockOfText),
		setting,
		place,
	);
}
