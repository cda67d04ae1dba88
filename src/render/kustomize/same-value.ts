import type { YamlNode } from '../../repo/node.ts';

/** True when two nodes mean the same JSON value. What is not known equals nothing. */
export function sameValue(a: YamlNode, b: YamlNode): boolean {
	if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value;
	if (a.kind === 'seq') {
		return (
			b.kind === 'seq' && a.items.length === b.items.length && a.items.every((item, i) => isSame(item, b.items[i]))
		);
	}
	if (a.kind === 'unknown' || b.kind !== 'map' || a.entries.size !== b.entries.size) return false;
	return [...a.entries].every(([key, { value }]) => isSame(value, b.entries.get(key)?.value));
}

function isSame(a: YamlNode, b: YamlNode | undefined): boolean {
	return b !== undefined && sameValue(a, b);
}
