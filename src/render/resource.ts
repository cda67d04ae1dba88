import { type MapNode, mapAt, stringAt, type UnknownReason, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';

/** The name of an object as Kubernetes knows it. */
export interface ResourceId {
	readonly apiVersion: string;
	readonly kind: string;
	readonly namespace: string | undefined;
	readonly name: string;
}

/** One object as the cluster would receive it. */
export interface Resource extends ResourceId {
	readonly root: MapNode;
	/** The ids it had before transformers renamed it, the original first; empty when it was never renamed. */
	readonly earlier: readonly ResourceId[];
	/** The Flux Kustomization that applies it, as `namespace/name`; undefined for a plain folder. */
	readonly appliedBy: string | undefined;
}

/** Something we know is there and could not read. Rules stay silent about what depends on it. */
export interface Unresolved {
	readonly why: UnknownReason;
	/** What is missing, in a few words a person understands. */
	readonly what: string;
	readonly at: Origin;
	/** The Flux Kustomization whose build met it. */
	readonly appliedBy?: string;
}

/** Something that the cluster's tools would refuse while rendering. */
export interface RenderProblem {
	/** What is wrong, as one sentence of facts. */
	readonly message: string;
	readonly at: Origin;
	/** The Flux Kustomization whose build met it. */
	readonly appliedBy?: string;
}

/** The objects of one folder or Kustomization, and what could not be had. */
export interface Rendered {
	readonly resources: readonly Resource[];
	readonly unresolved: readonly Unresolved[];
	readonly problems: readonly RenderProblem[];
}

/** A resource made of a map that names its kind and itself; undefined for other nodes. */
export function resourceFrom(node: YamlNode): Resource | undefined {
	if (node.kind !== 'map') return undefined;
	const id = idOf(node);
	return id && { ...id, root: node, earlier: [], appliedBy: undefined };
}

/** The id written in an object; undefined when kind or name is missing. */
export function idOf(root: MapNode): ResourceId | undefined {
	const kind = stringAt(root, ['kind']);
	const name = nameText(root);
	if (kind === undefined || name === undefined) return undefined;
	return {
		apiVersion: stringAt(root, ['apiVersion']) ?? '',
		kind,
		namespace: stringAt(root, ['metadata', 'namespace']),
		name,
	};
}

function nameText(root: MapNode): string | undefined {
	const name = mapAt(root, ['metadata'])?.entries.get('name')?.value;
	return name?.kind === 'scalar' && name.value !== null ? String(name.value) : undefined;
}

/** The API group of an id; empty for the core group. */
export function groupOf(id: Pick<ResourceId, 'apiVersion'>): string {
	const slash = id.apiVersion.indexOf('/');
	return slash === -1 ? '' : id.apiVersion.slice(0, slash);
}

/** `Kind namespace/name`, for messages. */
export function describe(id: Pick<ResourceId, 'kind' | 'namespace' | 'name'>): string {
	return `${id.kind} ${id.namespace === undefined ? '' : `${id.namespace}/`}${id.name}`;
}
