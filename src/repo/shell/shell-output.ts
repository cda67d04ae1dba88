import { textOf } from '../node.ts';
import { join, type Piece, slicePieces, type WeighedText } from './shell-text.ts';
import type { Expansion } from './shell-tokens.ts';

/** What `echo` prints. */
export function echoText(words: readonly WeighedText[], context: Expansion): WeighedText | undefined {
	let first = 1;
	let escapes = false;
	for (; first < words.length; first++) {
		const option = textOfWord(words[first]);
		if (!/^-[neE]+$/.test(option)) break;
		escapes ||= option.includes('e');
	}
	const pieces = words.slice(first).flatMap((word, i): Piece[] => {
		const own = escapes ? formatted(word, [], false) : word.pieces;
		return own === undefined ? [] : i === 0 ? [...own] : [inserted(' ', own[0]?.start ?? 0), ...own];
	});
	return printed([...pieces, inserted('\n', pieces.at(-1)?.end ?? 0)], context);
}

/** What `printf` prints; undefined for formats that are more than text, `%s` and line ends. */
export function printfText(words: readonly WeighedText[], context: Expansion): WeighedText | undefined {
	const first = textOfWord(words[1]) === '--' ? 2 : 1;
	const format = words[first];
	const args = words.slice(first + 1);
	if (format === undefined || textOfWord(words[1]) === '-v') return undefined;
	const pieces: Piece[] = [];
	const slots = textOf(format.node).match(/%[sdb]/g)?.length ?? 0;
	const rounds = slots === 0 ? 1 : Math.max(1, Math.ceil(args.length / slots));
	for (let i = 0; i < rounds; i++) {
		const round = formatted(format, args.slice(i * slots, (i + 1) * slots), true);
		if (round === undefined) return undefined;
		pieces.push(...round);
	}
	return printed(pieces, context);
}

function formatted(format: WeighedText, args: readonly WeighedText[], slots: boolean): Piece[] | undefined {
	const pieces: Piece[] = [];
	let used = 0;
	for (const match of textOf(format.node).matchAll(/%.?|\\.?|[^%\\]+/gs)) {
		const [text] = match;
		const own = slicePieces(format.pieces, match.index, match.index + text.length);
		const start = own[0]?.start ?? 0;
		const end = own.at(-1)?.end ?? start;
		if (slots && text.startsWith('%')) {
			if (text === '%%') pieces.push({ text: '%', start, end, isKnown: true });
			else if (/^%[sdb]$/.test(text)) pieces.push(...(args[used++]?.pieces ?? []));
			else return undefined;
		} else {
			const meaning = escapes.get(text);
			if (meaning === undefined) pieces.push(...own);
			else pieces.push({ text: meaning, start, end, isKnown: true });
		}
	}
	return pieces;
}

const escapes: ReadonlyMap<string, string> = new Map([
	['\\n', '\n'],
	['\\t', '\t'],
	['\\\\', '\\'],
]);

function printed(pieces: readonly Piece[], context: Expansion): WeighedText | undefined {
	const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
	const [first] = pieces;
	if (first === undefined || !context.afford(length)) return undefined;
	const start = pieces.reduce((least, piece) => Math.min(least, piece.start), first.start);
	const end = pieces.reduce((most, piece) => Math.max(most, piece.end), first.end);
	return join(pieces, start, end, context.originOf);
}

function inserted(text: string, at: number): Piece {
	return { text, start: at, end: at, isKnown: true };
}

function textOfWord(word: WeighedText | undefined): string {
	return word === undefined ? '' : textOf(word.node);
}
