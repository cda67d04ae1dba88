import { type RepoPath, resolvePath } from '../../repo/location.ts';
import { type Entry, type MapNode, stringAt, type YamlNode } from '../../repo/node.ts';
import { type Origin, written } from '../../repo/origin.ts';
import type { Sources } from '../../repo/sources.ts';
import { leaveOpen, type Notes, refuse } from './notes.ts';

/** The names that kustomize recognises, in the order in which it looks for them. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

const fieldNames = [
	...['apiVersion', 'kind', 'metadata', 'openapi', 'namePrefix', 'nameSuffix', 'namespace', 'commonLabels', 'labels'],
	...['commonAnnotations', 'patchesStrategicMerge', 'patchesJson6902', 'patches', 'images', 'imageTags'],
	...['replacements', 'replicas', 'vars', 'sortOptions', 'resources', 'components', 'crds', 'bases'],
	...['configMapGenerator', 'secretGenerator', 'helmGlobals', 'helmCharts', 'helmChartInflationGenerator'],
	...['generatorOptions', 'configurations', 'generators', 'transformers', 'validators', 'buildMetadata'],
] as const;

export type FieldName = (typeof fieldNames)[number];

/** What one kustomization file asks for. */
export interface KustomizationFile {
	/** Paths in it start here. */
	readonly folder: RepoPath;
	readonly isComponent: boolean;
	readonly fields: ReadonlyMap<string, Entry>;
	readonly origin: Origin;
}

/** The kustomization file of a folder, if it has one. */
export function findKustomization(sources: Sources, folder: RepoPath): RepoPath | undefined {
	return pathsOf(folder).find((path) => sources.has(path));
}

/** Reads a kustomization file; undefined when there is nothing in it to read. */
export function readKustomization(sources: Sources, path: RepoPath, notes: Notes): KustomizationFile | undefined {
	const folder = path.slice(0, Math.max(0, path.lastIndexOf('/'))) as RepoPath;
	const start = written(path, 0, 0);
	const source = sources.get(path);
	if (source === undefined) {
		refuse(notes, `${path} is not readable`, start);
		return undefined;
	}
	for (const { message, origin } of source.syntaxErrors) refuse(notes, `${path} is not YAML: ${message}`, origin);
	const [root] = source.documents;
	if (root?.kind !== 'map') {
		if (source.syntaxErrors.length === 0) refuse(notes, `${path} is empty`, root?.origin ?? start);
		return undefined;
	}
	const twin = pathsOf(folder).find((other) => other !== path && sources.has(other));
	if (twin !== undefined) refuse(notes, `${path} and ${twin} are both kustomization files`, root.origin);
	return fileFrom(root, folder, notes);
}

function fileFrom(root: MapNode, folder: RepoPath, notes: Notes): KustomizationFile {
	const fields = new Map<string, Entry>();
	for (const [name, entry] of root.entries) {
		const field = fieldNamed(name);
		if (field === undefined) refuse(notes, `unknown field "${name}" in a kustomization file`, entry.key);
		else if (!isNull(entry.value)) {
			fields.set(field, entry);
			checkShape(field, entry.value, notes);
		}
	}
	const kind = stringAt(root, ['kind']) ?? 'Kustomization';
	const isComponent = kind === 'Component';
	if (!isComponent && kind !== 'Kustomization') {
		refuse(notes, `the kind of a kustomization file is Kustomization or Component, not ${kind}`, root.origin);
	}
	const version = stringAt(root, ['apiVersion']);
	const expected = isComponent ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
	if (version !== undefined && version !== '' && version !== expected) {
		refuse(notes, `the apiVersion of a ${kind} is ${expected}, not ${version}`, root.origin);
	}
	if ([...fields.keys()].every((name) => name === 'kind' || name === 'apiVersion')) {
		refuse(notes, 'the kustomization file asks for nothing', root.origin);
	}
	return { folder, isComponent, fields, origin: root.origin };
}

const textFields: ReadonlySet<FieldName> = new Set(['apiVersion', 'kind', 'namespace', 'namePrefix', 'nameSuffix']);
const mapFields: ReadonlySet<FieldName> = new Set([
	...(['metadata', 'openapi', 'commonLabels', 'commonAnnotations', 'sortOptions'] as const),
	...(['helmGlobals', 'generatorOptions'] as const),
]);

function checkShape(field: FieldName, node: YamlNode, notes: Notes): void {
	if (node.kind === 'unknown') leaveOpen(notes, node.why, node.what, node.origin);
	else if (textFields.has(field)) {
		const isText = node.kind === 'scalar' && typeof node.value === 'string';
		if (!isText) refuse(notes, `${field} is no text`, node.origin);
	} else if (mapFields.has(field) ? node.kind !== 'map' : node.kind !== 'seq') {
		refuse(notes, `${field} is no ${mapFields.has(field) ? 'map' : 'list'}`, node.origin);
	}
}

/** Go reads the names of fields without regard to case. */
function fieldNamed(name: string): FieldName | undefined {
	return exactNames.get(name) ?? lowerNames.get(name.toLowerCase());
}

const exactNames: ReadonlyMap<string, FieldName> = new Map(fieldNames.map((name) => [name, name]));
const lowerNames: ReadonlyMap<string, FieldName> = new Map(fieldNames.map((name) => [name.toLowerCase(), name]));

function isNull(node: YamlNode): boolean {
	return node.kind === 'scalar' && node.value === null;
}

function pathsOf(folder: RepoPath): RepoPath[] {
	return kustomizationNames.flatMap((name) => resolvePath(folder, name) ?? []);
}

/** The items of a list field. */
export function itemsOf(file: KustomizationFile, field: FieldName): readonly YamlNode[] {
	const node = file.fields.get(field)?.value;
	return node?.kind === 'seq' ? node.items : [];
}
