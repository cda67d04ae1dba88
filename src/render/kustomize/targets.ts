import { entriesOf, type YamlNode } from '../../repo/node.ts';
import { type Draft, effectiveNamespace, metadataTexts, originalId } from './draft.ts';
import { groupVersion, scalarText } from './field-spec.ts';
import { labelTest } from './label-selector.ts';
import { type Notes, refuse } from './notes.ts';
import { type Matcher, wholeMatcher } from './regexp.ts';

/** Decides which objects a patch is for. */
export type Target = (draft: Draft) => boolean;

const fields = new Set(['group', 'version', 'kind', 'name', 'namespace', 'labelSelector', 'annotationSelector']);

/**
 * Reads the `target` of a patch: regular expressions that match the whole of a part of the id, old or new, and
 * selectors of labels and annotations. A part that is not understood selects nothing.
 */
export function readTarget(node: YamlNode, notes: Notes): Target {
	for (const [name, { key }] of entriesOf(node)) {
		if (!fields.has(name)) refuse(notes, `unknown field "${name}" in a target`, key);
	}
	const pattern = (field: string): Matcher | undefined => patternAt(node, field, notes);
	const tests: Target[] = [];
	const [group, version, kind] = [pattern('group'), pattern('version'), pattern('kind')];
	const [name, namespace] = [pattern('name'), pattern('namespace')];
	if (kind !== undefined) tests.push(({ id }) => kind(id.kind));
	if (group !== undefined) tests.push(({ id }) => group(groupVersion(id.apiVersion)[0]));
	if (version !== undefined) tests.push(({ id }) => version(groupVersion(id.apiVersion)[1]));
	if (name !== undefined) tests.push((draft) => name(originalId(draft).name) || name(draft.id.name));
	if (namespace !== undefined) {
		tests.push((draft) => [originalId(draft), draft.id].some((id) => namespace(effectiveNamespace(id) ?? clusterWide)));
	}
	for (const field of ['labels', 'annotations'] as const) {
		const selector = field === 'labels' ? 'labelSelector' : 'annotationSelector';
		const text = textAt(node, selector);
		if (text === undefined) continue;
		const test = labelTest(text);
		if (test === undefined) refuse(notes, `"${text}" is no selector`, node.origin);
		tests.push((draft) => test?.(metadataTexts(draft, field)) ?? false);
	}
	return (draft) => tests.every((test) => test(draft));
}

/** kustomize's name for the namespace of objects that have none. */
const clusterWide = '_non_namespaceable_';

function patternAt(node: YamlNode, field: string, notes: Notes): Matcher | undefined {
	const text = textAt(node, field);
	if (text === undefined || text === '') return undefined;
	const matcher = wholeMatcher(text);
	if (matcher === undefined) refuse(notes, `"${text}" is no regular expression that is understood here`, node.origin);
	return matcher ?? (() => false);
}

function textAt(node: YamlNode, field: string): string | undefined {
	return node.kind === 'map' ? scalarText(node.entries.get(field)?.value) : undefined;
}
