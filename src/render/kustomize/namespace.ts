import { type Entry, type MapNode, stringAt, type YamlNode } from '../../repo/node.ts';
import { describe } from '../resource.ts';
import { isClusterScoped } from './builtin-kinds.ts';
import { type Draft, idKey, remembered, withRoot } from './draft.ts';
import { type FieldSpec, isSelected, type SetField, scalarText, writeField } from './field-spec.ts';
import { generated, overriding, putEntry } from './map-edit.ts';
import { type Notes, refuse } from './notes.ts';
import type { Transformer } from './transformer.ts';

/** How `NamespaceTransformer` is told to go about it; a kustomization's `namespace` leaves all this as it is. */
export interface NamespaceOptions {
	/** Leaves a namespace that is there. */
	readonly unsetOnly?: boolean;
	/** Which subjects of role bindings move along. */
	readonly subjects?: 'defaultOnly' | 'allServiceAccounts' | 'none';
}

/**
 * Puts every object into a namespace that kustomize does not know to be one of the whole cluster. It renames
 * Namespace objects and touches the subjects of role bindings that are named `default`.
 */
export function namespaceTransformer(
	entry: Entry,
	specs: readonly FieldSpec[],
	notes: Notes,
	options: NamespaceOptions = {},
): Transformer {
	const text = scalarText(entry.value);
	if (text === undefined || text === '') return (drafts) => drafts;
	const set: SetField = (before) => {
		const isThere = scalarText(before) !== undefined && scalarText(before) !== '';
		if (options.unsetOnly === true && isThere) return before;
		return written(entry, before);
	};
	return (drafts) => {
		const moved = drafts.map((draft) =>
			withRoot(remembered(draft), moveObject(draft, entry, specs, set, options, notes)),
		);
		const seen = new Map<string, Draft>();
		for (const draft of moved) {
			const key = idKey(draft.id);
			if (seen.has(key)) refuse(notes, `the namespace ${text} makes ${describe(draft.id)} twice`, entry.value.origin);
			seen.set(key, draft);
		}
		return moved;
	};
}

/** The namespace as a value that a kustomization put there. */
function written(entry: Entry, before: YamlNode | undefined): YamlNode {
	const value = generated(entry.value, entry.key);
	if (before === undefined || (before.kind === 'scalar' && before.value === null)) return value;
	return overriding(value, before);
}

function moveObject(
	{ id, root }: Draft,
	entry: Entry,
	specs: readonly FieldSpec[],
	set: SetField,
	options: NamespaceOptions,
	notes: Notes,
): MapNode {
	const writer = {
		set,
		create: 'scalar',
		by: entry.key,
		refuse: (message: string) => refuse(notes, `the namespace of ${describe(id)}: ${message}`, entry.value.origin),
	} as const;
	let moved = root;
	if (!isClusterScoped(id)) moved = writeField(moved, { path: 'metadata/namespace', create: true }, writer);
	const isBinding = id.kind === 'RoleBinding' || id.kind === 'ClusterRoleBinding';
	if (isBinding) moved = moveSubjects(moved, set, options.subjects ?? 'defaultOnly', entry);
	for (const spec of specs) {
		if (!isSelected(id, spec) || spec.path === 'metadata/namespace') continue;
		// A Namespace of another API is no namespace.
		if (spec.path === 'metadata/name' && id.apiVersion !== 'v1') continue;
		if (isBinding && spec.path === 'subjects/namespace') continue;
		moved = writeField(moved, spec, writer);
	}
	return moved;
}

function moveSubjects(root: MapNode, set: SetField, which: NamespaceOptions['subjects'], entry: Entry): MapNode {
	const subjects = root.entries.get('subjects');
	if (subjects?.value.kind !== 'seq' || which === 'none') return root;
	const items = subjects.value.items.map((item) => {
		if (item.kind !== 'map') return item;
		const isMeant =
			which === 'allServiceAccounts'
				? stringAt(item, ['kind']) === 'ServiceAccount'
				: stringAt(item, ['name']) === 'default';
		const value = set(item.entries.get('namespace')?.value);
		return isMeant && value !== undefined ? putEntry(item, 'namespace', value, entry.key) : item;
	});
	return putEntry(root, 'subjects', { ...subjects.value, items }, subjects.key);
}
