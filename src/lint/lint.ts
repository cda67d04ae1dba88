import picomatch from 'picomatch';
import type { Config } from '../repo/config.ts';
import type { Rule, RuleInput } from '../rule.ts';
import { compareDiagnostics, type Diagnostic, diagnosticFrom } from './diagnostic.ts';

/** What the rules look at: one cluster, or with `cluster: null` the repository's files alone. */
export interface Subject {
	readonly cluster: string | null;
	readonly input: RuleInput;
}

/** Runs the rules over each subject. Severities, acceptances and ignored files of the configuration are applied. */
export function lint(subjects: readonly Subject[], rules: readonly Rule[], config: Config): Diagnostic[] {
	const isIgnored = config.ignore.length === 0 ? () => false : picomatch([...config.ignore], { dot: true });
	const diagnostics: Diagnostic[] = [];
	for (const rule of rules) {
		const severity = config.rules.get(rule.id);
		if (severity === 'off') continue;
		for (const { cluster, input } of subjects) {
			if ((rule.scope === 'files') !== (cluster === null)) continue;
			for (const finding of rule.check(input)) {
				const diagnostic = diagnosticFrom(rule, finding, cluster);
				if (isIgnored(diagnostic.at.file)) continue;
				const acceptance = config.accept.find(
					(accepted) => accepted.rule === rule.id && accepted.value === finding.subject,
				);
				diagnostics.push({
					...diagnostic,
					severity: severity ?? diagnostic.severity,
					suppressed: acceptance === undefined ? null : { by: 'accept', reason: acceptance.reason },
				});
			}
		}
	}
	return withoutRepeats(diagnostics.sort(compareDiagnostics));
}

/** The same finding at the same place, reached over two paths of one cluster, is one. */
function withoutRepeats(sorted: readonly Diagnostic[]): Diagnostic[] {
	return sorted.filter((diagnostic, i) => {
		const before = sorted[i - 1];
		return before === undefined || compareDiagnostics(before, diagnostic) !== 0;
	});
}
