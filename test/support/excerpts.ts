/** What the README shows of the command's output: a block ```` ```text finding <rule> ```` or ```` ```text plan ````. */
const excerpt = /^```text (finding|plan) ?(\S*)\n.*?^```$/gms;

/** The README with its excerpts as the command prints them now. */
export function withExcerpts(readme: string, output: string): string {
	return readme.replace(excerpt, (_, kind: string, rule: string) => {
		const shown = kind === 'plan' ? planOf(output) : findingOf(output, rule);
		return `\`\`\`text ${[kind, rule].filter((word) => word !== '').join(' ')}\n${shown}\n\`\`\``;
	});
}

/** How many excerpts a README has. */
export function excerptCount(readme: string): number {
	return [...readme.matchAll(excerpt)].length;
}

function planOf(output: string): string {
	const start = output.indexOf('Address plan of ');
	if (start === -1) throw new Error('the output has no plan');
	return output.slice(start).trimEnd();
}

function findingOf(output: string, rule: string): string {
	const found = output.split('\n\n').find((block) => block.split('\n')[0]?.includes(`[${rule}]: `));
	if (found === undefined) throw new Error(`the output has no finding of ${rule}`);
	return found;
}
