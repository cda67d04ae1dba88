import {
	itemsAt,
	type MapNode,
	mapAt,
	nodeAt,
	type ScalarNode,
	stringAt,
	textOf,
	type YamlNode,
} from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { parseScalar } from '../../repo/parse.ts';
import { groupOf, type Resource, type Unresolved } from '../resource.ts';
import { dataOf, type FindObject } from '../substitution/variables.ts';
import { chartOf } from './helm-chart.ts';
import { mergeValues, setAtPath } from './helm-values.ts';

/** A HelmRelease with its values merged in Flux's order. */
export interface HelmRelease {
	readonly resource: Resource;
	/** Name of the chart: `cilium`, also for an OCI artifact `oci://…/cilium`. */
	readonly chart: string | undefined;
	/** The version as pinned (may be a range such as `1.18.x`); the scalar or unknown node that decides it. */
	readonly version: YamlNode | undefined;
	/** Where the version would be written when it is left out. */
	readonly versionBlock: Origin;
	readonly values: MapNode;
	/** Sources of values that could not be read; any key they could set is unknown. */
	readonly unresolved: readonly Unresolved[];
}

/** True for Flux's HelmRelease of any served version. */
export function isHelmRelease(resource: Pick<Resource, 'kind' | 'apiVersion'>): boolean {
	return resource.kind === 'HelmRelease' && groupOf(resource) === 'helm.toolkit.fluxcd.io';
}

/** Reads a rendered HelmRelease; undefined when it installs on another cluster. */
export function helmRelease(resource: Resource, find: FindObject): HelmRelease | undefined {
	const spec = mapAt(resource.root, ['spec']);
	if (mapAt(spec, ['kubeConfig']) !== undefined) return undefined;
	const namespace = resource.namespace ?? 'default';
	const unresolved: Unresolved[] = [];
	const inline = mapAt(spec, ['values']);
	let values: MapNode = { kind: 'map', entries: new Map(), origin: spec?.origin ?? resource.root.origin };
	const targets: { path: string; value: ScalarNode }[] = [];
	for (const item of itemsAt(spec, ['valuesFrom'])) {
		const found = valuesOf(item, namespace, find);
		if (found.kind === 'unresolved') unresolved.push(found.unresolved);
		else if (found.kind === 'target') targets.push(found);
		else values = mergeValues(values, found.values);
	}
	for (const { path, value } of targets) values = setAtPath(values, path, value);
	if (inline !== undefined) values = mergeValues(values, inline);
	return { resource, ...chartOf(resource, namespace, find), values, unresolved };
}

type FoundValues =
	| { readonly kind: 'values'; readonly values: MapNode }
	| { readonly kind: 'target'; readonly path: string; readonly value: ScalarNode }
	| { readonly kind: 'unresolved'; readonly unresolved: Unresolved };

/** One item of `valuesFrom`: a document of values, or one value for a path. */
function valuesOf(item: YamlNode, namespace: string, find: FindObject): FoundValues {
	const kind = stringAt(item, ['kind']) ?? '';
	const name = stringAt(item, ['name']) ?? '';
	const key = stringAt(item, ['valuesKey']) ?? 'values.yaml';
	const what = `key ${key} of ${kind} ${name}`;
	const source = find(kind, namespace, name);
	const data = source && dataOf(source).find(([field]) => field === key)?.[1];
	if (data === undefined) return { kind: 'unresolved', unresolved: { why: 'missing', what, at: item.origin } };
	if (data.kind === 'unknown') return { kind: 'unresolved', unresolved: { why: data.why, what, at: item.origin } };
	const path = nodeAt(item, ['targetPath']);
	if (path?.kind === 'scalar') return { kind: 'target', path: textOf(path), value: data };
	const {
		documents: [document],
		syntaxErrors,
	} = parseScalar(data);
	if (document?.kind === 'map') return { kind: 'values', values: document };
	// Empty, or nothing but comments.
	if (document === undefined && syntaxErrors.length === 0)
		return { kind: 'values', values: { kind: 'map', entries: new Map(), origin: data.origin } };
	return { kind: 'unresolved', unresolved: { why: 'templated', what, at: item.origin } };
}
