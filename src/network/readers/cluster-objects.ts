import { groupOf } from '../../render/resource.ts';
import { type MapNode, nodeAt, stringAt } from '../../repo/node.ts';
import type { Fact } from '../facts.ts';
import { known, nameOrigin } from '../pieces.ts';
import { listPrefixes } from '../prefixes.ts';
import type { Reader } from '../reader.ts';

/** Objects of the cluster itself that hold prefixes: Nodes with their blocks, ranges for Services. */
export const clusterObjects: Reader = {
	name: 'cluster-objects',
	words: /podCIDR|ServiceCIDR|kind["']?:\s*["']?Node["']?\s*(?:[,}\r\n#]|$)/,
	kinds: /kind["']?:\s*(?:["']?(?:Node|ServiceCIDR)["']?\s*(?:[,}\r\n#]|$)|[&*!|>])/,

	*document({ root, source }) {
		if (source === 'config-map') return;
		const kind = stringAt(root, ['kind']);
		const apiVersion = stringAt(root, ['apiVersion']) ?? '';
		if (kind === 'Node' && apiVersion === 'v1') yield* held(root, 'node-blocks', ['spec', 'podCIDRs']);
		if (kind === 'ServiceCIDR' && groupOf({ apiVersion }) === 'networking.k8s.io')
			yield* held(root, 'service-cidr', ['spec', 'cidrs']);
	},
};

/** The object with its list; nothing where a part of it cannot be read. */
function* held(root: MapNode, fact: 'node-blocks' | 'service-cidr', path: readonly string[]): Iterable<Fact> {
	const name = stringAt(root, ['metadata', 'name']);
	const list = nodeAt(root, path);
	if (name === undefined || (list !== undefined && list.kind !== 'seq')) return;
	const prefixes = list === undefined ? [] : listPrefixes({ ...list, items: list.items.map(known) });
	if (prefixes !== undefined) yield { fact, name, at: nameOrigin(root), prefixes };
}
