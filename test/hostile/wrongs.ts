import { canary } from './case.ts';

/** Whether what must not be seen stands in a text. */
export function secretsIn(text: string, where: string): string[] {
	return text.includes(canary) ? [`${where} prints a secret`] : [];
}

/** What a terminal, a runner of workflows or a page would act on. */
export function wrongsIn(text: string, where: string): string[] {
	const wrongs = secretsIn(text, where);
	const odd = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text.replaceAll(/[\n\t]/g, ''));
	if (odd !== null) wrongs.push(`${where} has the character ${odd[0].codePointAt(0)?.toString(16)}`);
	const commands = text.split('\n').filter((line) => /^\s*(::[\w-]+( [^:]*)?::|##\[)/.test(line));
	const foreign = commands.filter((line) => where !== 'github' || !/^::(error|warning|notice) file=/.test(line));
	if (where !== 'render' && foreign.length > 0) wrongs.push(`${where} has a line that a runner obeys: ${foreign[0]}`);
	if (where === 'markdown') wrongs.push(...markupIn(text));
	return wrongs;
}

/** Markup that does something, outside of code. */
export function markupIn(text: string): string[] {
	// What is escaped means itself.
	const prose = text.replace(/\\[^\w\s]/g, '  ').replace(/(`+)[^`][\s\S]*?(?<!`)\1(?!`)/g, '');
	return [
		/<(?!\/?(?:details|summary|sub|br|code|b)\b)[a-z]/i,
		/(?<![\\\w&;])@octo/,
		/(?<!\\)\]\(javascript/i,
		/!\[/,
	].flatMap((one) => {
		const found = one.exec(prose);
		return found === null ? [] : [`markdown has ${prose.slice(found.index, found.index + 60)}`];
	});
}
