import type { Report } from '../lint/report.ts';
import { markdownCode, markdownRow, markdownText } from '../report/markdown-text.ts';
import { type PlanCell, type PlanRow, planRows } from '../report/plan-rows.ts';

/** The address plan of each cluster as a table, with what differs from the base. */
export function planChanges(head: Report, base: Report | undefined): string[] {
	return head.clusters.map(({ name, plan }) => {
		const before = base?.clusters.find((one) => one.name === name);
		const rows = planRows(plan, nowhere);
		const old = new Map(before === undefined ? [] : planRows(before.plan, nowhere).map((row) => [row.label, row]));
		const gone = [...old.values()].filter(({ label }) => !rows.some((row) => row.label === label));
		const isCompared = base !== undefined;
		const lines = [
			...rows.map((row) => tableRow(row.label, old.get(row.label), row, isCompared)),
			...gone.map((row) => tableRow(row.label, row, undefined, isCompared)),
		];
		if (lines.length === 0) return `#### ${markdownText(name)}\n\nNo component declares an address.`;
		const table = [markdownRow(['network', 'IPv4', 'IPv6']), markdownRow(['---', '---', '---']), ...lines].join('\n');
		return `#### ${markdownText(name)}\n\n${table}`;
	});
}

const nowhere = () => ({ file: '', line: 1, column: 1, endLine: 1, endColumn: 1 });

function tableRow(label: string, old: PlanRow | undefined, now: PlanRow | undefined, isCompared: boolean): string {
	const cell = (family: 'IPv4' | 'IPv6') => {
		const before = cellText(old?.cells[family] ?? []);
		const after = cellText(now?.cells[family] ?? []);
		return !isCompared || before === after ? after : `**${before} \u2192 ${after}**`;
	};
	return markdownRow([markdownText(label), cell('IPv4'), cell('IPv6')]);
}

function cellText(cells: readonly PlanCell[]): string {
	const texts = cells.map(({ text, remark }) => {
		const code = markdownCode(text.replaceAll('|', ' '));
		return remark === undefined ? code : `${code} (${remark})`;
	});
	return texts.length === 0 ? '\u2014' : texts.join(', ');
}
