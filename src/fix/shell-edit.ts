import type { Scalar } from '../repo/node.ts';
import type { Language } from './region.ts';
import type { LocalEdit } from './text-edit.ts';

/** Characters that mean themselves in a word of a shell without quotes. */
const bare = /^[\w.,:/@%+=[\]-]*$/;

/**
 * Writes a text in place of `[start, end)` with the quoting that is there; undefined where that cannot hold it. A span
 * that has its quotes inside keeps them. Text that is no script has no quoting: it takes what fits on a line.
 */
export function setInShell(
	text: string,
	language: Exclude<Language, 'yaml'>,
	start: number,
	end: number,
	value: Scalar,
): LocalEdit[] | undefined {
	const added = String(value);
	if (/[\r\n\0]/.test(added) || text.slice(start, end).includes('\n')) return undefined;
	if (language === 'text') return [{ start, end, text: added }];
	const quotes = /^(["']).*\1$/.exec(text.slice(start, end))?.[1];
	const [from, to] = quotes === undefined ? [start, end] : [start + 1, end - 1];
	const context = quotes ?? quoteAt(text, start);
	switch (context) {
		case '"':
			return [{ start: from, end: to, text: added.replace(/[\\"$`]/g, '\\$&') }];
		case "'":
			return added.includes("'") ? undefined : [{ start: from, end: to, text: added }];
		case '':
			// Brackets make a pattern, which matches no file with such a name and then stands for itself.
			return bare.test(added) ? [{ start: from, end: to, text: added }] : undefined;
		default:
			return undefined;
	}
}

/** The quote that is open at an offset, counted from the beginning of its line: `''` for none. */
function quoteAt(text: string, offset: number): string {
	let open = '';
	for (let i = text.lastIndexOf('\n', offset - 1) + 1; i < offset; i++) {
		const character = text[i] ?? '';
		if (character === '\\' && open !== "'") i++;
		else if (open === '' && (character === '"' || character === "'")) open = character;
		else if (character === open) open = '';
	}
	return open;
}
