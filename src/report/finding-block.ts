import type { Diagnostic } from '../lint/diagnostic.ts';
import { codeFrame, type FrameSource, type Mark } from './code-frame.ts';
import type { TextStyle } from './paint.ts';
import { printable } from './printable.ts';
import { counted } from './summary.ts';

/** One finding as text: what, where, who else has a hand in it, what would mend it. Lines without line breaks. */
export function findingBlock(
	diagnostic: Diagnostic,
	clusters: readonly string[],
	source: FrameSource,
	style: TextStyle,
	mostRelated = Number.POSITIVE_INFINITY,
): string[] {
	const { severity, ruleId, message, at, related, fix, suppressed } = diagnostic;
	const shown = related.slice(0, mostRelated);
	const marks: Mark[] = [
		{ at, role: severity, sign: '^', note: '' },
		...shown.map((other): Mark => ({ at: other.at, role: 'related', sign: '-', note: other.note })),
	];
	const frame = codeFrame(marks, source, style);
	const hidden = related.length - shown.length;
	const notes = [
		...(hidden === 0 ? [] : [`note: ${counted(hidden, 'more place')}; --verbose shows all`]),
		...(fix === undefined ? [] : [`fix: ${fix.title}`]),
		...(suppressed === null ? [] : [`accepted: ${suppressed.reason}`]),
		...(clusters.length === 0
			? []
			: [`note: ${clusters.length === 1 ? 'cluster' : 'clusters'} ${clusters.join(', ')}`]),
	];
	const margin = ' '.repeat(frame.margin);
	return [
		`${style.paint(severity, `${severity}[${style.link?.(ruleId, ruleId) ?? ruleId}]`)}: ${style.paint('strong', printable(message))}`,
		...frame.lines,
		...(notes.length === 0 ? [] : [`${margin} ${style.paint('frame', '|')}`]),
		...notes.map((note) => `${margin} ${style.paint('frame', '=')} ${printable(note)}`),
	];
}

/** A finding and the clusters in which it is the same, word for word and place for place. */
export interface SharedFinding {
	readonly diagnostic: Diagnostic;
	readonly clusters: readonly string[];
}

/** Joins what several clusters have in common, so that a mistake in a shared base is shown once. */
export function sharedFindings(diagnostics: readonly Diagnostic[]): SharedFinding[] {
	const joined = new Map<string, { diagnostic: Diagnostic; clusters: string[] }>();
	for (const diagnostic of diagnostics) {
		const { ruleId, severity, message, at, related, fix, suppressed, cluster } = diagnostic;
		const key = JSON.stringify([ruleId, severity, message, at, related, fix?.title, suppressed]);
		const known = joined.get(key) ?? { diagnostic, clusters: [] };
		if (cluster !== null) known.clusters.push(cluster);
		joined.set(key, known);
	}
	return [...joined.values()];
}
