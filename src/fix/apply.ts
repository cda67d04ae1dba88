import { byText, fileText, type RepoFiles, withTexts } from '../repo/files.ts';
import type { RepoPath } from '../repo/location.ts';
import { byFile, edited, type TextEdit } from './text-edit.ts';

/** The repository with edits applied, in memory. Throws when edits overlap. */
export function applyEdits(files: RepoFiles, edits: readonly TextEdit[]): RepoFiles {
	return withTexts(files, editedTexts(files, edits));
}

/** Of some files, those whose text is another one afterwards, with that text; in the order of their paths. */
export function changedTexts(paths: Iterable<RepoPath>, before: RepoFiles, after: RepoFiles): Map<RepoPath, string> {
	const texts = new Map<RepoPath, string>();
	for (const path of [...new Set(paths)].sort(byText)) {
		const text = fileText(after, path);
		if (text !== undefined && text !== fileText(before, path)) texts.set(path, text);
	}
	return texts;
}

/** The new text of each file that edits name. Throws when edits overlap or a file cannot be read. */
export function editedTexts(files: RepoFiles, edits: readonly TextEdit[]): ReadonlyMap<RepoPath, string> {
	const texts = new Map<RepoPath, string>();
	for (const [path, own] of byFile(edits)) {
		const read = files.read(path);
		if (read?.ok === false) throw new Error(`${path} cannot be read, so nothing is written there`);
		texts.set(path, edited(read?.value ?? '', own));
	}
	return texts;
}
