import { planJson } from '../report/json.ts';
import { planText } from '../report/text.ts';
import { exitCode } from './exit.ts';
import type { PlanArguments } from './options.ts';
import { readAndLint } from './read.ts';
import type { Terminal } from './terminal.ts';

/** Prints the address plan of each cluster. Answers the exit code. */
export function plan(options: PlanArguments, terminal: Terminal): number {
	const linted = readAndLint(options, [], terminal);
	if (typeof linted === 'number') return linted;
	const { report } = linted;
	const detail = options.verbose === true ? 'verbose' : 'normal';
	terminal.out(options.format === 'json' ? planJson(report) : planText(report, detail, terminal.outStyle));
	return exitCode.clean;
}
