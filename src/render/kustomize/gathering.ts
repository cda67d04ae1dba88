import type { RepoPath } from '../../repo/location.ts';
import type { YamlNode } from '../../repo/node.ts';
import type { Sources } from '../../repo/sources.ts';
import { describe } from '../resource.ts';
import { type Draft, idKey } from './draft.ts';
import { type Notes, newNotes, refuse } from './notes.ts';
import { defaultConfig, mergeConfigs, type TransformerConfig } from './transformer-config.ts';

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

/** Folders that are being read, outermost first, those that were, and what the build may still do. */
export interface Visit {
	readonly sources: Sources;
	readonly open: readonly RepoPath[];
	readonly done: Map<RepoPath, Accumulated>;
	readonly budget: Budget;
	/** Components of this build that may still be taken in, each as often as it is named. */
	readonly components: { left: number };
}

/** Components that one build may take in. */
export const maxComponents = 1000;

interface Budget {
	/** Objects that may be put together, each counted in every folder that takes it over. */
	objects: number;
	/** Objects that transformers may look at, each counted for every transformer; one that changes counts as a hundred. */
	visits: number;
	/** `vars` that may be taken over from folders below. */
	vars: number;
}

const budgets = new WeakMap<Sources, Budget>();

/**
 * What the builds of one run may still do. Overlays that each take two others double their objects and `vars` at every
 * level; the largest real repositories stay below a tenth of this.
 */
export function budgetOf(sources: Sources): Budget {
	const known = budgets.get(sources) ?? { objects: 200_000, visits: 20_000_000, vars: 10_000 };
	budgets.set(sources, known);
	return known;
}

/** Where every kustomization starts. */
export const nothing: Accumulated = { drafts: [], config: defaultConfig, vars: [], notes: newNotes(), below: [] };

/** Resources while they come together. */
export interface Gathering extends Accumulated {
	readonly drafts: Draft[];
	readonly ids: Set<string>;
	config: TransformerConfig;
	readonly vars: YamlNode[];
	readonly below: Accumulated[];
}

/** Goes on from what is there. */
export function gatheringFrom(start: Accumulated): Gathering {
	const { drafts, vars, below } = start;
	const ids = new Set(drafts.map(({ id }) => idKey(id)));
	return { ...start, drafts: [...drafts], ids, vars: [...vars], below: [...below] };
}

/** Adds what a folder below has gathered. */
export function appendFolder(gathering: Gathering, below: Accumulated, entry: YamlNode, visit: Visit): void {
	append(gathering, below.drafts, entry, visit);
	gathering.config = mergeConfigs(below.config, gathering.config);
	gathering.below.push(below);
	visit.budget.vars -= below.vars.length;
	if (visit.budget.vars < 0) refuse(gathering.notes, 'too many vars are put together', entry.origin);
	else for (const one of below.vars) gathering.vars.push(one);
}

/** Adds objects; those that are there already are told and left out. */
export function append(gathering: Gathering, drafts: readonly Draft[], entry: YamlNode, { budget }: Visit): void {
	const { notes, ids } = gathering;
	budget.objects -= drafts.length;
	if (budget.objects < 0) {
		refuse(notes, 'too many objects are put together', entry.origin);
		return;
	}
	const twice: Draft[] = [];
	for (const draft of drafts) {
		const key = idKey(draft.id);
		if (ids.has(key)) twice.push(draft);
		else gathering.drafts.push(draft);
		ids.add(key);
	}
	const [first] = twice;
	if (first === undefined) return;
	const others = twice.length === 1 ? '' : ` and ${twice.length - 1} more`;
	refuse(notes, `${describe(first.id)}${others} would be there twice`, entry.origin);
}
