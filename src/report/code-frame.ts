import type { RepoPath, SourceLocation } from '../repo/location.ts';
import { lineAt, type Strip, stripOf } from './line-strip.ts';
import type { Role, TextStyle } from './paint.ts';
import { type Place, shownPlace } from './positions.ts';
import { printable } from './printable.ts';
import { textWidth } from './width.ts';
import { wrapped } from './wrap.ts';

/** A span to underline. The first mark of a frame is the one that decides. */
export interface Mark {
	readonly at: SourceLocation;
	readonly role: Role;
	/** `^` for the place that decides, `-` for the others. */
	readonly sign: '^' | '-';
	readonly note: string;
}

/** What a frame is made from. */
export interface FrameSource {
	readonly textOf: (path: RepoPath) => string;
	readonly placeOf: (at: SourceLocation) => Place;
}

/** A frame's lines and the width of its margin, for whatever is to be written below it. */
export interface CodeFrame {
	readonly lines: readonly string[];
	readonly margin: number;
}

interface PlacedMark extends Mark {
	readonly place: Place;
}

/** Source lines with their spans underlined: one block per file, the file of the first mark first. */
export function codeFrame(marks: readonly Mark[], source: FrameSource, style: TextStyle): CodeFrame {
	const placed = marks.map((mark) => ({ ...mark, place: source.placeOf(mark.at) }));
	const margin = Math.max(...placed.map(({ place }) => String(place.line).length));
	const files = [...new Set(placed.map(({ at }) => at.file))];
	const lines = files.flatMap((file, i) => {
		const inFile = placed.filter(({ at }) => at.file === file);
		return fileBlock(inFile, source.textOf(file), { margin, arrow: i === 0 ? '-->' : ':::', style });
	});
	return { lines, margin };
}

interface Layout {
	readonly margin: number;
	readonly arrow: string;
	readonly style: TextStyle;
}

function fileBlock(marks: readonly PlacedMark[], text: string, layout: Layout): string[] {
	const { margin, arrow, style } = layout;
	const [first] = marks;
	if (first === undefined) return [];
	const lines = [
		`${' '.repeat(margin)}${style.paint('frame', arrow)} ${shownPlace({ ...first.place, file: printable(first.place.file) })}`,
	];
	if (text === '') return lines;
	lines.push(gutter('', layout));
	let above: number | undefined;
	for (const line of [...new Set(marks.map(({ place }) => place.line))].sort((a, b) => a - b)) {
		const onLine = marks.filter(({ place }) => place.line === line);
		// One line in between takes no more room than the sign that it is left out.
		if (above !== undefined && line - above === 2) lines.push(lineBefore(onLine, text, layout));
		else if (above !== undefined && line - above > 2) lines.push(style.paint('frame', '...'));
		lines.push(...markedLine(onLine, text, layout));
		above = line;
	}
	return lines;
}

/** Room for the text of a source line. */
function roomOf({ margin, style }: Layout): number {
	return Math.max(20, style.width - margin - 3);
}

function lineBefore([mark]: readonly PlacedMark[], text: string, layout: Layout): string {
	if (mark === undefined) throw new Error('a line is shown for its marks');
	const line = lineAt(text, lineAt(text, mark.at.range.start).start - 1);
	const strip = stripOf(line, { start: line.start, end: line.start }, roomOf(layout));
	return gutter(strip.text, layout, String(mark.place.line - 1));
}

/** The line, as often as its marks need when they stand too far apart, each time with the marks below. */
function markedLine(marks: readonly PlacedMark[], text: string, layout: Layout): string[] {
	const room = roomOf(layout);
	const lines: string[] = [];
	let rest = [...marks].sort((a, b) => a.at.range.start - b.at.range.start);
	for (let [first] = rest; first !== undefined; [first] = rest) {
		const strip = stripOf(lineAt(text, first.at.range.start), first.at.range, room);
		const shown = rest.filter((mark) => mark === first || strip.holds(mark.at.range));
		rest = rest.filter((mark) => !shown.includes(mark));
		lines.push(gutter(strip.text, layout, String(first.place.line)));
		for (const mark of shown) lines.push(...underline(mark, strip, room).map((row) => gutter(row(layout), layout)));
	}
	return lines;
}

type Row = (layout: Layout) => string;

function underline(mark: PlacedMark, strip: Strip, room: number): Row[] {
	const { from, to } = strip.columns(mark.at.range);
	const span = mark.sign.repeat(Math.max(1, to - from));
	const runsOn = mark.place.endLine > mark.place.line ? `to line ${mark.place.endLine}` : '';
	const note = [printable(mark.note), runsOn].filter((part) => part !== '').join(', ');
	const paint =
		(indent: number, text: string): Row =>
		({ style }) =>
			`${' '.repeat(indent)}${style.paint(mark.role, text)}`;
	if (note === '') return [paint(from, span)];
	if (from + textWidth(`${span} ${note}`) <= room) return [paint(from, `${span} ${note}`)];
	const indent = room - from >= 30 ? from : Math.max(0, Math.min(from, room - 30));
	return [paint(from, span), ...wrapped(note, room - indent).map((line) => paint(indent, line))];
}

function gutter(text: string, { margin, style }: Layout, number = ''): string {
	const edge = style.paint('frame', `${number.padStart(margin)} |`);
	return text === '' ? edge : `${edge} ${text}`;
}
