import { type MapNode, sourceOf, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import { resolveScalar } from '../repo/scalar.ts';

type Items = readonly YamlNode[];

/** Merges one item of the object with one of the patch; undefined when nothing is left. */
export type MergeItem = (before: YamlNode | undefined, patch: YamlNode | undefined) => YamlNode | undefined;

/** Items of a list that kustomize treats as a set of scalars: those of the patch first. */
export function mergeSet(items: Items, patch: Items): YamlNode[] {
	const merged = new Map<string, YamlNode>();
	// The object's own item stands where both have it.
	for (const item of [...patch, ...items]) merged.set(item.kind === 'scalar' ? sourceOf(item) : '', item);
	return [...merged.values()];
}

/**
 * Merges two lists whose items are known by some of their fields. New items come first. Follows kustomize where a
 * key is left out of some items (a port without protocol), and where it does not do what one expects:
 * `$patch: replace` in an item changes nothing.
 */
export function mergeByKeys(
	items: Items,
	patch: Items,
	keys: readonly string[],
	mergeItem: MergeItem,
	refuse: (message: string, at: Origin) => void,
): YamlNode[] {
	const [key] = keys;
	if (keys.length === 1 && key !== undefined) return mergeByKey(items, patch, key, mergeItem);
	if (items.length + patch.length <= maxCompoundItems) return mergeByCompound(items, patch, keys, mergeItem);
	const [first] = patch;
	if (first === undefined) return [...items];
	refuse(`a list of more than ${maxCompoundItems} items is replaced, not merged`, first.origin);
	return [...patch];
}

/** Items of lists with compound keys that are merged; the way of kustomize takes the square of it. */
const maxCompoundItems = 500;

function mergeByKey(items: Items, patch: Items, key: string, mergeItem: MergeItem): YamlNode[] {
	const ofPatch = firstByKey(patch, key);
	const ofItems = firstByKey(items, key);
	const merged = new Map<string | YamlNode, YamlNode>();
	const deleted = new Set<string>();
	const placed = new Map<YamlNode, YamlNode>();
	for (const value of new Set([...ofPatch.keys(), ...ofItems.keys()])) {
		const before = ofItems.get(value);
		const node = mergeItem(before, ofPatch.get(value));
		if (node === undefined || isEmpty(node)) deleted.add(value);
		else {
			const kept = before !== undefined && isReplacing(ofPatch.get(value)) ? before : node;
			merged.set(value, kept);
			if (before !== undefined) placed.set(before, kept);
		}
	}
	for (const item of items) {
		const value = keyText(item, key);
		if (value === undefined) merged.set(item, item);
		else if (!deleted.has(value)) merged.set(value, placed.get(item) ?? item);
	}
	return [...merged.values()];
}

function firstByKey(items: Items, key: string): Map<string, YamlNode> {
	const found = new Map<string, YamlNode>();
	for (const item of items) {
		const text = keyText(item, key);
		if (text !== undefined && !found.has(text)) found.set(text, item);
	}
	return found;
}

/** The text of a key field; undefined when the item has none. */
function keyText(item: YamlNode, key: string): string | undefined {
	const node = item.kind === 'map' ? item.entries.get(key)?.value : undefined;
	return node?.kind === 'scalar' && node.value !== null && sourceOf(node) !== '' ? sourceOf(node) : undefined;
}

function isEmpty(node: YamlNode): boolean {
	return node.kind === 'map' && node.entries.size === 0;
}

function isReplacing(patch: YamlNode | undefined): boolean {
	const directive = patch?.kind === 'map' ? patch.entries.get('$patch')?.value : undefined;
	return directive?.kind === 'scalar' && directive.value === 'replace';
}

/** The texts of the key fields of one item, `''` for a field it does not have. */
type Row = readonly string[];

function mergeByCompound(ownItems: Items, patch: Items, keys: readonly string[], mergeItem: MergeItem): YamlNode[] {
	let items: Items = ownItems;
	let added: Items = [];
	const rows = joinRows(uniqueRows([...patch, ...items], keys));
	let fields = keys;
	for (const row of rows) {
		const [names, values] = usedKeys(rows, row, keys);
		fields = names;
		const [lookNames, lookValues] = usedKeys([values], values, names);
		const before = items.find((item) => hasValues(item, lookNames, lookValues));
		const change = patch.find((item) => hasValues(item, lookNames, lookValues));
		const node = mergeItem(before, change);
		if (node === undefined || isEmpty(node)) {
			items = items.filter((item) => !matches(item, names, values));
			continue;
		}
		const complete = withKeys(node, names, values, patch);
		if (before !== undefined && !isReplacing(change)) items = items.map((item) => (item === before ? complete : item));
		added = setItem(added, complete, names, values);
	}
	return items.reduce((all, item) => appendItem(all, item, fields), added) as YamlNode[];
}

function uniqueRows(items: Items, keys: readonly string[]): Row[] {
	const rows = new Map<string, Row>();
	for (const item of items) {
		const row = keys.map((key) => keyText(item, key) ?? '');
		const id = JSON.stringify(row);
		if (!rows.has(id)) rows.set(id, row);
	}
	return [...rows.values()];
}

/** Gives rows that agree in the fields both have the fields of each other. */
function joinRows(unjoined: readonly Row[]): readonly Row[] {
	const rows = [...unjoined];
	for (const i of unjoined.keys()) {
		const one = rows[i] ?? [];
		for (const j of unjoined.keys()) {
			const joined = joinRow(one, rows[j] ?? []);
			if (joined === undefined) continue;
			rows[i] = joined;
			rows[j] = joined;
		}
	}
	return rows;
}

function joinRow(one: Row, other: Row): Row | undefined {
	let common = false;
	const joined: string[] = [];
	for (const [i, text] of one.entries()) {
		const otherText = other[i] ?? '';
		if (text === otherText) common = true;
		else if (text !== '' && otherText !== '') return undefined;
		joined.push(text === '' ? otherText : text);
	}
	return common ? joined : undefined;
}

/** The key fields that at least one row has, and the row's values for them. */
function usedKeys(rows: readonly Row[], row: Row, keys: readonly string[]): readonly [readonly string[], Row] {
	const used = keys.map((_, i) => rows.some((one) => (one[i] ?? '') !== ''));
	if (!used.includes(true)) return [keys, row];
	return [keys.filter((_, i) => used[i]), row.filter((text, i) => text !== '' || used[i])];
}

function hasValues(item: YamlNode, names: readonly string[], values: Row): boolean {
	return item.kind === 'map' && names.every((name, i) => rawText(item, name) === (values[i] ?? ''));
}

function rawText(item: MapNode, name: string): string | undefined {
	const node = item.entries.get(name)?.value;
	return node?.kind === 'scalar' ? sourceOf(node) : node === undefined ? undefined : '';
}

/** As kustomize matches when it replaces an item: an empty value matches any, a missing one whatever came before. */
function matches(item: YamlNode, names: readonly string[], values: Row): boolean {
	if (item.kind !== 'map') return false;
	return names.every((name, i) => {
		const value = values[i];
		if (value === undefined) return i > 0;
		return value === '' ? item.entries.has(name) : rawText(item, name) === value;
	});
}

function setItem(items: Items, item: YamlNode, names: readonly string[], values: Row): Items {
	const replaced = items.map((one) => (matches(one, names, values) ? item : one));
	return replaced.includes(item) ? replaced : [...replaced, item];
}

function appendItem(items: Items, item: YamlNode, names: readonly string[]): Items {
	if (item.kind !== 'map') return [...items, item];
	const values = names.flatMap((name) => rawText(item, name) ?? []);
	if (values.length === 0) return [...items, item];
	if (names.length === 1) return setItem(items, item, names, values);
	return [...items.filter((one) => !matches(one, names, values)), item];
}

/** The item with the key fields that only its counterpart has. */
function withKeys(node: YamlNode, names: readonly string[], values: Row, patch: Items): YamlNode {
	if (node.kind !== 'map') return node;
	const entries = new Map(node.entries);
	for (const [i, name] of names.entries()) {
		const value = values[i] ?? '';
		if (entries.has(name) || value === '') continue;
		const donor = patch.find((item) => item.kind === 'map' && rawText(item, name) === value) ?? node;
		entries.set(name, { key: donor.origin, value: { kind: 'scalar', ...resolveScalar(value), origin: donor.origin } });
	}
	return entries.size === node.entries.size ? node : { ...node, entries };
}
