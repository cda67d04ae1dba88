import type { RepoPath } from '../repo/location.ts';
import { type Scalar, sourceOf, type YamlNode } from '../repo/node.ts';
import { written } from '../repo/origin.ts';
import { parseText } from '../repo/parse.ts';
import { rememberingLast } from './last-answer.ts';
import { editedLocally, type LocalEdit } from './text-edit.ts';

/** What an edit of YAML is for. */
export type Meant = { readonly kind: 'set'; readonly value: Scalar } | { readonly kind: 'added' | 'removed' };

/** What edits change: only what is meant, the same in other places that use an anchor, or something else. */
export type Effect = 'meant' | 'shared' | 'other';

/**
 * Whether the text reads as before but for what is meant: one other scalar or key, more values, or fewer. Parsed by
 * the reader that reads repositories, so that what is written is what is read.
 */
export function effectOf(text: string, edits: readonly LocalEdit[], meant: Meant): Effect {
	const before = leavesBefore(text);
	const after = leavesOf(editedLocally(text, edits));
	if (before === undefined || after === undefined) return 'other';
	switch (meant.kind) {
		case 'added':
			return isWithin(before, after) ? sharing(before, after, edits) : 'other';
		case 'removed':
			return isWithin(after, before) ? sharing(before, after, edits) : 'other';
		case 'set':
			return isOneStep(before, after) ? 'meant' : 'other';
	}
}

/** True when the text reads as before: the edits are about comments and blanks. */
export function readsTheSame(text: string, edits: readonly LocalEdit[]): boolean {
	const before = leavesBefore(text);
	const after = leavesOf(editedLocally(text, edits));
	return before !== undefined && before.length === after?.length && isWithin(before, after);
}

/** What stands where an alias is used is as before, but for aliases that are taken out themselves. */
function sharing(before: readonly Leaf[], after: readonly Leaf[], edits: readonly LocalEdit[]): Effect {
	const kept = before.filter(
		({ use }) => use !== undefined && !edits.some(({ start, end }) => start <= use && use < end),
	);
	const now = after.filter(({ use }) => use !== undefined);
	return kept.length === now.length && isWithin(kept, now) ? 'meant' : 'shared';
}

/** A scalar or empty collection: the document, the keys and indices on the way, the value. */
interface Leaf {
	readonly path: readonly (string | number)[];
	/** JSON; undefined for what is empty. */
	readonly value: string | undefined;
	/** Where the alias stands by which it is here. */
	readonly use: number | undefined;
}

/** Leaves beyond which a text is not compared: more than any manifest has. */
const mostLeaves = 300_000;

function leavesOf(text: string): Leaf[] | undefined {
	const parsed = parseText(text, (start, end) => written('' as RepoPath, start, end));
	if (parsed.syntaxErrors.length > 0) return undefined;
	const leaves: Leaf[] = [];
	const walk = (node: YamlNode, path: Leaf['path'], outer?: number): void => {
		if (leaves.length > mostLeaves) return;
		const use = outer ?? (node.origin.kind === 'aliased' ? node.origin.use.range.start : undefined);
		switch (node.kind) {
			case 'map':
				for (const [key, { value }] of node.entries) walk(value, [...path, key], use);
				break;
			case 'seq':
				for (const [i, item] of node.items.entries()) walk(item, [...path, i], use);
				break;
			case 'scalar':
				leaves.push({ path, value: JSON.stringify([node.value, node.quoted === true ? '' : sourceOf(node)]), use });
				return;
			case 'unknown':
				leaves.push({ path, value: node.what, use });
				return;
		}
		const isEmpty = node.kind === 'map' ? node.entries.size === 0 : node.items.length === 0;
		if (isEmpty) leaves.push({ path, value: undefined, use });
	};
	for (const [i, document] of parsed.documents.entries()) walk(document, [i]);
	return leaves.length > mostLeaves ? undefined : leaves;
}

const leavesBefore = rememberingLast(leavesOf);

/** Every leaf of the first is one of the second. What was empty may have been filled; indices may have moved. */
function isWithin(few: readonly Leaf[], many: readonly Leaf[]): boolean {
	const counts = new Map<string, number>();
	for (const leaf of many) counts.set(keyOf(leaf), (counts.get(keyOf(leaf)) ?? 0) + 1);
	return few.every((leaf) => {
		if (isEmptyLeaf(leaf)) return true;
		const left = counts.get(keyOf(leaf)) ?? 0;
		counts.set(keyOf(leaf), left - 1);
		return left > 0;
	});
}

function isEmptyLeaf({ value }: Leaf): boolean {
	return value === undefined || value.startsWith('[null');
}

function keyOf({ path, value }: Leaf): string {
	return JSON.stringify([path.map((step) => (typeof step === 'number' ? 0 : step)), value]);
}

/** One value differs, or one key on the way to some of them. */
function isOneStep(before: readonly Leaf[], after: readonly Leaf[]): boolean {
	if (before.length !== after.length) return false;
	const differing = before.flatMap((leaf, i) => {
		const other = after[i];
		return other !== undefined && isSame(leaf, other) ? [] : [{ leaf, other }];
	});
	if (differing.length < 2 && differing.every(({ leaf, other }) => samePath(leaf, other))) return true;
	const renamed = differing.map(({ leaf, other }) =>
		leaf.path.length === other?.path.length && leaf.value === other.value
			? leaf.path.flatMap((step, i) => (step === other.path[i] ? [] : [`${i} ${step} ${other.path[i]}`])).join('\n')
			: undefined,
	);
	const [first] = renamed;
	return first !== undefined && !first.includes('\n') && renamed.every((one) => one === first);
}

function isSame(a: Leaf, b: Leaf): boolean {
	return a.value === b.value && samePath(a, b);
}

function samePath(a: Leaf, b: Leaf | undefined): boolean {
	return a.path.length === b?.path.length && a.path.every((step, i) => step === b.path[i]);
}
