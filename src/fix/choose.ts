import type { Diagnostic } from '../lint/diagnostic.ts';
import { byText } from '../repo/files.ts';
import { inOrder, overlaps, type TextEdit } from './text-edit.ts';

/** A fix in text, and the findings that it is for: the same edits for two clusters are one candidate. */
export interface Candidate {
	readonly title: string;
	readonly edits: readonly TextEdit[];
	readonly diagnostics: readonly Diagnostic[];
}

/** The candidates that can be made together, in the order of their places; the others wait for another round. */
export function choose(candidates: readonly Candidate[]): Candidate[] {
	const chosen: Candidate[] = [];
	for (const candidate of joined(candidates)) {
		const isFree = candidate.edits.every((edit) =>
			chosen.every(({ edits }) => edits.every((other) => !isInTheWay(edit, other))),
		);
		if (isFree) chosen.push(candidate);
	}
	return chosen;
}

/** Insertions at one place could be made in either order. */
function isInTheWay(a: TextEdit, b: TextEdit): boolean {
	return overlaps(a, b) || (a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end);
}

function joined(candidates: readonly Candidate[]): Candidate[] {
	const byEdits = new Map<string, Candidate>();
	for (const candidate of candidates.toSorted(byPlace)) {
		const key = JSON.stringify(inOrder(candidate.edits));
		const known = byEdits.get(key);
		const diagnostics = known === undefined ? candidate.diagnostics : [...known.diagnostics, ...candidate.diagnostics];
		byEdits.set(key, { ...(known ?? candidate), diagnostics });
	}
	return [...byEdits.values()];
}

function byPlace(a: Candidate, b: Candidate): number {
	const [one, other] = [inOrder(a.edits)[0], inOrder(b.edits)[0]];
	if (one === undefined || other === undefined) return 0;
	return (
		byText(one.file, other.file) ||
		one.range.start - other.range.start ||
		one.range.end - other.range.end ||
		byText(a.diagnostics[0]?.ruleId ?? '', b.diagnostics[0]?.ruleId ?? '') ||
		byText(a.title, b.title)
	);
}
