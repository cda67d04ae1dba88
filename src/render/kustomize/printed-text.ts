/**
 * A folded block after go-yaml has printed it and read it again: kustomize does so once with every object. A line
 * that is indented further than the block moves away from the line before it, and text that begins with a blank
 * loses line breaks.
 */
export function foldedAgain(value: string): string {
	if (!value.includes('\n') || !isPrintedAsBlock(value)) return value;
	const startsWithBlank = /^\n*[ \t]/.test(value);
	const lines = value.split('\n');
	let text = lines[0] ?? '';
	for (let i = 1; i < lines.length; ) {
		const before = lines[i - 1] ?? '';
		let next = i;
		while (next < lines.length - 1 && lines[next] === '') next++;
		const after = lines[next] ?? '';
		text += breaks(before, after, next - i + 1, startsWithBlank, next === lines.length - 1) + after;
		i = next + 1;
	}
	return text;
}

/** What `count` line breaks between two lines become. */
function breaks(before: string, after: string, count: number, startsWithBlank: boolean, isLast: boolean): string {
	if (before === '' || isIndented(before)) return '\n'.repeat(count);
	const isEnd = isLast && after === '';
	const keeps = !isEnd && !isIndented(after);
	if (startsWithBlank) return keeps ? (count === 1 ? ' ' : '\n'.repeat(count - 1)) : '\n'.repeat(count);
	return '\n'.repeat(keeps || (isEnd && count === 1) ? count : count + 1);
}

function isIndented(line: string): boolean {
	return line.startsWith(' ') || line.startsWith('\t');
}

/** Other text is printed in quotes, which change nothing. */
function isPrintedAsBlock(value: string): boolean {
	return !/ (?:\n|$)/.test(value) && !/[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(value);
}
