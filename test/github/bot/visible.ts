/** The lines outside of blocks of code, read as GitHub reads them. */
export function outside(text: string): string[] {
	const found: string[] = [];
	let open = 0;
	for (const line of text.split('\n')) {
		const [, run = '', info = ''] = /^ {0,6}(`{3,})([^`]*)$/.exec(line) ?? [];
		if (open === 0 && run !== '') open = run.length;
		else if (open === 0) found.push(line);
		else if (run.length >= open && info.trim() === '') open = 0;
	}
	if (open > 0) throw new Error('a block of code is never closed');
	return found;
}

/** What is no code: only there can a mention, a number, a link or HTML come of a text. */
export function visible(text: string): string {
	return outside(text)
		.map((line) => line.replace(/(?<![\\`])(`+)(?!`)(.*?[^`])\1(?!`)/g, 'code'))
		.join('\n');
}
