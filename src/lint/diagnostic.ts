import { byText } from '../repo/files.ts';
import type { SourceLocation } from '../repo/location.ts';
import { decidedAt, samePlace, trail } from '../repo/origin.ts';
import type { Finding, Fix, Rule, Severity } from '../rule.ts';

/** Another place that belongs to a finding. */
export interface RelatedLocation {
	readonly at: SourceLocation;
	readonly note: string;
}

/** A finding, placed in the repository. Every reporter and the GitHub App receive this. */
export interface Diagnostic {
	readonly ruleId: string;
	readonly severity: Severity;
	readonly message: string;
	/** The cluster whose plan shows it; null for what concerns a file alone. */
	readonly cluster: string | null;
	readonly at: SourceLocation;
	readonly related: readonly RelatedLocation[];
	readonly fix: Fix | undefined;
	/** Who silenced it and why; null when it counts. */
	readonly suppressed: { readonly by: string; readonly reason: string } | null;
}

/** Places a finding: the deciding text, then the reasons, then whoever else had a hand in the value. */
export function diagnosticFrom(rule: Rule, finding: Finding, cluster: string | null): Diagnostic {
	const at = decidedAt(finding.at);
	const related: RelatedLocation[] = [];
	const reasons = (finding.because ?? []).map((because) => ({ at: decidedAt(because.at), note: because.note }));
	for (const step of [...reasons, ...trail(finding.at)]) {
		if (samePlace(step.at, at) || related.some((other) => samePlace(other.at, step.at))) continue;
		related.push(step);
	}
	return {
		ruleId: rule.id,
		severity: finding.severity ?? rule.severity,
		message: finding.message,
		cluster,
		at,
		related,
		fix: finding.fix,
		suppressed: null,
	};
}

/** The order of reports: file, place, rule, cluster, message. Total, so that the same input gives the same bytes. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
	return (
		byText(a.at.file, b.at.file) ||
		a.at.range.start - b.at.range.start ||
		a.at.range.end - b.at.range.end ||
		byText(a.ruleId, b.ruleId) ||
		byText(a.cluster ?? '', b.cluster ?? '') ||
		byText(a.message, b.message)
	);
}

/** How grave a severity is; greater is graver. */
export const gravity: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
