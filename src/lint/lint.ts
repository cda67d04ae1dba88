import type { Config, ConfiguredSeverity } from '../repo/config.ts';
import { globTest } from '../repo/glob.ts';
import type { RepoPath } from '../repo/location.ts';
import type { Suppression } from '../repo/suppression.ts';
import type { Finding, Rule, RuleInput } from '../rule.ts';
import { compareDiagnostics, type Diagnostic, diagnosticFrom } from './diagnostic.ts';
import { suppress } from './suppress.ts';

/** What the rules look at: one cluster, or with `cluster: null` the repository's files alone. */
export interface Subject {
	readonly cluster: string | null;
	readonly input: RuleInput;
}

/** Findings of one rule that are kept. More of the same tell nobody anything, and a million of them fill the memory. */
const mostFindings = 1000;

/** What suppresses findings besides the configuration. */
export interface Suppressing {
	readonly suppressions: readonly Suppression[];
	/** `YYYY-MM-DD`. */
	readonly today: string | undefined;
	/** Ids of all rules, also of those that do not run. */
	readonly knownRules: ReadonlySet<string>;
}

/** What happens when a rule throws. */
export interface Failing {
	/** Is told; without it the error goes on. */
	readonly onFailure: ((ruleId: string, error: unknown) => void) | undefined;
}

/**
 * Runs the rules over each subject. Severities, acceptances and ignored files of the configuration are applied, then
 * what comments and annotations suppress; the rules about suppressions come last.
 */
export function lint(
	subjects: readonly Subject[],
	rules: readonly Rule[],
	config: Config,
	{ suppressions, today, knownRules, onFailure }: Suppressing & Failing,
): Diagnostic[] {
	const ran = new Set(rules.flatMap(({ id }) => (config.rules.get(id) === 'off' ? [] : [id])));
	const found = withoutRepeats(run(subjects, rules, config, onFailure).sort(compareDiagnostics));
	const { diagnostics, judged } = suppress(found, suppressions, { today, ran, known: knownRules });
	if (judged.length === 0) return [...diagnostics];
	const [first] = subjects;
	if (first === undefined) return [...diagnostics];
	const subject: Subject = { cluster: null, input: { ...first.input, suppressions: judged, knownRules } };
	const about = rules.filter(({ scope }) => scope === 'suppressions');
	return withoutRepeats([...diagnostics, ...run([subject], about, config, onFailure)].sort(compareDiagnostics));
}

function run(
	subjects: readonly Subject[],
	rules: readonly Rule[],
	config: Config,
	onFailure: Failing['onFailure'],
): Diagnostic[] {
	const isIgnored = globTest(config.ignore);
	const diagnostics: Diagnostic[] = [];
	const severityOf = severities(config);
	for (const rule of rules) {
		if (config.rules.get(rule.id) === 'off' && !config.overrides.some((one) => one.rules.has(rule.id))) continue;
		const reasons = new Map(config.accept.flatMap((one) => (one.rule === rule.id ? [[one.value, one.reason]] : [])));
		let left = mostFindings;
		for (const [finding, cluster] of findingsOf(rule, subjects, onFailure)) {
			const diagnostic = diagnosticFrom(rule, finding, cluster);
			if (isIgnored(diagnostic.at.file)) continue;
			const severity = severityOf(rule.id, diagnostic.at.file);
			if (severity === 'off') continue;
			const reason = finding.subject === undefined ? undefined : reasons.get(finding.subject);
			diagnostics.push({
				...diagnostic,
				severity: severity ?? diagnostic.severity,
				suppressed: reason === undefined ? null : { by: 'accept', reason },
				...(left === 0 && { ...manyMore, suppressed: null }),
			});
			if (left-- === 0) break;
		}
	}
	return diagnostics;
}

/** The severity that the configuration gives to a rule's findings in a file; undefined where it says nothing. */
export function severities({
	rules,
	overrides,
}: Config): (id: string, file: RepoPath) => ConfiguredSeverity | undefined {
	const tests = overrides.map((one) => ({ fits: globTest(one.paths), rules: one.rules }));
	return (id, file) => tests.findLast((one) => one.rules.has(id) && one.fits(file))?.rules.get(id) ?? rules.get(id);
}

/** Stands in the place of the first finding that is left out. */
const manyMore = {
	message: `there are more findings of this rule; ${mostFindings} are shown`,
	related: [],
	fix: undefined,
} satisfies Partial<Diagnostic>;

function* findingsOf(
	rule: Rule,
	subjects: readonly Subject[],
	onFailure: Failing['onFailure'],
): Iterable<[finding: Finding, cluster: string | null]> {
	for (const { cluster, input } of subjects) {
		if ((rule.scope !== undefined) !== (cluster === null)) continue;
		if ((rule.scope === 'suppressions') !== (input.suppressions !== undefined)) continue;
		try {
			for (const finding of rule.check(input)) yield [finding, cluster];
		} catch (error) {
			if (onFailure === undefined) throw error;
			onFailure(rule.id, error);
		}
	}
}

/** The same finding at the same place, reached over two paths of one cluster, is one. */
function withoutRepeats(sorted: readonly Diagnostic[]): Diagnostic[] {
	return sorted.filter((diagnostic, i) => {
		const before = sorted[i - 1];
		return before === undefined || compareDiagnostics(before, diagnostic) !== 0;
	});
}
