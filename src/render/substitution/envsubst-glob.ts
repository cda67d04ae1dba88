import { type ByteText, reversed, runeAt } from './byte-text.ts';

/** Steps that are left; matching that needs more gives up. */
export interface Budget {
	left: number;
}

/** Cuts the part at the start (`#`) or end (`%`) that a glob matches: the longest when the operator is doubled. */
export function trimGlob(value: ByteText, operator: string, pattern: ByteText, budget: Budget): ByteText {
	const longest = operator.length === 2;
	if (operator[0] === '#') return trimStart(value, pattern, longest, budget);
	// The end is trimmed backwards, with the pattern turned as well: `[a-z]` becomes `]z-a[`, which matches no letter.
	return reversed(trimStart(reversed(value), reversed(pattern), longest, budget));
}

function trimStart(value: ByteText, pattern: ByteText, longest: boolean, budget: Budget): ByteText {
	const chunks = chunksOf(pattern);
	let shortest = 0;
	for (let end = value.length; end > 0 && budget.left > 0; end--) {
		const matched = matches(chunks, pattern, value, end, budget);
		if (matched === 'bad') return value;
		if (!matched) continue;
		if (longest) return value.slice(end);
		shortest = end;
	}
	return value.slice(shortest);
}

/** A stretch of a pattern without stars outside brackets, and whether stars stand before it. */
interface Chunk {
	readonly star: boolean;
	readonly from: number;
	readonly to: number;
}

function chunksOf(pattern: ByteText): readonly Chunk[] {
	const chunks: Chunk[] = [];
	for (let at = 0; at < pattern.length; ) {
		const start = at;
		while (pattern[at] === '*') at++;
		const from = at;
		let inRange = false;
		for (; at < pattern.length; at++) {
			const c = pattern[at];
			if (c === '\\' && at + 1 < pattern.length) at++;
			else if (c === '[') inRange = true;
			else if (c === ']') inRange = false;
			else if (c === '*' && !inRange) break;
		}
		chunks.push({ star: from > start, from, to: at });
	}
	return chunks;
}

/** Does the glob match the first `end` bytes of `name`? Each chunk takes the first place it fits; nothing is tried again. */
function matches(
	chunks: readonly Chunk[],
	pattern: ByteText,
	name: ByteText,
	end: number,
	budget: Budget,
): boolean | 'bad' {
	let at = 0;
	for (const [index, chunk] of chunks.entries()) {
		if (chunk.star && chunk.from === chunk.to) return true;
		const isLast = index === chunks.length - 1;
		const furthest = chunk.star ? end : at;
		let found: number | undefined;
		for (let from = at; from <= furthest && found === undefined; from++) {
			const rest = matchChunk(chunk, pattern, name, from, end, budget);
			if (rest === 'bad') return 'bad';
			if (rest !== undefined && (rest === end || !isLast)) found = rest;
		}
		if (found === undefined) return false;
		at = found;
	}
	return at === end;
}

/** Where the name goes on after the chunk; undefined when it does not match, `bad` when the pattern is malformed. */
function matchChunk(
	chunk: Chunk,
	pattern: ByteText,
	name: ByteText,
	from: number,
	end: number,
	budget: Budget,
): number | undefined | 'bad' {
	let at = from;
	for (let p = chunk.from; p < chunk.to; ) {
		budget.left--;
		// Pretending a mismatch ends all loops soon; whoever owns the budget sees that it is used up.
		if (at >= end || budget.left < 0) return undefined;
		const c = pattern[p];
		if (c === '[') {
			const { rune, width } = runeAt(name, at, end);
			const set = matchSet(pattern, p + 1, chunk.to, rune, budget);
			if (set === 'bad') return 'bad';
			if (!set.matched) return undefined;
			at += width;
			p = set.to;
			continue;
		}
		if (c === '?') {
			at += runeAt(name, at, end).width;
			p++;
			continue;
		}
		if (c === '\\') p++;
		if (p === chunk.to) return 'bad';
		if (pattern[p] !== name[at]) return undefined;
		at++;
		p++;
	}
	return at;
}

/** Matches one character with the inside of `[...]` that begins at `from`. */
function matchSet(
	pattern: ByteText,
	from: number,
	to: number,
	rune: number,
	budget: Budget,
): { readonly matched: boolean; readonly to: number } | 'bad' {
	const negated = from < to && pattern[from] === '^';
	let p = negated ? from + 1 : from;
	let matched = false;
	for (let ranges = 0; ; ranges++) {
		budget.left--;
		if (ranges > 0 && pattern[p] === ']') return { matched: matched !== negated, to: p + 1 };
		const low = setCharacter(pattern, p, to);
		if (low === undefined) return 'bad';
		const high = pattern[low.to] === '-' ? setCharacter(pattern, low.to + 1, to) : low;
		if (high === undefined) return 'bad';
		if (low.rune <= rune && rune <= high.rune) matched = true;
		p = high.to;
	}
}

/** A character of a set, perhaps escaped; undefined when it is not valid or nothing follows it. */
function setCharacter(pattern: ByteText, from: number, to: number): { rune: number; to: number } | undefined {
	if (from >= to || pattern[from] === '-' || pattern[from] === ']') return undefined;
	const at = pattern[from] === '\\' ? from + 1 : from;
	if (at >= to) return undefined;
	const { rune, width } = runeAt(pattern, at, to);
	const isBroken = width === 1 && rune === 0xfffd;
	return isBroken || at + width >= to ? undefined : { rune, to: at + width };
}
