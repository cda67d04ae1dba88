import { type MapNode, nodeAt, stringAt, type YamlNode } from '../../repo/node.ts';
import { describe } from '../resource.ts';
import { isClusterScoped } from './builtin-kinds.ts';
import { type Draft, effectiveNamespace, originalId, previousIds, withRoot } from './draft.ts';
import { type FieldSpec, isSelected, scalarText, writeField } from './field-spec.ts';
import { overriding, putEntry } from './map-edit.ts';
import type { NameReference } from './name-reference-defaults.ts';
import { type Notes, refuse } from './notes.ts';

/** Writes the new names of renamed objects wherever others refer to them by an old one. */
export function fixReferences(
	drafts: readonly Draft[],
	references: readonly NameReference[],
	notes: Notes,
): readonly Draft[] {
	const renamed = byOldName(drafts);
	if (renamed.size === 0) return drafts;
	const byNamespace = byOldNamespace(renamed);
	const specs = references.flatMap(({ fieldSpecs, ...target }) => fieldSpecs.map((spec) => ({ spec, target })));
	return drafts.map((draft) => {
		const original = originalId(draft);
		const reachable = reachableFrom(draft);
		let root = draft.root;
		for (const { spec, target } of specs) {
			if (!isSelected(original, spec)) continue;
			const search: Search = { referrer: draft, spec, target, renamed, byNamespace, reachable, notes };
			root = writeField(root, ownSpec(spec), {
				set: (before) => (before === undefined ? before : fixNode(before, search)),
				by: root.origin,
				refuse: (message, at) => refuse(notes, `a reference in ${describe(draft.id)}: ${message}`, at),
			});
		}
		return withRoot(draft, root);
	});
}

/** Objects by each name they had. Only those can be referred to by another name than their own. */
function byOldName(drafts: readonly Draft[]): ReadonlyMap<string, readonly Draft[]> {
	const found = new Map<string, Draft[]>();
	for (const draft of drafts) {
		for (const name of new Set(draft.previous.map((id) => id.name))) {
			const known = found.get(name);
			if (known === undefined) found.set(name, [draft]);
			else known.push(draft);
		}
	}
	return found;
}

function byOldNamespace(renamed: ReadonlyMap<string, readonly Draft[]>): ReadonlyMap<string, readonly Draft[]> {
	const found = new Map<string, Draft[]>();
	for (const draft of new Set([...renamed.values()].flat())) {
		const namespace = effectiveNamespace(originalId(draft));
		const known = namespace === undefined ? undefined : found.get(namespace);
		if (known !== undefined) known.push(draft);
		else if (namespace !== undefined) found.set(namespace, [draft]);
	}
	return found;
}

interface Search {
	readonly referrer: Draft;
	readonly spec: FieldSpec;
	readonly target: Omit<NameReference, 'fieldSpecs'>;
	readonly renamed: ReadonlyMap<string, readonly Draft[]>;
	/** The same objects by the namespace that they came with. */
	readonly byNamespace: ReadonlyMap<string, readonly Draft[]>;
	readonly reachable: (candidate: Draft) => boolean;
	readonly notes: Notes;
}

/** The spec was chosen by the original kind; the object may have another by now. */
function ownSpec({ path }: FieldSpec): FieldSpec {
	return { path };
}

function fixNode(node: YamlNode, search: Search): YamlNode {
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'scalar':
			return fixScalar(node, search);
		case 'map':
			return fixMap(node, search);
		case 'seq': {
			const items = node.items.map((item) => (item.kind === 'seq' ? item : fixNode(item, search)));
			return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
		}
	}
}

function fixScalar(node: YamlNode, search: Search): YamlNode {
	const old = scalarText(node);
	if (old === undefined) return node;
	const found = select(old, search, () => true, sameName);
	return found === undefined || found.id.name === old ? node : overriding(nameOf(found, node), node);
}

function fixMap(map: MapNode, search: Search): MapNode {
	const name = map.entries.get('name');
	const old = scalarText(name?.value);
	if (name === undefined || old === undefined) return map;
	const namespace = stringAt(map, ['namespace']);
	const inOriginal = (draft: Draft): boolean => effectiveNamespace(originalId(draft)) === namespace;
	const inCurrent = (draft: Draft): boolean => effectiveNamespace(draft.id) === namespace;
	const isOriginal = namespace === undefined || search.byNamespace.get(namespace)?.some(search.reachable) === true;
	const isThere = isOriginal ? inOriginal : inCurrent;
	const found = select(old, search, namespace === undefined ? () => true : isThere, sameNameAndNamespace);
	const target = found?.id.namespace;
	if (found === undefined || (found.id.name === old && !target)) return map;
	const named = putEntry(map, 'name', overriding(nameOf(found, name.value), name.value), name.key);
	const place = nodeAt(found.root, ['metadata', 'namespace']);
	if (!target || place === undefined) return named;
	const before = map.entries.get('namespace');
	return putEntry(named, 'namespace', before === undefined ? place : overriding(place, before.value), name.key);
}

function nameOf(found: Draft, fallback: YamlNode): YamlNode {
	const origin = nodeAt(found.root, ['metadata', 'name'])?.origin ?? fallback.origin;
	return { kind: 'scalar', value: found.id.name, origin };
}

/** The one object that a name means; undefined when none, or nobody can say which. */
function select(
	name: string,
	search: Search,
	isCandidate: (draft: Draft) => boolean,
	isSame: (one: Draft, other: Draft) => boolean,
): Draft | undefined {
	const { referrer, renamed, reachable, target, notes } = search;
	const role = roleOf(search);
	const sieved = (renamed.get(name) ?? []).filter(
		(draft) =>
			reachable(draft) &&
			isCandidate(draft) &&
			previousIds(draft).some((id) => isSelected(id, target)) &&
			(role === undefined || previousIds(draft).some((id) => isSelected(id, role))) &&
			isNear(referrer, draft),
	);
	if (sieved.length < 2) return sieved[0];
	let best = sieved.filter((draft) => sameAffixes(draft, referrer, true));
	if (best.length > 1) best = best.filter((draft) => sameAffixes(draft, referrer, false));
	const [first] = best;
	if (first === undefined || best.every((other) => isSame(first, other))) return first;
	refuse(notes, `${describe(referrer.id)} could mean several objects by ${name}`, referrer.root.origin);
	return undefined;
}

function sameName(one: Draft, other: Draft): boolean {
	return one.id.name === other.id.name;
}

function sameNameAndNamespace(one: Draft, other: Draft): boolean {
	return sameName(one, other) && one.id.namespace === other.id.namespace;
}

/** What the `roleRef` of a binding says about its role. */
function roleOf({ spec, referrer }: Search): Omit<NameReference, 'fieldSpecs'> | undefined {
	if (!spec.path.endsWith('roleRef/name')) return undefined;
	const group = stringAt(referrer.root, ['roleRef', 'apiGroup']);
	const kind = stringAt(referrer.root, ['roleRef', 'kind']);
	return group === undefined || kind === undefined ? undefined : { group, kind };
}

/** Objects of one namespace see each other; those of the cluster see and are seen by all. */
function reachableFrom(referrer: Draft): (candidate: Draft) => boolean {
	if (isClusterScoped(referrer.id)) return () => true;
	const namespaces = subjectNamespaces(referrer.root, referrer.id.kind);
	const own = effectiveNamespace(referrer.id);
	return ({ id }) =>
		isClusterScoped(id) ||
		effectiveNamespace(id) === own ||
		(id.namespace !== undefined && namespaces.has(id.namespace));
}

function subjectNamespaces(root: MapNode, kind: string): ReadonlySet<string> {
	const subjects = root.entries.get('subjects')?.value;
	if (kind !== 'RoleBinding' || subjects?.kind !== 'seq') return new Set();
	return new Set(
		subjects.items.flatMap((item) =>
			stringAt(item, ['kind']) === 'ServiceAccount' ? (stringAt(item, ['namespace']) ?? []) : [],
		),
	);
}

/** As `reachableFrom`, but service accounts can be meant from anywhere. */
function isNear(referrer: Draft, { id }: Draft): boolean {
	if (isClusterScoped(referrer.id) || isClusterScoped(id) || id.kind === 'ServiceAccount') return true;
	return effectiveNamespace(referrer.id) === effectiveNamespace(id);
}

function sameAffixes(one: Draft, other: Draft, allowEmpty: boolean): boolean {
	const same = (a: readonly string[], b: readonly string[]): boolean =>
		(allowEmpty && (a.length === 0 || b.length === 0)) || sameEnding(a, b);
	return same(one.prefixes, other.prefixes) && same(one.suffixes, other.suffixes);
}

function sameEnding(a: readonly string[], b: readonly string[]): boolean {
	const [short, long] = a.length < b.length ? [a, b] : [b, a];
	if (short.length === 0) return long.length === 0;
	return short.every((text, i) => text === long[long.length - short.length + i]);
}
