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

/** Places that are kept of those that belong to one finding. */
const mostRelated = 200;

/** Places a finding: the deciding text, then the reasons, then whoever else had a hand in the value. */
export function diagnosticFrom(rule: Rule, finding: Finding, cluster: string | null): Diagnostic {
	const at = decidedAt(finding.at);
	const related = new Map<string, RelatedLocation>();
	const reasons = (finding.because ?? []).slice(0, mostRelated).map((because) => ({
		at: decidedAt(because.at),
		note: shortened(because.note),
	}));
	for (const step of [...reasons, ...trail(finding.at)]) {
		const { file, range } = step.at;
		const key = `${range.start} ${range.end} ${file}`;
		if (!samePlace(step.at, at) && !related.has(key)) related.set(key, step);
	}
	return {
		ruleId: rule.id,
		severity: finding.severity ?? rule.severity,
		message: shortened(finding.message),
		cluster,
		at,
		related: [...related.values()],
		fix: finding.fix,
		suppressed: null,
	};
}

/** UTF-16 units of a message that anybody reads; a value may fill a megabyte. */
const longest = 1000;

function shortened(message: string): string {
	return message.length <= longest ? message : `${message.slice(0, longest / 2)}…${message.slice(-longest / 2)}`;
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
