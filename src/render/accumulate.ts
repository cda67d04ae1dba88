import type { RepoPath } from '../repo/location.ts';
import { sourceOf, type YamlNode } from '../repo/node.ts';
import { written } from '../repo/origin.ts';
import type { Sources } from '../repo/sources.ts';
import { type Draft, idKey } from './draft.ts';
import { absorb, generate } from './generators.ts';
import { findKustomization, itemsOf, type KustomizationFile, readKustomization } from './kustomization-file.ts';
import { leaveOpen, type Notes, newNotes, refuse } from './notes.ts';
import { objectsOf } from './objects.ts';
import { inlineConfigs, pluginGenerated } from './plugins.ts';
import { follow, readReference } from './references.ts';
import { describe } from './resource.ts';
import { defaultConfig, extendConfig, mergeConfigs, type TransformerConfig } from './transformer-config.ts';
import { transformersOf } from './transformers.ts';

/** What a kustomization has gathered: its objects, and what still acts on them at the very end. */
export interface Accumulated {
	readonly drafts: readonly Draft[];
	readonly config: TransformerConfig;
	/** The `vars` of this and the folders below. */
	readonly vars: readonly YamlNode[];
	readonly notes: Notes;
	/** Folders below, whose notes count too. Shared ones stand in several places. */
	readonly below: readonly Accumulated[];
}

/** Folders that are being read, outermost first, and those that were. */
export interface Visit {
	readonly sources: Sources;
	readonly open: readonly RepoPath[];
	readonly done: Map<RepoPath, Accumulated>;
	readonly budget: { left: number };
}

/**
 * Objects that one build may put together, each counted in every folder that takes it over. Overlays that each take
 * two others double them at every level; the largest real repositories stay below a tenth of this.
 */
const maxAdded = 100_000;

/** What is left of that for a build. */
export function newBudget(): Visit['budget'] {
	return { left: maxAdded };
}

/** Folders that may be inside each other. */
const maxLevels = 100;

export const nothing: Accumulated = { drafts: [], config: defaultConfig, vars: [], notes: newNotes(), below: [] };

/** Gathers a folder that another one names, once however often it is named. */
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
	const { sources } = outer;
	const visit = { ...outer, open: [...outer.open, file.folder] };
	const { notes } = start;
	let state: Accumulated = start;
	for (const entry of [...itemsOf(file, 'resources'), ...itemsOf(file, 'bases')]) {
		state = addResource(entry, file, state, visit);
	}
	let config = mergeConfigs(state.config, defaultConfig);
	for (const entry of itemsOf(file, 'configurations')) {
		const source =
			entry.kind === 'scalar' ? readReference(sources, file.folder, sourceOf(entry), entry.origin, notes) : undefined;
		for (const document of source?.documents ?? []) config = extendConfig(config, document, notes);
	}
	state = { ...state, config, drafts: runGenerators(file, state, visit) };
	for (const entry of itemsOf(file, 'components')) state = addComponent(entry, file, state, visit);
	let { drafts } = state;
	const scope = { sources, file, config: state.config, notes };
	for (const transform of transformersOf(scope, pluginConfigs('transformers', file, state, visit))) {
		drafts = transform(drafts);
	}
	return { ...state, drafts, vars: [...state.vars, ...itemsOf(file, 'vars')] };
}

function addResource(entry: YamlNode, file: KustomizationFile, state: Accumulated, visit: Visit): Accumulated {
	const { notes } = state;
	const text = entry.kind === 'scalar' ? sourceOf(entry) : '';
	if (entry.kind === 'unknown') leaveOpen(notes, entry.why, entry.what, entry.origin);
	if (entry.kind !== 'scalar' || text === '') {
		if (entry.kind !== 'unknown') refuse(notes, 'an entry of resources is a path', entry.origin);
		return state;
	}
	const reference = follow(visit.sources, file.folder, text);
	if ('path' in reference && visit.sources.skips(reference.path)) return state;
	switch (reference.kind) {
		case 'remote':
		case 'missing':
			leaveOpen(notes, reference.kind, reference.what, entry.origin);
			return state;
		case 'file': {
			const source = visit.sources.get(reference.path);
			if (source === undefined) leaveOpen(notes, 'missing', `${text}, which is not readable`, entry.origin);
			return source === undefined ? state : append(state, objectsOf(source, notes), entry, visit);
		}
		case 'folder': {
			const inner = enter(reference.path, entry, state, visit);
			if (inner === undefined) return state;
			const below = accumulateFolder(inner, visit);
			const merged = append(state, below.drafts, entry, visit);
			return {
				...merged,
				config: mergeConfigs(below.config, state.config),
				vars: [...state.vars, ...below.vars],
				below: [...state.below, below],
			};
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

function append(state: Accumulated, drafts: readonly Draft[], entry: YamlNode, { budget }: Visit): Accumulated {
	const { notes } = state;
	budget.left -= drafts.length;
	if (budget.left < 0) {
		refuse(notes, `more than ${maxAdded} objects are put together`, entry.origin);
		return state;
	}
	const ids = new Set(state.drafts.map(({ id }) => idKey(id)));
	const twice: Draft[] = [];
	const added = drafts.filter((draft) => {
		const key = idKey(draft.id);
		if (ids.has(key)) twice.push(draft);
		return ids.has(key) ? false : ids.add(key) !== undefined;
	});
	const [first] = twice;
	if (first !== undefined) {
		const others = twice.length === 1 ? '' : ` and ${twice.length - 1} more`;
		refuse(notes, `${describe(first.id)}${others} would be there twice`, entry.origin);
	}
	return { ...state, drafts: [...state.drafts, ...added] };
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
	let found: Accumulated = { ...nothing, notes: state.notes };
	for (const entry of itemsOf(file, field)) {
		const inline = inlineConfigs(entry, state);
		found = inline === undefined ? addResource(entry, file, found, visit) : append(found, inline, entry, visit);
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
	const inner = enter(reference.path, entry, state, visit);
	const path = inner === undefined ? undefined : findKustomization(visit.sources, inner);
	if (inner !== undefined && path === undefined)
		refuse(notes, `${named(inner)} has no kustomization file`, entry.origin);
	const component = path === undefined ? undefined : readKustomization(visit.sources, path, notes);
	if (component === undefined) return state;
	if (!component.isComponent) refuse(notes, `${named(component.folder)} is no component`, entry.origin);
	return accumulateFile(component, state, visit);
}
