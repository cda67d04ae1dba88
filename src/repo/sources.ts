import type { FileProblem, RepoFiles } from './files.ts';
import type { RepoPath } from './location.ts';
import { parseFile, type SourceFile } from './parse.ts';

/** The files of a repository, each read and parsed at most once, when first asked for. */
export interface Sources {
	readonly files: RepoFiles;
	/** The parsed file; undefined when there is none or it was not readable (see `problems`). */
	get(path: RepoPath): SourceFile | undefined;
	has(path: RepoPath): boolean;
	/** Names of the files and folders directly inside `folder`, in lexical order; empty when there is no such folder. */
	list(folder: RepoPath): readonly string[];
	isFolder(path: RepoPath): boolean;
	/** False for files and folders that nobody needs to see. */
	matters(path: RepoPath): boolean;
	/** True for what need not be parsed. */
	skips(path: RepoPath): boolean;
	/** Files parsed so far, in the order of first use. */
	parsed(): readonly SourceFile[];
	/** Files that were asked for and could not be read. */
	problems(): ReadonlyMap<RepoPath, FileProblem>;
}

/** Opens a repository for reading. Nothing is read yet. Without `relevant` everything matters; `everything` skips nothing. */
export function openSources(files: RepoFiles, relevant?: ReadonlySet<RepoPath>, everything = false): Sources {
	const parsed = new Map<RepoPath, SourceFile | undefined>();
	const problems = new Map<RepoPath, FileProblem>();
	const known = new Set(files.paths);
	let folders: Map<string, Set<string>> | undefined;
	const children = (folder: RepoPath): ReadonlySet<string> | undefined => {
		folders ??= folderTree(files.paths);
		return folders.get(folder);
	};
	return {
		files,
		has: (path) => known.has(path),
		matters: (path) => relevant === undefined || relevant.has(path),
		skips: (path) => !everything && relevant?.has(path) === false,
		isFolder: (path) => children(path) !== undefined,
		list: (folder) => [...(children(folder) ?? [])],
		parsed: () => [...parsed.values()].filter((file) => file !== undefined),
		problems: () => problems,
		get(path) {
			if (parsed.has(path)) return parsed.get(path);
			const result = known.has(path) ? files.read(path) : undefined;
			if (result !== undefined && !result.ok) problems.set(path, result.problem);
			const file = result?.ok ? parseFile(path, result.value) : undefined;
			parsed.set(path, file);
			return file;
		},
	};
}

function folderTree(paths: readonly RepoPath[]): Map<string, Set<string>> {
	const tree = new Map<string, Set<string>>([['', new Set()]]);
	for (const path of paths) {
		let end = path.length;
		for (;;) {
			const slash = path.lastIndexOf('/', end - 1);
			const folder = path.slice(0, Math.max(0, slash));
			const name = path.slice(slash + 1, end);
			const known = tree.get(folder);
			if (known?.has(name)) break;
			if (known === undefined) tree.set(folder, new Set([name]));
			else known.add(name);
			if (slash <= 0) break;
			end = slash;
		}
	}
	return tree;
}
