/** Why a file that is there was not read. */
export type FileProblem =
	| { readonly kind: 'not-utf-8' }
	| { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
	| { readonly kind: 'outside' }
	| { readonly kind: 'unreadable'; readonly reason: string };

/** Why, as the end of a sentence that begins with the file. */
export function problemText(problem: FileProblem): string {
	switch (problem.kind) {
		case 'not-utf-8':
			return 'is not UTF-8';
		case 'too-large':
			return `has ${problem.bytes} bytes, more than ${problem.limit}`;
		case 'outside':
			return 'is a link that leads out of the repository';
		case 'unreadable':
			return `is not readable: ${problem.reason}`;
	}
}
