import { type Entry, type ScalarNode, sourceOf, type YamlNode } from '../../repo/node.ts';
import { describe } from '../resource.ts';
import { type Draft, withRoot } from './draft.ts';
import { isSelected, scalarText, writeField } from './field-spec.ts';
import { overriding } from './map-edit.ts';
import { refuse } from './notes.ts';
import { wholeMatcher } from './regexp.ts';
import type { Scope, Transformer } from './transformer.ts';

/** What an entry of `images` changes. */
interface Change {
	readonly name: string;
	readonly newName: string;
	readonly newTag: string;
	readonly digest: string;
	readonly tagSuffix: string;
	readonly entry: YamlNode;
}

/** One entry of `images`: in the containers of all objects, and in the fields that the configuration names. */
export function imageTransformer(entry: YamlNode, { config, notes }: Scope): Transformer {
	const text = (field: string): string => (entry.kind === 'map' && scalarText(entry.entries.get(field)?.value)) || '';
	const change: Change = {
		name: text('name'),
		newName: text('newName'),
		newTag: text('newTag'),
		digest: text('digest'),
		tagSuffix: text('tagSuffix'),
		entry,
	};
	const matches = wholeMatcher(`${change.name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?`);
	if (matches === undefined) {
		refuse(notes, `"${change.name}" is no name of an image that is understood here`, entry.origin);
		return (drafts) => drafts;
	}
	const rename = (node: ScalarNode): ScalarNode => (matches(sourceOf(node)) ? changed(node, change) : node);
	const inObject = (draft: Draft): Draft => {
		// The schemas in these have containers and images of their own.
		if (draft.id.kind === 'CustomResourceDefinition') return draft;
		let root = draft.root;
		const everywhere = inContainers(root, rename);
		if (everywhere.kind === 'map') root = everywhere;
		for (const spec of config.images) {
			if (!isSelected(draft.id, spec)) continue;
			root = writeField(root, spec, {
				set: (before) => (before?.kind === 'scalar' && before.value !== null ? rename(before) : before),
				by: entry.origin,
				refuse: (message, at) => refuse(notes, `the image of ${describe(draft.id)}: ${message}`, at),
			});
		}
		return withRoot(draft, root);
	};
	return (drafts) => drafts.map(inObject);
}

/** The tree with the image of each item of `containers` and `initContainers`, wherever they stand. */
function inContainers(node: YamlNode, rename: (node: ScalarNode) => ScalarNode): YamlNode {
	if (node.kind === 'seq') {
		const items = node.items.map((item) => inContainers(item, rename));
		return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
	}
	if (node.kind !== 'map') return node;
	let hasChanged = false;
	const entries = new Map<string, Entry>();
	for (const [name, entry] of node.entries) {
		const inner = inContainers(entry.value, rename);
		const value = name === 'containers' || name === 'initContainers' ? inList(inner, rename) : inner;
		hasChanged ||= value !== entry.value;
		entries.set(name, value === entry.value ? entry : { key: entry.key, value });
	}
	return hasChanged ? { ...node, entries } : node;
}

function inList(node: YamlNode, rename: (node: ScalarNode) => ScalarNode): YamlNode {
	if (node.kind !== 'seq') return node;
	const items = node.items.map((item): YamlNode => {
		const entry = item.kind === 'map' ? item.entries.get('image') : undefined;
		if (item.kind !== 'map' || entry?.value.kind !== 'scalar' || entry.value.value === null) return item;
		const value = rename(entry.value);
		return value === entry.value ? item : { ...item, entries: new Map(item.entries).set('image', { ...entry, value }) };
	});
	return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
}

function changed(node: ScalarNode, change: Change): ScalarNode {
	const { name, tag, digest } = splitImage(sourceOf(node));
	const { newTag, tagSuffix } = change;
	const isVersioned = newTag !== '' || change.digest !== '';
	const tagAfter = isVersioned ? newTag : tag + tagSuffix;
	const digestAfter = isVersioned ? change.digest : tagSuffix === '' ? digest : '';
	const value =
		(change.newName || name) + (tagAfter === '' ? '' : `:${tagAfter}`) + (digestAfter === '' ? '' : `@${digestAfter}`);
	const origin = { kind: 'generated', by: change.entry.origin, from: change.entry.origin } as const;
	return overriding({ kind: 'scalar', value, origin }, node);
}

/** Name, tag and digest of an image; a colon before the first slash belongs to the registry's port. */
function splitImage(image: string): { name: string; tag: string; digest: string } {
	const slash = Math.max(0, image.indexOf('/'));
	const at = image.indexOf('@', slash);
	const named = at === -1 ? image : image.slice(0, at);
	const colon = named.indexOf(':', slash);
	return {
		name: colon === -1 ? named : named.slice(0, colon),
		tag: colon === -1 ? '' : named.slice(colon + 1),
		digest: at === -1 ? '' : image.slice(at + 1),
	};
}
