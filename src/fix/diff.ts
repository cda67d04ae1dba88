import { formatPatch, structuredPatch } from 'diff';
import { byText, fileText, type RepoFiles } from '../repo/files.ts';
import { editedTexts } from './apply.ts';
import type { TextEdit } from './text-edit.ts';

/** Lines around a change that a hunk shows; as many as git does. */
const contextLines = 3;

/** What edits change, as a unified diff that `git apply` takes; empty when they change nothing. */
export function unifiedDiff(files: RepoFiles, edits: readonly TextEdit[]): string {
	const texts = [...editedTexts(files, edits)].sort(([a], [b]) => byText(a, b));
	return texts
		.map(([path, after]) => {
			return fileDiff(path, fileText(files, path), after);
		})
		.join('');
}

/** The difference of one file as git prints it; empty when there is none. `before` is undefined for a new file. */
export function fileDiff(path: string, before: string | undefined, after: string): string {
	if (before === after) return '';
	const isNew = before === undefined;
	const oldName = isNew ? '/dev/null' : `a/${path}`;
	const patch = structuredPatch(oldName, `b/${path}`, before ?? '', after, undefined, undefined, {
		context: contextLines,
	});
	const text = formatPatch({ ...patch, isGit: true, ...(isNew ? { isCreate: true, newMode: '100644' } : {}) });
	return text.endsWith('\n') ? text : `${text}\n`;
}
