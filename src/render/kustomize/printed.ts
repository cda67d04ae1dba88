import { type Entry, mapAt, type ScalarNode, type YamlNode } from '../../repo/node.ts';
import { asText, mapScalars } from '../scalars.ts';
import { type Draft, withRoot } from './draft.ts';
import { putEntry } from './map-edit.ts';
import { foldedAgain } from './printed-text.ts';

/** Annotations that kustomize keeps its own notes in and takes away. */
const ownNotes: ReadonlySet<string> = new Set([
	'internal.config.kubernetes.io/path',
	'internal.config.kubernetes.io/index',
	'internal.config.kubernetes.io/seqindent',
	'internal.config.kubernetes.io/id',
	'internal.config.kubernetes.io/annotations-migration-resource-id',
	'config.kubernetes.io/path',
	'config.kubernetes.io/index',
	'config.k8s.io/id',
]);

/** The object as kustomize prints it: all annotations are text, and folded blocks have been printed. */
export function printed(draft: Draft): Draft {
	const texts = withTextAnnotations(draft);
	return withRoot(texts, mapScalars(texts.root, unfolded));
}

function unfolded(scalar: ScalarNode): ScalarNode {
	if (scalar.folded !== true || typeof scalar.value !== 'string') return scalar;
	const value = foldedAgain(scalar.value);
	return value === scalar.value ? scalar : { ...scalar, value };
}

function withTextAnnotations(draft: Draft): Draft {
	const metadata = mapAt(draft.root, ['metadata']);
	const annotations = mapAt(metadata, ['annotations']);
	if (metadata === undefined || annotations === undefined) return draft;
	const entries = new Map<string, Entry>();
	let changed = false;
	for (const [name, entry] of annotations.entries) {
		const value = annotationText(entry.value);
		changed ||= value !== entry.value || ownNotes.has(name);
		if (!ownNotes.has(name)) entries.set(name, value === entry.value ? entry : { ...entry, value });
	}
	if (!changed) return draft;
	const texts = { ...annotations, entries };
	return withRoot(
		draft,
		putEntry(draft.root, 'metadata', putEntry(metadata, 'annotations', texts, texts.origin), metadata.origin),
	);
}

/** kustomize writes all annotations anew, so they are no folded blocks any more. */
function annotationText(node: YamlNode): YamlNode {
	const text = asText(node);
	if (text.kind !== 'scalar' || text.folded !== true) return text;
	const { folded: _, ...rest } = text;
	return rest;
}
