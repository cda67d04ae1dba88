import type { YamlNode } from '../../repo/node.ts';

/** Nodes below a place, itself included, shared ones counted each time, and levels of nesting. */
export interface NodeSize {
	readonly nodes: number;
	readonly depth: number;
}

/** Nodes an object may grow to, and levels it may nest. A copy into itself doubles it, so thirty would fill the memory. */
const maxSize: NodeSize = { nodes: 1_000_000, depth: 200 };

const sizes = new WeakMap<YamlNode, NodeSize>();
const scalarSize: NodeSize = { nodes: 1, depth: 1 };

/** The size of a tree. Known parts are not walked again: nodes never change. */
function sizeOf(node: YamlNode): NodeSize {
	if (node.kind === 'scalar' || node.kind === 'unknown') return scalarSize;
	const known = sizes.get(node);
	if (known !== undefined) return known;
	let nodes = 1;
	let depth = 0;
	const add = (inner: NodeSize): void => {
		nodes += inner.nodes;
		depth = Math.max(depth, inner.depth);
	};
	if (node.kind === 'seq') for (const item of node.items) add(sizeOf(item));
	else for (const { value } of node.entries.values()) add(sizeOf(value));
	const size = { nodes, depth: depth + 1 };
	sizes.set(node, size);
	return size;
}

/** True when a tree is larger than anything that is meant. */
export function isTooLarge(node: YamlNode): boolean {
	const { nodes, depth } = sizeOf(node);
	return nodes > maxSize.nodes || depth > maxSize.depth;
}
