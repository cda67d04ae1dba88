import { type Entry, type MapNode, textOnTop, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';

/** The map with one entry set. A key that is there keeps its place in the file. */
export function putEntry(map: MapNode, name: string, value: YamlNode, key: Origin): MapNode {
	const before = map.entries.get(name);
	if (before?.value === value) return map;
	const entry: Entry = { key: before?.key ?? key, value };
	return { ...map, entries: new Map(map.entries).set(name, entry) };
}

/** The map without an entry. */
export function dropEntry(map: MapNode, name: string): MapNode {
	if (!map.entries.has(name)) return map;
	const entries = new Map(map.entries);
	entries.delete(name);
	return { ...map, entries };
}

/** A value that takes the place of another, which is remembered. */
export function overriding<T extends YamlNode>(value: T, over: YamlNode): T {
	if (value === over) return value;
	return relayed(value, (by) => ({ kind: 'patched', by, over: over.origin }));
}

/** A value that `by` put in place. */
export function generated<T extends YamlNode>(value: T, by: Origin): T {
	return relayed(value, (from) => ({ kind: 'generated', by, from }));
}

function relayed<T extends YamlNode>(value: T, wrap: (origin: Origin) => Origin): T {
	const origin = wrap(value.origin);
	if (value.kind !== 'scalar' || value.text === undefined) return { ...value, origin };
	const inner = value.text;
	const text = textOnTop([value], (start, end) => wrap(inner(start, end)), origin);
	return { ...value, origin, text };
}

/** A map without entries. */
export function emptyMap(origin: Origin): MapNode {
	return { kind: 'map', entries: new Map(), origin };
}
