import { rules } from '../../rules/index.ts';
import { gravity } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { baselineOf } from '../report/baseline.ts';
import { printable } from '../report/printable.ts';
import type { Detail } from '../report/text.ts';
import { writeDebugTrail } from './debug-trail.ts';
import { exitCode, UsageError } from './exit.ts';
import { fix } from './fix.ts';
import { fileOutputs, inFormat, writeOutput } from './formats.ts';
import { filesFromGit, startOfChange } from './git-tree.ts';
import { baselineFrom, baselineName, pruneBaseline, reportStale, withKnown, writeBaseline } from './known-findings.ts';
import { knownRule } from './known-rule.ts';
import type { LintArguments } from './options.ts';
import { printConfig } from './print-config.ts';
import { type Linted, readAndLint } from './read.ts';
import { findRoot } from './root.ts';
import { wantsLinks, withRuleLinks } from './rule-links.ts';
import type { Terminal } from './terminal.ts';
import { watchFolder } from './watch.ts';

/** Lints a repository and prints the report, with `--watch` again after each change. Answers the exit code. */
export function lint(options: LintArguments, terminal: Terminal): number | Promise<number> {
	const { watch, addIgnores } = options;
	const writes = options.fix !== undefined || options.diff === true || addIgnores !== undefined;
	if (watch === true && writes) throw new UsageError('--watch only looks: run --fix, --diff and --add-ignores alone');
	if (options.stdinFilename !== undefined && (watch === true || writes))
		throw new UsageError('--stdin-filename only looks: a text from standard input is not written anywhere');
	if (options.fix !== undefined && addIgnores !== undefined)
		throw new UsageError('--fix mends findings and --add-ignores keeps them: run one after the other');
	if (options.watch !== true) return lintOnce(options, terminal);
	const { folder } = findRoot(options.paths, options.root, process.cwd());
	return watchFolder(folder, () => void lintOnce(options, terminal), terminal);
}

function lintOnce(options: LintArguments, terminal: Terminal): number {
	const only = new Set((options.rule ?? []).map((id) => knownRule(id).id));
	const without = new Set((options.skip ?? []).map((id) => knownRule(id).id));
	const chosen = rules.filter(({ id }) => (only.size === 0 || only.has(id)) && !without.has(id));
	const outputs = fileOutputs(options.output ?? [], process.cwd());
	if (options.printConfig !== undefined) return printConfig(options.printConfig, options, terminal);
	if (options.fix !== undefined || options.diff === true || options.addIgnores !== undefined) {
		const code = fix(options, chosen, terminal);
		if (code !== undefined) return code;
	}
	const linted = readAndLint(options, chosen, terminal);
	if (typeof linted === 'number') return linted;
	const { report, isStale } = judged(options, linted, terminal);
	const detail: Detail = options.verbose === true ? 'verbose' : options.quiet === true ? 'quiet' : 'normal';
	for (const output of outputs) writeOutput(output, report, detail);
	const style = wantsLinks(process.stdout, process.env) ? withRuleLinks(terminal.outStyle) : terminal.outStyle;
	terminal.out(inFormat(report, options.format, detail, style));
	const { failures, steps } = linted;
	if (options.debugTrail !== undefined) writeDebugTrail(options.debugTrail, report, options, steps.length, failures);
	for (const failure of failures) terminal.err(failure);
	if (failures.length > 0) return exitCode.internal;
	if (options.exitZero === true) return exitCode.clean;
	return isStale ? exitCode.findings : verdict(report, options.failOn ?? linted.failOn ?? 'error');
}

/** The report without what was there before: before the change that `--since` names, or in a baseline. */
function judged(
	options: LintArguments,
	linted: Linted,
	terminal: Terminal,
): { readonly report: Report; readonly isStale: boolean } {
	let { report } = linted;
	if (options.since !== undefined) {
		const commit = startOfChange(linted.root, options.since);
		const before = linted.lintAgain(filesFromGit(linted.root, commit));
		const reason = `was there at ${options.since} already`;
		if (before === undefined)
			terminal.err(`nothing to compare with at ${printable(options.since)}: all findings are new\n`);
		else report = withKnown(report, baselineOf(before), { by: 'since', reason }).report;
	}
	const cwd = process.cwd();
	const path = options.baseline ?? baselineName;
	if (options.writeBaseline === true) {
		const baseline = writeBaseline(report, path, cwd, terminal);
		return { report: withKnown(report, baseline, { by: 'baseline', reason: path }).report, isStale: false };
	}
	if (options.baseline === undefined && options.pruneBaseline !== true) return { report, isStale: false };
	const baseline = baselineFrom(path, cwd);
	const known = withKnown(report, baseline, { by: 'baseline', reason: `stands in ${path}` });
	const isWhole = options.rule === undefined && options.skip === undefined && options.since === undefined;
	if (options.pruneBaseline === true && !(isWhole && linted.isWhole))
		throw new UsageError('--prune-baseline needs all findings: leave out paths, --rule, --skip, --since and --cluster');
	const stale = isWhole && linted.isWhole ? known.stale : [];
	if (options.pruneBaseline === true) {
		pruneBaseline(baseline, stale, path, cwd, terminal);
		return { report: known.report, isStale: false };
	}
	if (stale.length > 0) reportStale(stale, path, terminal);
	return { report: known.report, isStale: stale.length > 0 };
}

function verdict(report: Report, failOn: NonNullable<LintArguments['failOn']>): number {
	if (failOn === 'never') return exitCode.clean;
	const counts = report.diagnostics.filter(
		({ severity, suppressed }) => suppressed === null && gravity[severity] >= gravity[failOn],
	);
	return counts.length > 0 ? exitCode.findings : exitCode.clean;
}
