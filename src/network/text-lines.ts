import { textOf } from '../repo/node.ts';
import { written } from '../repo/origin.ts';
import { draftOf, type ShellText, textPart } from '../repo/shell/shell-text.ts';
import type { TextFile } from './reader.ts';

/** The text of a file with the place of each part. */
export function bodyOf(file: TextFile): ShellText {
	if (file.body !== undefined) return file.body;
	const { path, text } = file;
	return {
		kind: 'scalar',
		value: text,
		text: (start, end) => written(path, start, end),
		origin: written(path, 0, text.length),
	};
}

/** The lines of a file; with `continued` a line that ends in a backslash goes on in the next. */
export function linesOf(file: TextFile, continued = false): ShellText[] {
	const body = bodyOf(file);
	const text = textOf(draftOf(body));
	const lines: ShellText[] = [];
	let start = 0;
	for (let end = text.indexOf('\n'); start < text.length; end = text.indexOf('\n', end + 1)) {
		const stop = end === -1 ? text.length : end;
		if (continued && end !== -1 && text[end - 1] === '\\') continue;
		const isReturn = text[stop - 1] === '\r' && stop > start;
		lines.push(textPart(body, start, isReturn ? stop - 1 : stop));
		start = stop + 1;
	}
	return lines;
}
