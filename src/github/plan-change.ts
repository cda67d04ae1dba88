import type { Report } from '../lint/report.ts';
import { markdownCode, markdownRow, markdownText } from '../report/markdown-text.ts';
import { type PlanCell, type PlanRow, planRows } from '../report/plan-rows.ts';
import { counted } from '../report/summary.ts';

/** Rows of one cluster, and prefixes of one cell: beyond them a table helps nobody. */
const mostRows = 40;
const mostCells = 8;

/** The address plan of each cluster as a table, with what differs from the base. */
export function planChanges(head: Report, base: Report | undefined): string[] {
	return head.clusters.map(({ name, plan }) => {
		const before = base?.clusters.find((one) => one.name === name);
		const rows = planRows(plan, nowhere);
		const old = new Map(before === undefined ? [] : planRows(before.plan, nowhere).map((row) => [row.label, row]));
		const gone = [...old.values()].filter(({ label }) => !rows.some((row) => row.label === label));
		const isCompared = base !== undefined;
		const all = [
			...rows.map((row) => tableRow(row.label, old.get(row.label), row, isCompared)),
			...gone.map((row) => tableRow(row.label, row, undefined, isCompared)),
		];
		if (all.length === 0) return `#### ${markdownText(name)}\n\nNo component declares an address.`;
		// What changes is worth more than what stays; the order is that of the plan.
		const kept = new Set(all.toSorted((a, b) => Number(b.isChanged) - Number(a.isChanged)).slice(0, mostRows));
		const lines = all.filter((row) => kept.has(row)).map(({ text }) => text);
		const left = all.length - lines.length;
		const table = [markdownRow(['network', 'IPv4', 'IPv6']), markdownRow(['---', '---', '---']), ...lines].join('\n');
		const more = left === 0 ? '' : `\n\n${counted(left, 'more row')}: \`npx dualstack-lint plan\` prints all.`;
		return `#### ${markdownText(name)}\n\n${table}${more}`;
	});
}

const nowhere = () => ({ file: '', line: 1, column: 1, endLine: 1, endColumn: 1 });

interface TableRow {
	readonly text: string;
	readonly isChanged: boolean;
}

function tableRow(label: string, old: PlanRow | undefined, now: PlanRow | undefined, isCompared: boolean): TableRow {
	const cells = (['IPv4', 'IPv6'] as const).map((family) => {
		const [before, after] = [cellTexts(old?.cells[family] ?? []), cellTexts(now?.cells[family] ?? [])];
		const isChanged = isCompared && before.join() !== after.join();
		return { isChanged, text: isChanged ? `**${shown(before)} \u2192 ${shown(after)}**` : shown(after) };
	});
	const text = markdownRow([markdownText(label), ...cells.map((cell) => cell.text)]);
	return { text, isChanged: cells.some((cell) => cell.isChanged) };
}

function cellTexts(cells: readonly PlanCell[]): string[] {
	return cells.map(({ text, remark }) => {
		const code = markdownCode(text.replaceAll('|', ' '));
		return remark === undefined ? code : `${code} (${remark})`;
	});
}

function shown(texts: readonly string[]): string {
	if (texts.length === 0) return '\u2014';
	const left = texts.length - mostCells;
	return [...texts.slice(0, mostCells), ...(left > 0 ? [`${left} more`] : [])].join(', ');
}
