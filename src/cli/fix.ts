import { rules as everyRule } from '../../rules/index.ts';
import { addIgnores } from '../fix/add-ignores.ts';
import { changedTexts } from '../fix/apply.ts';
import { fileDiff } from '../fix/diff.ts';
import { fixRepository } from '../fix/fix-repository.ts';
import type { Checked } from '../fix/verify.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { lintRepository } from '../pipeline.ts';
import { writeToDisk } from '../repo/disk.ts';
import { fileText, type RepoFiles } from '../repo/files.ts';
import { readSuppression } from '../repo/suppression.ts';
import { baselineOf } from '../report/baseline.ts';
import { fixSummary, ignoresSummary } from '../report/fix-summary.ts';
import { printable } from '../report/printable.ts';
import type { Rule } from '../rule.ts';
import { exitCode, UsageError } from './exit.ts';
import { filesFromGit, startOfChange } from './git-tree.ts';
import { baselineFrom, withKnown } from './known-findings.ts';
import type { LintArguments } from './options.ts';
import { type Opened, openRepository, printProblem } from './read.ts';
import { isBelow } from './root.ts';
import type { Terminal } from './terminal.ts';

/**
 * Makes the fixes of the chosen rules in the files on the disk, or writes comments that suppress their findings; with
 * `--diff` prints them and answers the exit code.
 * All rules judge the result, also those that were not chosen.
 */
export function fix(options: LintArguments, chosen: readonly Rule[], terminal: Terminal): number | undefined {
	const opened = openRepository(options);
	const { files, root, lintOptions } = opened;
	const outcome = lintRepository(files, everyRule, lintOptions);
	if (!outcome.ok) return printProblem(outcome.problem, options, files, root.folder, terminal);
	const mark = markerFor(options, chosen, opened);
	const lintAgain = (other: RepoFiles): Report | undefined => {
		const again = lintRepository(other, everyRule, lintOptions);
		return again.ok ? mark(again.value) : undefined;
	};
	const checked: Checked = { files, report: mark(outcome.value) };
	const result =
		options.addIgnores === undefined
			? fixRepository(checked, options.fix ?? 'safe', lintAgain)
			: addIgnores(checked, isAskedFor(chosen, opened), reasonFrom(options.addIgnores), lintAgain);
	const summary = (tense: '' | 'would be') =>
		'added' in result ? ignoresSummary(result, tense) : fixSummary(result, tense);
	const texts = changedTexts(result.changed, files, result.files);
	if (options.diff === true) {
		for (const [path, text] of texts) terminal.out(fileDiff(path, fileText(files, path), text));
		terminal.err(summary('would be'));
		return texts.size > 0 ? exitCode.findings : exitCode.clean;
	}
	try {
		writeToDisk(root.folder, texts);
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
	terminal.err(summary(''));
	return undefined;
}

/** A reason that a comment can hold. */
function reasonFrom(text: string): string {
	const reason = text.trim();
	if (reason === '' || printable(reason) !== reason || readSuppression(`a/b: ${reason}`).problem !== undefined)
		throw new UsageError('--add-ignores takes a reason of one line, in words');
	return reason;
}

function isAskedFor(chosen: readonly Rule[], { root }: Opened): (diagnostic: Diagnostic) => boolean {
	const asked = new Set(chosen.map(({ id }) => id));
	return ({ ruleId, at: { file } }) => asked.has(ruleId) && isBelow(file, root.paths);
}

/** Takes away the fixes of what is not asked for, and marks what was known before. */
function markerFor(options: LintArguments, chosen: readonly Rule[], opened: Opened): (report: Report) => Report {
	const { root, lintOptions } = opened;
	const isAsked = isAskedFor(chosen, opened);
	const known: ((report: Report) => Report)[] = [];
	if (options.since !== undefined) {
		const before = lintRepository(
			filesFromGit(root.folder, startOfChange(root.folder, options.since)),
			everyRule,
			lintOptions,
		);
		const baseline = before.ok ? baselineOf(before.value) : undefined;
		if (baseline !== undefined)
			known.push((report) => withKnown(report, baseline, { by: 'since', reason: 'was there already' }).report);
	}
	if (options.baseline !== undefined && options.writeBaseline !== true) {
		const baseline = baselineFrom(options.baseline, process.cwd());
		known.push((report) => withKnown(report, baseline, { by: 'baseline', reason: 'is known' }).report);
	}
	return (report) => {
		const marked = known.reduce((result, mark) => mark(result), report);
		const diagnostics = marked.diagnostics.map((diagnostic) =>
			isAsked(diagnostic) ? diagnostic : { ...diagnostic, fix: undefined },
		);
		return { ...marked, diagnostics };
	};
}
