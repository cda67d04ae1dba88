import {
	booleanAt,
	entriesOf,
	itemsAt,
	type MapNode,
	mapAt,
	type ScalarNode,
	stringAt,
	textOf,
	type UnknownNode,
	type UnknownReason,
} from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { RenderProblem, Resource, Unresolved } from '../resource.ts';
import type { VariableValue } from './envsubst.ts';

/** What `postBuild` of one Kustomization defines. */
export interface Variables {
	/** Without any variable Flux substitutes nothing, not even defaults. */
	readonly isEmpty: boolean;
	readonly lookup: (name: string) => VariableValue;
	/** Where the variables are defined; those nobody defines have no place. */
	readonly originsOf: (names: readonly string[]) => Origin[];
	/** Why a variable's value is not known. */
	readonly reason: (name: string) => UnknownReason;
}

type Value = ScalarNode | UnknownNode;

/** Finds a rendered ConfigMap or Secret; undefined when nothing that was rendered so far holds it. */
export type FindObject = (kind: string, namespace: string, name: string) => Resource | undefined;

/** Objects that `substituteFrom` names and that were not rendered (yet). */
export function missingSources(postBuild: MapNode | undefined, namespace: string, find: FindObject): boolean {
	return itemsAt(postBuild, ['substituteFrom']).some((item) => {
		const kind = stringAt(item, ['kind']);
		const name = stringAt(item, ['name']);
		return kind !== undefined && name !== undefined && find(kind, namespace, name) === undefined;
	});
}

/** Reads `substituteFrom` in order, later ones first in rank, then `substitute`, which wins over all. */
export function readVariables(
	postBuild: MapNode | undefined,
	namespace: string,
	find: FindObject,
	unresolved: Unresolved[],
	problems: RenderProblem[],
): Variables {
	const values = new Map<string, Value>();
	let opaque: UnknownReason | undefined;
	for (const item of itemsAt(postBuild, ['substituteFrom'])) {
		const kind = stringAt(item, ['kind']);
		const name = stringAt(item, ['name']);
		const source = kind === undefined || name === undefined ? undefined : find(kind, namespace, name);
		if (source !== undefined) {
			for (const [key, value] of dataOf(source)) define(key, value, values, problems);
			continue;
		}
		opaque = 'missing';
		if (booleanAt(item, ['optional']) === true) continue;
		const what = `${kind ?? 'the object'} ${name ?? ''}, which variables come from`;
		unresolved.push({ why: 'missing', what, at: item.origin });
	}
	for (const [key, { value }] of entriesOf(mapAt(postBuild, ['substitute']))) {
		if (value.kind === 'scalar' || value.kind === 'unknown') define(key, value, values, problems);
	}
	return {
		isEmpty: values.size === 0 && opaque === undefined,
		lookup(name) {
			const value = values.get(name);
			if (value === undefined) return opaque === undefined ? undefined : null;
			return value.kind === 'unknown' ? null : value.value === null ? '' : textOf(value);
		},
		originsOf: (names) => names.flatMap((name) => values.get(name)?.origin ?? []),
		reason(name) {
			const value = values.get(name);
			return value?.kind === 'unknown' ? value.why : (opaque ?? 'missing');
		},
	};
}

function define(key: string, value: Value, values: Map<string, Value>, problems: RenderProblem[]): void {
	if (/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(key)) values.set(key, value);
	else problems.push({ message: `"${key}" is no name for a variable`, at: value.origin });
}

/** The keys of a ConfigMap or Secret; base64 of a Secret's `data` is decoded. */
export function dataOf(source: Resource): [string, Value][] {
	const data: [string, Value][] = [];
	for (const field of ['data', 'stringData']) {
		for (const [key, { value }] of entriesOf(mapAt(source.root, [field]))) {
			if (value.kind !== 'scalar' && value.kind !== 'unknown') continue;
			const isEncoded = source.kind === 'Secret' && field === 'data' && value.kind === 'scalar';
			data.push([key, isEncoded ? decoded(value) : value]);
		}
	}
	return data;
}

function decoded(value: ScalarNode): ScalarNode {
	const text = Buffer.from(textOf(value), 'base64').toString('utf8');
	return { kind: 'scalar', value: text, text: () => value.origin, origin: value.origin };
}
