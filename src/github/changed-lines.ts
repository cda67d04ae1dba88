import { structuredPatch } from 'diff';
import { fileText, type RepoFiles } from '../repo/files.ts';
import type { RepoPath } from '../repo/location.ts';

/** The lines that a change touches, asked for file by file. */
export interface ChangedLines {
	touches(file: string, firstLine: number, lastLine: number): boolean;
}

/** Milliseconds that the comparison of one file may take; beyond it all its lines count as changed. */
const patience = 500;

/** Compares two trees where somebody asks. */
export function changedLines(base: RepoFiles, head: RepoFiles): ChangedLines {
	const known = new Map<string, readonly (readonly [first: number, last: number])[]>();
	return {
		touches(file, firstLine, lastLine) {
			const spans = known.get(file) ?? spansOf(textIn(base, file), textIn(head, file));
			known.set(file, spans);
			return spans.some(([first, last]) => first <= lastLine && firstLine <= last);
		},
	};
}

function textIn(files: RepoFiles, file: string): string {
	return fileText(files, file as RepoPath) ?? '';
}

function spansOf(before: string, after: string): (readonly [number, number])[] {
	if (before === after) return [];
	if (before === '') return [[1, Number.POSITIVE_INFINITY]];
	const patch = structuredPatch('', '', before, after, '', '', { context: 0, timeout: patience });
	if (patch === undefined) return [[1, Number.POSITIVE_INFINITY]];
	return patch.hunks.map(({ newStart, newLines }) => [newStart, newStart + Math.max(newLines, 1) - 1]);
}
