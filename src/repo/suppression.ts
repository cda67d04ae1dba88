import type { RepoPath, SourceLocation } from './location.ts';
import type { Entry } from './node.ts';
import { type Origin, written } from './origin.ts';

/** The word that starts a suppression in a comment. */
export const suppressionMark = 'dualstack-lint-ignore';

/** Somebody's word that findings of one rule are known and meant at some place. */
export interface Suppression {
	/** A comment at a line, or an annotation of an object. */
	readonly by: 'comment' | 'annotation';
	/** Id of the rule; empty where none could be read. */
	readonly rule: string;
	readonly reason: string;
	/** The last day on which it holds, `YYYY-MM-DD`. */
	readonly expires: string | undefined;
	/** What is wrong with how it is written; it then suppresses nothing. */
	readonly problem: string | undefined;
	readonly at: Origin;
	/** The annotation, where it says nothing else. */
	readonly entry?: Entry;
	/** True for places that it is about. */
	covers(at: SourceLocation): boolean;
}

type Words = Pick<Suppression, 'rule' | 'reason' | 'expires' | 'problem'>;

/** UTF-16 units of a suppression that are looked at. */
const longest = 2000;

/** Reads `<rule> [expires=YYYY-MM-DD]: <reason>`. */
export function readSuppression(text: string): Words {
	const shown = text.slice(0, longest).trim();
	const colon = shown.indexOf(':');
	const head = (colon === -1 ? shown : shown.slice(0, colon)).trim();
	const reason = colon === -1 ? '' : shown.slice(colon + 1).trim();
	const [rule = '', ...options] = head.split(/\s+/);
	const expiries = options.filter((option) => option.startsWith('expires='));
	const expires = expiries[0]?.slice('expires='.length);
	const stranger = options.find((option) => !option.startsWith('expires='));
	const problem =
		rule === ''
			? 'names no rule'
			: stranger !== undefined
				? `has ${stranger} between the rule and the colon, where only expires=YYYY-MM-DD may stand`
				: expiries.length > 1
					? 'expires twice'
					: expires !== undefined && !isDay(expires)
						? `expires on ${expires}, which is no day of the form YYYY-MM-DD`
						: reason === ''
							? 'gives no reason behind a colon'
							: undefined;
	return { rule, reason, expires, problem };
}

function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const date = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const comment = new RegExp(`(?<=^|[ \\t])#[ \\t]*${suppressionMark}(?=[ \\t]|$)([^\\r\\n]*)`, 'gm');

/** The suppressions in the comments of a file. One behind a value is about its line, one alone about the next line that is no comment. */
export function suppressionsIn(path: RepoPath, text: string): Suppression[] {
	if (!text.includes(suppressionMark)) return [];
	return [...text.matchAll(comment)].map((match) => {
		const start = match.index;
		const end = start + match[0].trimEnd().length;
		const line = lineFor(text, start);
		return {
			by: 'comment' as const,
			...readSuppression(match[1] ?? ''),
			at: written(path, start, end),
			covers: ({ file, range }) => file === path && range.start >= line.start && range.start <= line.end,
		};
	});
}

/** Offsets of the line that a comment is about: its first character and its line break. */
function lineFor(text: string, comment: number): { readonly start: number; readonly end: number } {
	let start = text.lastIndexOf('\n', comment - 1) + 1;
	let end = lineEnd(text, start);
	if (text.slice(start, comment).replace('\uFEFF', '').trim() !== '') return { start, end };
	while (end < text.length) {
		start = end + 1;
		end = lineEnd(text, start);
		if (!/^\s*(?:#|$)/.test(text.slice(start, end))) break;
	}
	return { start, end };
}

function lineEnd(text: string, start: number): number {
	const newline = text.indexOf('\n', start);
	return newline === -1 ? text.length : newline;
}
