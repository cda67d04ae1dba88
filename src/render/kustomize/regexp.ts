import { parsePattern, type Test, type Tree } from './regexp-syntax.ts';

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

/** A state of the automaton: it takes a character, or forks without taking any. */
type State =
	| { readonly kind: 'take'; readonly test: Test; next: number }
	| { readonly kind: 'fork'; next: number; other: number }
	| { readonly kind: 'start'; next: number }
	| { readonly kind: 'end'; next: number }
	| { readonly kind: 'match' };

function compile(pattern: string): readonly State[] | undefined {
	const tree = parsePattern(pattern);
	if (tree === undefined) return undefined;
	const states: State[] = [{ kind: 'match' }];
	const start = emit(tree, 0, states);
	return start === undefined ? undefined : [...states, { kind: 'fork', next: start, other: start }];
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
