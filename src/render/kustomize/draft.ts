import { entriesOf, type MapNode, mapAt, sourceOf, stringAt } from '../../repo/node.ts';
import type { Resource, ResourceId } from '../resource.ts';
import { isClusterScoped } from './builtin-kinds.ts';

/** An object on its way through a kustomization, with what kustomize remembers of its way. */
export interface Draft {
	readonly root: MapNode;
	readonly id: ResourceId;
	/** The ids it had, the original first. */
	readonly previous: readonly ResourceId[];
	/** Name prefixes and suffixes it was given, innermost first. */
	readonly prefixes: readonly string[];
	readonly suffixes: readonly string[];
	/** A generator made it, and its name still wants the hash of its content. */
	readonly needsHash: boolean;
}

/** A fresh object, as read or generated. */
export function draftOf(root: MapNode): Draft {
	return { root, id: idFrom(root), previous: [], prefixes: [], suffixes: [], needsHash: false };
}

/** The same object with other content. */
export function withRoot(draft: Draft, root: MapNode): Draft {
	return root === draft.root ? draft : { ...draft, root, id: idFrom(root) };
}

/** The same object, its present id noted among those it had. */
export function remembered(draft: Draft): Draft {
	return { ...draft, previous: [...draft.previous, draft.id] };
}

/** The id an object came with. */
export function originalId(draft: Draft): ResourceId {
	return previousIds(draft)[0] ?? draft.id;
}

/** Earlier ids as kustomize sees them: always under the present apiVersion. */
export function previousIds({ id, previous }: Draft): readonly ResourceId[] {
	if (previous.every(({ apiVersion }) => apiVersion === id.apiVersion)) return previous;
	return previous.map((one) => ({ ...one, apiVersion: id.apiVersion }));
}

/** All ids by which an object can be found. */
export function idsOf(draft: Draft): readonly ResourceId[] {
	return [...previousIds(draft), draft.id];
}

/** The namespace for comparing ids: `default` where none is written, none for objects of the whole cluster. */
export function effectiveNamespace(id: ResourceId): string | undefined {
	if (isClusterScoped(id)) return undefined;
	return id.namespace === undefined || id.namespace === '' ? 'default' : id.namespace;
}

const keys = new WeakMap<ResourceId, string>();

/** Equal for ids that cannot stand side by side. */
export function idKey(id: ResourceId): string {
	const known = keys.get(id);
	if (known !== undefined) return known;
	const key = JSON.stringify([id.apiVersion, id.kind, effectiveNamespace(id) ?? null, id.name]);
	keys.set(id, key);
	return key;
}

/** The finished object. */
export function resourceOf(draft: Draft): Resource {
	const earlier = previousIds(draft).filter((one) => idKey(one) !== idKey(draft.id));
	return { ...draft.id, root: draft.root, earlier, appliedBy: undefined };
}

/** The labels or annotations of an object as text. */
export function metadataTexts(draft: Draft, field: 'labels' | 'annotations'): ReadonlyMap<string, string> {
	const texts = new Map<string, string>();
	for (const [key, { value }] of entriesOf(mapAt(draft.root, ['metadata', field]))) {
		if (value.kind === 'scalar') texts.set(key, sourceOf(value));
	}
	return texts;
}

function idFrom(root: MapNode): ResourceId {
	const name = mapAt(root, ['metadata'])?.entries.get('name')?.value;
	return {
		apiVersion: stringAt(root, ['apiVersion']) ?? '',
		kind: stringAt(root, ['kind']) ?? '',
		namespace: stringAt(root, ['metadata', 'namespace']),
		name: name?.kind === 'scalar' && name.value !== null ? sourceOf(name) : '',
	};
}
