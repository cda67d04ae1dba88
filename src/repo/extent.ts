import { Lexer } from 'yaml';

/**
 * Tokens beyond which a text is not handed to the parser, which needs some 300 bytes for each. A dense manifest of
 * two megabytes has half as many; an object cannot be larger than that (etcd takes 1.5 MiB per request).
 */
export const maxTokens = 2_000_000;

/** True when a text has more tokens than that. Linear in the length of the text. */
export function hasTooManyTokens(text: string): boolean {
	return mostTokens(text) > maxTokens && tokensIn(text) > maxTokens;
}

/** An upper bound: a mark brings at most a space, a sign for the lexer itself and a scalar along. */
function mostTokens(text: string): number {
	if (2 * text.length < maxTokens) return 0;
	let marks = 0;
	for (let i = 0; i < text.length; i++) if (isMark[text.charCodeAt(i)] === 1) marks++;
	return 5 * marks;
}

const isMark = new Uint8Array(128);
for (const mark of '\n\r:,[]{}-?"\'#&*!|>%@') isMark[mark.charCodeAt(0)] = 1;

/** Text inside quotes and blocks is one token, whatever stands in it. */
function tokensIn(text: string): number {
	let tokens = 0;
	for (const _ of new Lexer().lex(text)) if (++tokens > maxTokens) break;
	return tokens;
}
