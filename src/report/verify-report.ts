import type { PhaseState, State } from '../verify/check.ts';
import { markdownBlock, markdownCode, markdownRow, markdownText } from './markdown-text.ts';
import type { Role, TextStyle } from './paint.ts';
import { printable, printableJson } from './printable.ts';
import { padded } from './width.ts';

/** Where a cluster stands on its way, and what says so. */
export interface VerifyReport {
	readonly cluster: string;
	readonly phases: readonly PhaseState[];
}

const names: Readonly<Record<State, string>> = {
	done: 'done',
	'in-progress': 'in progress',
	'to-do': 'to do',
	contradicts: 'contradicts the repository',
	unknown: 'cannot tell',
	'not-needed': 'not needed',
};

const roles: Readonly<Record<State, Role>> = {
	done: 'good',
	'in-progress': 'warning',
	'to-do': 'warning',
	contradicts: 'error',
	unknown: 'info',
	'not-needed': 'faint',
};

/** Details of one check that are shown; a cluster may have thousands of pods. */
const mostDetails = 10;

/** A line a phase and a line a check, with what is missing below. */
export function verifyText({ cluster, phases }: VerifyReport, style: TextStyle): string {
	const width = Math.max(...phases.map(({ phase }) => phase.length));
	const lines = phases.flatMap(({ phase, state, checks }) => [
		`${style.paint('strong', padded(phase, width))}  ${style.paint(roles[state], names[state])}`,
		...checks.flatMap((check) => {
			const count = check.total === 0 ? '' : ` (${check.done} of ${check.total})`;
			const left = check.details.length - mostDetails;
			const isOpen = check.state !== 'done' && check.state !== 'not-needed';
			return [
				`  ${style.paint(roles[check.state], signs[check.state])} ${check.title}${count}`,
				...check.details.slice(0, mostDetails).map((detail) => `      ${printable(detail)}`),
				...(left > 0 ? [`      and ${left} more`] : []),
				...(isOpen ? [style.paint('faint', `      $ ${check.command}`)] : []),
			];
		}),
	]);
	return `${[style.paint('strong', `Migration of ${printable(cluster)}`), '', ...lines].join('\n')}\n`;
}

const signs: Readonly<Record<State, string>> = {
	done: '+',
	'in-progress': '~',
	'to-do': '-',
	contradicts: '!',
	unknown: '?',
	'not-needed': ' ',
};

/** The report as JSON, version 1. */
export function verifyJson({ cluster, phases }: VerifyReport): string {
	return printableJson({ version: 1, cluster, phases });
}

/** The word by which a machine finds its line in a text that a person pasted. */
const verifyMark = 'dualstack-lint-verify';

/** For a pull request: a table, the open points folded, and a line that a machine can read back. */
export function verifyMarkdown({ cluster, phases }: VerifyReport): string {
	const open = phases.flatMap(({ checks }) =>
		checks.filter(({ details, state }) => details.length > 0 && state !== 'not-needed'),
	);
	const states = Object.fromEntries(phases.map(({ phase, state }) => [phase, state]));
	return [
		`### Migration of ${markdownText(cluster)}`,
		[
			markdownRow(['phase', 'state', 'seen']),
			markdownRow(['---', '---', '---']),
			...phases.map(({ phase, state, checks }) => {
				const seen = checks
					.filter(({ total }) => total > 0)
					.map(({ title, done, total }) => `${title}: ${done} of ${total}`);
				return markdownRow([phase, `**${names[state]}**`, seen.join('<br>')]);
			}),
		].join('\n'),
		...open.map(({ title, details, command }) =>
			[
				`<details><summary>${markdownText(title)}</summary>`,
				details
					.slice(0, mostDetails)
					.map((detail) => `- ${markdownText(detail)}`)
					.join('\n'),
				...(details.length > mostDetails ? [`and ${details.length - mostDetails} more`] : []),
				markdownBlock([command], 'sh'),
				'</details>',
			].join('\n\n'),
		),
		`${markdownCode(`${verifyMark} ${JSON.stringify({ version: 1, cluster, states })}`)}\n`,
	].join('\n\n');
}
