import { printable } from './printable.ts';

/**
 * Code points that fill two columns of a terminal: the ranges of Unicode's East Asian Width
 * "W" and "F" (UAX #11) that are in everyday use, and the emoji blocks.
 */
const wide: readonly (readonly [first: number, last: number])[] = [
	[0x1100, 0x115f],
	[0x231a, 0x231b],
	[0x23e9, 0x23ec],
	[0x2614, 0x2615],
	[0x2648, 0x2653],
	[0x26a1, 0x26a1],
	[0x2705, 0x2705],
	[0x274c, 0x274c],
	[0x2e80, 0x303e],
	[0x3041, 0xa4cf],
	[0xa960, 0xa97c],
	[0xac00, 0xd7a3],
	[0xf900, 0xfaff],
	[0xfe30, 0xfe6f],
	[0xff00, 0xff60],
	[0xffe0, 0xffe6],
	[0x1f004, 0x1f004],
	[0x1f18e, 0x1f265],
	[0x1f300, 0x1f64f],
	[0x1f680, 0x1f6ff],
	[0x1f7e0, 0x1f7eb],
	[0x1f900, 0x1faff],
	[0x20000, 0x3fffd],
];

/** Columns that one printable character fills: 0 for marks that sit on the one before, 2 for wide ones. */
function characterWidth(character: string): 0 | 1 | 2 {
	const code = character.codePointAt(0) ?? 0;
	if (code < 0x300) return 1;
	if (/^[\p{Mn}\p{Me}]$/u.test(character)) return 0;
	return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** Columns that a printable text fills. */
export function textWidth(text: string): number {
	let width = 0;
	for (const character of text) width += characterWidth(character);
	return width;
}

/** The text with spaces after it up to `width` columns. */
export function padded(text: string, width: number): string {
	return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** Columns that a tab moves to a multiple of. */
const tabStop = 4;

/** One character of a source line and where it is shown. */
export interface Cell {
	/** UTF-16 offset in the line. */
	readonly offset: number;
	/** What is printed for it: itself, spaces for a tab, or an escape. */
	readonly text: string;
	readonly column: number;
	readonly width: number;
}

/** A source line as a terminal shows it. */
export function cellsOf(line: string): Cell[] {
	const cells: Cell[] = [];
	let column = 0;
	let offset = 0;
	for (const character of line) {
		const isPlain = character >= ' ' && character <= '~';
		const text = isPlain
			? character
			: character === '\t'
				? ' '.repeat(tabStop - (column % tabStop))
				: printable(character);
		const width = isPlain ? 1 : text === character ? characterWidth(character) : text.length;
		cells.push({ offset, text, column, width });
		column += width;
		offset += character.length;
	}
	return cells;
}
