import {
	booleanAt,
	entriesOf,
	itemsAt,
	type MapNode,
	mapAt,
	sourceOf,
	stringAt,
	type YamlNode,
} from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { mapsOf, parseScalar } from '../../repo/parse.ts';
import { describe, type ResourceId } from '../resource.ts';
import { type Draft, effectiveNamespace, idsOf, metadataTexts, withRoot } from './draft.ts';
import { fieldPathSteps, lookUp, writeAtPath } from './field-path.ts';
import { groupVersion, isSelected, maxSteps, scalarText } from './field-spec.ts';
import { labelTest } from './label-selector.ts';
import { generated } from './map-edit.ts';
import { isTooLarge } from './node-size.ts';
import { leaveOpen, type Notes, refuse } from './notes.ts';
import { readReference } from './references.ts';
import { wholeMatcher } from './regexp.ts';
import { copied, joined, keepsType } from './replaced-value.ts';
import { partOf, partSpan } from './text-parts.ts';
import type { Scope, Transformer } from './transformer.ts';

/** One entry of `replacements`: inline, or a file with one or several. */
export function replacementTransformers(entry: YamlNode, scope: Scope): Transformer[] {
	const { notes, sources, file } = scope;
	const path = mapAt(entry)?.entries.get('path')?.value;
	if (path?.kind !== 'scalar') return [replacement(entry, notes)];
	const source = readReference(sources, file.folder, sourceOf(path), path.origin, notes);
	const [document] = source?.documents ?? [];
	if (document?.kind === 'seq') return document.items.map((item) => replacement(item, notes));
	return source === undefined
		? []
		: mapsOf(source)
				.slice(0, 1)
				.map((map) => replacement(map, notes));
}

/** Targets of one replacement, each counted for every object that it may mean. */
const maxTargets = 2_000_000;

/** Copies a field of one object into fields of others. */
function replacement(entry: YamlNode, notes: Notes): Transformer {
	const source = mapAt(entry, ['source']);
	const literal = mapAt(entry)?.entries.get('sourceValue')?.value;
	if ((source === undefined && literal === undefined) || mapAt(entry)?.entries.has('targets') !== true) {
		refuse(notes, 'a replacement needs a source and targets', entry.origin);
		return (drafts) => drafts;
	}
	return (drafts) => {
		const value = literal ?? (source && sourceNode(drafts, source, notes));
		if (value === undefined) return drafts;
		const targets = itemsAt(entry, ['targets']);
		if (targets.length * drafts.length > maxTargets) {
			refuse(notes, 'a replacement has too many targets', entry.origin);
			return drafts;
		}
		return targets.reduce((all, target) => writeTargets(all, target, value, notes), drafts);
	};
}

/** The value to copy; undefined, and told, when it is not there. */
function sourceNode(drafts: readonly Draft[], source: YamlNode, notes: Notes): YamlNode | undefined {
	const matches = drafts.filter((draft) => idsOf(draft).some((id) => isNamedBy(id, source)));
	const [draft, second] = matches;
	if (draft === undefined || second !== undefined) {
		refuse(
			notes,
			`${draft === undefined ? 'nothing is' : 'several objects are'} selected as the source`,
			source.origin,
		);
		return undefined;
	}
	const path = stringAt(source, ['fieldPath']) ?? 'metadata.name';
	const node = lookUp(draft.root, fieldPathSteps(path));
	if (node === undefined || isEmpty(node)) {
		refuse(notes, `${describe(draft.id)} has no ${path}`, source.origin);
		return undefined;
	}
	const delimiter = stringAt(source, ['options', 'delimiter']) ?? '';
	if (delimiter === '' || node.kind === 'unknown') return node;
	const index = numberAt(source, 'index');
	const span = node.kind === 'scalar' ? partSpan(sourceOf(node), delimiter, index) : undefined;
	if (span !== undefined && node.kind === 'scalar') return partOf(node, ...span);
	refuse(notes, `${path} of ${describe(draft.id)} has no part ${index}`, source.origin);
	return undefined;
}

function isEmpty(node: YamlNode): boolean {
	if (node.kind === 'scalar') return node.value === null;
	return node.kind === 'map' ? node.entries.size === 0 : node.kind === 'seq' && node.items.length === 0;
}

function numberAt(node: YamlNode, option: string): number {
	const value = mapAt(node, ['options'])?.entries.get(option)?.value;
	return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : 0;
}

/** True when every part that the selector names is the id's own. */
function isNamedBy(id: ResourceId, selector: YamlNode): boolean {
	const name = stringAt(selector, ['name']);
	const namespace = stringAt(selector, ['namespace']);
	const wanted = { apiVersion: id.apiVersion, kind: id.kind, namespace, name: id.name };
	return (
		(!name || name === id.name) &&
		(!namespace || effectiveNamespace(wanted) === effectiveNamespace(id)) &&
		isSelected(id, gvk(selector))
	);
}

function gvk(selector: YamlNode): { group: string; version: string; kind: string } {
	const text = (field: string): string => stringAt(selector, [field]) ?? '';
	return { group: text('group'), version: text('version'), kind: text('kind') };
}

function writeTargets(drafts: readonly Draft[], target: YamlNode, value: YamlNode, notes: Notes): readonly Draft[] {
	const select = mapAt(target, ['select']);
	if (select === undefined) {
		refuse(notes, 'a target needs "select"', target.origin);
		return drafts;
	}
	const isWanted = targetTest(select, itemsAt(target, ['reject']), notes);
	const paths = itemsAt(target, ['fieldPaths']);
	return drafts.map((draft) => {
		if (!isWanted(draft)) return draft;
		if (paths.length === 0) return writePath(draft, 'metadata.name', target.origin, target, value, notes);
		return paths.reduce((one, path) => {
			const text = scalarText(path) ?? '';
			return writePath(one, text, path.origin, target, value, notes);
		}, draft);
	});
}

function targetTest(select: YamlNode, rejects: readonly YamlNode[], notes: Notes): (draft: Draft) => boolean {
	const isSelectedId = idTest(select, notes);
	const isSelectedMeta = metadataTest(select, notes);
	const rejectedIds = rejects
		.filter((one) => idFields.some((field) => stringAt(one, [field])))
		.map((one) => idTest(one, notes));
	const rejectedMeta = rejects
		.filter((one) => stringAt(one, ['labelSelector']) || stringAt(one, ['annotationSelector']))
		.map((one) => metadataTest(one, notes));
	return (draft) =>
		isSelectedMeta(draft) &&
		!rejectedMeta.some((test) => test(draft)) &&
		idsOf(draft).some(isSelectedId) &&
		!rejectedIds.some((test) => idsOf(draft).some(test));
}

const idFields = ['group', 'version', 'kind', 'name', 'namespace'] as const;

/** Since kustomize 5.8, which Flux has, the parts of an id are regular expressions. */
function idTest(selector: YamlNode, notes: Notes): (id: ResourceId) => boolean {
	const tests = idFields.flatMap((field) => {
		const text = stringAt(selector, [field]);
		if (!text) return [];
		const matcher = wholeMatcher(text);
		if (matcher === undefined)
			refuse(notes, `"${text}" is no regular expression that is understood here`, selector.origin);
		return [(id: ResourceId) => matcher?.(idPart(id, field)) ?? false];
	});
	for (const [name, { key }] of entriesOf(selector)) {
		if (!selectorFields.has(name)) refuse(notes, `unknown field "${name}" in a selector`, key);
	}
	return (id) => tests.every((test) => test(id));
}

const selectorFields: ReadonlySet<string> = new Set([...idFields, 'labelSelector', 'annotationSelector']);

function idPart(id: ResourceId, field: (typeof idFields)[number]): string {
	const [group, version] = groupVersion(id.apiVersion);
	return { group, version, kind: id.kind, name: id.name, namespace: effectiveNamespace(id) ?? '' }[field];
}

function metadataTest(selector: YamlNode, notes: Notes): (draft: Draft) => boolean {
	const tests = (['labels', 'annotations'] as const).flatMap((field) => {
		const text = stringAt(selector, [field === 'labels' ? 'labelSelector' : 'annotationSelector']);
		if (!text) return [];
		const test = labelTest(text);
		if (test === undefined) refuse(notes, `"${text}" is no selector`, selector.origin);
		return [(draft: Draft) => test?.(metadataTexts(draft, field)) ?? false];
	});
	return (draft) => tests.every((test) => test(draft));
}

function writePath(draft: Draft, path: string, at: Origin, target: YamlNode, value: YamlNode, notes: Notes): Draft {
	const create = booleanAt(target, ['options', 'create']) === true;
	const delimiter = stringAt(target, ['options', 'delimiter']) ?? '';
	const placed = generated(value, at);
	const written = writeAtPath(draft.root, fieldPathSteps(path), {
		set: (before) => {
			const after =
				delimiter === '' ? copied(before, placed) : joined(before, placed, delimiter, numberAt(target, 'index'));
			if (!keepsType(before, after)) refuse(notes, `${path} of ${describe(draft.id)} would be of another type`, at);
			return after;
		},
		create,
		by: at,
	});
	if (typeof written === 'string' || written.count === 0 || written.node.kind !== 'map') {
		const hidden = hideText(draft.root, fieldPathSteps(path), at);
		if (hidden !== undefined) {
			leaveOpen(notes, 'templated', `${path} of ${describe(draft.id)}, inside a text`, at);
			return withRoot(draft, hidden);
		}
		const reason = typeof written === 'string' ? `: ${written}` : '';
		refuse(notes, `${describe(draft.id)} has no ${path} to write${reason}`, at);
		return draft;
	}
	if (!isTooLarge(written.node)) return withRoot(draft, written.node);
	refuse(notes, `the replacement makes ${describe(draft.id)} too large`, at);
	return draft;
}

/**
 * Since kustomize 5.8 a path may lead on into a text that holds YAML or JSON, which is then printed anew. What that text
 * looks like afterwards is not known here.
 */
function hideText(root: MapNode, steps: readonly string[], at: Origin): MapNode | undefined {
	for (let i = 1; i < Math.min(steps.length, maxSteps); i++) {
		const node = lookUp(root, steps.slice(0, i));
		if (node?.kind !== 'scalar' || typeof node.value !== 'string') continue;
		const [inner] = parseScalar(node).documents;
		if (inner === undefined || inner.kind === 'scalar') return undefined;
		const origin: Origin = { kind: 'patched', by: at, over: node.origin };
		const what = 'a text that a replacement changes';
		const set = (): YamlNode => ({ kind: 'unknown', why: 'templated', what, origin });
		const written = writeAtPath(root, steps.slice(0, i), { set, create: false, by: at });
		return typeof written !== 'string' && written.node.kind === 'map' ? written.node : undefined;
	}
	return undefined;
}
