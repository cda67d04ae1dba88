import type { FileProblem } from './file-problem.ts';
import type { RepoPath } from './location.ts';

export type { FileProblem };

/** The answer of a function that reads text. Nothing else in the code base returns this. */
export type Parsed<T, Problem> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly problem: Problem };

/** The repository at one commit, in memory. The only input of the pipeline. */
export interface RepoFiles {
	/** Every file, in lexical order of its path. */
	readonly paths: readonly RepoPath[];
	/** The text of a file; undefined when there is none. The same path always gives the same answer. */
	read(path: RepoPath): Parsed<string, FileProblem> | undefined;
}

/** A repository made of literal texts, for tests, examples and the rendering of changes. */
export function filesFromTexts(texts: Readonly<Record<string, string>>): RepoFiles {
	const map = new Map(Object.entries(texts));
	return {
		paths: [...map.keys()].sort(byText) as RepoPath[],
		read(path) {
			const text = map.get(path);
			return text === undefined ? undefined : { ok: true, value: text };
		},
	};
}

/** The text of a file; undefined where there is none that can be read. */
export function fileText(files: RepoFiles, path: RepoPath): string | undefined {
	const read = files.read(path);
	return read?.ok ? read.value : undefined;
}

/** The files with some texts in the place of what is there, or beside it. */
export function withTexts(files: RepoFiles, texts: ReadonlyMap<RepoPath, string>): RepoFiles {
	if (texts.size === 0) return files;
	const known = new Set(files.paths);
	const created = [...texts.keys()].filter((path) => !known.has(path));
	return {
		paths: created.length === 0 ? files.paths : [...files.paths, ...created].sort(byText),
		read(path) {
			const text = texts.get(path);
			return text === undefined ? files.read(path) : { ok: true, value: text };
		},
	};
}

/** Orders text by UTF-16 code units, the same on every machine. */
export function byText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
