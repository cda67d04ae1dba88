/** Hides passwords and tokens in the addresses of a text, as wide as they are. User names alone stay: most are `git`. */
export function withoutPasswords(text: string): string {
	if (!text.includes('://')) return text;
	const hidden = text.replace(
		/(:\/\/[^\s/:@"'?#]{0,256}:)([^\s/@"'?#]{1,1024})(?=@)/g,
		(_, before: string, word: string) => before.concat('*'.repeat(word.length)),
	);
	// A long user without a password is a token.
	return hidden.replace(/(:\/\/)([^\s/:@"'?#]{20,1024})(?=@)/g, (_, before: string, word: string) =>
		before.concat('*'.repeat(word.length)),
	);
}
