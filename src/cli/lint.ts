import { rules } from '../../rules/index.ts';
import { gravity } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import type { Detail } from '../report/text.ts';
import { exitCode } from './exit.ts';
import { fileOutputs, inFormat, writeOutput } from './formats.ts';
import { knownRule } from './known-rule.ts';
import type { LintArguments } from './options.ts';
import { readAndLint } from './read.ts';
import type { Terminal } from './terminal.ts';

/** Lints a repository and prints the report. Answers the exit code. */
export function lint(options: LintArguments, terminal: Terminal): number {
	const only = new Set((options.rule ?? []).map((id) => knownRule(id).id));
	const without = new Set((options.skip ?? []).map((id) => knownRule(id).id));
	const chosen = rules.filter(({ id }) => (only.size === 0 || only.has(id)) && !without.has(id));
	const outputs = fileOutputs(options.output ?? [], process.cwd());
	const linted = readAndLint(options, chosen, terminal);
	if (typeof linted === 'number') return linted;
	const detail: Detail = options.verbose === true ? 'verbose' : options.quiet === true ? 'quiet' : 'normal';
	for (const output of outputs) writeOutput(output, linted.report, detail);
	terminal.out(inFormat(linted.report, options.format, detail, terminal.outStyle));
	return options.exitZero === true
		? exitCode.clean
		: verdict(linted.report, options.failOn ?? linted.failOn ?? 'error');
}

function verdict(report: Report, failOn: NonNullable<LintArguments['failOn']>): number {
	if (failOn === 'never') return exitCode.clean;
	const counts = report.diagnostics.filter(
		({ severity, suppressed }) => suppressed === null && gravity[severity] >= gravity[failOn],
	);
	return counts.length > 0 ? exitCode.findings : exitCode.clean;
}
