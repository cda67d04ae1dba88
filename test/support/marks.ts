/** A place that an example marks with carets, and the words beside them. */
export interface Mark {
	readonly file: string;
	/** From 1, in the text without the marking lines. */
	readonly line: number;
	readonly column: number;
	readonly endColumn: number;
	readonly note: string;
}

/** A line of carets, alone or behind the `#` of a comment. */
const caretLine = /^\s*#?\s*(\^+)(.*)$/;

/** Takes the marking lines out of an example's files. */
export function readMarks(repo: Readonly<Record<string, string>>): { texts: Record<string, string>; marks: Mark[] } {
	const marks: Mark[] = [];
	const texts = Object.entries(repo).map(([file, text]): [string, string] => {
		const kept: string[] = [];
		for (const line of text.split('\n')) {
			const found = caretLine.exec(line);
			if (found === null) {
				kept.push(line);
				continue;
			}
			const column = line.indexOf('^') + 1;
			const endColumn = column + (found[1]?.length ?? 0);
			marks.push({ file, line: kept.length, column, endColumn, note: (found[2] ?? '').trim() });
		}
		return [file, kept.join('\n')];
	});
	return { texts: Object.fromEntries(texts), marks };
}
