import type { ParsedScript } from 'unbash';
import { type TextMap, textOf } from '../node.ts';
import { type Holes, hasMark, type Piece, type WeighedText } from './shell-text.ts';
import type { Variables } from './shell-variables.ts';

/** What the words of a script are expanded with. */
export interface Expansion {
	readonly source: string;
	readonly originOf: TextMap;
	readonly holes: Holes;
	readonly variables: Variables;
	/** `$1`, `$2`, …; undefined when nobody knows them. */
	readonly args: readonly WeighedText[] | undefined;
	/** Reads the commands of `$(…)`; answers what they print, when that can be told. */
	output(script: ParsedScript): WeighedText | undefined;
	/** False when a text of this many characters is more than one script may make. */
	afford(characters: number): boolean;
}

/** Between two words that one expansion makes. */
export const fieldBreak = Symbol('field break');
export type Token = Piece | typeof fieldBreak;

/** The value of a variable in place of the expansion at `span`, up to `length`. */
export function valueTokens(
	value: WeighedText,
	span: { readonly pos: number; readonly end: number },
	splits: boolean,
	length: number = textOf(value.node).length,
	from = 0,
): Token[] {
	const text = textOf(value.node).slice(from, length);
	// An item of a list can itself be any number of words.
	const mayBeMany = !value.isKnown && (splits || value.pieces.some(({ isMany }) => isMany === true));
	const piece = (offset: number, piece: string): Piece => ({
		text: piece,
		start: span.pos,
		end: span.end,
		value: { text: value, from: from + offset },
		isKnown: value.isKnown || !hasMark(piece),
		...(mayBeMany && hasMark(piece) ? { isMany: true } : {}),
	});
	if (!splits) return [piece(0, text)];
	const tokens: Token[] = [];
	for (const match of text.matchAll(/[ \t\n]+|[^ \t\n]+/g)) {
		tokens.push(/^[ \t\n]/.test(match[0]) ? fieldBreak : piece(match.index, match[0]));
	}
	return tokens;
}

/** A part that only a run of the script can tell. */
export function hole(
	what: string,
	span: { readonly pos: number; readonly end: number },
	context: Pick<Expansion, 'holes'>,
	isMany = false,
): Piece {
	const piece = { text: context.holes.mark(what), start: span.pos, end: span.end, isKnown: false };
	return isMany ? { ...piece, isMany } : piece;
}

/** Tokens as one text: a blank between words. */
export function unsplit(tokens: readonly Token[]): Piece[] {
	return tokens.map((token, i) => {
		if (token !== fieldBreak) return token;
		const before = tokens[i - 1];
		const at = before === undefined || before === fieldBreak ? 0 : before.end;
		return { text: ' ', start: at, end: at, isKnown: true };
	});
}
