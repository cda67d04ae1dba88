import { byText } from '../repo/files.ts';
import type { RepoPath, SourceRange } from '../repo/location.ts';

/**
 * Text that takes the place of a span of a file. An empty span inserts; an edit of a file that is not there makes it.
 * Several insertions at one place follow each other in the order in which they are given.
 */
export interface TextEdit {
	readonly file: RepoPath;
	readonly range: SourceRange;
	readonly text: string;
}

/** The edits of each file. */
export function byFile(edits: readonly TextEdit[]): Map<RepoPath, TextEdit[]> {
	const found = new Map<RepoPath, TextEdit[]>();
	for (const edit of edits) {
		const known = found.get(edit.file);
		if (known === undefined) found.set(edit.file, [edit]);
		else known.push(edit);
	}
	return found;
}

/** Edits by file, then place; those at the same place stay in their order. */
export function inOrder(edits: readonly TextEdit[]): TextEdit[] {
	return edits.toSorted((a, b) => byText(a.file, b.file) || a.range.start - b.range.start || a.range.end - b.range.end);
}

/**
 * True when both want the same text: spans that share a character, an insertion inside a span, or the same span twice.
 * Insertions at one place do not overlap, nor does one at either end of a span.
 */
export function overlaps(a: TextEdit, b: TextEdit): boolean {
	return a.file === b.file && a.range.start < b.range.end && b.range.start < a.range.end;
}

/** An edit in the coordinates of the text at hand. */
export interface LocalEdit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** The text with edits of one file applied. Throws when two overlap or one lies outside. */
export function edited(text: string, edits: readonly TextEdit[]): string {
	return editedLocally(
		text,
		edits.map(({ range, text: added }) => ({ ...range, text: added })),
	);
}

/** The text with edits applied; insertions at one place in their order. Throws when two overlap or one lies outside. */
export function editedLocally(text: string, edits: readonly LocalEdit[]): string {
	let result = '';
	let done = 0;
	for (const { start, end, text: added } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
		if (start < done || end < start || end > text.length)
			throw new Error(`the edit of ${start} to ${end} overlaps another or lies outside of the text`);
		result += text.slice(done, start) + added;
		done = end;
	}
	return result + text.slice(done);
}

/** Where an offset of the old text is found in the new one; inside a replaced span its start. */
export function movedOffset(offset: number, edits: readonly TextEdit[]): number {
	let shift = 0;
	for (const { range, text } of inOrder(edits)) {
		if (range.start > offset || (range.start === offset && range.end > offset)) break;
		if (range.end > offset) return range.start + shift;
		shift += text.length - (range.end - range.start);
	}
	return offset + shift;
}
