import type { Report } from '../lint/report.ts';
import type { Severity } from '../rule.ts';
import { contentFingerprints } from './fingerprints.ts';
import { placeFinder } from './positions.ts';
import { printableJson } from './printable.ts';

/** A GitLab code quality report: a list of issues, each with a fingerprint that no other one has. */
export function gitlabReport(report: Report): string {
	const placeOf = placeFinder(report);
	const live = report.diagnostics.filter(({ suppressed }) => suppressed === null);
	const fingerprints = contentFingerprints(live, report.textOf);
	return printableJson(
		live.map(({ ruleId, severity, message, at }, i) => {
			const { file, line, column, endLine, endColumn } = placeOf(at);
			return {
				description: message,
				check_name: ruleId,
				fingerprint: fingerprints[i],
				severity: severities[severity],
				location: {
					path: file,
					positions: { begin: { line, column }, end: { line: endLine, column: endColumn } },
				},
			};
		}),
	);
}

const severities: Readonly<Record<Severity, string>> = { error: 'major', warning: 'minor', info: 'info' };
