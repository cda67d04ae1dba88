/** Decides about one character. */
export type Test = (character: string) => boolean;

/** Reads a pattern in Go's syntax; undefined for what is no pattern or not understood. */
export function parsePattern(pattern: string): Tree | undefined {
	const parser: Parser = { pattern: [...pattern], at: 0, depth: 0 };
	const tree = parseAlternatives(parser);
	return parser.at < parser.pattern.length ? undefined : tree;
}

interface Parser {
	readonly pattern: readonly string[];
	at: number;
	depth: number;
}

/** What a pattern means. `most` is -1 where there is no end. */
export type Tree =
	| { readonly kind: 'test'; readonly test: Test }
	| { readonly kind: 'start' | 'end' }
	| { readonly kind: 'all'; readonly parts: readonly Tree[] }
	| { readonly kind: 'one'; readonly parts: readonly Tree[] }
	| { readonly kind: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number };

function parseAlternatives(parser: Parser): Tree | undefined {
	const parts: Tree[] = [];
	do {
		const part = parseSequence(parser);
		if (part === undefined) return undefined;
		parts.push(part);
	} while (accept(parser, '|'));
	return { kind: 'one', parts };
}

function parseSequence(parser: Parser): Tree | undefined {
	const parts: Tree[] = [];
	for (;;) {
		const c = parser.pattern[parser.at];
		if (c === undefined || c === '|' || c === ')') return { kind: 'all', parts };
		const atom = parseAtom(parser);
		const part = atom && parseRepetition(atom, parser);
		if (part === undefined) return undefined;
		parts.push(part);
	}
}

function accept(parser: Parser, character: string): boolean {
	if (parser.pattern[parser.at] !== character) return false;
	parser.at++;
	return true;
}

function parseAtom(parser: Parser): Tree | undefined {
	const c = parser.pattern[parser.at++] ?? '';
	switch (c) {
		case '(':
			return parseGroup(parser);
		case '[': {
			const test = parseClass(parser);
			return test && { kind: 'test', test };
		}
		case '.':
			return { kind: 'test', test: (character) => character !== '\n' };
		case '^':
			return { kind: 'start' };
		case '$':
			return { kind: 'end' };
		case '*':
		case '+':
		case '?':
			return undefined;
		case '\\': {
			const test = escaped(parser.pattern[parser.at++]);
			return test && { kind: 'test', test };
		}
		default:
			return { kind: 'test', test: (character) => character === c };
	}
}

function parseGroup(parser: Parser): Tree | undefined {
	if (accept(parser, '?') && !(accept(parser, ':') || acceptName(parser))) return undefined;
	// Nesting costs stack; RE2 allows 1000 levels, nobody writes ten.
	if (++parser.depth > 100) return undefined;
	const inner = parseAlternatives(parser);
	parser.depth--;
	return inner !== undefined && accept(parser, ')') ? inner : undefined;
}

/** `(?P<name>` and `(?<name>`: the name does not matter. */
function acceptName(parser: Parser): boolean {
	accept(parser, 'P');
	if (!accept(parser, '<')) return false;
	const end = parser.pattern.indexOf('>', parser.at);
	if (end === -1) return false;
	parser.at = end + 1;
	return true;
}

function parseRepetition(part: Tree, parser: Parser): Tree | undefined {
	let tree = part;
	for (let count = 0; ; count++) {
		const range = acceptRange(parser);
		if (range === undefined) return tree;
		// A second repetition of the same thing is an error in Go; `*?` only prefers less.
		if (count > 0 || range.most > 1000) return undefined;
		accept(parser, '?');
		tree = { kind: 'repeat', part: tree, ...range };
	}
}

function acceptRange(parser: Parser): { least: number; most: number } | undefined {
	if (accept(parser, '*')) return { least: 0, most: -1 };
	if (accept(parser, '+')) return { least: 1, most: -1 };
	if (accept(parser, '?')) return { least: 0, most: 1 };
	const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(parser.pattern.slice(parser.at, parser.at + 11).join(''));
	if (match === null) return undefined;
	parser.at += match[0].length;
	const least = Number(match[1]);
	if (match[2] === undefined) return { least, most: least };
	return { least, most: match[3] === '' ? -1 : Number(match[3]) };
}

const isDigit: Test = (c) => c >= '0' && c <= '9';
const isWord: Test = (c) => /^[0-9A-Za-z_]$/.test(c);
const isSpace: Test = (c) => /^[\t\n\f\r ]$/.test(c);
const classes: ReadonlyMap<string, Test> = new Map<string, Test>([
	['d', isDigit],
	['w', isWord],
	['s', isSpace],
	['D', (c) => !isDigit(c)],
	['W', (c) => !isWord(c)],
	['S', (c) => !isSpace(c)],
	['t', (c) => c === '\t'],
	['n', (c) => c === '\n'],
	['r', (c) => c === '\r'],
]);

function escaped(character: string | undefined): Test | undefined {
	if (character === undefined) return undefined;
	const known = classes.get(character);
	if (known !== undefined) return known;
	// Letters and digits behind a backslash have meanings of their own.
	return isWord(character) && character !== '_' ? undefined : (c) => c === character;
}

function parseClass(parser: Parser): Test | undefined {
	const isNegated = accept(parser, '^');
	const tests: Test[] = [];
	for (let first = true; ; first = false) {
		const c = parser.pattern[parser.at++];
		if (c === undefined) return undefined;
		if (c === ']' && !first) break;
		if (c === '[' && parser.pattern[parser.at] === ':') return undefined;
		const test = c === '\\' ? escaped(parser.pattern[parser.at++]) : undefined;
		if (c === '\\' && test === undefined) return undefined;
		if (test !== undefined) tests.push(test);
		else if (parser.pattern[parser.at] === '-' && parser.pattern[parser.at + 1] !== ']') {
			const last = parser.pattern[parser.at + 1];
			if (last === undefined || last === '\\' || last < c) return undefined;
			parser.at += 2;
			tests.push((character) => character >= c && character <= last);
		} else tests.push((character) => character === c);
	}
	return (character) => tests.some((test) => test(character)) !== isNegated;
}
