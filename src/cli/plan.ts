import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { Report } from '../lint/report.ts';
import { addressMap } from '../report/address-map/page.ts';
import { planJson } from '../report/json.ts';
import { planMarkdown } from '../report/markdown.ts';
import { planMermaid } from '../report/mermaid.ts';
import { printable } from '../report/printable.ts';
import { planText } from '../report/text.ts';
import { exitCode, UsageError } from './exit.ts';
import type { PlanArguments } from './options.ts';
import { readAndLint } from './read.ts';
import type { Terminal } from './terminal.ts';

/** Prints the address plan of each cluster, or draws it. Answers the exit code. */
export function plan(options: PlanArguments, terminal: Terminal): number {
	const linted = readAndLint(options, options.html === undefined ? [] : rules, terminal);
	if (typeof linted === 'number') return linted;
	const { report } = linted;
	if (options.html === undefined) terminal.out(printed(report, options, terminal));
	else writePage(report, options.html, terminal);
	return exitCode.clean;
}

function printed(report: Report, { format, verbose }: PlanArguments, { outStyle }: Terminal): string {
	switch (format) {
		case 'text':
			return planText(report, verbose === true ? 'verbose' : 'normal', outStyle);
		case 'table':
			return planMarkdown(report);
		case 'json':
			return planJson(report);
		case 'mermaid':
			return planMermaid(report);
	}
}

function writePage(report: Report, file: string, terminal: Terminal): void {
	try {
		writeFileSync(resolve(process.cwd(), file), addressMap(report));
	} catch (error) {
		throw new UsageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
	}
	terminal.err(`${printable(file)} written\n`);
}
