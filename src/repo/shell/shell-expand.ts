import type { CommandExpansionPart, Word, WordPart } from 'unbash';
import { textOf } from '../node.ts';
import { braceAlternatives } from './shell-braces.ts';
import { parameterExpansion, simpleExpansion } from './shell-parameter.ts';
import { join, type Piece, type WeighedText } from './shell-text.ts';
import { type Expansion, fieldBreak, hole, type Token, unsplit, valueTokens } from './shell-tokens.ts';

/** What a word costs besides its characters. */
const wordCost = 32;

/** Places that one text may be put together from. Variables that hold each other would grow without end. */
const maxWeight = 256;

/** The words that a word becomes: none, one, or several when a list or blanks are in it. */
export function expandWord(word: Word, context: Expansion): WeighedText[] {
	return braceAlternatives(word).flatMap((parts) => {
		if (parts === undefined) return [checked(literal(word.pos, word.end, context, bare), word, context)];
		const tokens = tokensOf(parts, context, true);
		if (!tokens.includes(fieldBreak)) {
			const pieces = tokens.filter((token) => token !== fieldBreak);
			const isNothing = pieces.every(({ text }) => text === '') && !hasQuotes(parts);
			return isNothing ? [] : [checked(pieces, word, context)];
		}
		// Of `"${list[@]}x"` with an item that may be none nobody knows what x is put to.
		const isGlued = !isOneExpansion(parts) && tokens.some((token) => token !== fieldBreak && token.isMany === true);
		if (isGlued) return [checked([hole('a list that is not known', word, context, true)], word, context)];
		return fieldsOf(tokens).map((pieces) => {
			const [first] = pieces;
			return checked(pieces, { pos: first?.start ?? word.pos, end: pieces.at(-1)?.end ?? word.end }, context);
		});
	});
}

/** The text of a word where the shell does not split: an assignment, the target of a redirection. */
export function expandText(word: Word, context: Expansion): WeighedText {
	const { parts } = word;
	if (parts === undefined) return checked(literal(word.pos, word.end, context, bare), word, context);
	return checked(unsplit(tokensOf(parts, context, false)), word, context);
}

/** The text of a heredoc whose delimiter has no quotes. */
export function expandBody(parts: readonly WordPart[], context: Expansion): Piece[] {
	return parts.flatMap((part) =>
		part.type === 'Literal'
			? literal(part.pos, part.end, context, inHeredoc)
			: unsplit(tokensOfPart(part, context, false)),
	);
}

function checked(pieces: readonly Piece[], span: { pos: number; end: number }, context: Expansion): WeighedText {
	const text = join(pieces, span.pos, span.end, context.originOf);
	if (text.weight <= maxWeight && context.afford(wordCost + textOf(text.node).length)) return text;
	return join([hole('a text that grows too large', span, context)], span.pos, span.end, context.originOf);
}

/** `splits` is for expansions outside quotes, whose text is split at blanks. */
function tokensOf(parts: readonly WordPart[], context: Expansion, splits: boolean): Token[] {
	return parts.flatMap((part) => tokensOfPart(part, context, splits));
}

function tokensOfPart(part: WordPart, context: Expansion, splits: boolean): Token[] {
	switch (part.type) {
		case 'Literal':
			return literal(part.pos, part.end, context, bare);
		case 'SingleQuoted':
			return [copied(part.value, part.pos + 1)];
		case 'AnsiCQuoted':
			return [{ text: part.value, start: part.pos, end: part.end, isKnown: true }];
		case 'DoubleQuoted':
		case 'LocaleString':
			return part.parts.flatMap((inner) =>
				inner.type === 'Literal'
					? literal(inner.pos, inner.end, context, inQuotes)
					: tokensOfPart(inner, context, false),
			);
		case 'SimpleExpansion':
			return simpleExpansion(part, context, splits);
		case 'ParameterExpansion':
			return parameterExpansion(part, context, splits, expandText);
		case 'CommandExpansion':
			return commandExpansion(part, context, splits);
		case 'ArithmeticExpansion':
			return [hole('a computed number', part, context)];
		case 'ProcessSubstitution':
			if (part.script !== undefined) context.output(part.script);
			return [hole('the output of a command', part, context)];
		case 'Glob':
		case 'ExtendedGlob':
			return [copied(part.text, part.pos)];
		case 'BraceExpansion':
			return [hole('a brace expansion', part, context)];
	}
}

function commandExpansion(part: CommandExpansionPart, context: Expansion, splits: boolean): Token[] {
	const { script } = part;
	// A script with `source` stood inside escaped backticks: its positions are not those of the file.
	const output = script === undefined || script.source !== undefined ? undefined : context.output(script);
	if (output === undefined) return [hole('the output of a command', part, context, splits)];
	return valueTokens(output, part, splits, trimmedLength(textOf(output.node)));
}

/** Its length without the newlines at its end, which the shell takes away. */
function trimmedLength(text: string): number {
	let length = text.length;
	while (text[length - 1] === '\n') length--;
	return length;
}

function fieldsOf(tokens: readonly Token[]): Piece[][] {
	const fields: Piece[][] = [[]];
	for (const token of tokens) {
		if (token === fieldBreak) fields.push([]);
		else fields.at(-1)?.push(token);
	}
	return fields.filter((pieces) => pieces.length > 0);
}

/** `$list` or `"${list[@]}"` and nothing else. */
function isOneExpansion(parts: readonly WordPart[]): boolean {
	const [first] = parts;
	return parts.length === 1 && (first?.type !== 'DoubleQuoted' || first.parts.length === 1);
}

function hasQuotes(parts: readonly WordPart[]): boolean {
	return parts.some(({ type }) => type.endsWith('Quoted') || type === 'LocaleString');
}

/** Characters that a backslash takes their meaning from. */
const bare = /^./s;
const inQuotes = /^[$`"\\\n]/;
const inHeredoc = /^[$`\\\n]/;

function copied(text: string, start: number): Piece {
	return { text, start, end: start + text.length, isKnown: true };
}

/** Text of the script without its backslashes; a backslash before a line's end takes both away. */
function literal(start: number, end: number, context: Expansion, escapable: RegExp): Piece[] {
	const raw = context.source.slice(start, end);
	if (!raw.includes('\\')) return [copied(raw, start)];
	const pieces: Piece[] = [];
	let from = 0;
	for (let i = raw.indexOf('\\'); i !== -1 && i < raw.length; i = raw.indexOf('\\', i + 2)) {
		const next = raw[i + 1];
		if (next === undefined || !escapable.test(next)) continue;
		if (i > from) pieces.push(copied(raw.slice(from, i), start + from));
		from = next === '\n' ? i + 2 : i + 1;
	}
	if (from < raw.length) pieces.push(copied(raw.slice(from), start + from));
	return pieces;
}
