import type { RepoPath } from '../../repo/location.ts';
import { sourceOf, type YamlNode } from '../../repo/node.ts';
import { written } from '../../repo/origin.ts';
import type { Sources } from '../../repo/sources.ts';
import type { Draft } from './draft.ts';
import {
	type Accumulated,
	append,
	appendFolder,
	type Gathering,
	gatheringFrom,
	maxComponents,
	nothing,
	type Visit,
} from './gathering.ts';
import { absorb, generate } from './generators.ts';
import { findKustomization, itemsOf, type KustomizationFile, readKustomization } from './kustomization-file.ts';
import { leaveOpen, type Notes, newNotes, refuse } from './notes.ts';
import { objectsOf } from './objects.ts';
import { inlineConfigs, pluginGenerated } from './plugins.ts';
import { follow, readReference } from './references.ts';
import { defaultConfig, extendConfig, mergeConfigs, type TransformerConfig } from './transformer-config.ts';
import { transformersOf } from './transformers.ts';

/** Folders that may be inside each other. */
const maxLevels = 100;

/** Gathers a folder, once however often it is named. */
export function accumulateFolder(folder: RepoPath, visit: Visit): Accumulated {
	const known = visit.done.get(folder);
	if (known !== undefined) return known;
	const notes = newNotes();
	const path = findKustomization(visit.sources, folder);
	if (path === undefined) refuse(notes, `${named(folder)} has no kustomization file`, written(folder, 0, 0));
	const file = path === undefined ? undefined : readKustomization(visit.sources, path, notes);
	if (file?.isComponent === true && visit.open.length > 0) {
		refuse(notes, `${named(folder)} is a component, not a resource`, file.origin);
	}
	const start = { ...nothing, notes };
	const result = file === undefined ? start : accumulateFile(file, start, visit);
	visit.done.set(folder, result);
	return result;
}

/** Does what a kustomization file asks for, on top of what is there. */
export function accumulateFile(file: KustomizationFile, start: Accumulated, outer: Visit): Accumulated {
	const { sources, budget } = outer;
	const visit = { ...outer, open: [...outer.open, file.folder] };
	const { notes } = start;
	const gathering = gatheringFrom(start);
	for (const field of ['resources', 'bases'] as const) {
		for (const entry of itemsOf(file, field)) addResource(entry, file, gathering, visit);
	}
	const config = readConfigurations(file, mergeConfigs(gathering.config, defaultConfig), sources, notes);
	const { drafts: resources, vars, below } = gathering;
	let state: Accumulated = { drafts: resources, vars, below, notes, config };
	state = { ...state, drafts: runGenerators(file, state, visit) };
	for (const entry of itemsOf(file, 'components')) state = addComponent(entry, file, state, visit);
	let { drafts } = state;
	const scope = { sources, file, config: state.config, notes };
	for (const transform of transformersOf(scope, pluginConfigs('transformers', file, state, visit))) {
		const before = drafts;
		if (budget.visits > 0) drafts = transform(before);
		budget.visits -= before.length;
		for (const [i, draft] of drafts.entries()) if (draft !== before[i]) budget.visits -= 100;
	}
	if (budget.visits <= 0) refuse(notes, 'the transformers of this build have too much to do', file.origin);
	return { ...state, drafts, vars: [...state.vars, ...itemsOf(file, 'vars')] };
}

function readConfigurations(
	file: KustomizationFile,
	start: TransformerConfig,
	sources: Sources,
	notes: Notes,
): TransformerConfig {
	let config = start;
	for (const entry of itemsOf(file, 'configurations')) {
		const source =
			entry.kind === 'scalar' ? readReference(sources, file.folder, sourceOf(entry), entry.origin, notes) : undefined;
		for (const document of source?.documents ?? []) config = extendConfig(config, document, notes);
	}
	for (const field of ['crds', 'openapi'] as const) {
		const entry = file.fields.get(field);
		if (entry !== undefined) leaveOpen(notes, 'missing', `what ${field} tells about kinds`, entry.value.origin);
	}
	return config;
}

function addResource(entry: YamlNode, file: KustomizationFile, gathering: Gathering, visit: Visit): void {
	const { notes } = gathering;
	const text = entry.kind === 'scalar' ? sourceOf(entry) : '';
	if (entry.kind === 'unknown') leaveOpen(notes, entry.why, entry.what, entry.origin);
	else if (text === '') refuse(notes, 'an entry of resources is a path', entry.origin);
	if (text === '') return;
	const reference = follow(visit.sources, file.folder, text);
	if ('path' in reference && visit.sources.skips(reference.path)) return;
	switch (reference.kind) {
		case 'remote':
		case 'missing':
			leaveOpen(notes, reference.kind, reference.what, entry.origin);
			return;
		case 'file': {
			const source = visit.sources.get(reference.path);
			if (source === undefined) leaveOpen(notes, 'missing', `${text}, which is not readable`, entry.origin);
			else append(gathering, objectsOf(source, notes), entry, visit);
			return;
		}
		case 'folder': {
			const inner = enter(reference.path, entry, gathering, visit);
			if (inner === undefined) return;
			if (findKustomization(visit.sources, inner) === undefined) {
				refuse(notes, `${named(inner)} has no kustomization file`, entry.origin);
				return;
			}
			const below = accumulateFolder(inner, visit);
			appendFolder(gathering, below, entry, visit);
		}
	}
}

function named(folder: RepoPath): string {
	return folder === '' ? 'the root folder' : folder;
}

/** The folder to go into; undefined when that would never end. */
function enter(folder: RepoPath, entry: YamlNode, { notes }: Accumulated, { open }: Visit): RepoPath | undefined {
	if (open.includes(folder)) refuse(notes, `${named(folder)} is inside itself`, entry.origin);
	else if (open.length >= maxLevels) refuse(notes, `more than ${maxLevels} folders inside each other`, entry.origin);
	else return folder;
	return undefined;
}

function runGenerators(file: KustomizationFile, state: Accumulated, visit: Visit): readonly Draft[] {
	const { notes } = state;
	const { sources } = visit;
	const options = file.fields.get('generatorOptions')?.value;
	const source = { sources, folder: file.folder, notes };
	let { drafts } = state;
	for (const [kind, field] of [
		['ConfigMap', 'configMapGenerator'],
		['Secret', 'secretGenerator'],
	] as const) {
		const made = itemsOf(file, field).flatMap((entry) => generate(kind, entry, options, source) ?? []);
		drafts = absorb(drafts, made, notes);
	}
	const plugins = pluginConfigs('generators', file, state, visit);
	const made = plugins.flatMap((config) => pluginGenerated(config, { sources, file, notes }));
	drafts = absorb(drafts, made, notes);
	for (const field of ['helmCharts', 'helmChartInflationGenerator'] as const) {
		for (const entry of itemsOf(file, field)) leaveOpen(notes, 'remote', 'the objects of a Helm chart', entry.origin);
	}
	return drafts;
}

/** The objects that `transformers` or `generators` list: inline, in files, or in folders of their own. */
function pluginConfigs(
	field: 'transformers' | 'generators',
	file: KustomizationFile,
	state: Accumulated,
	visit: Visit,
): readonly Draft[] {
	const found = gatheringFrom({ ...nothing, notes: state.notes });
	for (const entry of itemsOf(file, field)) {
		const inline = inlineConfigs(entry, state);
		if (inline === undefined) addResource(entry, file, found, visit);
		else append(found, inline, entry, visit);
	}
	return found.drafts;
}

function addComponent(entry: YamlNode, file: KustomizationFile, state: Accumulated, visit: Visit): Accumulated {
	const { notes } = state;
	if (entry.kind !== 'scalar') return state;
	const reference = follow(visit.sources, file.folder, sourceOf(entry));
	if (reference.kind === 'remote' || reference.kind === 'missing') {
		leaveOpen(notes, reference.kind, reference.what, entry.origin);
		return state;
	}
	if (reference.kind === 'file') {
		refuse(notes, 'a component is a folder', entry.origin);
		return state;
	}
	if (visit.components.left-- <= 0) {
		refuse(notes, `more than ${maxComponents} components are taken in`, entry.origin);
		return state;
	}
	const inner = enter(reference.path, entry, state, visit);
	const path = inner === undefined ? undefined : findKustomization(visit.sources, inner);
	if (inner !== undefined && path === undefined)
		refuse(notes, `${named(inner)} has no kustomization file`, entry.origin);
	const component = path === undefined ? undefined : readKustomization(visit.sources, path, notes);
	if (component === undefined) return state;
	if (!component.isComponent) refuse(notes, `${named(component.folder)} is no component`, entry.origin);
	return accumulateFile(component, state, visit);
}
