import { type Entry, type MapNode, type SeqNode, sourceOf, stringAt, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { type MergeItem, mergeByKeys, mergeSet } from './list-merge.ts';
import { dropEntry, overriding } from './map-edit.ts';
import { type MergeField, type MergeType, mergeTypeOf } from './merge-keys.ts';

/** Told of each thing in a patch that kustomize does not accept. */
export type OnRefusal = (message: string, at: Origin) => void;

/**
 * kustomize's strategic merge of a patch into an object; undefined when the patch deletes it. Maps merge, scalars and
 * lists are replaced, a null deletes, lists of kinds that kustomize knows merge by key.
 */
export function strategicMerge(target: MapNode, patch: MapNode, refuse: OnRefusal): MapNode | undefined {
	const merged = mergeNode(target, patch, {}, refuse);
	return merged?.kind === 'map' ? merged : undefined;
}

/** Merges what stands on one place; both may be the same node. Undefined when nothing is left there. */
function mergeNode(
	over: YamlNode | undefined,
	patch: YamlNode | undefined,
	field: MergeField,
	refuse: OnRefusal,
): YamlNode | undefined {
	const first = isNothing(over) ? patch : over;
	if (first === undefined || isNothing(first)) return keptNull(over, patch);
	const other = first === over ? patch : undefined;
	if (over?.kind === 'unknown')
		return patch?.kind === 'scalar' && patch.value !== null ? overriding(patch, over) : over;
	if (isNothing(other) === false && other !== undefined && other.kind !== first.kind && other.kind !== 'unknown') {
		refuse(`the patch has a ${names[other.kind]} where the object has a ${names[first.kind]}`, other.origin);
		return overriding(other, first);
	}
	if (other?.kind === 'unknown') return overriding(other, first);
	switch (first.kind) {
		case 'unknown':
			return first;
		case 'scalar':
			return mergeScalar(over, patch);
		case 'seq':
			return mergeSeq(over, patch, field, refuse);
		case 'map':
			return mergeMap(over, patch, field, refuse);
	}
}

const names = { map: 'map', seq: 'list', scalar: 'value', unknown: 'value' } as const;

/** True for a missing node and for a null. */
function isNothing(node: YamlNode | undefined): boolean {
	return node === undefined || (node.kind === 'scalar' && node.value === null);
}

/** A written null survives a patch that does not speak of it; a key without value does not. */
function keptNull(over: YamlNode | undefined, patch: YamlNode | undefined): YamlNode | undefined {
	return patch === undefined && over?.kind === 'scalar' && sourceOf(over) !== '' ? over : undefined;
}

function mergeScalar(over: YamlNode | undefined, patch: YamlNode | undefined): YamlNode | undefined {
	if (patch === undefined || over === patch) return over;
	if (patch.kind !== 'scalar' || patch.value === null) return undefined;
	if (over?.kind !== 'scalar') return patch;
	const { quoted: _, folded: __, ...plain } = overriding(patch, over);
	if (over.quoted !== true) return plain;
	// The old value's way of writing stays, and what is in quotes is text.
	const { digits: _digits, source: _source, ...rest } = plain;
	return { ...rest, value: sourceOf(patch), quoted: true, ...(over.folded && { folded: true }) };
}

function mergeMap(
	over: YamlNode | undefined,
	patch: YamlNode | undefined,
	field: MergeField,
	refuse: OnRefusal,
): YamlNode | undefined {
	if (patch !== undefined && isNothing(patch)) return undefined;
	const directive = patch?.kind === 'map' ? directiveOf(patch, refuse) : 'merge';
	if (directive === 'delete') return undefined;
	const source = patch?.kind === 'map' ? dropEntry(patch, '$patch') : undefined;
	const base = over?.kind === 'map' && directive === 'merge' ? (over === patch ? source : over) : source;
	if (base === undefined) return undefined;
	const type = field.type ?? embeddedType(base) ?? (source && embeddedType(source));
	const entries = mergedEntries(base, source, type, refuse);
	const origin: Origin =
		over === undefined || source === undefined || over === patch
			? base.origin
			: { kind: 'patched', by: source.origin, over: over.origin };
	if (entries === base.entries && origin === base.origin) return base;
	return { kind: 'map', entries, origin };
}

function mergedEntries(
	base: MapNode,
	patch: MapNode | undefined,
	type: MergeType | undefined,
	refuse: OnRefusal,
): ReadonlyMap<string, Entry> {
	const entries = new Map<string, Entry>();
	let changed = false;
	for (const [name, entry] of base.entries) {
		const source = patch?.entries.get(name);
		const value = mergeNode(entry.value, source?.value, type?.get(name) ?? {}, refuse);
		changed ||= value !== entry.value;
		if (value === entry.value) entries.set(name, entry);
		else if (value !== undefined) entries.set(name, { key: source?.key ?? entry.key, value });
	}
	for (const [name, entry] of patch?.entries ?? []) {
		if (base.entries.has(name)) continue;
		const value = mergeNode(undefined, entry.value, type?.get(name) ?? {}, refuse);
		if (value === undefined) continue;
		changed = true;
		entries.set(name, { key: entry.key, value });
	}
	return changed ? entries : base.entries;
}

/** The type of an object that stands inside another and says its own kind. */
function embeddedType(node: MapNode): MergeType | undefined {
	const apiVersion = stringAt(node, ['apiVersion']);
	const kind = stringAt(node, ['kind']);
	return apiVersion === undefined || kind === undefined ? undefined : mergeTypeOf({ apiVersion, kind });
}

function mergeSeq(
	over: YamlNode | undefined,
	patch: YamlNode | undefined,
	field: MergeField,
	refuse: OnRefusal,
): YamlNode | undefined {
	if (patch !== undefined && isNothing(patch)) return undefined;
	if (field.keys === undefined) {
		if (patch === undefined || over === undefined || over === patch) return patch ?? over;
		return overriding(patch, over);
	}
	const isAdded = over?.kind !== 'seq';
	// A directive for a list that is not there stays an item of it.
	const [directive, source] =
		patch?.kind !== 'seq' ? noPatch : isAdded ? (['merge', patch] as const) : listDirective(patch, refuse);
	if (directive === 'delete') return undefined;
	const base = isAdded || directive === 'replace' || over === patch ? source : over;
	if (base === undefined) return undefined;
	const itemField: MergeField = field.type === undefined ? {} : { type: field.type };
	const mergeItem: MergeItem = (before, change) => mergeNode(before, change, itemField, refuse);
	const items =
		field.keys.length === 0
			? mergeSet(base.items, source?.items ?? [])
			: mergeByKeys(base.items, source?.items ?? [], field.keys, mergeItem, refuse);
	const origin: Origin =
		over === undefined || source === undefined || over === patch
			? base.origin
			: { kind: 'patched', by: source.origin, over: over.origin };
	return { kind: 'seq', items, origin };
}

const noPatch = ['merge', undefined] as const;

type Directive = 'merge' | 'replace' | 'delete';

function directiveOf(patch: MapNode, refuse: OnRefusal): Directive {
	const node = patch.entries.get('$patch')?.value;
	if (node === undefined) return 'merge';
	const text = node.kind === 'scalar' ? sourceOf(node) : '';
	if (text === 'merge' || text === 'replace' || text === 'delete') return text;
	refuse(`unknown patch strategy "${text}"`, node.origin);
	return 'merge';
}

/** A directive for a whole list is an item of its own; items with the same directive go with it. */
function listDirective(patch: SeqNode, refuse: OnRefusal): readonly [Directive, SeqNode] {
	const item = patch.items.find((one) => one.kind === 'map' && one.entries.has('$patch'));
	if (item?.kind !== 'map' || item.entries.size > 1) return ['merge', patch];
	const directive = directiveOf(item, refuse);
	const rest = patch.items.filter((one) => one.kind !== 'map' || stringAt(one, ['$patch']) !== directive);
	return [directive, { ...patch, items: rest }];
}
