import { originWithin, type ScalarNode, sourceOf, type TextMap, textOnTop } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';

/** A span of a scalar's text as a scalar of its own. */
export function partOf(node: ScalarNode, start: number, end: number): ScalarNode {
	const map: TextMap = (from, to) => originWithin(node, start + from, start + to);
	const text = textOnTop([node], map, node.origin);
	return { kind: 'scalar', value: sourceOf(node).slice(start, end), quoted: true, text, origin: text(0, end - start) };
}

/** Where the part `index` between delimiters stands, counted from 0; undefined when there are fewer. */
export function partSpan(text: string, delimiter: string, index: number): readonly [number, number] | undefined {
	let start = 0;
	for (let i = 0; ; i++) {
		const end = text.indexOf(delimiter, start);
		if (i === index) return [start, end === -1 ? text.length : end];
		if (end === -1) return undefined;
		start = end + delimiter.length;
	}
}

/** Parts as one text. A place inside one part is that part's place; the whole stands at `origin`. */
export function joinParts(parts: readonly ScalarNode[], origin: Origin): ScalarNode & { readonly value: string } {
	const spans: { readonly part: ScalarNode; readonly start: number; readonly end: number }[] = [];
	let value = '';
	for (const part of parts) {
		const start = value.length;
		value += sourceOf(part);
		spans.push({ part, start, end: value.length });
	}
	const text: TextMap = (from, to) => {
		const span = spans.find(({ start, end }) => start <= from && to <= end);
		return span === undefined ? origin : originWithin(span.part, from - span.start, to - span.start);
	};
	return { kind: 'scalar', value, text, origin };
}
