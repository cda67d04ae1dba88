import { unifiedDiff } from '../fix/diff.ts';
import type { ByHand, Check, PhaseState, RunbookStep } from '../migrate/phase.ts';
import type { ClusterMigration, MigrationPlan, PlannedPhase } from '../migrate/plan-migration.ts';
import { markdownBlock, markdownCode, markdownText } from './markdown-text.ts';
import { printableLines } from './printable.ts';

/** The plan of a migration for people at a terminal. */
export function migrationText(plan: MigrationPlan): string {
	return printableLines(plan.clusters.map((cluster) => clusterLines(cluster, plan, textForm).join('\n')).join('\n\n'));
}

/** The plan of a migration for issues and pull requests. */
export function migrationMarkdown(plan: MigrationPlan): string {
	return plan.clusters.map((cluster) => clusterLines(cluster, plan, markdownForm).join('\n')).join('\n\n');
}

/** One phase of a cluster's plan, for a pull request. */
export function phaseMarkdown(phase: PlannedPhase): string {
	return phaseLines(phase, undefined, { ...markdownForm, box: (text) => [`- [ ] ${text}`] })
		.join('\n')
		.trim();
}

/** The plan of a migration for programs; `diff` is what `git apply` takes. */
export function migrationJson(plan: MigrationPlan): string {
	const clusters = plan.clusters.map(({ cluster, target, settings, phases, blocked }) => ({
		cluster,
		strategy: settings.strategy,
		target: { pod: target.pod, service: target.service, nodeMaskSizes: target.nodeMasks },
		blocked,
		phases: phases.map((phase) => ({
			name: phase.name,
			title: phase.title,
			state: phase.state,
			changes: phase.made,
			diff: unifiedDiff(phase.before, phase.edits),
			byHand: phase.byHand.map(({ what, at, text }) => ({ what, file: at?.file, text })),
			preconditions: phase.preconditions,
			runbook: phase.runbook,
			checks: phase.checks,
			rollback: phase.rollback,
			pointOfNoReturn: phase.pointOfNoReturn,
		})),
	}));
	return `${JSON.stringify({ version: 1, seed: plan.seed, clusters }, undefined, '\t')}\n`;
}

/** How the parts of a plan are written. Items, steps and details take text that `plain` and `code` have made. */
interface Form {
	plain(text: string): string;
	code(text: string): string;
	heading(level: 1 | 2, text: string): string[];
	item(text: string): string[];
	/** What a person ticks; otherwise an item. */
	box?(text: string): string[];
	step(number: number, text: string): string[];
	/** What belongs to a step. */
	detail(text: string): string[];
	label(text: string): string[];
	commands(lines: readonly string[]): string[];
}

const textForm: Form = {
	plain: (text) => text,
	code: (text) => text,
	heading: (level, text) => (level === 1 ? [text, '='.repeat(text.length)] : ['', text, '-'.repeat(text.length)]),
	item: (text) => [`  - ${text}`],
	step: (number, text) => [`  ${number}. ${text}`],
	detail: (text) => [`     ${text}`],
	label: (text) => [`  ${text}:`],
	commands: (lines) => lines.map((line) => `         ${line}`),
};

const markdownForm: Form = {
	plain: spans,
	code: markdownCode,
	heading: (level, text) => ['', `${'#'.repeat(level + 1)} ${numbered(text)}`, ''],
	item: (text) => [`- ${text}`],
	step: (number, text) => ['', `${number}. ${text}`],
	detail: (text) => ['', `   ${text}`],
	label: (text) => ['', `**${text}**`, ''],
	commands: (lines) => [
		'',
		...markdownBlock(lines, 'sh')
			.split('\n')
			.map((line) => `   ${line}`),
	],
};

/** Text in which what stands between backticks is code, as it is. */
function spans(text: string): string {
	const parts = text.split('`');
	if (parts.length % 2 === 0) return markdownText(text);
	return parts.map((part, i) => (i % 2 === 0 ? withBlanks(part) : markdownCode(part))).join('');
}

/** A heading keeps its number. */
function numbered(text: string): string {
	const [, number = '', rest = text] = /^(\d+\. )(.*)$/s.exec(text) ?? [];
	return number + markdownText(rest);
}

/** The blanks around a part belong to the sentence. */
function withBlanks(part: string): string {
	const text = part.trim();
	return text === '' ? part : part.replace(text, () => markdownText(text));
}

function clusterLines(cluster: ClusterMigration, { seed, isSeedNew }: MigrationPlan, form: Form): string[] {
	const item = (text: string) => form.item(form.plain(text));
	const { target, phases, blocked } = cluster;
	const lines = form.heading(1, `${cluster.cluster}: from IPv4 to dual-stack`);
	for (const [role, network] of [
		['pods', target.pod],
		['Services', target.service],
	] as const) {
		const now = network.ipv4 ?? 'IPv4 not declared here';
		lines.push(...item(`${role}: ${now}, then ${network.ipv6} (${network.reasons.join('; ')})`));
	}
	if (target.node !== undefined)
		lines.push(
			...item(`machines: no IPv6 prefix is named; ${target.node.cidr} would do (${target.node.reasons.join('; ')})`),
		);
	lines.push(...item(`block of each node: /${target.nodeMasks.IPv4} and /${target.nodeMasks.IPv6}`));
	if (isSeedNew)
		lines.push(
			...item(`proposals are made from the seed ${seed}; --write keeps it as migration.seed of the configuration`),
		);
	if (blocked.length > 0) {
		lines.push(...form.label('Blocked'), ...blocked.flatMap((one) => item(one)));
		return lines;
	}
	for (const [i, phase] of phases.entries()) lines.push(...phaseLines(phase, i, form));
	return lines;
}

function phaseLines(phase: PlannedPhase, index: number | undefined, form: Form): string[] {
	const item = (text: string) => form.item(form.plain(text));
	const lines =
		index === undefined ? [] : form.heading(2, `${index}. ${phase.name}: ${phase.title} (${phase.state.kind})`);
	const reason = reasonOf(phase.state);
	if (reason !== undefined) lines.push(...item(reason));
	const list = (label: string, items: readonly string[]) => {
		if (items.length > 0) lines.push(...form.label(label), ...items.flatMap((one) => item(one)));
	};
	const { box = form.item } = form;
	if (phase.state.kind === 'to-do' && phase.preconditions.length > 0)
		lines.push(...form.label('Before'), ...phase.preconditions.flatMap((one) => box(form.plain(one))));
	list('Changes', changesOf(phase));
	if (phase.byHand.length > 0)
		lines.push(...form.label('By hand'), ...phase.byHand.flatMap((one) => byHandLines(one, form)));
	if (phase.state.kind !== 'to-do') return lines;
	if (phase.runbook.length > 0) lines.push(...form.label('On the cluster, in this order'));
	for (const [i, step] of phase.runbook.entries()) lines.push(...stepLines(step, i + 1, form));
	if (phase.checks.length > 0)
		lines.push(...form.label('It worked when'), ...phase.checks.flatMap((check) => form.item(checkText(check, form))));
	list('The way back', [phase.rollback]);
	if (phase.pointOfNoReturn !== undefined) list('No way back after', [phase.pointOfNoReturn]);
	return lines;
}

/** A text of several lines stands below what it is for, as it is to be written. */
function byHandLines({ what, at, text = '' }: ByHand, form: Form): string[] {
	const where = at === undefined ? '' : ` (${at.file})`;
	if (text.includes('\n')) return [...form.item(form.plain(`${what}${where}:`)), ...form.commands(text.split('\n'))];
	return form.item(`${form.plain(`${what}${where}`)}${text === '' ? '' : `: ${form.code(text)}`}`);
}

function stepLines({ title, node, on, commands, check, back }: RunbookStep, number: number, form: Form): string[] {
	return [
		...form.step(number, form.plain(`${title} (${on === 'node' ? `on ${node ?? 'each node'}` : 'on a workstation'})`)),
		...form.commands(commands),
		...(check === undefined ? [] : form.detail(`Go on when: ${checkText(check, form)}`)),
		...(back === undefined ? [] : form.detail(`Back: ${backText(back, form)}`)),
	];
}

function checkText({ command, expect, on }: Check, form: Form): string {
	return `${on === 'node' ? 'on the machine, ' : ''}${form.code(command)} → ${form.plain(expect)}`;
}

/** A command, with a remark in brackets behind it; or a sentence. */
function backText(back: string, form: Form): string {
	const [, command, remark = ''] = /^((?:sudo|kubectl|talosctl|files=).*?)( \([^()]*\))?$/.exec(back) ?? [];
	return command === undefined ? form.plain(back) : `${form.code(command)}${form.plain(remark)}`;
}

function changesOf({ made, edits }: PlannedPhase): string[] {
	const files = [...new Set(edits.map(({ file }) => file))].sort();
	return made.length === 0 ? [] : [...made, `files: ${files.join(', ')}`];
}

function reasonOf(state: PhaseState): string | undefined {
	return 'reason' in state ? state.reason : undefined;
}
