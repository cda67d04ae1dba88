import type { RepoFiles } from '../repo/files.ts';
import type { Change, Writable } from '../rule.ts';
import { type Lowered, type LowerOptions, lowerChange } from './lower-change.ts';
import { placeOf } from './place.ts';
import { type Attempt, refused } from './refusal.ts';
import { overlaps, type TextEdit } from './text-edit.ts';
import { isMap } from './write-value.ts';

/** The text edits of changes that belong together: all of them, or the reason why one cannot be made. */
export function lowerChanges(
	changes: readonly Change[],
	files: RepoFiles,
	options: LowerOptions = {},
): Attempt<readonly Lowered[]> {
	const lowered: Lowered[] = [];
	const edits: TextEdit[] = [];
	for (const change of innerFirst(joinedAdditions(changes))) {
		const one = lowerChange(change, files, options);
		if (!one.ok) return one;
		const fresh = one.value.edits.filter((edit) => !edits.some((other) => isSame(edit, other)));
		const own = change.op === 'add' || change.op === 'append' ? fresh.map((edit) => behind(edit, edits)) : fresh;
		const inTheWay = own.find((edit) => edits.some((other) => overlaps(edit, other)));
		if (inTheWay !== undefined) return refused('form', 'two changes want the same text', one.value.at);
		edits.push(...own);
		lowered.push({ ...one.value, edits: own });
	}
	return { ok: true, value: lowered };
}

/** Between brackets that hold nothing yet, what comes second needs a comma. */
function behind(edit: TextEdit, others: readonly TextEdit[]): TextEdit {
	const { file, range, text } = edit;
	const isFirst = !others.some(
		(other) => other.file === file && other.range.start === range.start && other.range.end === range.end,
	);
	return isFirst || range.start !== range.end || /^\s*[,\n]/.test(text) ? edit : { ...edit, text: `, ${text}` };
}

/** The same edit twice: one text that two clusters use. */
function isSame(a: TextEdit, b: TextEdit): boolean {
	return a.file === b.file && a.text === b.text && a.range.start === b.range.start && a.range.end === b.range.end;
}

/**
 * Where an inner collection ends its outer ones do as well, and what goes inside has to come first. Additions to one
 * collection stay in their order.
 */
function innerFirst(changes: readonly Change[]): Change[] {
	const additions = changes.flatMap((change) => {
		if (change.op !== 'add' && change.op !== 'append') return [];
		const place = placeOf(change.into.origin, 'collection');
		return [{ change, start: place.ok ? place.value.at.range.start : 0 }];
	});
	const sorted = additions.toSorted((a, b) => b.start - a.start).values();
	return changes.map((change) =>
		change.op === 'add' || change.op === 'append' ? (sorted.next().value?.change ?? change) : change,
	);
}

/** Several additions below one missing key are one addition. */
function joinedAdditions(changes: readonly Change[]): Change[] {
	const joined: Change[] = [];
	for (const change of changes) {
		const index = change.op === 'add' ? joined.findIndex((other) => isBeside(change, other)) : -1;
		const other = joined[index];
		const value = change.op === 'add' && other?.op === 'add' ? united(other.value, change.value) : undefined;
		if (other?.op === 'add' && value !== undefined) joined[index] = { ...other, value };
		else joined.push(change);
	}
	return joined;
}

function isBeside(change: Extract<Change, { op: 'add' }>, other: Change): boolean {
	if (other.op !== 'add' || other.key !== change.key) return false;
	const [a, b] = [placeOf(change.into.origin, 'collection'), placeOf(other.into.origin, 'collection')];
	return a.ok && b.ok && a.value.at.file === b.value.at.file && a.value.at.range.start === b.value.at.range.start;
}

/** Two values for one key as one; undefined when they contradict each other. */
function united(a: Writable, b: Writable): Writable | undefined {
	if (!isMap(a) || !isMap(b)) return JSON.stringify(a) === JSON.stringify(b) ? a : undefined;
	const entries = new Map(Object.entries(a));
	for (const [key, value] of Object.entries(b)) {
		const known = entries.get(key);
		const both = known === undefined ? value : united(known, value);
		if (both === undefined) return undefined;
		entries.set(key, both);
	}
	return Object.fromEntries(entries);
}
