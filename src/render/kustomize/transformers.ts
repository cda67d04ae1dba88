import type { Draft } from './draft.ts';
import { imageTransformer } from './images.ts';
import { itemsOf } from './kustomization-file.ts';
import { entriesTransformer, labelTransformer } from './labels.ts';
import { affixTransformer } from './name-affix.ts';
import { namespaceTransformer } from './namespace.ts';
import { patchTransformer, strategicMergeTransformer } from './patches.ts';
import { pluginTransformers } from './plugins.ts';
import { replacementTransformers } from './replacements.ts';
import { replicaTransformer } from './replicas.ts';
import type { Scope, Transformer } from './transformer.ts';

/** The transformers of a kustomization file, in the order of kustomize, not of the file. */
export function transformersOf(scope: Scope, plugins: readonly Draft[]): Transformer[] {
	const { file, config, notes } = scope;
	const namespace = file.fields.get('namespace');
	const prefix = file.fields.get('namePrefix');
	const suffix = file.fields.get('nameSuffix');
	const value = (field: 'commonLabels' | 'commonAnnotations') => file.fields.get(field)?.value;
	return [
		...itemsOf(file, 'patchesStrategicMerge').map((entry) => strategicMergeTransformer(entry, scope)),
		...itemsOf(file, 'patches').map((entry) => patchTransformer(entry, scope)),
		...(namespace === undefined ? [] : [namespaceTransformer(namespace, config.namespace, notes)]),
		...(prefix === undefined ? [] : [affixTransformer('prefix', prefix, config.namePrefix, notes)]),
		...(suffix === undefined ? [] : [affixTransformer('suffix', suffix, config.nameSuffix, notes)]),
		...itemsOf(file, 'labels').map((entry) => labelTransformer(entry, scope)),
		entriesTransformer(value('commonLabels'), config.commonLabels, 'label', notes),
		entriesTransformer(value('commonAnnotations'), config.commonAnnotations, 'annotation', notes),
		...itemsOf(file, 'patchesJson6902').map((entry) => patchTransformer(entry, scope)),
		...itemsOf(file, 'replicas').map((entry) => replicaTransformer(entry, scope)),
		...[...itemsOf(file, 'images'), ...itemsOf(file, 'imageTags')].map((entry) => imageTransformer(entry, scope)),
		...itemsOf(file, 'replacements').flatMap((entry) => replacementTransformers(entry, scope)),
		...plugins.flatMap((plugin) => pluginTransformers(plugin, scope)),
	];
}
