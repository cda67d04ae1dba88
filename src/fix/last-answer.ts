import { syntaxOf } from '../repo/syntax.ts';

/** The same function, which remembers its last answer: many edits of one text follow each other. */
export function rememberingLast<T>(answer: (text: string) => T): (text: string) => T {
	let last: { readonly text: string; readonly value: T } | undefined;
	return (text) => {
		if (last?.text !== text) last = { text, value: answer(text) };
		return last.value;
	};
}

/** The roots of the documents in a text. */
export const lastSyntax = rememberingLast(syntaxOf);
