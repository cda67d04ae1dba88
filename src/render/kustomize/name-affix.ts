import type { Entry } from '../../repo/node.ts';
import { describe } from '../resource.ts';
import { type Draft, originalId, remembered, withRoot } from './draft.ts';
import { type FieldSpec, isSelected, scalarText, writeField } from './field-spec.ts';
import { type Notes, refuse } from './notes.ts';
import type { Transformer } from './transformer.ts';

/** Kinds whose names are given from elsewhere. */
const kept: readonly Omit<FieldSpec, 'path'>[] = [
	{ kind: 'CustomResourceDefinition' },
	{ group: 'apiregistration.k8s.io', kind: 'APIService' },
	{ kind: 'Namespace' },
];

/** `namePrefix` and `nameSuffix`. */
export function affixTransformer(
	side: 'prefix' | 'suffix',
	entry: Entry,
	specs: readonly FieldSpec[],
	notes: Notes,
): Transformer {
	const affix = scalarText(entry.value);
	if (affix === undefined || affix === '') return (drafts) => drafts;
	return (drafts) => drafts.map((draft) => rename(draft, side, affix, entry, specs, notes));
}

function rename(
	draft: Draft,
	side: 'prefix' | 'suffix',
	affix: string,
	entry: Entry,
	specs: readonly FieldSpec[],
	notes: Notes,
): Draft {
	const original = originalId(draft);
	if (kept.some((selector) => isSelected(original, selector))) return draft;
	let renamed = draft;
	for (const spec of specs) {
		if (!isSelected(original, spec)) continue;
		if (spec.path === 'metadata/name') renamed = noted(remembered(renamed), side, affix);
		const root = writeField(renamed.root, spec, {
			set: (before) => {
				if (before?.kind !== 'scalar') return before;
				const text = scalarText(before) ?? '';
				const origin = { kind: 'generated', by: entry.value.origin, from: before.origin } as const;
				return { kind: 'scalar', value: side === 'prefix' ? affix + text : text + affix, origin };
			},
			by: entry.key,
			refuse: (message) => refuse(notes, `the ${side} of ${describe(draft.id)}: ${message}`, entry.value.origin),
		});
		renamed = withRoot(renamed, root);
	}
	return renamed;
}

function noted(draft: Draft, side: 'prefix' | 'suffix', affix: string): Draft {
	return side === 'prefix'
		? { ...draft, prefixes: [...draft.prefixes, affix] }
		: { ...draft, suffixes: [...draft.suffixes, affix] };
}
