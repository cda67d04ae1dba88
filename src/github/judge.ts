import type { Diagnostic } from '../lint/diagnostic.ts';
import { gravity } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { type LintProblem, lintRepository, type Policy, policyOf } from '../pipeline.ts';
import { type Config, readConfig } from '../repo/config.ts';
import type { Parsed, RepoFiles } from '../repo/files.ts';
import { baselineOf, withoutKnown } from '../report/baseline.ts';
import type { Rule } from '../rule.ts';
import { partFindings } from './known-findings.ts';

const noPower: Config['github'] = {
	comments: 'off',
	fixes: false,
	pullRequests: { labels: [], assignees: [], reviewers: [], isDraft: false },
};

/** What a pull request does to the findings of its base. */
export interface Judgement {
	readonly head: Report;
	/** Undefined where nothing could be linted before. */
	readonly base: Report | undefined;
	/** Findings that count and that the base does not have. */
	readonly fresh: readonly Diagnostic[];
	/** Findings that count and were there before. */
	readonly known: readonly Diagnostic[];
	/** Findings that only this pull request's comments or configuration silence. */
	readonly silenced: readonly Diagnostic[];
	/** What the merge has that neither the head nor the newest base has. */
	readonly merged?: { readonly diagnostics: readonly Diagnostic[]; readonly report: Report };
	/** How many findings of the base are gone. */
	readonly mended: number;
	readonly isFailure: boolean;
}

/** One tree, linted; kept by commit, because many pull requests have the same base. */
export interface LintedBase {
	readonly policy: Policy | undefined;
	readonly report: Report | undefined;
	/** What the App may do beside checking. */
	readonly github: Config['github'];
}

/** A base that says nothing. */
export const unlinted: LintedBase = { policy: undefined, report: undefined, github: noPower };

export interface JudgeOptions {
	readonly today: string;
	readonly onFailure?: (ruleId: string, error: unknown) => void;
}

/** Lints what a pull request starts from. A base that cannot be linted judges nothing. */
export function lintBase(files: RepoFiles, rules: readonly Rule[], options: JudgeOptions): LintedBase {
	const config = readConfig(files);
	const linted = lintRepository(files, rules, { ...options, knownRules: rules.map(({ id }) => id) });
	return {
		policy: config.ok ? policyOf(config.value) : undefined,
		report: linted.ok ? linted.value : undefined,
		github: config.ok ? config.value.github : noPower,
	};
}

/** Lints a pull request's tree by what its base says counts, so that nobody silences a rule and breaks it at once. */
export function judge(
	files: RepoFiles,
	base: LintedBase,
	rules: readonly Rule[],
	options: JudgeOptions,
): Parsed<Judgement, LintProblem> {
	const common = { ...options, knownRules: rules.map(({ id }) => id) };
	const own = lintRepository(files, rules, common);
	if (!own.ok) return own;
	const { policy } = base;
	const byBase = policy === undefined ? own : lintRepository(files, rules, { ...common, policy });
	if (!byBase.ok) return byBase;
	const head = byBase.value;
	const before = base.report ?? { diagnostics: [], textOf: () => '' };
	const { fresh, known, mended } = partFindings(head, before);
	const isFailure = fresh.some((one) => fails(one, base));
	const silenced = [...newlySuppressed(head, before), ...missingIn(own.value, head)];
	return { ok: true, value: { head, base: base.report, fresh, known, silenced, mended, isFailure } };
}

/** True for a finding that is grave enough to fail a check, as the base says. */
export function fails({ severity }: Diagnostic, { policy }: LintedBase): boolean {
	const threshold = policy?.failOn ?? 'error';
	return threshold !== 'never' && gravity[severity] >= gravity[threshold];
}

/** Findings that a comment or annotation of the head suppresses and that the base did not suppress. */
function newlySuppressed(head: Report, base: Pick<Report, 'diagnostics' | 'textOf'>): Diagnostic[] {
	const live = (report: Pick<Report, 'diagnostics' | 'textOf'>) => ({
		textOf: report.textOf,
		diagnostics: report.diagnostics.flatMap((one) => (one.suppressed === null ? [] : [{ ...one, suppressed: null }])),
	});
	const now = live(head);
	const { diagnostics } = withoutKnown(now, baselineOf(live(base)), { by: 'base', reason: '' });
	return diagnostics.filter(({ suppressed }) => suppressed === null);
}

/** Findings that count for the base's configuration and not for the head's. */
function missingIn(own: Report, head: Report): Diagnostic[] {
	const marked = withoutKnown(head, baselineOf(own), { by: 'own', reason: '' });
	return marked.diagnostics.filter(({ suppressed }) => suppressed === null);
}
