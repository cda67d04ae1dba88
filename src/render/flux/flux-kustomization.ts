import { booleanAt, itemsAt, type MapNode, mapAt, nodeAt, stringAt, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { Injected } from '../kustomize/kustomize.ts';
import { groupOf, type Resource } from '../resource.ts';

/** A Flux Kustomization: which folder it applies and what it adds. Fields are read from the rendered object. */
export interface FluxKustomization {
	/** `namespace/name`. */
	readonly id: string;
	readonly namespace: string;
	readonly name: string;
	/** The folder inside the source artifact; the unknown node when it cannot be read. */
	readonly path: YamlNode | undefined;
	readonly source: SourceReference | undefined;
	readonly injected: Injected;
	readonly postBuild: MapNode | undefined;
	readonly commonMetadata: MapNode | undefined;
	readonly targetNamespace: string | undefined;
	readonly dependsOn: readonly string[];
	readonly suspended: boolean;
	/** Its objects go to another cluster. */
	readonly elsewhere: boolean;
	readonly origin: Origin;
}

export interface SourceReference {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
}

/** True for `Kustomization` objects of Flux, false for files of kustomize itself. */
export function isFluxKustomization(resource: Pick<Resource, 'kind' | 'apiVersion'>): boolean {
	return resource.kind === 'Kustomization' && groupOf(resource) === 'kustomize.toolkit.fluxcd.io';
}

/** Reads a rendered Kustomization. `defaultNamespace` counts where nobody gave one. */
export function fluxKustomization(resource: Resource, defaultNamespace: string): FluxKustomization {
	const namespace = resource.namespace ?? defaultNamespace;
	const spec = mapAt(resource.root, ['spec']);
	return {
		id: `${namespace}/${resource.name}`,
		namespace,
		name: resource.name,
		path: nodeAt(spec, ['path']),
		source: sourceReference(spec, namespace),
		injected: injectedBy(spec),
		postBuild: mapAt(spec, ['postBuild']),
		commonMetadata: mapAt(spec, ['commonMetadata']),
		targetNamespace: stringAt(spec, ['targetNamespace']),
		dependsOn: itemsAt(spec, ['dependsOn']).flatMap((item) => {
			const name = stringAt(item, ['name']);
			return name === undefined ? [] : [`${stringAt(item, ['namespace']) ?? namespace}/${name}`];
		}),
		suspended: booleanAt(spec, ['suspend']) === true,
		elsewhere: mapAt(spec, ['kubeConfig']) !== undefined,
		origin: resource.root.origin,
	};
}

function sourceReference(spec: MapNode | undefined, namespace: string): SourceReference | undefined {
	const reference = mapAt(spec, ['sourceRef']);
	const kind = stringAt(reference, ['kind']);
	const name = stringAt(reference, ['name']);
	if (kind === undefined || name === undefined) return undefined;
	return { kind, name, namespace: stringAt(reference, ['namespace']) ?? namespace };
}

const injectedFields = [
	'targetNamespace',
	'namePrefix',
	'nameSuffix',
	'patches',
	'patchesStrategicMerge',
	'patchesJson6902',
	'components',
	'images',
] as const;

function injectedBy(spec: MapNode | undefined): Injected {
	const fields: { [K in (typeof injectedFields)[number]]?: YamlNode } = {};
	for (const field of injectedFields) {
		const node = nodeAt(spec, [field]);
		if (node !== undefined) fields[field] = node;
	}
	return { ...fields, ignoreMissingComponents: booleanAt(spec, ['ignoreMissingComponents']) === true };
}
