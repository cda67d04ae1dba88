import type { SourceRange } from '../repo/location.ts';
import { withoutPasswords } from '../repo/passwords.ts';
import { type Cell, cellsOf } from './width.ts';

/** One line of a text. */
export interface Line {
	/** Without its line break and without a byte order mark. */
	readonly text: string;
	/** Offset of its first character in the whole text. */
	readonly start: number;
}

/** The line that holds `offset`. */
export function lineAt(text: string, offset: number): Line {
	const begin = offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
	const start = begin === 0 && text.startsWith('\uFEFF') ? 1 : begin;
	const newline = text.indexOf('\n', begin);
	const end = newline === -1 ? text.length : newline;
	const isCrLf = newline > start && text[newline - 1] === '\r';
	return { text: withoutPasswords(withoutKeys(text.slice(start, isCrLf ? end - 1 : end))), start };
}

/**
 * Hides cephx keys, also in base64, as wide as they are: a report of a key that stands in Git must not spread it.
 * The form is that of AES keys, ceph/ceph `src/auth/Crypto.cc`.
 */
function withoutKeys(line: string): string {
	if (!line.includes('AQ') && !line.includes('QVF')) return line;
	return line.replace(/\bAQ[A-D][A-Za-z0-9+/]{35}==|\bQVF[A-Za-z0-9+/]{51}(?:==)?/g, (key) => '*'.repeat(key.length));
}

/** The part of a line that fits on the screen. */
export interface Strip {
	/** As printed, with `...` where something is cut off. */
	readonly text: string;
	/** True when the strip shows the begin of the range. */
	holds(range: SourceRange): boolean;
	/** Columns of the printed text that show the range, from 0, the end excluded; cut at the strip's edges. */
	columns(range: SourceRange): { readonly from: number; readonly to: number };
}

const cut = '...';

/** Cuts a line so that `focus` can be seen within `room` columns. */
export function stripOf(line: Line, focus: SourceRange, room: number): Strip {
	// Of a very long line only what may fit on the screen is looked at.
	const from = Math.max(0, focus.start - line.start - room);
	const piece = line.text.slice(from, from + 3 * room);
	const cells = cellsOf(piece);
	const last = cells.at(-1);
	const total = last === undefined ? 0 : last.column + last.width;
	const whole = {
		line,
		offset: from,
		cells,
		isCutBefore: from > 0,
		isCutAfter: from + piece.length < line.text.length,
	};
	if (total <= room && !whole.isCutBefore && !whole.isCutAfter) return stripFrom(whole);
	const first = columnOf(cells, focus.start - line.start - from);
	const width = columnOf(cells, focus.end - line.start - from) - first;
	const inner = room - 2 * cut.length;
	// A third of the room shows what stands before the span, as far as the span leaves it.
	const lead = Math.max(0, Math.min(Math.floor(inner / 3), inner - width));
	const begin = Math.max(0, Math.min(first - lead, total - inner));
	const shown = cells.filter((cell) => cell.column >= begin && cell.column + cell.width <= begin + inner);
	return stripFrom({
		...whole,
		cells: shown,
		isCutBefore: whole.isCutBefore || shown[0] !== cells[0],
		isCutAfter: whole.isCutAfter || shown.at(-1) !== last,
	});
}

interface Shown {
	readonly line: Line;
	/** Where the cells' offsets begin in the line. */
	readonly offset: number;
	readonly cells: readonly Cell[];
	readonly isCutBefore: boolean;
	readonly isCutAfter: boolean;
}

function stripFrom({ line, offset, cells, isCutBefore, isCutAfter }: Shown): Strip {
	const text = cells.map((cell) => cell.text).join('');
	const left = isCutBefore ? cut : '';
	const start = cells[0]?.column ?? 0;
	const [first] = cells;
	const last = cells.at(-1);
	const inCells = (at: number) => at - line.start - offset;
	return {
		text: `${left}${text}${isCutAfter ? cut : ''}`,
		holds(range) {
			const at = inCells(range.start);
			return at >= (first?.offset ?? 0) && (!isCutAfter || at <= (last?.offset ?? 0));
		},
		columns(range) {
			const from = columnOf(cells, inCells(range.start)) - start + left.length;
			const to = columnOf(cells, inCells(Math.min(range.end, line.start + line.text.length))) - start + left.length;
			return { from, to: Math.max(from, to) };
		},
	};
}

/** The column where the character at `offset` begins; the end of the cells for an offset behind them. */
function columnOf(cells: readonly Cell[], offset: number): number {
	const cell = cells.find((one) => one.offset >= offset);
	if (cell !== undefined) return cell.column;
	const last = cells.at(-1);
	return last === undefined ? 0 : last.column + last.width;
}
