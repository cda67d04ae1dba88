import type { Files, TreeEntry } from './git-objects.ts';

/** Three trees merged path by path; undefined when both sides changed a path differently. */
export function mergeFiles(base: Files, ours: Files, theirs: Files): Files | undefined {
	const merged = new Map<string, TreeEntry>();
	for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
		const [before, our, their] = [base.get(path), ours.get(path), theirs.get(path)];
		const isOurs = same(our, their) || same(before, their);
		if (!isOurs && !same(before, our)) return undefined;
		const entry = isOurs ? our : their;
		if (entry !== undefined) merged.set(path, entry);
	}
	return merged;
}

export interface FileChange {
	readonly path: string;
	readonly status: 'added' | 'removed' | 'modified';
	readonly before: TreeEntry | undefined;
	readonly after: TreeEntry | undefined;
}

/** What differs between two trees, in order of path. */
export function changesBetween(before: Files, after: Files): FileChange[] {
	return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((path): FileChange[] => {
		const change = { path, before: before.get(path), after: after.get(path) };
		if (same(change.before, change.after)) return [];
		const status = change.before === undefined ? 'added' : change.after === undefined ? 'removed' : 'modified';
		return [{ ...change, status }];
	});
}

function same(a: TreeEntry | undefined, b: TreeEntry | undefined): boolean {
	return a?.sha === b?.sha && a?.mode === b?.mode;
}
