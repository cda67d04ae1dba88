import { originWithin, type ScalarNode, sourceOf, type TextMap } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';

/** The parts of a scalar's text between delimiters, each with the place where it stands. */
export function splitParts(node: ScalarNode, delimiter: string): ScalarNode[] {
	let at = 0;
	return sourceOf(node)
		.split(delimiter)
		.map((value) => {
			const start = at;
			at += value.length + delimiter.length;
			return partOf(node, start, start + value.length);
		});
}

/** A span of a scalar's text as a scalar of its own. */
export function partOf(node: ScalarNode, start: number, end: number): ScalarNode {
	const text: TextMap = (from, to) => originWithin(node, start + from, start + to);
	return { kind: 'scalar', value: sourceOf(node).slice(start, end), quoted: true, text, origin: text(0, end - start) };
}

/** Parts as one text again. A place inside one part is that part's place; the whole stands at `origin`. */
export function joinParts(
	parts: readonly ScalarNode[],
	delimiter: string,
	origin: Origin,
): ScalarNode & { readonly value: string } {
	const starts: number[] = [];
	let value = '';
	for (const part of parts) {
		if (starts.length > 0) value += delimiter;
		starts.push(value.length);
		value += sourceOf(part);
	}
	const text: TextMap = (from, to) => {
		const i = starts.findLastIndex((start) => start <= from);
		const part = parts[i];
		const start = starts[i] ?? 0;
		if (part === undefined || to > start + sourceOf(part).length) return origin;
		return originWithin(part, from - start, to - start);
	};
	const [only] = parts;
	return { kind: 'scalar', value, text, origin: parts.length === 1 && only !== undefined ? only.origin : origin };
}
