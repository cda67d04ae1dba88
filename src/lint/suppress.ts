import type { Suppression } from '../repo/suppression.ts';
import type { JudgedSuppression } from '../rule.ts';
import type { Diagnostic } from './diagnostic.ts';

/** What is known about a run that judges suppressions. */
export interface SuppressionContext {
	/** `YYYY-MM-DD`; without it nothing expires. */
	readonly today: string | undefined;
	/** The rules that ran. */
	readonly ran: ReadonlySet<string>;
	/** All rules that there are. */
	readonly known: ReadonlySet<string>;
}

/** Marks the diagnostics that a suppression covers, and tells of each suppression what became of it. */
export function suppress(
	diagnostics: readonly Diagnostic[],
	suppressions: readonly Suppression[],
	context: SuppressionContext,
): { readonly diagnostics: readonly Diagnostic[]; readonly judged: readonly JudgedSuppression[] } {
	if (suppressions.length === 0) return { diagnostics, judged: [] };
	const holding = new Map<string, Suppression[]>();
	for (const one of suppressions) {
		if (one.problem !== undefined || isOver(one, context)) continue;
		const known = holding.get(one.rule);
		if (known === undefined) holding.set(one.rule, [one]);
		else known.push(one);
	}
	const used = new Set<Suppression>();
	const marked = diagnostics.map((diagnostic) => {
		const covering = holding.get(diagnostic.ruleId)?.filter((one) => one.covers(diagnostic.at)) ?? [];
		for (const one of covering) used.add(one);
		const [first] = covering;
		if (first === undefined || diagnostic.suppressed !== null) return diagnostic;
		return { ...diagnostic, suppressed: { by: first.by, reason: first.reason } };
	});
	return { diagnostics: marked, judged: suppressions.map((one) => ({ ...one, verdict: verdict(one, used, context) })) };
}

function isOver({ expires }: Suppression, { today }: SuppressionContext): boolean {
	return expires !== undefined && today !== undefined && expires < today;
}

function verdict(
	one: Suppression,
	used: ReadonlySet<Suppression>,
	context: SuppressionContext,
): JudgedSuppression['verdict'] {
	if (one.problem !== undefined) return 'malformed';
	if (!context.known.has(one.rule)) return 'unknown-rule';
	if (isOver(one, context)) return 'expired';
	if (used.has(one)) return 'used';
	return context.ran.has(one.rule) ? 'unused' : 'not-judged';
}
