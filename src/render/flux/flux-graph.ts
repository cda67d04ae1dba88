import { type RepoPath, resolvePath } from '../../repo/location.ts';
import type { Sources } from '../../repo/sources.ts';
import { isKustomizationFile, referencesIn } from './text-graph.ts';

/** A file with Flux Kustomizations and the folders that they apply, read without parsing it. */
export interface FluxText {
	readonly path: RepoPath;
	readonly folders: readonly RepoPath[];
}

/**
 * Tells which of the files nobody else applies. Files that apply each other are one start; so are
 * copies of one Kustomization.
 */
export function startsAmong(sources: Sources, texts: readonly FluxText[]) {
	const reach = reachIn(sources);
	const files = new Map(texts.map((text) => [text.path, text]));
	const applies = new Map(texts.map((text) => [text, reach(text.folders).flatMap((path) => files.get(path) ?? [])]));
	const appliedBy = new Map<FluxText, FluxText[]>(texts.map((text) => [text, []]));
	for (const [text, others] of applies) for (const other of others) appliedBy.get(other)?.push(text);
	return {
		holdsItself: (text: FluxText) => applies.get(text)?.includes(text) === true,
		isStart(text: FluxText): boolean {
			const above = closure(text, appliedBy);
			above.delete(text);
			if (above.size === 0) return true;
			const below = closure(text, applies);
			return [...above].every(
				(other) => below.has(other) || other.folders.every((folder) => text.folders.includes(folder)),
			);
		},
	};
}

function closure(start: FluxText, edges: ReadonlyMap<FluxText, readonly FluxText[]>): Set<FluxText> {
	const seen = new Set<FluxText>();
	const queue = [start];
	for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
		if (seen.has(text)) continue;
		seen.add(text);
		for (const next of edges.get(text) ?? []) queue.push(next);
	}
	return seen;
}

/** The files that building some folders reads, as far as the texts of the kustomization files tell. */
function reachIn(sources: Sources): (folders: readonly RepoPath[]) => RepoPath[] {
	const exists = (path: RepoPath) => sources.has(path) || sources.isFolder(path);
	const direct = new Map<RepoPath, readonly RepoPath[]>();
	const childrenOf = (folder: RepoPath): readonly RepoPath[] => {
		const known = direct.get(folder);
		if (known !== undefined) return known;
		const children = sources.list(folder).flatMap((name) => resolvePath(folder, name) ?? []);
		const kustomization = children.find(isKustomizationFile);
		const references = kustomization === undefined ? undefined : referencesIn(sources.files, kustomization, exists);
		const found = references?.resources ?? children;
		direct.set(folder, found);
		return found;
	};
	return (folders) => {
		const seen = new Set<RepoPath>();
		const queue = [...folders];
		for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
			if (seen.has(path)) continue;
			seen.add(path);
			for (const child of sources.isFolder(path) ? childrenOf(path) : []) queue.push(child);
		}
		return [...seen];
	};
}
