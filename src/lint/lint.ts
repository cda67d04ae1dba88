import type { Config } from '../repo/config.ts';
import { globTest } from '../repo/glob.ts';
import type { Finding, Rule, RuleInput } from '../rule.ts';
import { compareDiagnostics, type Diagnostic, diagnosticFrom } from './diagnostic.ts';

/** What the rules look at: one cluster, or with `cluster: null` the repository's files alone. */
export interface Subject {
	readonly cluster: string | null;
	readonly input: RuleInput;
}

/** Findings of one rule that are kept. More of the same tell nobody anything, and a million of them fill the memory. */
const mostFindings = 1000;

/** Runs the rules over each subject. Severities, acceptances and ignored files of the configuration are applied. */
export function lint(subjects: readonly Subject[], rules: readonly Rule[], config: Config): Diagnostic[] {
	const isIgnored = globTest(config.ignore);
	const diagnostics: Diagnostic[] = [];
	for (const rule of rules) {
		const severity = config.rules.get(rule.id);
		if (severity === 'off') continue;
		const reasons = new Map(config.accept.flatMap((one) => (one.rule === rule.id ? [[one.value, one.reason]] : [])));
		let left = mostFindings;
		for (const [finding, cluster] of findingsOf(rule, subjects)) {
			const diagnostic = diagnosticFrom(rule, finding, cluster);
			if (isIgnored(diagnostic.at.file)) continue;
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
	return withoutRepeats(diagnostics.sort(compareDiagnostics));
}

/** Stands in the place of the first finding that is left out. */
const manyMore = {
	message: `there are more findings of this rule; ${mostFindings} are shown`,
	related: [],
	fix: undefined,
} satisfies Partial<Diagnostic>;

function* findingsOf(rule: Rule, subjects: readonly Subject[]): Iterable<[finding: Finding, cluster: string | null]> {
	for (const { cluster, input } of subjects) {
		if ((rule.scope === 'files') !== (cluster === null)) continue;
		for (const finding of rule.check(input)) yield [finding, cluster];
	}
}

/** The same finding at the same place, reached over two paths of one cluster, is one. */
function withoutRepeats(sorted: readonly Diagnostic[]): Diagnostic[] {
	return sorted.filter((diagnostic, i) => {
		const before = sorted[i - 1];
		return before === undefined || compareDiagnostics(before, diagnostic) !== 0;
	});
}
