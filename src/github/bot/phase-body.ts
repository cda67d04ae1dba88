import { fileDiff } from '../../fix/diff.ts';
import type { Report } from '../../lint/report.ts';
import type { PlannedPhase } from '../../migrate/plan-migration.ts';
import { surveyRepository } from '../../pipeline.ts';
import { describe } from '../../render/resource.ts';
import { byText, type RepoFiles } from '../../repo/files.ts';
import { printYaml } from '../../repo/print.ts';
import { markdownBlock, markdownText } from '../../report/markdown-text.ts';
import { phaseMarkdown } from '../../report/migration-report.ts';
import { planChanges } from '../plan-change.ts';

/** Bodies that were made; a plan is asked for more often than it changes. */
const made = new WeakMap<PlannedPhase, string>();

/** What a pull request says of its phase: what and why, the address plan, the runbook, and what is rendered otherwise. */
export function phaseBody(cluster: string, phase: PlannedPhase): string {
	const known = made.get(phase);
	if (known !== undefined) return known;
	const [before, after] = [reportOf(phase.before), reportOf(phase.after)];
	const plan = after === undefined ? [] : planChanges(after, before);
	const diff = before === undefined || after === undefined ? '' : renderedDiff(before, after);
	const body = [
		`This is the phase **${phase.name}** of the way of ${markdownText(cluster)} from IPv4 to dual-stack. Merge it, then do what is written below on the cluster; the dashboard asks whether that is done.`,
		...(plan.length === 0 ? [] : ['**Address plan**', ...plan]),
		phaseMarkdown(phase),
		'After a month in which nothing happens here, it is built again only when asked: `/dualstack rebase`.',
		...(diff === ''
			? []
			: [
					`<details><summary>What Flux applies otherwise</summary>`,
					markdownBlock(cutDiff(diff), 'diff'),
					'</details>',
				]),
	].join('\n\n');
	made.set(phase, body);
	return body;
}

/** Without rules: only what is declared and rendered counts here. */
function reportOf(files: RepoFiles): Report | undefined {
	const survey = surveyRepository(files, [], { everything: true });
	return survey.ok ? survey.value.report() : undefined;
}

function renderedDiff(before: Report, after: Report): string {
	const [old, now] = [textsOf(before), textsOf(after)];
	const names = [...new Set([...old.keys(), ...now.keys()])].sort(byText);
	return names
		.filter((name) => old.get(name) !== now.get(name))
		.map((name) => fileDiff(name, old.get(name), now.get(name) ?? ''))
		.join('');
}

function textsOf({ rendered }: Report): Map<string, string> {
	return new Map(
		rendered.flatMap(({ cluster, resources }) =>
			// What is secret stays where it is.
			resources.flatMap((one): [string, string][] =>
				one.kind === 'Secret' ? [] : [[`${cluster}/${describe(one)}`, printYaml(one.root)]],
			),
		),
	);
}

/** Lines that anybody reads. */
const mostLines = 600;

function cutDiff(diff: string): string[] {
	const lines = diff
		.trimEnd()
		.split('\n')
		.map((line) => line.slice(0, 500));
	if (lines.length <= mostLines) return lines;
	return [...lines.slice(0, mostLines), `# and ${lines.length - mostLines} lines more: dualstack-lint render`];
}
