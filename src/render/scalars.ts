import { type Entry, type ScalarNode, sourceOf, type YamlNode } from '../repo/node.ts';

/** A scalar as the text that stands for it in the file. */
export function asText(node: YamlNode): YamlNode {
	if (node.kind !== 'scalar' || typeof node.value === 'string') return node;
	const { digits: _, source: __, ...rest } = node;
	return { ...rest, value: sourceOf(node), quoted: true };
}

/** The tree with each scalar changed; parts in which nothing changes stay the same nodes. */
export function mapScalars<T extends YamlNode>(node: T, change: (scalar: ScalarNode) => ScalarNode): T;
export function mapScalars(node: YamlNode, change: (scalar: ScalarNode) => ScalarNode): YamlNode {
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'scalar':
			return change(node);
		case 'seq': {
			const items = node.items.map((item) => mapScalars(item, change));
			return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
		}
		case 'map': {
			let entries: Map<string, Entry> | undefined;
			for (const [name, entry] of node.entries) {
				const value = mapScalars(entry.value, change);
				if (value === entry.value) continue;
				entries ??= new Map(node.entries);
				entries.set(name, { key: entry.key, value });
			}
			return entries === undefined ? node : { ...node, entries };
		}
	}
}
