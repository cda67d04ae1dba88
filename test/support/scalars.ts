import type { ScalarNode, YamlNode } from '../../src/repo/node.ts';

/** All scalars of a tree, in order. */
export function scalarsOf(node: YamlNode): ScalarNode[] {
	switch (node.kind) {
		case 'scalar':
			return [node];
		case 'unknown':
			return [];
		case 'seq':
			return node.items.flatMap(scalarsOf);
		case 'map':
			return [...node.entries.values()].flatMap(({ value }) => scalarsOf(value));
	}
}
