import type { Diagnostic } from '../lint/diagnostic.ts';
import type { ClusterReport, Report } from '../lint/report.ts';
import type { SourceLocation } from '../repo/location.ts';
import type { Severity } from '../rule.ts';
import { type SharedFinding, sharedFindings } from './finding-block.ts';
import { lineAt } from './line-strip.ts';
import { markdownBlock, markdownCode, markdownRow, markdownText } from './markdown-text.ts';
import { type PlanCell, planRows } from './plan-rows.ts';
import { type Place, placeFinder, shownPlace } from './positions.ts';
import { counted, headline, summaryOf } from './summary.ts';

type PlaceOf = (at: SourceLocation) => Place;

/** The report for a comment or a job summary: the counts, the findings with their lines, the address plans folded. */
export function markdownReport(report: Report): string {
	const placeOf = placeFinder(report);
	const live = sharedFindings(report.diagnostics.filter(({ suppressed }) => suppressed === null));
	const names = report.clusters.length > 1;
	const parts = [
		`### dualstack-lint: ${headline(summaryOf(report))}`,
		...live.map((finding) => markdownFinding(finding, names, report, placeOf)),
		...report.clusters.map((cluster) =>
			folded(`Address plan of ${markdownText(cluster.name)}`, markdownPlan(cluster, placeOf)),
		),
		scopeLine(report),
	];
	return `${parts.join('\n\n')}\n`;
}

/** The address plans alone, as tables. */
export function planMarkdown(report: Report): string {
	const placeOf = placeFinder(report);
	const parts = report.clusters.map((one) => `### ${markdownText(one.name)}\n\n${markdownPlan(one, placeOf)}\n`);
	return parts.join('\n');
}

const signs: Readonly<Record<Severity, string>> = { error: '\u274C', warning: '\u26A0\uFE0F', info: '\u2139\uFE0F' };

/** One finding: what, where, the line itself, and who else has a hand in it. */
export function markdownFinding(
	{ diagnostic, clusters }: SharedFinding,
	namesClusters: boolean,
	{ textOf }: Pick<Report, 'textOf'>,
	placeOf: PlaceOf,
): string {
	const { severity, ruleId, message, at, fix } = diagnostic;
	const line = lineAt(textOf(at.file), at.range.start).text;
	const notes = [
		...relatedNotes(diagnostic, placeOf),
		...(fix === undefined ? [] : [`fix: ${markdownText(fix.title)}`]),
		...(namesClusters && clusters.length > 0 ? [`cluster ${clusters.map(markdownText).join(', ')}`] : []),
	];
	return [
		`${signs[severity]} **${severity}** ${markdownCode(ruleId)}: ${markdownText(message)}`,
		`${markdownCode(shownPlace(placeOf(at)))}`,
		...(line.trim() === '' ? [] : [markdownBlock([line.slice(0, widestLine)])]),
		...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join('\n')]),
	].join('\n\n');
}

/** UTF-16 units of a quoted line. */
const widestLine = 200;

/** Related places of a finding that are listed. */
const mostRelated = 20;

function relatedNotes({ related }: Diagnostic, placeOf: PlaceOf): string[] {
	const shown = related.slice(0, mostRelated);
	const left = related.length - shown.length;
	return [
		...shown.map(({ at, note }) => `${markdownCode(shownPlace(placeOf(at)))}: ${markdownText(note)}`),
		...(left === 0 ? [] : [counted(left, 'more place')]),
	];
}

/** A cluster's address plan as a table. */
function markdownPlan({ plan }: ClusterReport, placeOf: PlaceOf): string {
	const rows = planRows(plan, placeOf);
	if (rows.length === 0) return 'No component declares an address.';
	return [
		markdownRow(['network', 'IPv4', 'IPv6', 'declared by']),
		markdownRow(['---', '---', '---', '---']),
		...rows.map(({ label, cells }) => {
			const all = [...cells.IPv4, ...cells.IPv6];
			const by = [...new Set(all.flatMap(({ declarers }) => declarers.map(({ component }) => component)))];
			const components = by.filter((one) => one !== '').map(markdownText);
			return markdownRow([markdownText(label), cellText(cells.IPv4), cellText(cells.IPv6), components.join(', ')]);
		}),
	].join('\n');
}

function cellText(cells: readonly PlanCell[]): string {
	const texts = cells.map(({ text, remark }) => {
		const code = markdownCode(text.replaceAll('|', ' '));
		return remark === undefined ? code : `${code} (${remark})`;
	});
	return texts.length === 0 ? '\u2014' : texts.join('<br>');
}

function folded(title: string, body: string): string {
	return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function scopeLine(report: Report): string {
	const { files, accepted, unresolved } = summaryOf(report);
	const parts = [
		`${counted(report.clusters.length, 'cluster')}, ${counted(files, 'file')} read`,
		...(accepted > 0 ? [`${accepted} accepted`] : []),
		...(unresolved > 0 ? [`${counted(unresolved, 'value')} could not be read`] : []),
	];
	return `${parts.join('; ')}.`;
}
