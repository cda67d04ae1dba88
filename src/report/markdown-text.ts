import { printable } from './printable.ts';

/**
 * Text from a repository as Markdown shows it, letter by letter: no link, mention, HTML, image, emphasis or issue
 * number comes of it. Nothing of it opens a block either, because it never starts with a blank or breaks the line.
 */
export function markdownText(text: string): string {
	return printable(text)
		.trim()
		.replace(/[\\`*_{}[\]|~$]/g, '\\$&')
		.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`)
		.replace(/^[-+=]|^\d{1,9}(?=[.)](?:\s|$))/, (start) => (/^\d/.test(start) ? `${start}&#8203;` : `\\${start}`))
		.replace(/(?<!&)[@#]/g, `$&${apart}`)
		.replace(/:(?=\/\/)|\b(?:GH|www|mailto|xmpp)(?=[-.:])/gi, `$&${apart}`);
}

/** A blank without width: GitHub finds mentions, numbers and addresses in the text that is shown, escaped or not. */
const apart = '&#8203;';

/** The same as code on the line; a fence longer than any run of backquotes in it keeps it together. */
export function markdownCode(text: string): string {
	const shown = printable(text);
	if (shown.trim() === '') return '';
	const fence = '`'.repeat(longestRun(shown) + 1);
	const pad = shown.startsWith('`') || shown.endsWith('`') || shown.startsWith(' ') || shown.endsWith(' ') ? ' ' : '';
	return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Lines as a block of code. */
export function markdownBlock(lines: readonly string[], language = ''): string {
	const shown = lines.map(printable);
	const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
	return [`${fence}${language}`, ...shown, fence].join('\n');
}

function longestRun(text: string): number {
	let longest = 0;
	for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
	return longest;
}

/** A row of a table; cells hold Markdown without line breaks. */
export function markdownRow(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
