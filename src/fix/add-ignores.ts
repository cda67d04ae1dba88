import type { Diagnostic } from '../lint/diagnostic.ts';
import { positionFinder, type RepoPath, type SourceLocation } from '../repo/location.ts';
import { suppressionMark } from '../repo/suppression.ts';
import { applyEdits } from './apply.ts';
import { writableText } from './place.ts';
import { byFile, type TextEdit } from './text-edit.ts';
import type { Checked, LintAgain } from './verify.ts';
import { readsTheSame } from './yaml-law.ts';

/** A finding that still counts. */
export interface LeftOpen {
	readonly diagnostic: Diagnostic;
	/** Its line as it was, from 1. */
	readonly line: number;
	readonly what: string;
}

/** What came of writing suppressions. */
export interface AddedIgnores extends Checked {
	/** Findings that a new comment suppresses. */
	readonly added: readonly Diagnostic[];
	/** Findings that no comment was written for, and why. */
	readonly left: readonly LeftOpen[];
	readonly changed: readonly RepoPath[];
}

/**
 * Writes a comment above the line of each finding that counts, with one reason for all. Nothing but comments is written:
 * where a comment would change a value, as in a text block, or would not suppress its finding, none is.
 */
export function addIgnores(
	start: Checked,
	chosen: (diagnostic: Diagnostic) => boolean,
	reason: string,
	lintAgain: LintAgain,
): AddedIgnores {
	const open = start.report.diagnostics.filter((one) => one.suppressed === null && chosen(one));
	const refusals = new Map<Diagnostic, string>();
	const wanted = new Map<Diagnostic, TextEdit>();
	for (const diagnostic of open) {
		const edit = commentFor(diagnostic, start, reason);
		if (typeof edit === 'string') refusals.set(diagnostic, edit);
		else wanted.set(diagnostic, edit);
	}
	for (;;) {
		const edits = withoutRepeats([...wanted.values()]);
		const files = applyEdits(start.files, edits);
		const report = edits.length === 0 ? start.report : lintAgain(files);
		const stubborn = report === undefined ? [...wanted.keys()] : stillCounting(wanted, edits, report.diagnostics);
		if (report !== undefined && stubborn.length === 0) {
			const lineOf = ({ file, range }: SourceLocation) => positionFinder(start.report.textOf(file))(range.start).line;
			const left = [...refusals].map(([diagnostic, what]) => ({ diagnostic, what, line: lineOf(diagnostic.at) }));
			return { files, report, added: [...wanted.keys()], left, changed: [...byFile(edits).keys()] };
		}
		for (const one of stubborn) {
			wanted.delete(one);
			refusals.set(one, 'a comment above the line does not suppress it');
		}
	}
}

/** The comment as an insertion; or why there is none. */
function commentFor({ at, ruleId }: Diagnostic, { files }: Checked, reason: string): TextEdit | string {
	const read = writableText(files, at);
	if (!read.ok) return read.refusal.what;
	const text = read.value;
	if (at.file.endsWith('.json')) return 'JSON has no comments';
	const lineStart = text.lastIndexOf('\n', at.range.start - 1) + 1;
	const line = text.slice(lineStart, (text.indexOf('\n', lineStart) + 1 || text.length + 1) - 1);
	if (/\\\r?$/.test(text.slice(0, Math.max(0, lineStart - 1)))) return 'the line continues the one above';
	const pad = /^[ \t]*/.exec(line)?.[0] ?? '';
	const end = line.endsWith('\r') ? '\r\n' : '\n';
	const mark = lineStart === 0 && text.startsWith('\uFEFF') ? 1 : 0;
	const comment = `${pad}# ${suppressionMark} ${ruleId}: ${reason}${end}`;
	const place = lineStart + mark;
	if (/\.ya?ml$/.test(at.file)) {
		const isComment = readsTheSame(text, [{ start: place, end: place, text: comment }]);
		if (!isComment) return 'a comment there would be part of a value';
	}
	return { file: at.file, range: { start: place, end: place }, text: comment };
}

/** Two clusters can have a finding at one place. */
function withoutRepeats(edits: readonly TextEdit[]): TextEdit[] {
	const key = ({ file, range, text }: TextEdit) => JSON.stringify([file, range.start, text]);
	return [...new Map(edits.map((edit) => [key(edit), edit])).values()];
}

function stillCounting(
	wanted: ReadonlyMap<Diagnostic, TextEdit>,
	edits: readonly TextEdit[],
	after: readonly Diagnostic[],
): Diagnostic[] {
	const key = ({ ruleId, cluster, at }: Diagnostic, start: number) => JSON.stringify([ruleId, cluster, at.file, start]);
	const counting = new Set(after.filter((one) => one.suppressed === null).map((one) => key(one, one.at.range.start)));
	const editsOf = byFile(edits);
	return [...wanted.keys()].filter((one) => {
		const { file, range } = one.at;
		const before = (editsOf.get(file) ?? []).filter((edit) => edit.range.start <= range.start);
		return counting.has(key(one, range.start + before.reduce((sum, edit) => sum + edit.text.length, 0)));
	});
}
