import type { RepoFiles } from '../repo/files.ts';
import type { SourceLocation } from '../repo/location.ts';
import type { Fix } from '../rule.ts';
import { lowerChanges } from './lower-changes.ts';
import { type Attempt, refused } from './refusal.ts';
import type { TextEdit } from './text-edit.ts';

/** Which fixes are made: those that are plainly what was meant, or those as well that a person has to look at. */
export type FixLevel = 'safe' | 'unsafe';

/** A fix in text; or why a person has to make it. */
export function fixEdits(
	at: SourceLocation,
	fix: Fix,
	files: RepoFiles,
	level: FixLevel,
): Attempt<readonly TextEdit[]> {
	const lowered = lowerChanges(fix.changes, files, { throughVariables: level === 'unsafe' });
	if (!lowered.ok) return lowered;
	const reaching = lowered.value.find(({ reach }) => reach === 'anchor' || reach === 'variable');
	if (reaching !== undefined && level === 'safe')
		return refused('shared', `other places use the ${reaching.reach} as well; --fix=unsafe changes it`, reaching.at);
	const edits = lowered.value.flatMap((one) => one.edits).filter((edit) => isChange(edit, files));
	return edits.length === 0 ? refused('form', 'the text says so already', at) : { ok: true, value: edits };
}

function isChange({ file, range, text }: TextEdit, files: RepoFiles): boolean {
	const read = files.read(file);
	return !read?.ok || read.value.slice(range.start, range.end) !== text || range.end > read.value.length;
}
