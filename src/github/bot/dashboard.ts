import type { MigrationPlan } from '../../migrate/plan-migration.ts';
import { markdownCode, markdownRow, markdownText } from '../../report/markdown-text.ts';
import { counted } from '../../report/summary.ts';
import type { Outcome } from './carry-out.ts';
import { longestBody } from './cut-body.ts';
import type { Seal } from './hidden-line.ts';
import { type BotState, phaseKey, printState, type Wish } from './state.ts';
import { printTick, readTicks } from './ticks.ts';
import type { Gate } from './wanted.ts';

/** What a run has found out, for the dashboard. */
export interface Findings {
	readonly plan: MigrationPlan | undefined;
	/** What stops everything, in Markdown. */
	readonly problem: string | undefined;
	readonly gates: readonly Gate[];
	readonly outcomes: readonly Outcome[];
	/** Phases whose pull request was merged. */
	readonly merged: ReadonlySet<string>;
	/** `2 errors, 1 warning` on the default branch. */
	readonly headline: string;
	readonly tip: string;
}

/** The title of the issue; it is found by its hidden line. */
export const dashboardTitle = 'The way to dual-stack';

/** The text of the dashboard. Equal for equal findings, so that nothing is written twice. */
export function dashboardText(state: BotState, found: Findings, seal: Seal | undefined): string {
	const { plan, problem, headline, tip } = found;
	return [
		'What dualstack-lint does in this repository to bring its clusters from IPv4 to both families. A box that is ticked here acts.',
		...(state.isPaused ? ['**Paused**: nothing is opened, and no branch is written to.'] : []),
		...(problem === undefined ? [] : [`**Stopped**: ${problem}`]),
		...clusterTexts(plan, state, found),
		printTick('pause', 'Pause: open nothing and write to no branch', state.isPaused),
		`Findings on the default branch at ${tip.slice(0, 12)}: ${headline}. Commands for people with write access: \`/dualstack plan\`, \`rebase\`, \`recreate\`, \`pause\`, \`resume\`, \`fix\`, \`explain <rule>\`, \`reopen <phase>\`, \`discard\`. The result of \`dualstack-lint verify --phase <phase> --format markdown\`, pasted as a comment, ticks its box.`,
		printState(state, seal),
	].join('\n\n');
}

/** The clusters that fit, those with something to do first; the others keep what was ticked for them. */
function clusterTexts(plan: MigrationPlan | undefined, state: BotState, found: Findings): string[] {
	const clusters = plan?.clusters ?? [];
	const isBusy = ({ cluster }: MigrationPlan['clusters'][number]) =>
		[...found.outcomes, ...found.gates].some((one) => one.cluster === cluster);
	const fitting = new Map<MigrationPlan['clusters'][number], string>();
	let room = longestBody - printState(state, undefined).length - 2_000;
	for (const cluster of clusters.toSorted((a, b) => Number(isBusy(b)) - Number(isBusy(a)))) {
		const text = clusterText(cluster, state, found);
		room -= text.length + 2;
		if (room < 0) break;
		fitting.set(cluster, text);
	}
	const left = clusters.length - fitting.size;
	return [
		...clusters.flatMap((cluster) => fitting.get(cluster) ?? []),
		...(left === 0 ? [] : [`${counted(left, 'cluster')} more: \`dualstack-lint migrate\` prints all.`]),
	];
}

function clusterText(
	{ cluster, target, phases, blocked }: MigrationPlan['clusters'][number],
	state: BotState,
	{ gates, outcomes, merged }: Findings,
): string {
	const of = (phase: string) => outcomes.find((one) => one.cluster === cluster && one.phase === phase);
	const rows = phases.map(({ name, title, state: { kind, ...rest } }) => {
		const own = of(name);
		const reason = 'reason' in rest && typeof rest.reason === 'string' ? `: ${rest.reason}` : '';
		const pull = own === undefined ? '' : `${own.number === undefined ? '' : `#${own.number} `}${own.what}`;
		return markdownRow([name, markdownText(title), markdownText(`${kind}${reason}`.slice(0, 400)), pull]);
	});
	const isGate = (name: string) =>
		gates.some((gate) => gate.cluster === cluster && gate.gate === name) ||
		merged.has(phaseKey(cluster, name)) ||
		state.passed.has(phaseKey(cluster, name));
	const boxes = phases
		.filter(({ name }) => name !== 'rook' && isGate(name))
		.map(({ name }) => {
			const key = phaseKey(cluster, name);
			return printTick(`gate ${key}`, `${name} is done on the cluster`, state.passed.has(key));
		});
	const wishes = outcomes
		.filter((one) => one.cluster === cluster && one.wish !== undefined)
		.map(({ phase, wish }) => printTick(`${wish} ${phaseKey(cluster, phase)}`, wishText(wish, phase)));
	return [
		`### ${markdownText(cluster)}`,
		(['pod', 'service'] as const)
			.map((role) => `- ${role}: ${markdownText(target[role].ipv4 ?? 'not found')}, ${markdownCode(target[role].ipv6)}`)
			.join('\n'),
		...(blocked.length > 0 ? [blocked.map((one) => `- ${markdownText(one)}`).join('\n')] : []),
		...(rows.length === 0
			? []
			: [
					[
						markdownRow(['phase', 'what', 'state', 'pull request']),
						markdownRow(['---', '---', '---', '---']),
						...rows,
					].join('\n'),
				]),
		...(boxes.length + wishes.length === 0 ? [] : [[...boxes, ...wishes].join('\n')]),
		...gates
			.filter((gate) => gate.cluster === cluster)
			.map(({ gate, next }) => `**${next}** waits until ${gate} is done on the cluster and its box is ticked.`),
	].join('\n\n');
}

function wishText(wish: Wish | undefined, phase: string): string {
	return wish === 'discard' ? `Throw away what others wrote to the branch of ${phase}` : `Open ${phase} again`;
}

/** What the boxes ask for, as a state; the boxes of gates and of the pause are what they say. */
export function tickedState(state: BotState, text: string): BotState {
	const passed = new Set(state.passed);
	const wishes = new Set(state.wishes);
	let { isPaused } = state;
	for (const [key, isTicked] of readTicks(text)) {
		if (key === 'pause') isPaused = isTicked;
		else if (key.startsWith('gate ')) {
			const phase = key.slice('gate '.length);
			if (isTicked) passed.add(phase);
			else passed.delete(phase);
		} else if (isTicked && /^(?:discard|reopen) [0-9a-f]{8}\.[\w-]+$/.test(key)) wishes.add(key);
	}
	return { ...state, isPaused, passed, wishes };
}

/** The text with the state in it and the wishes unticked, before anything is done about them. */
export function consumed(text: string, state: BotState, seal: Seal | undefined): string {
	const start = '<!-- dualstack-lint dashboard ';
	return text
		.split('\n')
		.map((line) => {
			if (line.startsWith(start)) return printState(state, seal);
			return line.replace(/^- \[[xX]\] (?=<!-- (?:discard|reopen) )/, '- [ ] ');
		})
		.join('\n');
}
