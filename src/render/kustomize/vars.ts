import { mapAt, type ScalarNode, sourceOf, stringAt, type YamlNode } from '../../repo/node.ts';
import { describe, type ResourceId } from '../resource.ts';
import { type Draft, effectiveNamespace, idsOf, withRoot } from './draft.ts';
import { fieldPathSteps, lookUp } from './field-path.ts';
import { type FieldSpec, isSelected, writeField } from './field-spec.ts';
import { generated, overriding } from './map-edit.ts';
import { type Notes, refuse } from './notes.ts';
import { joinParts, partOf } from './text-parts.ts';

/** Replaces `$(NAME)` of kustomize's `vars` where the configuration says that they may stand. */
export function replaceVars(
	drafts: readonly Draft[],
	vars: readonly YamlNode[],
	specs: readonly FieldSpec[],
	notes: Notes,
): readonly Draft[] {
	const values = valuesOf(drafts, vars, notes);
	if (values.size === 0) return drafts;
	return drafts.map((draft) => {
		let root = draft.root;
		for (const spec of specs) {
			if (!isSelected(draft.id, spec)) continue;
			root = writeField(root, spec, {
				set: (before) => before && replaceIn(before, values),
				by: root.origin,
				refuse: (message, at) => refuse(notes, `a variable in ${describe(draft.id)}: ${message}`, at),
			});
		}
		return withRoot(draft, root);
	});
}

function valuesOf(drafts: readonly Draft[], vars: readonly YamlNode[], notes: Notes): Map<string, YamlNode> {
	const values = new Map<string, YamlNode>();
	const byName = draftsByName(drafts, vars);
	for (const one of vars) {
		const name = stringAt(one, ['name']) ?? '';
		const matches = (byName.get(nameMeant(one)) ?? []).filter((draft) => idsOf(draft).some((id) => isMeant(id, one)));
		const path =
			stringAt(one, ['fieldref', 'fieldPath']) ?? stringAt(one, ['fieldRef', 'fieldPath']) ?? 'metadata.name';
		const [draft, second] = matches;
		const value = draft && lookUp(draft.root, stepsWithIndexes(path));
		if (values.has(name)) refuse(notes, `the variable ${name} is declared twice`, one.origin);
		else if (second !== undefined) refuse(notes, `several objects could be meant by the variable ${name}`, one.origin);
		else if (value === undefined) refuse(notes, `the variable ${name} names a field that is not there`, one.origin);
		else values.set(name, generated(value, one.origin));
	}
	return values;
}

function draftsByName(drafts: readonly Draft[], vars: readonly YamlNode[]): ReadonlyMap<string, readonly Draft[]> {
	const found = new Map<string, Draft[]>(vars.map((one) => [nameMeant(one), []]));
	for (const draft of drafts) {
		for (const name of new Set(idsOf(draft).map((id) => id.name))) found.get(name)?.push(draft);
	}
	return found;
}

function nameMeant(one: YamlNode): string {
	return stringAt(mapAt(one, ['objref']) ?? mapAt(one, ['objRef']), ['name']) ?? '';
}

/** `a[0].b` is `a`, item 0, `b`. */
function stepsWithIndexes(path: string): string[] {
	return fieldPathSteps(path).flatMap((step) => {
		const match = /^([^[\]]*)\[(\d+)\]$/.exec(step);
		if (match === null) return [step];
		return match[1] === '' ? [match[2] ?? ''] : [match[1] ?? '', match[2] ?? ''];
	});
}

function isMeant(id: ResourceId, one: YamlNode): boolean {
	const reference = mapAt(one, ['objref']) ?? mapAt(one, ['objRef']);
	const text = (field: string): string => stringAt(reference, [field]) ?? '';
	const group = text('group');
	const apiVersion = text('apiVersion') || (group === '' ? text('version') : `${group}/${text('version')}`);
	const wanted = { apiVersion, kind: text('kind'), name: nameMeant(one), namespace: text('namespace') };
	if (id.name !== wanted.name || id.kind !== wanted.kind || id.apiVersion !== apiVersion) return false;
	return wanted.namespace === '' || effectiveNamespace(id) === effectiveNamespace(wanted);
}

function replaceIn(node: YamlNode, values: ReadonlyMap<string, YamlNode>): YamlNode {
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'scalar':
			return typeof node.value === 'string' ? replaceText(node, values) : node;
		case 'seq': {
			const items = node.items.map((item) => (item.kind === 'scalar' ? replaceIn(item, values) : item));
			return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
		}
		case 'map': {
			const entries = new Map(node.entries);
			for (const [name, entry] of node.entries) {
				if (entry.value.kind === 'scalar') entries.set(name, { ...entry, value: replaceIn(entry.value, values) });
			}
			return { ...node, entries };
		}
	}
}

function replaceText(node: ScalarNode, values: ReadonlyMap<string, YamlNode>): YamlNode {
	const text = sourceOf(node);
	const whole = /^\$\(([^)]*)\)$/.exec(text)?.[1];
	const sole = whole === undefined ? undefined : values.get(whole);
	if (sole !== undefined && (sole.kind === 'scalar' || sole.kind === 'unknown')) return overriding(sole, node);
	const parts: ScalarNode[] = [];
	let at = 0;
	// `$$` is a dollar; a name that nobody declares stays as it is.
	for (const match of text.matchAll(/\$\$|\$\(([^)]*)\)/g)) {
		const value = match[1] === undefined ? undefined : values.get(match[1]);
		if (value?.kind === 'unknown') return { ...value, origin: node.origin };
		const end = match.index + match[0].length;
		if (match[0] === '$$') parts.push(partOf(node, at, match.index + 1));
		else if (value?.kind === 'scalar') parts.push(partOf(node, at, match.index), value);
		else continue;
		at = end;
	}
	if (at === 0) return node;
	parts.push(partOf(node, at, text.length));
	return overriding(joinParts(parts, node.origin), node);
}
