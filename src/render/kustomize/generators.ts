import {
	booleanAt,
	type Entry,
	itemsAt,
	type MapNode,
	mapAt,
	nodeAt,
	stringAt,
	type YamlNode,
} from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { describe } from '../resource.ts';
import { asText } from '../scalars.ts';
import { base64Lines } from './base64.ts';
import { type Draft, draftOf, idKey, idsOf, withRoot } from './draft.ts';
import { scalarText } from './field-spec.ts';
import { envPairs, filePair, type KeySource, type KeyValue, literalPair } from './key-values.ts';
import { checkTexts } from './labels.ts';
import { generated, overriding } from './map-edit.ts';
import { type Notes, refuse } from './notes.ts';

/** What a generator makes, and how it goes with an object that is there already. */
export interface Generated {
	readonly draft: Draft;
	readonly behavior: 'create' | 'replace' | 'merge';
	readonly origin: Origin;
}

/** One entry of `configMapGenerator` or `secretGenerator`; undefined for an entry without a name. */
export function generate(
	kind: 'ConfigMap' | 'Secret',
	entry: YamlNode,
	globalOptions: YamlNode | undefined,
	source: KeySource,
): Generated | undefined {
	const { notes } = source;
	const name = mapAt(entry)?.entries.get('name') ?? mapAt(entry, ['metadata'])?.entries.get('name');
	if (entry.kind !== 'map' || scalarText(name?.value) === undefined || name === undefined) {
		refuse(notes, `a generated ${kind} needs a name`, entry.origin);
		return undefined;
	}
	const options = mapAt(entry, ['options']);
	for (const field of ['labels', 'annotations']) checkTexts(nodeAt(options, [field]), field.slice(0, -1), notes);
	const by = entry.origin;
	const text = (value: string): YamlNode => ({ kind: 'scalar', value, quoted: true, origin: by });
	const fields = new Map<string, Entry>([
		['apiVersion', { key: by, value: text('v1') }],
		['kind', { key: by, value: text(kind) }],
		['metadata', { key: by, value: metadataOf(entry, name, options, globalOptions) }],
		...dataOf(kind, pairsOf(entry, source), by),
	]);
	if (kind === 'Secret') {
		const type = entry.entries.get('type');
		fields.set('type', type === undefined ? { key: by, value: text('Opaque') } : type);
	}
	if ([options, globalOptions].some((one) => booleanAt(one, ['immutable']) === true)) {
		fields.set('immutable', { key: by, value: { kind: 'scalar', value: true, origin: by } });
	}
	const isNamedAsIs = [options, globalOptions].some((one) => booleanAt(one, ['disableNameSuffixHash']) === true);
	const draft = draftOf({ kind: 'map', entries: fields, origin: by });
	return { draft: { ...draft, needsHash: !isNamedAsIs }, behavior: behaviorOf(entry), origin: by };
}

function behaviorOf(entry: YamlNode): Generated['behavior'] {
	const text = stringAt(entry, ['behavior']);
	return text === 'replace' || text === 'merge' ? text : 'create';
}

function metadataOf(
	entry: MapNode,
	name: Entry,
	options: YamlNode | undefined,
	globalOptions: YamlNode | undefined,
): MapNode {
	const by = entry.origin;
	const fields = new Map<string, Entry>([['name', { key: by, value: generated(name.value, by) }]]);
	const namespace = entry.entries.get('namespace') ?? mapAt(entry, ['metadata'])?.entries.get('namespace');
	if (namespace !== undefined) fields.set('namespace', { key: by, value: generated(namespace.value, by) });
	for (const field of ['labels', 'annotations']) {
		const own = mapAt(options, [field])?.entries ?? [];
		const all = new Map([...(mapAt(globalOptions, [field])?.entries ?? []), ...own]);
		const origin = nodeAt(options, [field])?.origin ?? nodeAt(globalOptions, [field])?.origin ?? by;
		if (all.size > 0) fields.set(field, { key: by, value: { kind: 'map', entries: all, origin } });
	}
	return { kind: 'map', entries: fields, origin: by };
}

function pairsOf(entry: MapNode, source: KeySource): KeyValue[] {
	const { notes } = source;
	const scalars = (nodes: readonly YamlNode[]) => nodes.filter((node) => node.kind === 'scalar' && node.value !== null);
	const env = entry.entries.get('env')?.value;
	const pairs = [
		...scalars([...itemsAt(entry, ['envs']), ...(env === undefined ? [] : [env])]).flatMap((node) =>
			node.kind === 'scalar' ? envPairs(node, source) : [],
		),
		...scalars(itemsAt(entry, ['literals'])).flatMap((node) =>
			node.kind === 'scalar' ? literalPair(node, source) : [],
		),
		...scalars(itemsAt(entry, ['files'])).flatMap((node) => (node.kind === 'scalar' ? filePair(node, source) : [])),
	];
	const seen = new Set<string>();
	return pairs.filter(({ key, value }) => {
		if (!/^[-._a-zA-Z0-9]+$/.test(key)) refuse(notes, `"${key}" is no key for a ConfigMap or Secret`, value.origin);
		if (seen.has(key)) refuse(notes, `the key ${key} is generated twice`, value.origin);
		return seen.has(key) ? false : seen.add(key) !== undefined;
	});
}

function dataOf(kind: 'ConfigMap' | 'Secret', pairs: readonly KeyValue[], by: Origin): [string, Entry][] {
	const maps = { data: new Map<string, Entry>(), binaryData: new Map<string, Entry>() };
	for (const { key, value, isBinary } of [...pairs].sort((a, b) => (a.key < b.key ? -1 : 1))) {
		const stored = kind === 'Secret' && value.kind === 'scalar' ? encoded(value) : value;
		const map = isBinary === true && kind === 'ConfigMap' ? maps.binaryData : maps.data;
		map.set(key, { key: by, value: generated(stored, by) });
	}
	// A Secret has the field even when it is empty.
	return Object.entries(maps).flatMap(([name, entries]): [string, Entry][] =>
		entries.size === 0 && !(kind === 'Secret' && name === 'data')
			? []
			: [[name, { key: by, value: { kind: 'map', entries, origin: by } }]],
	);
}

function encoded(value: Extract<KeyValue['value'], { kind: 'scalar' }>): KeyValue['value'] {
	return { kind: 'scalar', value: base64Lines(String(value.value)), quoted: true, origin: value.origin };
}

/** Puts what generators made among the objects: as new ones, or into those of the same id. */
export function absorb(drafts: readonly Draft[], made: readonly Generated[], notes: Notes): readonly Draft[] {
	let all = drafts;
	for (const { draft, behavior, origin } of made) {
		const key = idKey(draft.id);
		const matches = all.filter((one) => idsOf(one).some((id) => idKey(id) === key));
		const [old] = matches;
		if (old === undefined) {
			if (behavior !== 'create') refuse(notes, `there is no ${describe(draft.id)} to ${behavior}`, origin);
			all = [...all, draft];
		} else if (matches.length > 1) refuse(notes, `several objects could be ${describe(draft.id)}`, origin);
		else if (behavior === 'create') refuse(notes, `${describe(draft.id)} is there already`, origin);
		else all = all.map((one) => (one === old ? combined(old, draft, behavior) : one));
	}
	return all;
}

function combined(old: Draft, draft: Draft, behavior: 'replace' | 'merge'): Draft {
	const fields = new Map(draft.root.entries);
	const put = (field: string, value: YamlNode | undefined): void => {
		if (value !== undefined) fields.set(field, { key: draft.root.origin, value });
	};
	if (behavior === 'merge') {
		for (const field of ['data', 'binaryData'])
			put(field, merged(nodeAt(old.root, [field]), nodeAt(draft.root, [field])));
	}
	const before = mapAt(old.root, ['metadata']);
	const metadata = new Map<string, Entry>();
	for (const field of ['name', 'namespace']) {
		const entry = before?.entries.get(field);
		if (entry !== undefined) metadata.set(field, entry);
	}
	for (const field of ['labels', 'annotations']) {
		const value = merged(nodeAt(before, [field]), nodeAt(draft.root, ['metadata', field]));
		if (value !== undefined) metadata.set(field, { key: value.origin, value });
	}
	put('metadata', { kind: 'map', entries: metadata, origin: before?.origin ?? draft.root.origin });
	const root: MapNode = { ...overriding(draft.root, old.root), entries: fields };
	return withRoot({ ...old, needsHash: old.needsHash && draft.needsHash }, root);
}

/** The entries of both, the later ones last; kustomize makes text of all of them. */
function merged(before: YamlNode | undefined, after: YamlNode | undefined): YamlNode | undefined {
	const [one, other] = [before, after].map((node) => (node?.kind === 'map' ? node : undefined));
	const origin =
		one && other ? ({ kind: 'patched', by: other.origin, over: one.origin } as const) : (other ?? one)?.origin;
	if (origin === undefined) return undefined;
	const entries = new Map<string, Entry>();
	for (const [name, { key, value }] of one?.entries ?? []) entries.set(name, { key, value: asText(value) });
	for (const [name, { key, value }] of other?.entries ?? []) {
		const old = one?.entries.get(name)?.value;
		entries.set(name, { key, value: old === undefined ? value : overriding(value, old) });
	}
	return { kind: 'map', entries, origin };
}
