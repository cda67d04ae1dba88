import {
	booleanAt,
	type Entry,
	itemsAt,
	type MapNode,
	mapAt,
	nodeAt,
	stringAt,
	type YamlNode,
} from '../../repo/node.ts';
import { parseScalar } from '../../repo/parse.ts';
import type { Draft } from './draft.ts';
import { withRoot } from './draft.ts';
import { type FieldSpec, scalarText, writeField } from './field-spec.ts';
import { type Generated, generate } from './generators.ts';
import { imageTransformer } from './images.ts';
import { entriesTransformer } from './labels.ts';
import { generated } from './map-edit.ts';
import { affixTransformer } from './name-affix.ts';
import { namespaceTransformer } from './namespace.ts';
import { leaveOpen, refuse } from './notes.ts';
import { objectsOf } from './objects.ts';
import { patchTransformer, strategicMergeTransformer } from './patches.ts';
import { replacementTransformers } from './replacements.ts';
import { replicaTransformer } from './replicas.ts';
import { readTarget } from './targets.ts';
import type { Scope, Transformer } from './transformer.ts';
import { fieldSpec } from './transformer-config.ts';

/** Transformers written as objects with apiVersion `builtin`. Others are programs, which are never run. */
export function pluginTransformers(config: Draft, scope: Scope): Transformer[] {
	const { root, id } = config;
	const { notes } = scope;
	if (id.apiVersion !== 'builtin') {
		leaveOpen(notes, 'remote', `what the plugin ${id.kind} does`, root.origin);
		return [];
	}
	const specs = itemsAt(root, ['fieldSpecs']).map(fieldSpec);
	const own: Scope = { ...scope, config: { ...scope.config, images: specs, replicas: specs } };
	const entry = (...path: string[]): Entry | undefined =>
		mapAt(root, path.slice(0, -1))?.entries.get(path.at(-1) ?? '');
	switch (id.kind) {
		case 'AnnotationsTransformer':
			return [entriesTransformer(nodeAt(root, ['annotations']), specs, 'annotation', notes)];
		case 'LabelTransformer':
			return [entriesTransformer(nodeAt(root, ['labels']), specs, 'label', notes)];
		case 'NamespaceTransformer':
			return namespacePlugin(root, specs, entry('metadata', 'namespace'), scope);
		case 'PrefixTransformer':
			return affix('prefix', entry('prefix'), specs, scope);
		case 'SuffixTransformer':
			return affix('suffix', entry('suffix'), specs, scope);
		case 'PrefixSuffixTransformer':
			return [...affix('prefix', entry('prefix'), specs, scope), ...affix('suffix', entry('suffix'), specs, scope)];
		case 'PatchTransformer':
		case 'PatchJson6902Transformer':
			return [patchTransformer(root, scope)];
		case 'PatchStrategicMergeTransformer':
			return [
				...itemsAt(root, ['paths']).map((item) => strategicMergeTransformer(item, scope)),
				...[nodeAt(root, ['patches'])].flatMap((node) => (node ? [strategicMergeTransformer(node, scope)] : [])),
			];
		case 'ReplacementTransformer':
			return itemsAt(root, ['replacements']).flatMap((item) => replacementTransformers(item, scope));
		case 'ReplicaCountTransformer':
			return [nodeAt(root, ['replica'])].flatMap((node) => (node ? [replicaTransformer(node, own)] : []));
		case 'ImageTagTransformer':
			return [nodeAt(root, ['imageTag'])].flatMap((node) => (node ? [imageTransformer(node, own)] : []));
		case 'ValueAddTransformer':
			return itemsAt(root, ['targets']).map((target) => valueAdd(entry('value'), target, scope));
		default:
			leaveOpen(notes, 'remote', `what the plugin ${id.kind} does`, root.origin);
			return [];
	}
}

function namespacePlugin(
	root: MapNode,
	specs: readonly FieldSpec[],
	namespace: Entry | undefined,
	{ notes }: Scope,
): Transformer[] {
	if (namespace === undefined) return [];
	const subjects = stringAt(root, ['setRoleBindingSubjects']);
	const isKnown = subjects === 'allServiceAccounts' || subjects === 'none' || subjects === 'defaultOnly';
	if (subjects && !isKnown) refuse(notes, `${subjects} is no value of setRoleBindingSubjects`, root.origin);
	const unsetOnly = booleanAt(root, ['unsetOnly']) === true;
	return [namespaceTransformer(namespace, specs, notes, { unsetOnly, ...(isKnown && { subjects }) })];
}

function affix(
	side: 'prefix' | 'suffix',
	entry: Entry | undefined,
	specs: readonly FieldSpec[],
	{ notes }: Scope,
): Transformer[] {
	return entry === undefined ? [] : [affixTransformer(side, entry, specs, notes)];
}

/** `ValueAddTransformer`: one value, as a whole or as a step of a path, in fields of the objects that a target selects. */
function valueAdd(value: Entry | undefined, target: YamlNode, { notes }: Scope): Transformer {
	const path = stringAt(target, ['fieldPath']) ?? '';
	const selector = nodeAt(target, ['selector']);
	const isSelected = selector === undefined ? () => true : readTarget(selector, notes);
	const text = scalarText(value?.value)?.trim();
	if (value === undefined || !text || path === '') {
		leaveOpen(notes, 'missing', 'the value of a ValueAddTransformer', target.origin);
		return (drafts) => drafts;
	}
	if (path === 'metadata/namespace') {
		const move = namespaceTransformer(value, [], notes);
		return (drafts) => drafts.flatMap((draft) => (isSelected(draft) ? move([draft]) : [draft]));
	}
	const position = mapAt(target)?.entries.get('filePathPosition')?.value;
	const step = position?.kind === 'scalar' && typeof position.value === 'number' ? position.value : 0;
	return (drafts) =>
		drafts.map((draft) => {
			if (!isSelected(draft)) return draft;
			const root = writeField(
				draft.root,
				{ path, create: true },
				{
					set: (before): YamlNode => {
						const node = generated(value.value, value.key);
						const old = step > 0 ? scalarText(before) : undefined;
						if (old === undefined || before === undefined) return node;
						return { kind: 'scalar', value: withStep(old, text, step), origin: node.origin };
					},
					create: 'scalar',
					by: value.key,
					refuse: (message, at) => refuse(notes, message, at),
				},
			);
			return withRoot(draft, root);
		});
}

/** Replaces a step of a file path, the first being 1; a step beyond the end is added. */
function withStep(path: string, step: string, position: number): string {
	const isAbsolute = path.startsWith('/');
	const steps = path.split('/').filter((one) => one !== '');
	if (position > steps.length) steps.push(step);
	else steps[position - 1] = step;
	return (isAbsolute ? '/' : '') + steps.join('/');
}

/** Objects of `generators` and `transformers`: inline text. Undefined when the entry is a path. */
export function inlineConfigs(entry: YamlNode, { notes }: Pick<Scope, 'notes'>): Draft[] | undefined {
	if (entry.kind !== 'scalar') return [];
	const parsed = parseScalar(entry);
	return parsed.documents.some((node) => node.kind === 'map') ? objectsOf(parsed, notes) : undefined;
}

/** What an object of `generators` makes. */
export function pluginGenerated({ root, id }: Draft, { sources, file, notes }: Omit<Scope, 'config'>): Generated[] {
	const source = { sources, folder: file.folder, notes };
	if (id.apiVersion === 'builtin' && id.kind === 'ConfigMapGenerator') {
		return [generate('ConfigMap', root, undefined, source)].flatMap((one) => one ?? []);
	}
	if (id.apiVersion === 'builtin' && id.kind === 'SecretGenerator') {
		return [generate('Secret', root, undefined, source)].flatMap((one) => one ?? []);
	}
	const isChart = id.kind === 'HelmChartInflationGenerator';
	leaveOpen(notes, 'remote', isChart ? 'the objects of a Helm chart' : `what the plugin ${id.kind} makes`, root.origin);
	return [];
}
