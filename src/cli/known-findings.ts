import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import {
	type Baseline,
	type BaselineEntry,
	baselineOf,
	printBaseline,
	readBaseline,
	withoutGone,
	withoutKnown,
} from '../report/baseline.ts';
import { printable } from '../report/printable.ts';
import { counted } from '../report/summary.ts';
import { UsageError } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Where a baseline stands unless `--baseline` names another file. */
export const baselineName = '.dualstack-lint-baseline.json';

/** Reads a baseline from the disk. */
export function baselineFrom(path: string, cwd: string): Baseline {
	const file = resolve(cwd, path);
	if (!existsSync(file)) throw new UsageError(`no such file: ${path}; --write-baseline makes it`);
	const read = readBaseline(readFileSync(file, 'utf8'));
	if (!read.ok) throw new UsageError(`${path} ${read.problem}`);
	return read.value;
}

/** Writes the findings of a report into a baseline file and says so. */
export function writeBaseline(report: Report, path: string, cwd: string, terminal: Terminal): Baseline {
	return written(baselineOf(report), path, cwd, terminal);
}

/** Writes a baseline again without the findings that are no longer there. */
export function pruneBaseline(
	baseline: Baseline,
	gone: readonly BaselineEntry[],
	path: string,
	cwd: string,
	terminal: Terminal,
): void {
	written(withoutGone(baseline, gone), path, cwd, terminal);
}

function written(baseline: Baseline, path: string, cwd: string, terminal: Terminal): Baseline {
	try {
		writeFileSync(resolve(cwd, path), printBaseline(baseline));
	} catch (error) {
		throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
	}
	const count = baseline.entries.reduce((sum, entry) => sum + entry.count, 0);
	terminal.err(`${printable(path)}: ${counted(count, 'finding')} written\n`);
	return baseline;
}

/** The report with known findings marked as suppressed. */
export function withKnown(
	report: Report,
	baseline: Baseline,
	suppressed: NonNullable<Diagnostic['suppressed']>,
): { readonly report: Report; readonly stale: readonly BaselineEntry[] } {
	const { diagnostics, stale } = withoutKnown(report, baseline, suppressed);
	return { report: { ...report, diagnostics }, stale };
}

/** Entries of a baseline that are told by name. */
const mostStale = 20;

/** Complains about entries that no finding answers to any more. */
export function reportStale(stale: readonly BaselineEntry[], path: string, terminal: Terminal): void {
	const list = stale.slice(0, mostStale).map(({ file, rule, message }) => `  ${file}: ${rule}: ${message}`);
	const left = stale.length - list.length;
	const lines = [
		`${path} holds ${counted(stale.length, 'finding')} that ${stale.length === 1 ? 'is' : 'are'} no longer there; --prune-baseline takes ${stale.length === 1 ? 'it' : 'them'} out:`,
		...list,
		...(left > 0 ? [`  and ${left} more`] : []),
	];
	terminal.err(`${lines.map(printable).join('\n')}\n`);
}
