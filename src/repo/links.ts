import type { FileProblem, Parsed } from './files.ts';
import { folderOf, type RepoPath, resolvePath } from './location.ts';

/** Links to files and to folders of real files; links to links lead nowhere. */
export function followLinks(
	links: readonly (readonly [RepoPath, string])[],
	found: Map<RepoPath, Parsed<string, FileProblem>>,
): void {
	const real = [...found];
	for (const [path, text] of links) {
		const target = text.startsWith('/') ? undefined : resolvePath(folderOf(path), text);
		if (target === undefined) {
			found.set(path, { ok: false, problem: { kind: 'outside' } });
			continue;
		}
		for (const [file, read] of real) {
			if (file === target) found.set(path, read);
			else if (file.startsWith(`${target}/`)) found.set(`${path}${file.slice(target.length)}` as RepoPath, read);
		}
	}
}
