import {
	booleanAt,
	type Entry,
	type MapNode,
	type ScalarNode,
	stringAt,
	textOf,
	type YamlNode,
} from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { type ParsedYaml, parseScalar } from '../../repo/parse.ts';
import { describe } from '../resource.ts';
import { asText } from '../scalars.ts';
import { type Draft, draftOf, idKey, idsOf, remembered, withRoot } from './draft.ts';
import { applyOperations, type Operation, readOperation } from './json-patch.ts';
import { throughJson, typedAsYaml11 } from './json-typing.ts';
import { dropEntry, putEntry } from './map-edit.ts';
import { type Notes, newNotes, refuse } from './notes.ts';
import { objectsOf } from './objects.ts';
import { readReference } from './references.ts';
import { strategicMerge } from './strategic-merge.ts';
import { readTarget, type Target } from './targets.ts';
import { partOf } from './text-parts.ts';
import type { Scope, Transformer } from './transformer.ts';

/** The text of a patch, by what it says: objects to merge, or operations. */
type Patch =
	| { readonly kind: 'merge'; readonly patches: readonly Draft[] }
	| { readonly kind: 'json'; readonly operations: readonly Operation[] };

interface Options {
	readonly mayRename: boolean;
	readonly mayChangeKind: boolean;
}

/** An entry of `patches`, or of `patchesJson6902`, which has the same fields. */
export function patchTransformer(entry: YamlNode, scope: Scope): Transformer {
	const { notes } = scope;
	const unchanged: Transformer = (drafts) => drafts;
	if (entry.kind !== 'map') {
		refuse(notes, 'an entry of patches is a map', entry.origin);
		return unchanged;
	}
	const patch = patchOf(entry, scope);
	if (patch === undefined) return unchanged;
	const targetNode = entry.entries.get('target')?.value;
	const target = targetNode?.kind === 'map' ? readTarget(targetNode, notes) : undefined;
	if (patch.kind === 'json') {
		if (target === undefined) refuse(notes, 'a JSON patch needs a target', entry.origin);
		return (drafts) => (target === undefined ? drafts : applyJson(drafts, target, patch.operations, notes));
	}
	const options = {
		mayRename: booleanAt(entry, ['options', 'allowNameChange']) === true,
		mayChangeKind: booleanAt(entry, ['options', 'allowKindChange']) === true,
	};
	if (target === undefined) return (drafts) => mergeEach(drafts, patch.patches, options, notes);
	const [only, second] = patch.patches;
	if (second !== undefined) {
		refuse(notes, 'several patches in one entry cannot share a target', second.root.origin);
	}
	if (only === undefined || second !== undefined) return unchanged;
	return (drafts) => mergeSelected(drafts, target, only, options, notes);
}

/** An entry of `patchesStrategicMerge`: a path, or the patch itself. */
export function strategicMergeTransformer(entry: YamlNode, scope: Scope): Transformer {
	const { notes, sources, file } = scope;
	let parsed: ParsedYaml | undefined;
	if (entry.kind === 'map') parsed = document(entry);
	else if (entry.kind === 'scalar') {
		parsed = parseScalar(entry);
		const isText = parsed.documents.some((node) => node.kind === 'map');
		if (!isText) parsed = readReference(sources, file.folder, textOf(entry), entry.origin, notes);
	}
	const patches = parsed === undefined ? [] : objectsOf(parsed, notes);
	const options = { mayRename: false, mayChangeKind: false };
	return (drafts) => mergeEach(drafts, patches.map(withTextMetadata), options, notes);
}

function document(node: YamlNode): ParsedYaml {
	return { documents: [node], syntaxErrors: [], duplicateKeys: [], shared: [] };
}

function patchOf(entry: MapNode, scope: Scope): Patch | undefined {
	const { notes, sources, file } = scope;
	const inline = entry.entries.get('patch')?.value ?? entry.entries.get('jsonOp')?.value;
	const path = entry.entries.get('path')?.value;
	if (inline === undefined && path === undefined) {
		refuse(notes, 'a patch needs "patch" or "path"', entry.origin);
		return undefined;
	}
	if (inline !== undefined && path !== undefined) {
		refuse(notes, 'a patch has either "patch" or "path"', entry.origin);
	}
	// Flux's older API writes the operations, or the object, in place of their text.
	if (inline !== undefined && (inline.kind === 'seq' || inline.kind === 'map'))
		return readPatch(document(inline), notes);
	const text = inline ?? path;
	if (text?.kind !== 'scalar') {
		if (text?.kind === 'unknown') notes.unresolved.push({ why: text.why, what: text.what, at: text.origin });
		return undefined;
	}
	const parsed =
		inline === undefined ? readReference(sources, file.folder, textOf(text), text.origin, notes) : parseInline(text);
	return parsed && readPatch(parsed, notes, text.origin);
}

/** kustomize takes the white space around an inline patch away, and with it the newline of a block at its end. */
function parseInline(node: ScalarNode): ParsedYaml {
	const text = textOf(node);
	const trimmed = text.trimEnd();
	if (trimmed.length === text.length) return parseScalar(node);
	return parseScalar(partOf(node, 0, trimmed.length));
}

function readPatch(parsed: ParsedYaml, notes: Notes, at?: Origin): Patch | undefined {
	const [first] = parsed.documents;
	if (first?.kind === 'seq') {
		const operations: Operation[] = [];
		for (const { message, origin } of parsed.syntaxErrors) refuse(notes, `the patch is not YAML: ${message}`, origin);
		for (const item of first.items) {
			const operation = readOperation(typedAsYaml11(item));
			if ('message' in operation) {
				notes.problems.push(operation);
				return undefined;
			}
			operations.push(operation);
		}
		return { kind: 'json', operations };
	}
	const own = newNotes();
	const patches = objectsOf(parsed, own);
	const [problem] = own.problems;
	if (problem !== undefined) {
		refuse(notes, `this is no patch: ${problem.message}`, at ?? problem.at);
		return undefined;
	}
	for (const one of own.unresolved) notes.unresolved.push(one);
	return { kind: 'merge', patches };
}

/** Operations of one patch, each counted for every object that it changes. */
const maxOperations = 200_000;

function applyJson(
	drafts: readonly Draft[],
	target: Target,
	operations: readonly Operation[],
	notes: Notes,
): readonly Draft[] {
	let left = maxOperations;
	return drafts.map((draft) => {
		if (!target(draft)) return draft;
		left -= operations.length;
		if (left < 0) {
			if (left >= -operations.length) refuse(notes, 'the patch has too many operations', draft.root.origin);
			return draft;
		}
		const result = applyOperations(throughJson(draft.root), operations);
		if (!('message' in result)) return withRoot(remembered(draft), throughJson(result));
		refuse(notes, `the patch fails on ${describe(draft.id)}: ${result.message}`, result.at);
		return draft;
	});
}

/** Merges each patch into the one object that it names, by any id the object had. */
function mergeEach(
	drafts: readonly Draft[],
	patches: readonly Draft[],
	options: Options,
	notes: Notes,
): readonly Draft[] {
	const current: (Draft | undefined)[] = [...drafts];
	let places = placesById(current);
	for (const patch of patches) {
		const matches = (places.get(idKey(patch.id)) ?? []).filter((place) => current[place] !== undefined);
		const [place, second] = matches;
		const target = place === undefined ? undefined : current[place];
		if (place === undefined || target === undefined) {
			refuse(notes, `no object matches the patch ${describe(patch.id)}`, patch.root.origin);
		} else if (second !== undefined) {
			refuse(notes, `several objects match the patch ${describe(patch.id)}`, patch.root.origin);
		} else {
			current[place] = merged(target, patch, options, notes);
			if (options.mayRename || options.mayChangeKind) places = placesById(current);
		}
	}
	return current.filter((draft) => draft !== undefined);
}

/** Where the objects stand that have, or had, an id. */
function placesById(drafts: readonly (Draft | undefined)[]): Map<string, number[]> {
	const places = new Map<string, number[]>();
	for (const [place, draft] of drafts.entries()) {
		if (draft === undefined) continue;
		for (const key of new Set(idsOf(draft).map(idKey))) {
			const known = places.get(key);
			if (known === undefined) places.set(key, [place]);
			else known.push(place);
		}
	}
	return places;
}

function mergeSelected(
	drafts: readonly Draft[],
	target: Target,
	patch: Draft,
	options: Options,
	notes: Notes,
): readonly Draft[] {
	const text = withTextMetadata(patch);
	const changed = drafts.flatMap((draft) => (target(draft) ? (merged(draft, text, options, notes) ?? []) : draft));
	const seen = new Set<string>();
	for (const { id, root } of changed) {
		if (seen.has(idKey(id))) refuse(notes, `the patch makes ${describe(id)} twice`, root.origin);
		seen.add(idKey(id));
	}
	return changed;
}

/** The object with the patch in it; undefined when the patch deletes it. Its id stays unless the options allow otherwise. */
function merged(draft: Draft, patch: Draft, options: Options, notes: Notes): Draft | undefined {
	// At the top this directive has no effect in kustomize.
	if (stringAt(patch.root, ['$patch']) === 'replace') return draft;
	const root = strategicMerge(draft.root, bodyOf(patch.root, options), (message, at) => refuse(notes, message, at));
	if (root === undefined || root.entries.size === 0) return undefined;
	const before = options.mayRename || options.mayChangeKind ? remembered(draft) : draft;
	return withRoot(before, root);
}

function bodyOf(patch: MapNode, { mayRename, mayChangeKind }: Options): MapNode {
	const body = mayChangeKind ? dropEntry(patch, 'apiVersion') : dropEntry(dropEntry(patch, 'apiVersion'), 'kind');
	const entry = body.entries.get('metadata');
	if (entry?.value.kind !== 'map') return body;
	const metadata = dropEntry(entry.value, 'namespace');
	const kept = mayRename ? metadata : dropEntry(metadata, 'name');
	return kept.entries.size === 0 ? dropEntry(body, 'metadata') : putEntry(body, 'metadata', kept, entry.key);
}

/**
 * On its way to the objects that a target selects, kustomize makes text of all labels and annotations of a patch. So
 * a null there does not delete; it becomes the text that stands for it.
 */
function withTextMetadata(patch: Draft): Draft {
	const entry = patch.root.entries.get('metadata');
	if (entry?.value.kind !== 'map') return patch;
	let metadata = entry.value;
	for (const field of ['labels', 'annotations']) {
		const map = metadata.entries.get(field);
		if (map?.value.kind !== 'map') continue;
		const entries = new Map<string, Entry>();
		for (const [name, { key, value }] of map.value.entries) entries.set(name, { key, value: asText(value) });
		metadata = putEntry(metadata, field, { ...map.value, entries }, map.key);
	}
	return draftOf(putEntry(patch.root, 'metadata', metadata, entry.key));
}
