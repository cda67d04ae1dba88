import type { AnsiCQuotedPart, BraceExpansionPart, LiteralPart, Word, WordPart } from 'unbash';

/** Words that the braces of one word may make, and levels of braces that are looked into. */
const maxAlternatives = 64;
const maxLevels = 8;

/** `a{b,c}` is two words: the parts of each. Undefined parts mean the text of the word as it is. */
export function braceAlternatives(word: Word): (readonly WordPart[] | undefined)[] {
	const { parts } = word;
	if (parts === undefined || !parts.some(({ type }) => type === 'BraceExpansion')) return [parts];
	// Braces come first: `$a{b,c}` is `$ab $ac`. Nobody means that, so nobody needs to know.
	if (parts.some(({ type }, i) => type === 'SimpleExpansion' && parts[i + 1]?.type === 'BraceExpansion'))
		return [parts];
	const product = parts.reduce<readonly (readonly WordPart[])[]>(
		(words, part) => {
			const choices = part.type === 'BraceExpansion' ? choicesOf(part) : [[part]];
			return words.flatMap((before) => choices.map((choice) => [...before, ...choice])).slice(0, maxAlternatives + 1);
		},
		[[]],
	);
	return product.length > maxAlternatives ? [parts] : [...product];
}

function choicesOf(part: BraceExpansionPart): readonly (readonly WordPart[])[] {
	if (part.parts !== undefined) return [[part]];
	return sequence(part) ?? listChoices(part.text.slice(1, -1), part.pos + 1, 0);
}

/** `{1..3}`. */
function sequence({ text, pos, end }: BraceExpansionPart): AnsiCQuotedPart[][] | undefined {
	const match = /^\{(-?\d{1,9})\.\.(-?\d{1,9})\}$/.exec(text);
	if (match === null) return undefined;
	const from = Number(match[1]);
	const to = Number(match[2]);
	const count = Math.min(Math.abs(to - from), maxAlternatives) + 1;
	const step = to < from ? -1 : 1;
	return Array.from({ length: count }, (_, i) => [
		{ type: 'AnsiCQuoted', pos, end, text, value: String(from + i * step) },
	]);
}

/** `b,{c,d}e` without its outer braces. */
function listChoices(text: string, pos: number, level: number): LiteralPart[][] {
	const choices: LiteralPart[][] = [];
	let depth = 0;
	let start = 0;
	for (let i = 0; i <= text.length; i++) {
		const c = text[i];
		if (c === '{') depth++;
		else if (c === '}') depth--;
		if (c !== undefined && (c !== ',' || depth > 0)) continue;
		choices.push(...innerChoices(text.slice(start, i), pos + start, level));
		if (choices.length > maxAlternatives) return choices;
		start = i + 1;
	}
	return choices;
}

function innerChoices(text: string, pos: number, level: number): LiteralPart[][] {
	const open = text.indexOf('{');
	const close = open === -1 ? -1 : closing(text, open);
	if (close === -1 || level >= maxLevels) return [[literal(text, pos)]];
	const inner = text.slice(open + 1, close);
	const middle = inner.includes(',')
		? listChoices(inner, pos + open + 1, level + 1)
		: [[literal(text.slice(open, close + 1), pos + open)]];
	const rest = innerChoices(text.slice(close + 1), pos + close + 1, level + 1);
	const before = literal(text.slice(0, open), pos);
	return middle.flatMap((choice) => rest.map((after) => [before, ...choice, ...after]));
}

function closing(text: string, open: number): number {
	let depth = 0;
	for (let i = open; i < text.length; i++) {
		if (text[i] === '{') depth++;
		else if (text[i] === '}' && --depth === 0) return i;
	}
	return -1;
}

function literal(text: string, pos: number): LiteralPart {
	return { type: 'Literal', pos, end: pos + text.length, value: text, text };
}
