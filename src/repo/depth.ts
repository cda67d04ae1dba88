import { Lexer } from 'yaml';

/**
 * Levels of nesting beyond which a text is not handed to the parser. Two small
 * files nested about a thousand levels deep abort a Node 20 process with yaml
 * 2.9.1 in a way nothing can catch; real manifests stay below twenty.
 */
export const maxDepth = 64;

/** True when parsing `text` would nest deeper than `maxDepth`. Linear in the length of the text. */
export function isTooDeep(text: string): boolean {
	// The estimate counts brackets inside text too, so it may be too high, never too low.
	return estimate(text) > maxDepth && exactDepth(text) > maxDepth;
}

function estimate(text: string): number {
	const indents: number[] = [];
	let open = 0;
	let deepest = 0;
	let lineStart = true;
	let column = 0;
	for (let i = 0; i < text.length; i++) {
		const c = text.charCodeAt(i);
		if (c === newline || c === carriageReturn) {
			lineStart = true;
			column = 0;
			continue;
		}
		if (lineStart && c === space) {
			column++;
			continue;
		}
		const isMark = (c === dash || c === question || c === colon) && isBreakOrSpace(text.charCodeAt(i + 1));
		if (lineStart || isMark) {
			if (lineStart) while ((indents.at(-1) ?? -1) >= column) indents.pop();
			indents.push(column);
		}
		lineStart = lineStart && isMark && c !== colon;
		column++;
		if (c === openBracket || c === openBrace) open++;
		else if ((c === closeBracket || c === closeBrace) && open > 0) open--;
		deepest = Math.max(deepest, open + indents.length);
		if (deepest > maxDepth) return deepest;
	}
	return deepest;
}

/** Counts flow and block levels from the lexer's tokens, which know what is text and what is structure. */
function exactDepth(text: string): number {
	const indents: number[] = [];
	let open = 0;
	let deepest = 0;
	let column = 0;
	let fresh = true;
	for (const token of new Lexer().lex(text)) {
		if (token === '\n' || token === '\r\n') {
			column = 0;
			fresh = true;
			continue;
		}
		if (token === '[' || token === '{') open++;
		else if ((token === ']' || token === '}') && open > 0) open--;
		const isText = !/^[ \t\n\r]*$/.test(token) && !token.startsWith('#');
		if (isText && (fresh || token === '-' || token === '?')) {
			while ((indents.at(-1) ?? -1) >= column) indents.pop();
			indents.push(column);
			fresh = token === '-' || token === '?';
		}
		column = token.includes('\n') ? 0 : column + token.length;
		deepest = Math.max(deepest, open + indents.length);
		if (deepest > maxDepth) return deepest;
	}
	return deepest;
}

function isBreakOrSpace(code: number): boolean {
	return Number.isNaN(code) || code === space || code === newline || code === carriageReturn || code === tab;
}

const space = 32;
const tab = 9;
const newline = 10;
const carriageReturn = 13;
const dash = 45;
const question = 63;
const colon = 58;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
