/** Characters of a body: https://docs.github.com/rest/pulls/pulls says 65,536. Room for the marker is left. */
export const longestBody = 60_000;

/** As much of a body as GitHub takes, up to a line's end, with whatever was open closed; it says where the rest is. */
export function cutBody(body: string, rest = 'The rest: `dualstack-lint migrate`.'): string {
	if (body.length <= longestBody) return body;
	const kept: string[] = [];
	let [used, fence, folds] = [0, '', 0];
	for (const line of body.split('\n')) {
		const next = isFence(line, fence) ? (fence === '' ? fenceOf(line) : '') : fence;
		const nested = folds + (fence === '' && next === '' ? foldsOf(line) : 0);
		const ends = next.length + nested * '\n\n</details>'.length + rest.length + 4;
		if (used + line.length + 1 + ends > longestBody) break;
		kept.push(line);
		used += line.length + 1;
		[fence, folds] = [next, nested];
	}
	const ends = fence === '' ? [] : [fence];
	return [[...kept, ...ends].join('\n'), ...Array.from({ length: folds }, () => '</details>'), rest].join('\n\n');
}

function fenceOf(line: string): string {
	return /^( {0,6}`{3,})/.exec(line)?.[1] ?? '';
}

/** A fence ends with one that is as long, and nothing behind it. */
function isFence(line: string, open: string): boolean {
	const own = fenceOf(line);
	if (own === '' || open === '') return own !== '';
	return own.trim().length >= open.trim().length && line.trim() === own.trim();
}

function foldsOf(line: string): number {
	return line.split('<details>').length - line.split('</details>').length;
}
