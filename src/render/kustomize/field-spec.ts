import { type MapNode, sourceOf, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { ResourceId } from '../resource.ts';
import { dropEntry, emptyMap, putEntry } from './map-edit.ts';

/** Where a transformer writes: a path in the objects of one kind. Empty parts mean any. */
export interface FieldSpec {
	readonly group?: string;
	readonly version?: string;
	readonly kind?: string;
	/** Steps with slashes between; `\/` is a slash in a step, `[]` behind one means that it is a list. */
	readonly path: string;
	readonly create?: boolean;
}

/** What stands on the path afterwards; undefined takes the field away. */
export type SetField = (before: YamlNode | undefined) => YamlNode | undefined;

export interface FieldWriter {
	readonly set: SetField;
	/** What to make of a field that is not there, if it may be made at all. */
	readonly create?: 'map' | 'scalar';
	/** Origin of fields that are made on the way. */
	readonly by: Origin;
	readonly refuse: (message: string, at: Origin) => void;
}

/** True when a field spec or another part of an id is meant for this kind of object. */
export function isSelected(
	id: Pick<ResourceId, 'apiVersion' | 'kind'>,
	selector: Pick<FieldSpec, 'group' | 'version' | 'kind'>,
): boolean {
	const [group, version] = groupVersion(id.apiVersion);
	return (
		(!selector.group || selector.group === group) &&
		(!selector.version || selector.version === version) &&
		(!selector.kind || selector.kind === id.kind)
	);
}

/** Group and version of an `apiVersion`; the group of the core is empty. */
export function groupVersion(apiVersion: string): readonly [string, string] {
	const slash = apiVersion.indexOf('/');
	return slash === -1 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Steps of a path; deeper objects are refused anyway. */
export const maxSteps = 200;

/** Writes each field that the spec names in an object of its kind. */
export function writeField(root: MapNode, spec: FieldSpec, writer: FieldWriter): MapNode {
	const steps = splitPath(spec.path, '/');
	if (steps.length > maxSteps) {
		writer.refuse(`the path has more than ${maxSteps} steps`, root.origin);
		return root;
	}
	const written = walk(root, steps, 0, spec.create === true, writer);
	return written?.kind === 'map' ? written : root;
}

/** Steps of a path; a backslash before the delimiter keeps it in the step. */
export function splitPath(path: string, delimiter: string): string[] {
	const parts = path.split(delimiter);
	if (parts.length > 1 && parts[0] === '') parts.shift();
	const steps: string[] = [];
	for (const part of parts) {
		const last = steps.at(-1);
		if (last?.endsWith('\\')) steps[steps.length - 1] = last.slice(0, -1) + delimiter + part;
		else steps.push(part);
	}
	return steps;
}

function walk(
	node: YamlNode,
	steps: readonly string[],
	at: number,
	create: boolean,
	writer: FieldWriter,
): YamlNode | undefined {
	if (at === steps.length) return writer.set(node);
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'scalar':
			if (node.value !== null) {
				writer.refuse(`${steps.join('/')} leads into a value that is no map and no list`, node.origin);
			}
			return node;
		case 'seq': {
			const items = node.items.flatMap((item) => walk(item, steps, at, create, writer) ?? []);
			return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
		}
		case 'map':
			return walkMap(node, steps, at, create, writer);
	}
}

function walkMap(
	map: MapNode,
	steps: readonly string[],
	at: number,
	create: boolean,
	writer: FieldWriter,
): YamlNode | undefined {
	const step = steps[at] ?? '';
	const isList = step.endsWith('[]');
	const name = isList ? step.slice(0, -2) : step;
	const mayCreate = create && writer.create !== undefined && !isList;
	const isLast = at + 1 === steps.length;
	const entry = map.entries.get(name);
	let value = entry?.value;
	const isNull = value?.kind === 'scalar' && value.value === null;
	if (value === undefined || isNull) {
		if (isList && isNull && value !== undefined) return putEntry(map, name, emptyList(value.origin), value.origin);
		if (!mayCreate && value === undefined) return map;
		if (mayCreate && isLast && writer.create === 'scalar') {
			return putResult(map, name, writer.set(undefined), writer.by);
		}
		if (mayCreate) value = emptyMap(writer.by);
	}
	if (value === undefined) return map;
	const written = walk(value, steps, at + 1, create, writer);
	return written === entry?.value ? map : putResult(map, name, written, writer.by);
}

function putResult(map: MapNode, name: string, value: YamlNode | undefined, key: Origin): MapNode {
	return value === undefined ? dropEntry(map, name) : putEntry(map, name, value, key);
}

function emptyList(origin: Origin): YamlNode {
	return { kind: 'seq', items: [], origin };
}

/** The text of a scalar; undefined for other nodes and for null. */
export function scalarText(node: YamlNode | undefined): string | undefined {
	return node?.kind === 'scalar' && node.value !== null ? sourceOf(node) : undefined;
}
