import { entriesOf, type MapNode, mapAt, nodeAt, type YamlNode } from '../../repo/node.ts';
import type { IpFamily } from '../cidr.ts';
import type { NetworkRole } from '../facts.ts';
import type { Reader } from '../reader.ts';
import { prefixFacts } from './distribution.ts';

/** Settings of a Pulumi stack that a program puts into machine configs of Talos, by the names that Talos gives them. */
export const pulumi: Reader = {
	name: 'pulumi',

	*document({ root, source, file }) {
		if (source !== 'file' || !/(?:^|\/)Pulumi\.[^/]+\.ya?ml$/.test(file ?? '')) return;
		for (const [name, { value }] of entriesOf(mapAt(root, ['config']))) {
			if (!/talos/i.test(name)) continue;
			for (const network of networksIn(value, 0)) {
				for (const [key, role] of keys) {
					const node = network.entries.get(key)?.value;
					for (const [family, list] of byFamily(node)) {
						const about = { component: 'Talos', setting: `${name}.${key}`, role };
						yield* prefixFacts(list, family === undefined ? about : { ...about, family });
					}
				}
			}
		}
	},
};

const keys: readonly (readonly [string, NetworkRole])[] = [
	['podSubnets', 'pod'],
	['serviceSubnets', 'service'],
];

/** Maps below which nobody looks: programs nest their settings a few levels deep. */
const deepest = 6;

/** The maps that hold both networks. */
function networksIn(node: YamlNode, depth: number): MapNode[] {
	if (node.kind !== 'map' || depth > deepest) return [];
	if (keys.every(([key]) => node.entries.has(key))) return [node];
	return [...node.entries.values()].flatMap(({ value }) => networksIn(value, depth + 1));
}

/** A list or a text of prefixes, or one prefix for each family. */
function byFamily(node: YamlNode | undefined): (readonly [IpFamily | undefined, YamlNode])[] {
	if (node?.kind !== 'map') return node === undefined ? [] : [[undefined, node]];
	return (
		[
			['IPv4', ['v4', 'ipv4']],
			['IPv6', ['v6', 'ipv6']],
		] as const
	).flatMap(([family, names]) => {
		const found = names.map((name) => nodeAt(node, [name])).find((one) => one !== undefined);
		return found === undefined ? [] : [[family, found] as const];
	});
}
