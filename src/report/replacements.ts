import { fixEdits } from '../fix/fix-edits.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import type { RepoFiles } from '../repo/files.ts';
import { type Place, placeFinder } from './positions.ts';

/** A text that takes the place of a span. */
export interface Replacement {
	readonly at: Place;
	readonly text: string;
}

/** Characters that are read again to write down the fixes of one report: half a second's worth, of the densest texts a few. */
const mostCharacters = 2 ** 20;

/**
 * Answers what the fix of a finding writes, by place; nothing for a finding without a fix, for one that only a person
 * can make, and for the many at the end of a report that has thousands. `--fix` holds the result against the rules
 * before it writes; this does not.
 */
export function replacementFinder(report: Pick<Report, 'textOf'>): (diagnostic: Diagnostic) => readonly Replacement[] {
	const placeOf = placeFinder(report);
	const files: RepoFiles = {
		paths: [],
		read(path) {
			const value = report.textOf(path);
			return value === '' ? undefined : { ok: true, value };
		},
	};
	let left = mostCharacters;
	return ({ fix, at }) => {
		if (fix === undefined || fix.applicability === 'display-only' || left <= 0) return [];
		left -= report.textOf(at.file).length;
		const edits = fixEdits(at, fix, files, fix.applicability);
		return edits.ok ? edits.value.map(({ file, range, text }) => ({ at: placeOf({ file, range }), text })) : [];
	};
}
