import { sourceOf, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { resolveScalar } from '../../repo/scalar.ts';
import { dropEntry } from './map-edit.ts';

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

/** Items of a list that are merged by key; the way of kustomize takes the square of it. */
const maxItems = 1000;

/**
 * Merges two lists whose items are known by some of their fields. New items come first. This goes kustomize's way step
 * by step, because what it does with items that lack a key field (a port without protocol, a misplaced directive)
 * follows from its steps and from nothing else.
 */
export function mergeByKeys(
	items: Items,
	patch: Items,
	keys: readonly string[],
	mergeItem: MergeItem,
	refuse: (message: string, at: Origin) => void,
): Items {
	if (items.length + patch.length > maxItems) {
		const [first] = patch;
		if (first !== undefined && items !== patch)
			refuse(`a list of more than ${maxItems} items is not merged`, first.origin);
		return patch.length > 0 ? patch : items;
	}
	const unjoined = uniqueRows([...patch, ...items], keys);
	const rows = keys.length > 1 ? joinRows(unjoined) : unjoined;
	let left: Items = items;
	let source: Items = patch;
	let added: Items = [];
	let names = keys;
	for (const row of rows) {
		let values: Row;
		[names, values] = usedKeys(rows, row, keys);
		const [lookNames, lookValues] = usedKeys([values], values, names);
		const isWanted = (item: YamlNode): boolean => hasValues(item, lookNames, lookValues);
		// A list that is merged with itself is one list, and loses items as one.
		if (items === patch) source = left;
		const before = left.find(isWanted);
		const change = source.find(isWanted);
		const node = mergeItem(before, change);
		// A directive works once; what is found again later is the item without it.
		source = source.map((item) => (item === change && item.kind === 'map' ? dropEntry(item, '$patch') : item));
		if (node === undefined || isEmpty(node)) {
			left = setItem(left, names, values, undefined);
			continue;
		}
		const complete = withKeys(node, names, values, patch);
		const isInPlace = before !== undefined && (before === change || !isReplacing(change));
		if (isInPlace) left = left.map((item) => (item === before ? complete : item));
		added = setItem(added, names, values, complete);
	}
	return left.reduce((all, item) => appendItem(all, item, names), added);
}

/** The texts of the key fields of one item, `''` for a field it does not have. */
type Row = readonly string[];

function uniqueRows(items: Items, keys: readonly string[]): Row[] {
	const rows = new Map<string, Row>();
	for (const item of items) {
		const row = keys.map((key) => (isNull(fieldOf(item, key)) ? '' : (textOf(item, key) ?? '')));
		const id = JSON.stringify(row);
		if (!rows.has(id)) rows.set(id, row);
	}
	return [...rows.values()];
}

/** Gives rows that agree in a field, and contradict each other in none, the fields of each other. */
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
function usedKeys(rows: readonly Row[], row: Row, keys: readonly string[]): [readonly string[], Row] {
	const used = keys.map((_, i) => rows.some((one) => (one[i] ?? '') !== ''));
	if (!used.includes(true)) return [keys, row];
	return [keys.filter((_, i) => used[i]), row.filter((text, i) => text !== '' || used[i])];
}

function hasValues(item: YamlNode, names: readonly string[], values: Row): boolean {
	return item.kind === 'map' && names.every((name, i) => textOf(item, name) === (values[i] ?? ''));
}

/** Puts an item in the place of those that match, or at the end; without an item, takes those away. */
function setItem(items: Items, names: readonly string[], values: Row, item: YamlNode | undefined): Items {
	const result: YamlNode[] = [];
	let isFound = false;
	for (const one of items) {
		if (isNull(one) || isEmpty(one)) continue;
		if (matches(one, names, values)) {
			isFound = true;
			if (item !== undefined) result.push(item);
			// Without any value to look for, kustomize keeps nothing.
		} else if (values.length > 0) result.push(one);
	}
	if (item !== undefined && !isFound) result.push(item);
	return result;
}

/** An empty value matches any, a missing one whatever the one before it matched. */
function matches(item: YamlNode, names: readonly string[], values: Row): boolean {
	if (item.kind !== 'map' || values.length === 0) return false;
	return names.every((name, i) => {
		const value = values[i];
		if (value === undefined) return true;
		return value === '' ? item.entries.has(name) : textOf(item, name) === value;
	});
}

function appendItem(items: Items, item: YamlNode, names: readonly string[]): Items {
	let all = items;
	const values: string[] = [];
	for (const name of names) {
		const text = textOf(item, name);
		if (text === undefined) all = [...all, item];
		else values.push(text);
	}
	if (names.length > 1) all = setItem(all, names, values, undefined);
	return setItem(all, names, values, item);
}

function fieldOf(item: YamlNode, name: string): YamlNode | undefined {
	return item.kind === 'map' ? item.entries.get(name)?.value : undefined;
}

/** The text of a field; undefined when the item has no such field. */
function textOf(item: YamlNode, name: string): string | undefined {
	const field = fieldOf(item, name);
	return field?.kind === 'scalar' ? sourceOf(field) : field === undefined ? undefined : '';
}

function isNull(node: YamlNode | undefined): boolean {
	return node?.kind === 'scalar' && node.value === null;
}

function isEmpty(node: YamlNode): boolean {
	return node.kind === 'map' && node.entries.size === 0;
}

function isReplacing(patch: YamlNode | undefined): boolean {
	return patch !== undefined && textOf(patch, '$patch') === 'replace';
}

/** The item with the key fields that only its counterpart has. */
function withKeys(node: YamlNode, names: readonly string[], values: Row, patch: Items): YamlNode {
	if (node.kind !== 'map') return node;
	const entries = new Map(node.entries);
	for (const [i, name] of names.entries()) {
		const value = values[i] ?? '';
		if (entries.has(name) || value === '') continue;
		const donor = patch.find((item) => textOf(item, name) === value) ?? node;
		entries.set(name, { key: donor.origin, value: { kind: 'scalar', ...resolveScalar(value), origin: donor.origin } });
	}
	return entries.size === node.entries.size ? node : { ...node, entries };
}
