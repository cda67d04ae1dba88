import type { TextMap } from './node.ts';

/** Where the text of a literal block scalar (`|`) stands: each line of the value is a line of the source, indented. */
export function blockTextMap(source: string, start: number, value: string, originOf: TextMap): TextMap {
	let lines: { value: number; source: number }[] | undefined;
	const at = (offset: number): number => {
		lines ??= blockLines(source, start, value);
		let low = 0;
		let high = lines.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((lines[middle]?.value ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		const line = lines[low];
		return line === undefined ? start : line.source + (offset - line.value);
	};
	return (from, to) => originOf(at(from), to > from ? at(to - 1) + 1 : at(from));
}

function blockLines(source: string, start: number, value: string): { value: number; source: number }[] {
	const header = source.indexOf('\n', start);
	if (header === -1) return [];
	const indent = contentIndent(source, header + 1) - contentIndent(value, 0);
	const lines = [];
	let sourceLine = header + 1;
	for (let valueLine = 0; ; ) {
		lines.push({ value: valueLine, source: Math.min(sourceLine + indent, lineEnd(source, sourceLine)) });
		const next = value.indexOf('\n', valueLine);
		if (next === -1) return lines;
		valueLine = next + 1;
		sourceLine = lineEnd(source, sourceLine) + 1;
	}
}

/** The indentation of a block's first line that is not blank. */
function contentIndent(source: string, from: number): number {
	for (let line = from; line < source.length; line = lineEnd(source, line) + 1) {
		let i = line;
		while (source[i] === ' ') i++;
		if (i < source.length && source[i] !== '\n' && source[i] !== '\r') return i - line;
	}
	return 0;
}

function lineEnd(source: string, from: number): number {
	const end = source.indexOf('\n', from);
	return end === -1 ? source.length : end;
}
