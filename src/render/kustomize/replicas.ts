import type { YamlNode } from '../../repo/node.ts';
import { describe } from '../resource.ts';
import { idsOf, withRoot } from './draft.ts';
import { isSelected, scalarText, writeField } from './field-spec.ts';
import { generated, overriding } from './map-edit.ts';
import { refuse } from './notes.ts';
import type { Scope, Transformer } from './transformer.ts';

/** One entry of `replicas`: a count for the objects of one name. */
export function replicaTransformer(entry: YamlNode, { config, notes }: Scope): Transformer {
	const name = entry.kind === 'map' ? entry.entries.get('name') : undefined;
	const count = entry.kind === 'map' ? entry.entries.get('count') : undefined;
	const text = scalarText(name?.value);
	return (drafts) => {
		let isFound = false;
		const changed = drafts.map((draft) => {
			let root = draft.root;
			for (const spec of config.replicas) {
				if (!idsOf(draft).some((id) => id.name === text && isSelected(id, spec))) continue;
				isFound = true;
				if (!isSelected(draft.id, spec) || count === undefined) continue;
				root = writeField(root, spec, {
					set: (before) => {
						const value = generated(count.value, count.key);
						return before === undefined ? value : overriding(value, before);
					},
					create: 'scalar',
					by: count.key,
					refuse: (message, at) => refuse(notes, `the replicas of ${describe(draft.id)}: ${message}`, at),
				});
			}
			return withRoot(draft, root);
		});
		if (!isFound) refuse(notes, `nothing with replicas is named ${text ?? ''}`, entry.origin);
		return changed;
	};
}
