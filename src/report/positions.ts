import type { Report } from '../lint/report.ts';
import { type Position, positionFinder, type RepoPath, type SourceLocation } from '../repo/location.ts';

/** A place as reports show it. The end is exclusive. */
export interface Place {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
}

/** Answers where the locations of a report stand; each file's lines are counted once. */
export function placeFinder(report: Pick<Report, 'textOf'>): (at: SourceLocation) => Place {
	const finders = new Map<RepoPath, (offset: number) => Position>();
	return ({ file, range }) => {
		const find = finders.get(file) ?? positionFinder(report.textOf(file));
		finders.set(file, find);
		const start = find(range.start);
		const end = find(Math.max(range.start, range.end));
		return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
	};
}

/** `file:line:column`. */
export function shownPlace({ file, line, column }: Pick<Place, 'file' | 'line' | 'column'>): string {
	return `${file}:${line}:${column}`;
}
