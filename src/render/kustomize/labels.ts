import { booleanAt, type Entry, entriesOf, itemsAt, type MapNode, type YamlNode } from '../../repo/node.ts';
import { describe } from '../resource.ts';
import { withRoot } from './draft.ts';
import { type FieldSpec, isSelected, writeField } from './field-spec.ts';
import { typedAsYaml11 } from './json-typing.ts';
import { generated, overriding } from './map-edit.ts';
import { type Notes, refuse } from './notes.ts';
import type { Scope, Transformer } from './transformer.ts';
import { fieldSpec, mergeSpecs } from './transformer-config.ts';

/** Writes labels or annotations into all fields that the specs name. */
export function entriesTransformer(
	pairs: YamlNode | undefined,
	specs: readonly FieldSpec[],
	what: 'label' | 'annotation',
	notes: Notes,
): Transformer {
	const entries = textEntries(pairs, what, notes);
	if (entries.length === 0) return (drafts) => drafts;
	return (drafts) =>
		drafts.map((draft) => {
			let root = draft.root;
			for (const spec of specs) {
				if (!isSelected(draft.id, spec)) continue;
				root = writeField(root, spec, {
					set: (before) => (before?.kind === 'map' ? withEntries(before, entries) : before),
					create: 'map',
					by: pairs?.origin ?? draft.root.origin,
					refuse: (message, at) => refuse(notes, `the ${what}s of ${describe(draft.id)}: ${message}`, at),
				});
			}
			return withRoot(draft, root);
		});
}

function textEntries(pairs: YamlNode | undefined, what: string, notes: Notes): readonly (readonly [string, Entry])[] {
	checkTexts(pairs, what, notes);
	return entriesOf(pairs).map(([name, { key, value }]) => [name, { key, value: generated(value, key) }]);
}

/** Kustomization files are YAML 1.1, where `yes` is no text, and no label may be anything else. */
export function checkTexts(pairs: YamlNode | undefined, what: string, notes: Notes): void {
	for (const [name, { value }] of entriesOf(pairs)) {
		const typed = typedAsYaml11(value);
		const isText = typed.kind === 'unknown' || (typed.kind === 'scalar' && typeof typed.value === 'string');
		if (!isText) refuse(notes, `the ${what} ${name} is no text`, value.origin);
	}
}

function withEntries(map: MapNode, entries: readonly (readonly [string, Entry])[]): MapNode {
	const all = new Map(map.entries);
	for (const [name, { key, value }] of entries) {
		const before = map.entries.get(name);
		all.set(name, before === undefined ? { key, value } : { key: before.key, value: overriding(value, before.value) });
	}
	return { ...map, entries: all };
}

/** One entry of `labels`: only metadata, also templates, or selectors too. */
export function labelTransformer(entry: YamlNode, { config, notes }: Scope): Transformer {
	let specs = mergeSpecs(itemsAt(entry, ['fields']).map(fieldSpec), config.labels);
	if (booleanAt(entry, ['includeSelectors']) === true) specs = mergeSpecs(specs, config.commonLabels);
	else {
		if (booleanAt(entry, ['includeTemplates']) === true) specs = mergeSpecs(specs, config.templateLabels);
		specs = mergeSpecs(specs, [{ path: 'metadata/labels', create: true }]);
	}
	const pairs = entry.kind === 'map' ? entry.entries.get('pairs')?.value : undefined;
	return entriesTransformer(pairs, specs, 'label', notes);
}
