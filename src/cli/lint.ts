import { rules } from '../../rules/index.ts';
import { gravity } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { jsonReport } from '../report/json.ts';
import { sarifReport } from '../report/sarif.ts';
import { type Detail, textReport } from '../report/text.ts';
import { exitCode } from './exit.ts';
import { knownRule } from './known-rule.ts';
import type { LintArguments } from './options.ts';
import { readAndLint } from './read.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** Lints a repository and prints the report. Answers the exit code. */
export function lint(options: LintArguments, terminal: Terminal): number {
	const only = new Set((options.rule ?? []).map((id) => knownRule(id).id));
	const without = new Set((options.skip ?? []).map((id) => knownRule(id).id));
	const chosen = rules.filter(({ id }) => (only.size === 0 || only.has(id)) && !without.has(id));
	const linted = readAndLint(options, chosen, terminal);
	if (typeof linted === 'number') return linted;
	terminal.out(printed(linted.report, options, terminal));
	return options.exitZero === true
		? exitCode.clean
		: verdict(linted.report, options.failOn ?? linted.failOn ?? 'error');
}

function printed(report: Report, { format, quiet, verbose }: LintArguments, terminal: Terminal): string {
	const detail: Detail = verbose === true ? 'verbose' : quiet === true ? 'quiet' : 'normal';
	switch (format) {
		case 'text':
			return textReport(report, detail, terminal.outStyle);
		case 'json':
			return jsonReport(report);
		case 'sarif':
			return sarifReport(report, rules, version);
	}
}

function verdict(report: Report, failOn: NonNullable<LintArguments['failOn']>): number {
	if (failOn === 'never') return exitCode.clean;
	const counts = report.diagnostics.filter(
		({ severity, suppressed }) => suppressed === null && gravity[severity] >= gravity[failOn],
	);
	return counts.length > 0 ? exitCode.findings : exitCode.clean;
}
