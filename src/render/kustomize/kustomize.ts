import type { RepoPath } from '../../repo/location.ts';
import { stringAt } from '../../repo/node.ts';
import { decidedAt } from '../../repo/origin.ts';
import type { Sources } from '../../repo/sources.ts';
import type { Rendered } from '../resource.ts';
import { accumulateFile, accumulateFolder } from './accumulate.ts';
import { resourceOf } from './draft.ts';
import { generatedFile, type Injected, withInjected } from './flux-folder.ts';
import { type Accumulated, budgetOf, maxComponents, nothing, type Visit } from './gathering.ts';
import { findKustomization, readKustomization } from './kustomization-file.ts';
import { type HiddenText, withHash } from './name-hash.ts';
import { fixReferences } from './name-references.ts';
import { type Notes, newNotes } from './notes.ts';
import { printed } from './printed.ts';
import { replaceVars } from './vars.ts';

export type { Injected } from './flux-folder.ts';

/**
 * The objects that `kustomize build` makes of a folder, every value with its origin. With `injected` the folder is
 * built as Flux builds it: fields of its Kustomization are added, and a missing kustomization file is generated.
 * What cannot be had or would be refused is told; the rest is rendered all the same.
 */
export function renderFolder(sources: Sources, folder: RepoPath, injected?: Injected): Rendered {
	const components = { left: maxComponents };
	const visit: Visit = { sources, open: [], done: new Map(), budget: budgetOf(sources), components };
	const accumulated =
		injected === undefined ? accumulateFolder(folder, visit) : accumulateForFlux(folder, injected, visit);
	return finish(accumulated, sources);
}

function accumulateForFlux(folder: RepoPath, injected: Injected, visit: Visit): Accumulated {
	const { sources } = visit;
	const notes = newNotes();
	const path = findKustomization(sources, folder);
	const file = path === undefined ? generatedFile(sources, folder) : readKustomization(sources, path, notes);
	const start = { ...nothing, notes };
	return file === undefined ? start : accumulateFile(withInjected(file, injected, sources), start, visit);
}

/** What kustomize does once, at the very end: names by content, references to names, and what is for itself only. */
function finish(accumulated: Accumulated, sources: Sources): Rendered {
	const own = newNotes();
	const hashed = accumulated.drafts.map((draft) => withHash(draft, hiddenTextIn(sources)));
	const referred = fixReferences(hashed, accumulated.config.nameReference, own);
	const complete = replaceVars(referred, accumulated.vars, accumulated.config.varReference, own);
	const all = [own, ...notesBelow(accumulated)];
	return {
		resources: complete
			.filter(({ root }) => !isLocal(stringAt(root, localConfig)))
			.map((draft) => resourceOf(printed(draft))),
		unresolved: all.flatMap(({ unresolved }) => unresolved),
		problems: all.flatMap(({ problems }) => problems),
	};
}

const localConfig = ['metadata', 'annotations', 'config.kubernetes.io/local-config'];

function isLocal(annotation: string | undefined): boolean {
	return annotation !== undefined && annotation !== 'false';
}

function notesBelow(top: Accumulated): Notes[] {
	const seen = new Set<Notes>();
	const visited = new Set<Accumulated>();
	const open = [top];
	for (let one = open.pop(); one !== undefined; one = open.pop()) {
		if (visited.has(one)) continue;
		visited.add(one);
		seen.add(one.notes);
		for (const below of one.below) open.push(below);
	}
	return [...seen];
}

function hiddenTextIn(sources: Sources): HiddenText {
	return ({ origin }) => {
		const { file, range } = decidedAt(origin);
		const read = sources.files.read(file);
		return read?.ok ? read.value.slice(range.start, range.end) : '';
	};
}
