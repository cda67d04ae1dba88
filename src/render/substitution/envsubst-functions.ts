import { type ByteText, fromBytes, runeAt, toBytes } from './byte-text.ts';
import { type Budget, trimGlob } from './envsubst-glob.ts';

/** True for the operators that yield their argument when the variable is empty; `:+` and `:?` are no exception. */
export function isDefaultOperator(operator: string): boolean {
	return operator === '=' || (operator[0] === ':' && operator.length === 2);
}

/** What an operator makes of a variable's value. `budget` pays for each byte and step; when it is used up the result is void. */
export function applyOperator(operator: string, value: ByteText, args: readonly ByteText[], budget: Budget): ByteText {
	const [first = '', second] = args;
	switch (operator) {
		case '#':
		case '##':
		case '%':
		case '%%':
			return args.length === 0 ? String(value.length) : trimGlob(value, operator, first, budget);
		case ':':
			return substring(value, first, second);
		case '/':
			return replace(value, first, second ?? '', 1, budget);
		case '//':
			return replace(value, first, second ?? '', Number.POSITIVE_INFINITY, budget);
		case '/#':
			return second !== undefined && value.startsWith(first) ? replace(value, first, second, 1, budget) : value;
		case '/%':
			return second !== undefined && value.endsWith(first)
				? value.slice(0, value.length - first.length) + second
				: value;
		case '^':
			return withFirst(value, upper);
		case ',':
			return withFirst(value, lower);
		case '^^':
			return withEach(value, upper);
		case ',,':
			return withEach(value, lower);
		// `^,` and `,^` are read and mean nothing.
		default:
			return value;
	}
}

/** Bytes from an offset, negative from the end, up to a length, negative from the end. Not a number: the whole value. */
function substring(value: ByteText, offset: string, length: string | undefined): ByteText {
	const from = integer(offset);
	const count = length === undefined ? Number.POSITIVE_INFINITY : integer(length);
	if (from === undefined || count === undefined) return value;
	const start = from < 0 ? Math.max(0, value.length + from) : from;
	const end = count < 0 ? value.length + count : start + count;
	return end > start ? value.slice(start, end) : '';
}

/** A decimal integer of 64 bits. */
function integer(text: string): number | undefined {
	if (!/^[-+]?[0-9]+$/.test(text)) return undefined;
	const value = Number(text);
	return Math.abs(value) < 2 ** 63 ? value : undefined;
}

function replace(value: ByteText, search: ByteText, by: ByteText, times: number, budget: Budget): ByteText {
	const pieces: string[] = [];
	let kept = 0;
	for (let count = 0; count < times && budget.left > 0; count++) {
		// The empty text is found before each character and at the end.
		const skip = search === '' && count > 0 ? (kept < value.length ? runeAt(value, kept, value.length).width : -1) : 0;
		const found = skip < 0 ? -1 : value.indexOf(search, kept + skip);
		if (found === -1) break;
		pieces.push(value.slice(kept, found), by);
		budget.left -= by.length + 1;
		kept = found + search.length;
	}
	return budget.left > 0 ? pieces.join('') + value.slice(kept) : '';
}

function withFirst(value: ByteText, change: (character: string) => string): ByteText {
	if (value === '') return value;
	const { width } = runeAt(value, 0, value.length);
	return withEach(value.slice(0, width), change) + value.slice(width);
}

function withEach(value: ByteText, change: (character: string) => string): ByteText {
	const text = fromBytes(value);
	if (text === undefined) throw new Error('the value of a variable is not UTF-8');
	return toBytes(Array.from(text, change).join(''));
}

// Go maps one character to one: those that would become several stay (ß), or give up their accent (İ).
function upper(character: string): string {
	const changed = character.toUpperCase();
	return Array.from(changed).length === 1 ? changed : character;
}

function lower(character: string): string {
	return Array.from(character.toLowerCase())[0] ?? character;
}
