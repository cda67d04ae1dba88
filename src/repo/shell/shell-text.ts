import { originWithin, type ScalarNode, type TextMap, textOf, type UnknownNode } from '../node.ts';
import type { Origin } from '../origin.ts';

/**
 * A text of which parts depend on a run of the script: arguments, the
 * environment, output of commands. Each such part is one mark in the draft.
 */
export interface UnknownText extends UnknownNode {
	readonly draft: ScalarNode;
	readonly holes: Holes;
}

/** Text as far as a script tells it. */
export type ShellText = ScalarNode | UnknownText;

/** Names the parts of texts that are not known; each name has a mark of its own. */
export interface Holes {
	mark(what: string): string;
	/** What the marks in a text stand for; undefined when there are none. */
	named(text: string): string | undefined;
}

/** Characters that Unicode leaves to private use stand for what is not known: no YAML or shell syntax has them. */
const firstMark = 0xe000;
const lastMark = 0xf8ff;
const marks = /[\ue000-\uf8ff]/g;

/** Starts a list of names. */
export function openHoles(): Holes {
	const names: string[] = [];
	return {
		mark(what) {
			let index = names.indexOf(what);
			if (index === -1) index = Math.min(names.push(what) - 1, lastMark - firstMark);
			return String.fromCharCode(firstMark + index);
		},
		named(text) {
			const found = new Set(text.match(marks) ?? []);
			if (found.size === 0) return undefined;
			return [...found]
				.slice(0, 3)
				.map((mark) => names[mark.charCodeAt(0) - firstMark] ?? 'a part of the text')
				.join(', ');
		},
	};
}

/** True when a part of the text is not known. */
export function hasMark(text: string): boolean {
	return text.search(marks) !== -1;
}

/** A run of text that comes from one place. */
export interface Piece {
	readonly text: string;
	/** The span of the script that says it; as long as the text when it is copied as it is. */
	readonly start: number;
	readonly end: number;
	/** The value of a variable, from the given offset on. */
	readonly value?: { readonly text: WeighedText; readonly from: number };
	readonly isKnown: boolean;
	/** Nobody knows how many words it is: an expansion outside of quotes, or a list. */
	readonly isMany?: true;
}

/** A text and what it was put together from. */
export interface WeighedText {
	readonly node: ScalarNode;
	readonly pieces: readonly Piece[];
	readonly isKnown: boolean;
	/** Number of places, those inside the values of variables included. */
	readonly weight: number;
}

/** The item at an index; undefined when something before it may be any number of items, `'none'` after the last. */
export function itemAt(items: readonly WeighedText[], index: number): WeighedText | 'none' | undefined {
	const isCounted = items.slice(0, index + 1).every(({ pieces }) => pieces.every(({ isMany }) => isMany !== true));
	return isCounted ? (items[index] ?? 'none') : undefined;
}

/** The text of pieces in a row, with the place of each part. `start` and `end` are the span that holds them all. */
export function join(pieces: readonly Piece[], start: number, end: number, originOf: TextMap): WeighedText {
	const filled = pieces.filter(({ text }) => text !== '');
	const starts: number[] = [];
	let length = 0;
	for (const piece of filled) {
		starts.push(length);
		length += piece.text.length;
	}
	const map: TextMap = (from, to) => {
		const first = indexAt(starts, from);
		const last = Math.max(first, indexAt(starts, Math.max(from, to - 1)));
		return originOfPieces(
			filled.slice(first, last + 1),
			from - (starts[first] ?? 0),
			to - (starts[last] ?? 0),
			originOf,
		);
	};
	return {
		node: {
			kind: 'scalar',
			value: filled.map(({ text }) => text).join(''),
			text: filled.length === 0 ? () => originOf(start, end) : map,
			origin: wholeOrigin(filled, start, end, originOf),
		},
		pieces: filled,
		isKnown: pieces.every(({ isKnown }) => isKnown),
		weight: filled.reduce((sum, { value }) => sum + 1 + (value?.text.weight ?? 0), 0),
	};
}

/** The part of a text that pieces make: `start` and `end` count in their whole text. */
export function slicePieces(pieces: readonly Piece[], start: number, end: number): Piece[] {
	const slices: Piece[] = [];
	let offset = 0;
	for (const piece of pieces) {
		const from = Math.max(0, start - offset);
		const to = Math.min(piece.text.length, end - offset);
		offset += piece.text.length;
		if (from < to) slices.push(slicePiece(piece, from, to));
	}
	return slices;
}

function slicePiece(piece: Piece, from: number, to: number): Piece {
	const text = piece.text.slice(from, to);
	if (isCopied(piece)) return { ...piece, text, start: piece.start + from, end: piece.start + to };
	if (piece.value === undefined) return { ...piece, text };
	return {
		...piece,
		text,
		isKnown: piece.isKnown || !hasMark(text),
		value: { text: piece.value.text, from: piece.value.from + from },
	};
}

/** The index of the last start that is not after `offset`. */
function indexAt(starts: readonly number[], offset: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}

function wholeOrigin(pieces: readonly Piece[], start: number, end: number, originOf: TextMap): Origin {
	const template = originOf(start, end);
	const variables = pieces.flatMap((piece) => valueOrigin(piece) ?? []);
	if (variables.length === 0) return template;
	return { kind: 'substituted', template, variables, ...(pieces.length === 1 ? {} : { partial: true }) };
}

function valueOrigin({ text, value }: Piece): Origin | undefined {
	if (value === undefined) return undefined;
	const { node } = value.text;
	// The whole value has its quotes around it, a part of it has not.
	return text === textOf(node) ? node.origin : originWithin(node, value.from, value.from + text.length);
}

/** `from` counts in the first piece, `to` in the last. */
function originOfPieces(pieces: readonly Piece[], from: number, to: number, originOf: TextMap): Origin {
	const first = pieces[0];
	const last = pieces.at(-1);
	if (first === undefined || last === undefined) return originOf(0, 0);
	const start = isCopied(first) ? Math.min(first.start + from, first.end) : first.start;
	const end = isCopied(last) ? Math.min(last.start + to, last.end) : last.end;
	const template = originOf(start, Math.max(start, end));
	const variables = pieces.flatMap(({ text, value }, i) => {
		if (value === undefined) return [];
		const begin = value.from + (i === 0 ? from : 0);
		const stop = value.from + (i === pieces.length - 1 ? to : text.length);
		return [originWithin(value.text.node, begin, stop)];
	});
	if (variables.length === 0) return template;
	return { kind: 'substituted', template, variables, ...(pieces.length === 1 ? {} : { partial: true }) };
}

function isCopied(piece: Piece): boolean {
	return piece.value === undefined && piece.end - piece.start === piece.text.length;
}

/** A text for those who want to know it whole. */
export function shellText({ node, isKnown }: WeighedText, holes: Holes): ShellText {
	if (isKnown) return node;
	const what = holes.named(textOf(node)) ?? 'a part of the text';
	return { kind: 'unknown', why: 'templated', what, origin: node.origin, draft: node, holes };
}

/** The text as far as it is known, marks where it is not. */
export function draftOf(text: ShellText): ScalarNode {
	return text.kind === 'scalar' ? text : text.draft;
}

/** A piece of a text; known when no mark falls into it. */
export function textPart(text: ShellText, start: number, end: number): ShellText {
	const draft = draftOf(text);
	const node: ScalarNode = {
		kind: 'scalar',
		value: textOf(draft).slice(start, end),
		text: (from, to) => originWithin(draft, start + from, start + to),
		origin: originWithin(draft, start, end),
	};
	return text.kind === 'scalar' ? node : settled(node, text.holes);
}

/** The node, or an unknown one when there is a mark in its text. */
export function settled(node: ScalarNode, holes: Holes): ShellText {
	const what = holes.named(textOf(node));
	if (what === undefined) return node;
	return { kind: 'unknown', why: 'templated', what, origin: node.origin, draft: node, holes };
}
