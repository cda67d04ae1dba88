import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { baselineOf, withoutKnown } from '../report/baseline.ts';
import { lineAt } from '../report/line-strip.ts';

/** A report's findings, parted by whether a base has them too. */
export interface PartedFindings {
	readonly fresh: readonly Diagnostic[];
	readonly known: readonly Diagnostic[];
	/** How many of the base are gone. */
	readonly mended: number;
}

type Findings = Pick<Report, 'diagnostics' | 'textOf'>;

/**
 * Parts what counts in a head by what counts in its base. Equal are first findings of the same line of text, then those
 * that say the same of the same file, then those that say the same of the same line in another file: a file may be moved.
 */
export function partFindings(head: Findings, base: Findings): PartedFindings {
	const marked = { by: 'base', reason: 'was there before' } as const;
	const live = (findings: Findings) => ({
		textOf: findings.textOf,
		diagnostics: findings.diagnostics.filter(({ suppressed }) => suppressed === null),
	});
	const [now, before] = [live(head), live(base)];
	const exact = withoutKnown(now, baselineOf(before), marked).diagnostics;
	const gone = withoutKnown(before, baselineOf(now), marked).diagnostics;
	let fresh = now.diagnostics.filter((_, i) => exact[i]?.suppressed === null);
	let left = gone.filter(({ suppressed }) => suppressed === null);
	for (const keyOf of [sameFile, sameLine]) [fresh, left] = withoutPairs(fresh, head, left, base, keyOf);
	const isFresh = new Set(fresh);
	return { fresh, known: now.diagnostics.filter((one) => !isFresh.has(one)), mended: left.length };
}

type KeyOf = (one: Diagnostic, textOf: Report['textOf']) => string;

const sameFile: KeyOf = ({ ruleId, cluster, message, at }) => JSON.stringify([ruleId, cluster, message, at.file]);

const sameLine: KeyOf = ({ ruleId, cluster, message, at }, textOf) =>
	JSON.stringify([ruleId, cluster, message, lineAt(textOf(at.file), at.range.start).text.trim()]);

/** What is left of two lists when findings with the same key go out in pairs. */
function withoutPairs(
	now: readonly Diagnostic[],
	head: Findings,
	before: readonly Diagnostic[],
	base: Findings,
	keyOf: KeyOf,
): [Diagnostic[], Diagnostic[]] {
	const waiting = new Map<string, Diagnostic[]>();
	for (const one of before) {
		const key = keyOf(one, base.textOf);
		const others = waiting.get(key);
		if (others === undefined) waiting.set(key, [one]);
		else others.push(one);
	}
	const unpaired = now.filter((one) => waiting.get(keyOf(one, head.textOf))?.pop() === undefined);
	return [unpaired, [...waiting.values()].flat()];
}
