import type { Report } from '../lint/report.ts';
import { sharedFindings } from './finding-block.ts';
import { placeFinder, shownPlace } from './positions.ts';
import { printable } from './printable.ts';

/** One line a finding, in the form that editors and `grep -n` have: `file:line:column: severity: message [rule]`. */
export function conciseReport(report: Report): string {
	const placeOf = placeFinder(report);
	const live = report.diagnostics.filter(({ suppressed }) => suppressed === null);
	return sharedFindings(live)
		.map(({ diagnostic: { at, severity, message, ruleId } }) => {
			const text = printable(message);
			const place = printable(shownPlace(placeOf(at)));
			// A runner of workflows obeys lines that begin so, and a stranger names the file.
			const start = /^\s*(?:::|##\[)/.test(place) ? './' : '';
			return `${start}${place}: ${severity}: ${text} [${ruleId}]\n`;
		})
		.join('');
}
