import { booleanAt, entriesOf, itemsAt, stringAt, type YamlNode } from '../../repo/node.ts';
import type { FieldSpec } from './field-spec.ts';
import {
	commonAnnotations,
	commonLabels,
	imageFields,
	metadataLabels,
	nameField,
	namespaceFields,
	replicaFields,
} from './field-spec-defaults.ts';
import { type NameReference, nameReferences } from './name-reference-defaults.ts';
import { type Notes, refuse } from './notes.ts';
import { variableFields } from './variable-field-defaults.ts';

/** Which fields each transformer writes, by the names of kustomize's configuration files. */
export interface TransformerConfig {
	readonly namePrefix: readonly FieldSpec[];
	readonly nameSuffix: readonly FieldSpec[];
	readonly namespace: readonly FieldSpec[];
	readonly commonLabels: readonly FieldSpec[];
	readonly labels: readonly FieldSpec[];
	readonly templateLabels: readonly FieldSpec[];
	readonly commonAnnotations: readonly FieldSpec[];
	readonly varReference: readonly FieldSpec[];
	readonly images: readonly FieldSpec[];
	readonly replicas: readonly FieldSpec[];
	readonly nameReference: readonly NameReference[];
}

export const defaultConfig: TransformerConfig = {
	namePrefix: nameField,
	nameSuffix: nameField,
	namespace: namespaceFields,
	commonLabels,
	labels: [],
	templateLabels: metadataLabels,
	commonAnnotations,
	varReference: variableFields,
	images: imageFields,
	replicas: replicaFields,
	nameReference: nameReferences,
};

const fieldLists = [
	'namePrefix',
	'nameSuffix',
	'namespace',
	'commonLabels',
	'labels',
	'templateLabels',
	'commonAnnotations',
	'varReference',
	'images',
	'replicas',
] as const;

/** The configuration with what a `configurations` file adds. */
export function extendConfig(config: TransformerConfig, document: YamlNode, notes: Notes): TransformerConfig {
	const known = new Set<string>([...fieldLists, 'nameReference']);
	for (const [name, { key }] of entriesOf(document)) {
		if (!known.has(name)) refuse(notes, `unknown field "${name}" in a transformer configuration`, key);
	}
	const added = {
		...config,
		nameReference: mergeReferences(config.nameReference, itemsAt(document, ['nameReference']).map(nameReference)),
	};
	for (const list of fieldLists) {
		added[list] = mergeSpecs(added[list], itemsAt(document, [list]).map(fieldSpec));
	}
	return added;
}

/** Two configurations as one. */
export function mergeConfigs(one: TransformerConfig, other: TransformerConfig): TransformerConfig {
	if (one === other || other === defaultConfig) return one;
	if (one === defaultConfig) return other;
	const merged = { ...one, nameReference: mergeReferences(one.nameReference, other.nameReference) };
	for (const list of fieldLists) merged[list] = mergeSpecs(one[list], other[list]);
	return merged;
}

/** Adds specs that are not there. As in kustomize, one for a single kind stands for one without kind. */
export function mergeSpecs(specs: readonly FieldSpec[], added: readonly FieldSpec[]): readonly FieldSpec[] {
	if (specs === added) return specs;
	const byPath = new Map<string, FieldSpec[]>();
	const merged: FieldSpec[] = [];
	for (const [i, spec] of [...specs, ...added].entries()) {
		const same = byPath.get(spec.path) ?? [];
		if (i >= specs.length && same.some((one) => stands(one, spec))) continue;
		byPath.set(spec.path, same);
		same.push(spec);
		merged.push(spec);
	}
	return merged.length === specs.length ? specs : merged;
}

function stands(one: FieldSpec, other: FieldSpec): boolean {
	return (
		(!other.group || one.group === other.group) &&
		(!other.version || one.version === other.version) &&
		(!other.kind || one.kind === other.kind)
	);
}

function mergeReferences(
	references: readonly NameReference[],
	added: readonly NameReference[],
): readonly NameReference[] {
	if (added === nameReferences) return references;
	let merged = references;
	for (const one of added) {
		const isSame = (other: NameReference) =>
			(other.group ?? '') === (one.group ?? '') &&
			(other.version ?? '') === (one.version ?? '') &&
			(other.kind ?? '') === (one.kind ?? '');
		merged = merged.some(isSame)
			? merged.map((other) =>
					isSame(other) ? { ...other, fieldSpecs: mergeSpecs(other.fieldSpecs, one.fieldSpecs) } : other,
				)
			: [...merged, one];
	}
	return merged;
}

/** A field spec as a file writes it. */
export function fieldSpec(node: YamlNode): FieldSpec {
	return { ...gvk(node), path: stringAt(node, ['path']) ?? '', create: booleanAt(node, ['create']) === true };
}

function nameReference(node: YamlNode): NameReference {
	return { ...gvk(node), fieldSpecs: itemsAt(node, ['fieldSpecs']).map(fieldSpec) };
}

function gvk(node: YamlNode): Pick<FieldSpec, 'group' | 'version' | 'kind'> {
	const [group, version, kind] = [stringAt(node, ['group']), stringAt(node, ['version']), stringAt(node, ['kind'])];
	return { ...(group && { group }), ...(version && { version }), ...(kind && { kind }) };
}
