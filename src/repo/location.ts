declare const brand: unique symbol;
/** A value of type `T` that only one function may make. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A path inside the repository: relative, `/`-separated, no `.` or `..` steps, `''` for the root itself. */
export type RepoPath = Branded<string, 'RepoPath'>;

/** Half-open span of UTF-16 code units in one file: `start <= i < end`. */
export interface SourceRange {
	readonly start: number;
	readonly end: number;
}

/** Text in the repository. Lines and columns are computed when shown, never stored. */
export interface SourceLocation {
	readonly file: RepoPath;
	readonly range: SourceRange;
}

/** A place as a person counts it: line and column start at 1, columns count UTF-16 code units. */
export interface Position {
	readonly line: number;
	readonly column: number;
}

/** Answers positions in one text; building it costs one pass over the text. */
export function positionFinder(text: string): (offset: number) => Position {
	const lineStarts = [0];
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
	const mark = text.startsWith('\uFEFF') ? 1 : 0;
	return (offset) => {
		let low = 0;
		let high = lineStarts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((lineStarts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		// A byte order mark is in the text but nobody counts it as a column.
		const before = low === 0 ? mark : 0;
		return { line: low + 1, column: Math.max(1, offset - (lineStarts[low] ?? 0) + 1 - before) };
	};
}

/**
 * The repository path that `reference` means, seen from the folder `from`.
 * Undefined when it leaves the repository; an absolute path is never inside.
 */
export function resolvePath(from: RepoPath, reference: string): RepoPath | undefined {
	if (reference.startsWith('/')) return undefined;
	const plain = reference.startsWith('./') ? reference.slice(2) : reference;
	// Most references need no walking: no empty steps and none that begin with a dot.
	if (plain !== '' && !plain.startsWith('.') && !plain.includes('/.') && !plain.includes('//') && !plain.endsWith('/'))
		return (from === '' ? plain : `${from}/${plain}`) as RepoPath;
	const steps = from === '' ? [] : from.split('/');
	for (const step of reference.split('/')) {
		if (step === '' || step === '.') continue;
		if (step !== '..') steps.push(step);
		else if (steps.pop() === undefined) return undefined;
	}
	return steps.join('/') as RepoPath;
}

/** The folder that holds `path`; the root for a file at the top. */
export function folderOf(path: RepoPath): RepoPath {
	return path.slice(0, Math.max(0, path.lastIndexOf('/'))) as RepoPath;
}

/** The text behind a byte order mark, if it has one. */
export function withoutMark(text: string): string {
	return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The last step of a path. */
export function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
