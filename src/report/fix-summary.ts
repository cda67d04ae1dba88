import type { AddedIgnores } from '../fix/add-ignores.ts';
import type { FixResult } from '../fix/fix-repository.ts';
import { placeFinder } from './positions.ts';
import { printable } from './printable.ts';
import { counted } from './summary.ts';

/** Findings of a kind that are told one by one. */
const mostShown = 100;

/** What was fixed and what not, and why, one line each. `tense` is `would be` where nothing was written. */
export function fixSummary({ fixed, left, changed, report }: FixResult, tense: '' | 'would be'): string {
	const verb = tense === '' ? 'fixed' : `${tense} fixed`;
	const place = placeFinder(report);
	const done = fixed.map(
		({ diagnostic: { at, ruleId, fix }, line }) => `${at.file}:${line}: ${ruleId}: ${fix?.title ?? ''}`,
	);
	const open = left.map(({ diagnostic: { at, ruleId, fix }, what }) => {
		return `${at.file}:${place(at).line}: ${ruleId}: ${fix?.title ?? ''}: ${what}`;
	});
	const head =
		fixed.length === 0
			? `nothing ${verb}`
			: `${verb}: ${counted(fixed.length, 'finding')} in ${counted(changed.length, 'file')}`;
	const lines = [head, ...listed(done), ...(open.length === 0 ? [] : ['not fixed:', ...listed(open)])];
	return `${lines.map(printable).join('\n')}\n`;
}

/** The same for comments that suppress findings. */
export function ignoresSummary({ added, left, changed }: AddedIgnores, tense: '' | 'would be'): string {
	const verb = tense === '' ? 'suppressed' : `${tense} suppressed`;
	const open = left.map(({ diagnostic: { at, ruleId }, line, what }) => `${at.file}:${line}: ${ruleId}: ${what}`);
	const head =
		added.length === 0
			? `nothing ${verb}`
			: `${verb}: ${counted(added.length, 'finding')} in ${counted(changed.length, 'file')}`;
	const lines = [head, ...(open.length === 0 ? [] : ['not suppressed:', ...listed(open)])];
	return `${lines.map(printable).join('\n')}\n`;
}

function listed(lines: readonly string[]): string[] {
	const more = lines.length - mostShown;
	return [...lines.slice(0, mostShown), ...(more > 0 ? [`and ${more} more`] : [])].map((line) => `  ${line}`);
}
