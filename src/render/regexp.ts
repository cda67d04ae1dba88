/** Decides whether a whole text matches. Takes time in proportion to the text, whatever the pattern. */
export type Matcher = (text: string) => boolean;

/** States that a pattern may have once its repetitions are written out; RE2's own limit is of this order. */
const maxStates = 2000;

/**
 * A pattern in the syntax of Go's `regexp` (RE2), anchored at both ends: literals, `.`, classes, groups, alternatives
 * and repetitions. Undefined for what is no pattern, and for the rest of the syntax (`\b`, `\p{…}`, flags).
 */
export function wholeMatcher(pattern: string): Matcher | undefined {
	if (/^[\w/:@ -]*$/.test(pattern)) return (text) => text === pattern;
	const program = compile(pattern);
	return program === undefined ? undefined : (text) => run(program, text);
}

/** As `wholeMatcher`, for a pattern that may match any part of the text. */
export function partMatcher(pattern: string): Matcher | undefined {
	if (/^[\w/:@ -]*$/.test(pattern)) return (text) => text.includes(pattern);
	const program = compile(pattern);
	return program === undefined ? undefined : (text) => run(program, text, true);
}

type Test = (character: string) => boolean;

/** A state of the automaton: it takes a character, or forks without taking any. */
type State =
	| { readonly kind: 'take'; readonly test: Test; next: number }
	| { readonly kind: 'fork'; next: number; other: number }
	| { readonly kind: 'start'; next: number }
	| { readonly kind: 'end'; next: number }
	| { readonly kind: 'match' };

function compile(pattern: string): readonly State[] | undefined {
	const parser = { pattern: [...pattern], at: 0, depth: 0 };
	const tree = parseAlternatives(parser);
	if (tree === undefined || parser.at < parser.pattern.length) return undefined;
	const states: State[] = [{ kind: 'match' }];
	const start = emit(tree, 0, states);
	return start === undefined ? undefined : [...states, { kind: 'fork', next: start, other: start }];
}

interface Parser {
	readonly pattern: readonly string[];
	at: number;
	depth: number;
}

type Tree =
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

/** Writes the states for a tree in front of the state `next`; answers where it begins. */
function emit(tree: Tree, next: number, states: State[]): number | undefined {
	if (states.length > maxStates) return undefined;
	switch (tree.kind) {
		case 'test':
			return states.push({ kind: 'take', test: tree.test, next }) - 1;
		case 'start':
		case 'end':
			return states.push({ kind: tree.kind, next }) - 1;
		case 'all':
			return tree.parts.reduceRight<number | undefined>(
				(after, part) => (after === undefined ? undefined : emit(part, after, states)),
				next,
			);
		case 'one':
			return tree.parts.reduceRight<number | undefined>((other, part, i) => {
				const start = emit(part, next, states);
				if (start === undefined || other === undefined || i === tree.parts.length - 1) return start;
				return states.push({ kind: 'fork', next: start, other }) - 1;
			}, next);
		case 'repeat':
			return emitRepeat(tree, next, states);
	}
}

function emitRepeat(
	{ part, least, most }: Extract<Tree, { kind: 'repeat' }>,
	next: number,
	states: State[],
): number | undefined {
	let start: number | undefined = next;
	if (most === -1) {
		const loop: State = { kind: 'fork', next, other: next };
		start = states.push(loop) - 1;
		const inner = emit(part, start, states);
		if (inner === undefined) return undefined;
		loop.next = inner;
	}
	for (let i = least; i < most && start !== undefined; i++) {
		const inner: number | undefined = emit(part, start, states);
		start = inner === undefined ? undefined : states.push({ kind: 'fork', next: inner, other: next }) - 1;
	}
	for (let i = 0; i < least && start !== undefined; i++) start = emit(part, start, states);
	return start;
}

function run(states: readonly State[], text: string, isPart = false): boolean {
	const characters = [...text];
	let current = new Set<number>();
	follow(states, states.length - 1, current, characters.length === 0, true);
	for (const [i, character] of characters.entries()) {
		if (isPart && current.has(0)) return true;
		const after = new Set<number>();
		if (isPart) follow(states, states.length - 1, after, i === characters.length - 1, false);
		for (const index of current) {
			const state = states[index];
			if (state?.kind !== 'take' || !state.test(character)) continue;
			follow(states, state.next, after, i === characters.length - 1, false);
		}
		current = after;
	}
	return current.has(0);
}

function follow(states: readonly State[], from: number, into: Set<number>, isEnd: boolean, isStart: boolean): void {
	const open = [from];
	for (let index = open.pop(); index !== undefined; index = open.pop()) {
		if (into.has(index)) continue;
		into.add(index);
		const state = states[index];
		if (state?.kind === 'fork') open.push(state.next, state.other);
		else if ((state?.kind === 'start' && isStart) || (state?.kind === 'end' && isEnd)) open.push(state.next);
	}
}
