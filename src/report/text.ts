import type { Report } from '../lint/report.ts';
import { decidedAt } from '../repo/origin.ts';
import { findingBlock, sharedFindings } from './finding-block.ts';
import type { TextStyle } from './paint.ts';
import { planTable } from './plan-table.ts';
import { placeFinder, shownPlace } from './positions.ts';
import { printable } from './printable.ts';
import { counted, type Summary, summaryOf } from './summary.ts';

/** How much a text report tells. */
export type Detail =
	/** Findings and the summary. */
	| 'quiet'
	/** The address plans too. */
	| 'normal'
	/** Also what was accepted and what could not be read. */
	| 'verbose';

/** Related places of one finding that are shown unless a person asks for all. */
const mostRelated = 8;

/** A report for people: a block per finding, the address plan of each cluster, one line that sums up. */
export function textReport(report: Report, detail: Detail, style: TextStyle): string {
	const placeOf = placeFinder(report);
	const source = { textOf: report.textOf, placeOf };
	const names = report.clusters.length > 1;
	const shown = report.diagnostics.filter(({ suppressed }) => suppressed === null || detail === 'verbose');
	const blocks = sharedFindings(shown).map(({ diagnostic, clusters }) =>
		findingBlock(diagnostic, names ? clusters : [], source, style, detail === 'verbose' ? undefined : mostRelated),
	);
	if (detail !== 'quiet') blocks.push(...planTables(report, style));
	if (detail === 'verbose') blocks.push(...unresolvedBlock(report));
	return `${[...blocks, [summaryLine(report, style)]].map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** The address plans alone. */
export function planText(report: Report, detail: Detail, style: TextStyle): string {
	const blocks = [...planTables(report, style), ...(detail === 'verbose' ? unresolvedBlock(report) : [])];
	return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function planTables(report: Report, style: TextStyle): string[][] {
	const placeOf = placeFinder(report);
	return report.clusters.map(({ plan }) => planTable(plan, placeOf, style));
}

function unresolvedBlock(report: Report): string[][] {
	if (report.unresolved.length === 0) return [];
	const placeOf = placeFinder(report);
	const lines = report.unresolved.map(({ why, what, at }) => {
		const place = placeOf(decidedAt(at));
		return `  ${shownPlace({ ...place, file: printable(place.file) })} ${printable(what)} (${why})`;
	});
	return [['Could not be read:', ...lines]];
}

function summaryLine(report: Report, style: TextStyle): string {
	const summary = summaryOf(report);
	const scope = [counted(report.clusters.length, 'cluster'), `${counted(summary.files, 'file')} read`].join(', ');
	const { accepted, unresolved } = summary;
	const more = [
		...(accepted > 0 ? [`${accepted} accepted`] : []),
		...(unresolved > 0 ? [`${counted(unresolved, 'value')} could not be read`] : []),
	];
	return `${verdict(summary, style)} in ${[scope, ...more].join('; ')}.`;
}

function verdict({ errors, warnings, infos }: Summary, style: TextStyle): string {
	if (errors + warnings + infos === 0) return style.paint('good', 'No findings');
	const parts = [
		...(errors > 0 ? [style.paint('error', counted(errors, 'error'))] : []),
		...(warnings > 0 ? [style.paint('warning', counted(warnings, 'warning'))] : []),
		...(infos > 0 ? [style.paint('info', counted(infos, 'info'))] : []),
	];
	return parts.length < 3 ? parts.join(' and ') : `${parts[0]}, ${parts[1]} and ${parts[2]}`;
}
