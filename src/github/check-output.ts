import { type Diagnostic, gravity } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import type { LintProblem } from '../pipeline.ts';
import { decidedAt } from '../repo/origin.ts';
import { sharedFindings } from '../report/finding-block.ts';
import { markdownFinding } from '../report/markdown.ts';
import { markdownCode, markdownText } from '../report/markdown-text.ts';
import { placeFinder } from '../report/positions.ts';
import { counted, headline, summaryOf } from '../report/summary.ts';
import { type Annotation, annotationsOf } from './annotations.ts';
import type { ChangedLines } from './changed-lines.ts';
import type { Judgement } from './judge.ts';
import { planChanges } from './plan-change.ts';

/** Everything that a completed check run says. */
export interface CheckOutput {
	readonly conclusion: 'success' | 'failure' | 'neutral' | 'cancelled' | 'action_required';
	readonly title: string;
	readonly summary: string;
	readonly annotations: readonly Annotation[];
	/** Buttons; three at most, their texts of 20, 40 and 20 characters: https://docs.github.com/rest/checks/runs. */
	readonly actions?: readonly CheckAction[];
}

interface CheckAction {
	readonly label: string;
	readonly description: string;
	readonly identifier: string;
}

/** The button that asks for the safe fixes. */
export const fixAction: CheckAction = {
	label: 'Apply safe fixes',
	description: 'Commits them to this pull request',
	identifier: 'fix',
};

/** Characters of a summary: https://docs.github.com/rest/checks/runs. Counted in UTF-16 units, which are never fewer. */
const longestSummary = 65_535;

/** What the check says about a head; `notes` are sentences of ours about it, `canFix` that a button may mend it. */
export function outputOf(
	judgement: Judgement,
	changed: ChangedLines,
	notes: readonly string[],
	canFix: boolean,
): CheckOutput {
	const { head, base, fresh, known, silenced, merged, mended, isFailure } = judgement;
	const { shown, left } = annotationsOf(fresh, head, changed);
	const title = titleOf(judgement);
	const facts = [
		...(known.length > 0 ? [`${counted(known.length, 'finding')} that the base has too`] : []),
		...(mended > 0 ? [`${counted(mended, 'finding')} of the base gone`] : []),
		...(left > 0 ? [`${counted(left, 'annotation')} more than are shown beside lines`] : []),
	];
	const lists: readonly FindingList[] = [
		{ title: 'New', diagnostics: fresh, report: head },
		...(merged === undefined ? [] : [{ title: 'Only together with the base as it is now', ...merged }]),
		{ title: 'Silenced by this pull request', diagnostics: silenced, report: head },
		{ title: 'In the base too', diagnostics: known, report: head, isFolded: true },
	];
	const parts = [
		`### ${title}`,
		...(facts.length > 0 ? [`${facts.join('; ')}.`] : []),
		...(notes.length > 0 ? [notes.join(' ')] : []),
		'### Address plan',
		...planChanges(head, base),
	];
	const end =
		'The same on your machine: `npx dualstack-lint`; one rule explained: `npx dualstack-lint explain <rule>`.';
	const summary = [...cutToFit(parts, lists, longestSummary - end.length - 2), end].join('\n\n');
	const isFixable = [...fresh, ...known].some(({ fix }) => fix?.applicability === 'safe');
	const actions = canFix && isFixable ? [fixAction] : [];
	return { conclusion: isFailure ? 'failure' : 'success', title, summary, annotations: shown, actions };
}

function titleOf({ head, fresh, merged }: Judgement): string {
	if (fresh.length > 0) return `${headline(summaryOf({ ...head, diagnostics: fresh }))} (new)`;
	if (merged !== undefined) return `${headline(summaryOf(merged.report))} after the merge`;
	return 'no new findings';
}

interface FindingList {
	readonly title: string;
	readonly diagnostics: readonly Diagnostic[];
	readonly report: Report;
	/** Shown when somebody asks for it. */
	readonly isFolded?: boolean;
}

/** Adds findings while they fit; a finding is never cut in two. */
function cutToFit(start: readonly string[], lists: readonly FindingList[], room: number): string[] {
	const parts: string[] = [];
	let used = 0;
	const fits = (text: string) => used + text.length + 2 <= room - reserve;
	const add = (text: string) => {
		parts.push(text);
		used += text.length + 2;
	};
	let unfit = 0;
	for (const part of start) {
		if (fits(part)) add(part);
		else unfit++;
	}
	if (unfit > 0) add(`${counted(unfit, 'cluster')} more: \`npx dualstack-lint plan\` prints all.`);
	for (const { title, diagnostics, report, isFolded = false } of lists) {
		if (diagnostics.length === 0) continue;
		const placeOf = placeFinder(report);
		const findings = sharedFindings(diagnostics.toSorted((a, b) => gravity[b.severity] - gravity[a.severity]));
		add(isFolded ? `<details><summary>${title}: ${counted(findings.length, 'finding')}</summary>` : `### ${title}`);
		for (const [i, finding] of findings.entries()) {
			const text = markdownFinding(finding, report.clusters.length > 1, report, placeOf);
			if (!fits(text)) {
				add(`${counted(findings.length - i, 'more finding')}.`);
				break;
			}
			add(text);
		}
		if (isFolded) add('</details>');
	}
	return parts;
}

/** Characters kept for headings and for the lines that say how many are left. */
const reserve = 400;

/** What the check says when there is no report. */
export function outputOfProblem(problem: LintProblem, textOf: (path: string) => string): CheckOutput {
	switch (problem.kind) {
		case 'configuration': {
			const placeOf = placeFinder({ textOf });
			const annotations = problem.problems.map(({ message, at }): Annotation => {
				const { file, line, endLine } = placeOf(decidedAt(at));
				const words = { title: 'configuration', message: message.slice(0, 1000) };
				return { path: file, start_line: line, end_line: endLine, annotation_level: 'failure', ...words };
			});
			const list = problem.problems.map(
				({ message, at }) => `- ${markdownCode(decidedAt(at).file)}: ${markdownText(message)}`,
			);
			const title = counted(list.length, 'mistake in the configuration').replace(
				/mistake in the configurations$/,
				'mistakes in the configuration',
			);
			return {
				conclusion: 'action_required',
				title,
				summary: [`### ${title}`, list.join('\n')].join('\n\n'),
				annotations,
			};
		}
		case 'unknown-cluster':
		case 'nothing-to-lint':
			return neutral(
				'nothing to check',
				'No file of this repository declares a network or is part of a Flux repository.',
			);
	}
}

/** A check that says why it says nothing. */
export function neutral(title: string, sentence: string): CheckOutput {
	return { conclusion: 'neutral', title, summary: sentence, annotations: [] };
}
