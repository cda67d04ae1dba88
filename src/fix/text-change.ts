import type { RepoFiles } from '../repo/files.ts';
import type { SourceLocation } from '../repo/location.ts';
import type { Origin } from '../repo/origin.ts';
import type { TextChange } from '../rule.ts';
import type { Lowered } from './lower-change.ts';
import { placeOf, writableText } from './place.ts';
import { type Attempt, refused } from './refusal.ts';
import { fileRegion, type Region, regionAt } from './region.ts';
import type { LocalEdit } from './text-edit.ts';
import { lineEndOf } from './writing-style.ts';

/** The edits of a change of text. */
export function lowerText(change: TextChange, files: RepoFiles): Attempt<Lowered> {
	switch (change.op) {
		case 'replace-text':
			return around(change.target, files, (_, start, end) => ({ start, end, text: change.text }), change.verbatim);
		case 'insert-line':
			return around(change.beside, files, ({ text }, start, end) => {
				const lineStart = text.lastIndexOf('\n', start - 1) + 1;
				const pad = /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
				const added = change.text
					.split('\n')
					.map((line) => (line === '' ? '' : pad + line))
					.join('\n');
				if (change.where === 'before') return { start: lineStart, end: lineStart, text: `${added}\n` };
				const lineEnd = lineEndOf(text, end);
				return { start: lineEnd, end: lineEnd, text: `\n${added}` };
			});
		case 'remove-comment':
			return around(change.target, files, ({ text }, start, end) => {
				const lineStart = text.lastIndexOf('\n', start - 1) + 1;
				const before = text.slice(lineStart, start).trimEnd();
				if (before !== '') return { start: lineStart + before.length, end, text: '' };
				const next = lineEndOf(text, end) + 1;
				if (next <= text.length) return { start: lineStart, end: next, text: '' };
				return { start: Math.max(0, lineStart - 1), end: text.length, text: '' };
			});
		case 'append-text': {
			const at = { file: change.file, range: { start: 0, end: 0 } };
			const text = writableText(files, at);
			if (!text.ok) return text;
			const region = fileRegion(change.file, text.value);
			const { length } = region.text;
			const gap = length === 0 || region.text.endsWith('\n') ? '' : '\n';
			return lowered(region, at, { start: length, end: length, text: gap + change.text });
		}
		case 'create-file': {
			const at = { file: change.file, range: { start: 0, end: 0 } };
			if (files.read(change.file) !== undefined || files.paths.includes(change.file))
				return refused('exists', `${change.file} is there already`, at);
			return { ok: true, value: { at, reach: undefined, edits: [{ ...at, text: change.text }] } };
		}
	}
}

function around(
	origin: Origin,
	files: RepoFiles,
	write: (region: Region, start: number, end: number) => LocalEdit,
	verbatim = false,
): Attempt<Lowered> {
	const place = placeOf(origin, 'collection');
	if (!place.ok) return place;
	const { at } = place.value;
	const text = writableText(files, at);
	if (!text.ok) return text;
	const region = regionAt(at.file, text.value, at.range);
	const start = region.fromFile(at.range.start);
	const end = region.fromFile(at.range.end);
	if (start === undefined || end === undefined) return refused('form', 'the place is not found in its text', at);
	return lowered(region, at, write(region, start, end), verbatim);
}

function lowered(region: Region, at: SourceLocation, edit: LocalEdit, verbatim = false): Attempt<Lowered> {
	const { start, end, text } = edit;
	return { ok: true, value: { at, reach: undefined, edits: [region.editOf({ start, end }, text, verbatim)] } };
}
