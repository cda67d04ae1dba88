import { groupOf } from '../../render/resource.ts';
import { itemsAt, mapAt, nodeAt, type ScalarNode, stringAt, textOf, type YamlNode } from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import type { Declaration, Prefix } from '../facts.ts';
import { known, nameOrigin } from '../pieces.ts';
import { prefixOf } from '../prefixes.ts';
import type { Reader } from '../reader.ts';

/** Multus: further networks of pods, with what host-local, static and whereabouts hand out on them. */
export const multus: Reader = {
	name: 'multus',
	words: /NetworkAttachmentDefinition/,

	*document({ root, source }) {
		if (source === 'config-map' || stringAt(root, ['kind']) !== 'NetworkAttachmentDefinition') return;
		if (groupOf({ apiVersion: stringAt(root, ['apiVersion']) ?? '' }) !== 'k8s.cni.cncf.io') return;
		const text = nodeAt(root, ['spec', 'config']);
		const name = stringAt(root, ['metadata', 'name']);
		if (text?.kind !== 'scalar' || name === undefined) return;
		const config = mapAt(parseScalar(text).documents[0]);
		const ipams = [nodeAt(config, ['ipam']), ...itemsAt(config, ['plugins']).map((one) => nodeAt(one, ['ipam']))];
		const prefixes = ipams.flatMap(prefixesOf);
		if (prefixes.length === 0) return;
		const declaration: Declaration = {
			fact: 'declaration',
			role: 'other',
			name,
			component: 'Multus',
			setting: 'ipam',
			at: nameOrigin(root),
			prefixes,
			form: 'list',
			relation: 'is',
			standing: 'live',
			hostBits: 'masked',
		};
		yield declaration;
	},
};

/** host-local `subnet` and `ranges`, static `addresses`, whereabouts `range` and `ipRanges`: all may have host bits. */
function prefixesOf(ipam: YamlNode | undefined): Prefix[] {
	const nodes = [
		nodeAt(ipam, ['subnet']),
		nodeAt(ipam, ['range']),
		...itemsAt(ipam, ['ranges']).flatMap((set) => itemsAt(set).map((one) => nodeAt(one, ['subnet']))),
		...itemsAt(ipam, ['ipRanges']).map((one) => nodeAt(one, ['range'])),
		...itemsAt(ipam, ['addresses']).map((one) => nodeAt(one, ['address'])),
	];
	return nodes.flatMap((node) => {
		const value = node && known(node);
		if (value?.kind !== 'scalar' || !isPrefix(value)) return [];
		const { cidr, ...prefix } = prefixOf(value);
		return cidr === undefined ? [] : [{ ...prefix, cidr, problem: undefined }];
	});
}

/** whereabouts writes `10.9.0.10-10.9.0.20/24` too, which is left alone. */
function isPrefix(node: ScalarNode): boolean {
	const text = textOf(node);
	return text.includes('/') && !text.includes('-');
}
