import type { Diagnostic } from '../lint/diagnostic.ts';
import { gravity } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { byText } from '../repo/files.ts';
import { placeFinder, shownPlace } from '../report/positions.ts';
import { printable } from '../report/printable.ts';
import type { Severity } from '../rule.ts';
import type { ChangedLines } from './changed-lines.ts';

/** A finding as GitHub shows it beside a line. */
export interface Annotation {
	readonly path: string;
	readonly start_line: number;
	readonly end_line: number;
	readonly start_column?: number;
	readonly end_column?: number;
	readonly annotation_level: 'notice' | 'warning' | 'failure';
	readonly title: string;
	readonly message: string;
}

/** Annotations of one request, and of one check run; GitHub's limit is the first. */
export const annotationsPerRequest = 50;
const mostAnnotations = 1000;

/** Characters of a title. */
const longestTitle = 255;

const levels: Readonly<Record<Severity, Annotation['annotation_level']>> = {
	error: 'failure',
	warning: 'warning',
	info: 'notice',
};

/** Annotations in an order that never depends on the run: changed lines first, then the graver, then by place. */
export function annotationsOf(
	diagnostics: readonly Diagnostic[],
	report: Pick<Report, 'textOf'>,
	changed: ChangedLines,
): { readonly shown: readonly Annotation[]; readonly left: number } {
	const placeOf = placeFinder(report);
	const all = diagnostics.map((diagnostic) => {
		const place = placeOf(diagnostic.at);
		const isChanged = changed.touches(place.file, place.line, place.endLine);
		return { diagnostic, annotation: annotationFrom(diagnostic, placeOf), isChanged };
	});
	all.sort(
		(a, b) =>
			Number(b.isChanged) - Number(a.isChanged) ||
			gravity[b.diagnostic.severity] - gravity[a.diagnostic.severity] ||
			byText(a.annotation.path, b.annotation.path) ||
			a.annotation.start_line - b.annotation.start_line ||
			(a.annotation.start_column ?? 0) - (b.annotation.start_column ?? 0) ||
			byText(annotationKey(a.annotation), annotationKey(b.annotation)),
	);
	const unique = new Map(all.map(({ annotation }) => [annotationKey(annotation), annotation]));
	const shown = [...unique.values()].slice(0, mostAnnotations);
	return { shown, left: unique.size - shown.length };
}

/** Two annotations with the same key are the same; GitHub gives them no name of their own. */
export function annotationKey(one: Pick<Annotation, 'path' | 'start_line' | 'end_line' | 'message'>): string {
	return JSON.stringify([one.path, one.start_line, one.end_line, one.message]);
}

function annotationFrom(diagnostic: Diagnostic, placeOf: ReturnType<typeof placeFinder>): Annotation {
	const { file, line, column, endLine, endColumn } = placeOf(diagnostic.at);
	const { related, fix } = diagnostic;
	const notes = [
		...related.slice(0, 10).map(({ at, note }) => `${shownPlace(placeOf(at))}: ${note}`),
		...(fix === undefined ? [] : [`fix: ${fix.title}`]),
	];
	return {
		path: file,
		start_line: line,
		end_line: endLine,
		// GitHub takes columns only where the span is on one line.
		...(line === endLine && { start_column: column, end_column: Math.max(column, endColumn - 1) }),
		annotation_level: levels[diagnostic.severity],
		title: printable(diagnostic.ruleId).slice(0, longestTitle),
		message: [diagnostic.message, ...notes].map(printable).join('\n'),
	};
}
