import type { Report } from '../lint/report.ts';
import type { RepoPath } from '../repo/location.ts';
import type { Rule, Severity } from '../rule.ts';
import { sharedFindings } from './finding-block.ts';
import { type Place, placeFinder } from './positions.ts';
import { printableJson } from './printable.ts';
import { replacementFinder } from './replacements.ts';

/** The diagnostic format of reviewdog (RDFormat, `DiagnosticResult`). Its columns count bytes of UTF-8, from 1. */
export function rdjsonReport(report: Report, rules: readonly Rule[]): string {
	const placeOf = placeFinder(report);
	const replacementsOf = replacementFinder(report);
	const rangeOf = byteRanges(report);
	const help = new Map(rules.map(({ id, references }) => [id, references[0]]));
	const live = report.diagnostics.filter(({ suppressed }) => suppressed === null);
	const locationOf = (place: Place) => ({ path: place.file, range: rangeOf(place) });
	const diagnostics = sharedFindings(live).map(({ diagnostic }) => {
		const { ruleId, severity, message, at, related } = diagnostic;
		const [replacement, ...others] = replacementsOf(diagnostic);
		const url = help.get(ruleId);
		return {
			message,
			location: locationOf(placeOf(at)),
			severity: severities[severity],
			code: { value: ruleId, ...(url === undefined ? {} : { url }) },
			// Suggestions are alternatives to each other: a fix of several parts is none.
			...(replacement === undefined || others.length > 0 || replacement.at.file !== at.file
				? {}
				: { suggestions: [{ range: rangeOf(replacement.at), text: replacement.text }] }),
			related_locations: related.map((other) => ({ message: other.note, location: locationOf(placeOf(other.at)) })),
		};
	});
	return printableJson({ source: { name: 'dualstack-lint' }, diagnostics });
}

const severities: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARNING', info: 'INFO' };

interface ByteRange {
	readonly start: { readonly line: number; readonly column: number };
	readonly end: { readonly line: number; readonly column: number };
}

function byteRanges({ textOf }: Report): (place: Place) => ByteRange {
	const known = new Map<string, readonly string[]>();
	const linesOf = (file: string) => {
		const lines =
			known.get(file) ??
			textOf(file as RepoPath)
				.replace(/^\uFEFF/, '')
				.split('\n');
		known.set(file, lines);
		return lines;
	};
	return ({ file, line, column, endLine, endColumn }) => {
		const lines = linesOf(file);
		const bytes = (at: number, units: number) => Buffer.byteLength((lines[at - 1] ?? '').slice(0, units - 1)) + 1;
		return { start: { line, column: bytes(line, column) }, end: { line: endLine, column: bytes(endLine, endColumn) } };
	};
}
