import { applyEdits } from '../fix/apply.ts';
import { lowerChanges } from '../fix/lower-changes.ts';
import type { TextEdit } from '../fix/text-edit.ts';
import type { Diagnostic } from '../lint/diagnostic.ts';
import type { Report } from '../lint/report.ts';
import { type ClusterView, type LintOptions, type LintProblem, type Survey, surveyRepository } from '../pipeline.ts';
import type { Parsed, RepoFiles } from '../repo/files.ts';
import type { Rule } from '../rule.ts';
import {
	type ByHand,
	type ChangeGroup,
	idle,
	type MigrationSettings,
	type Phase,
	type PhaseInput,
	type PhaseName,
	type PhasePlan,
} from './phase.ts';
import { phases } from './phases/index.ts';
import { filesOfOthers, othersReached } from './reach.ts';
import { keepSeed } from './seed.ts';
import { settingsFrom } from './settings.ts';
import { type Target, takenBy, targetOf } from './target.ts';

/** What a migration is asked for. */
export interface MigrationOptions extends LintOptions {
	/** Only this phase, on the repository as it is. */
	readonly phase?: PhaseName;
	readonly strategy?: MigrationSettings['strategy'];
	/** Ten hexadecimal digits, where the configuration holds none. */
	readonly seed?: string;
}

/** A phase, what it comes to, and the text that it changes. */
export interface PlannedPhase extends PhasePlan {
	readonly name: PhaseName;
	readonly title: string;
	/** Against `before`. A new file is an insertion into an empty one. */
	readonly edits: readonly TextEdit[];
	/** The repository as the phases before this one leave it. */
	readonly before: RepoFiles;
	readonly after: RepoFiles;
	/** What the changes are for, those left to a person excluded. */
	readonly made: readonly string[];
}

/** The way of one cluster to dual-stack. */
export interface ClusterMigration {
	readonly cluster: string;
	readonly view: ClusterView;
	readonly target: Target;
	readonly settings: MigrationSettings;
	readonly phases: readonly PlannedPhase[];
	/** Why nothing is written: the target has to be decided by a person first. */
	readonly blocked: readonly string[];
}

/** The plan of a repository. */
export interface MigrationPlan {
	readonly clusters: readonly ClusterMigration[];
	/** The repository after all phases that can be planned. */
	readonly after: RepoFiles;
	/** The seed that proposals were made from. */
	readonly seed: string;
	/** True when proposals depend on a seed that the configuration does not hold. */
	readonly isSeedNew: boolean;
}

/** A seed for those who give none: its prefixes serve for looking at, and every run proposes the same. */
const exampleSeed = '0000000001';

/** Plans the way from what a repository declares to its target. Pure: the same texts give the same plan. */
export function planMigration(
	files: RepoFiles,
	rules: readonly Rule[],
	options: MigrationOptions = {},
): Parsed<MigrationPlan, LintProblem> {
	// Policies hold no network of their own, so nobody else reads them.
	const full = { ...options, everything: true };
	const first = surveyRepository(files, rules, full);
	if (!first.ok) return first;
	let state: State = { files, survey: first.value, report: undefined };
	const clusters: ClusterMigration[] = [];
	let seedUsed = options.seed ?? exampleSeed;
	let isSeedNew = false;
	for (const { cluster } of first.value.clusters) {
		const view = viewOf(state.survey, cluster);
		if (view === undefined) continue;
		const { settings, seed } = settingsFrom(view, state.survey.config, options);
		seedUsed = seed ?? seedUsed;
		const avoid = [
			...state.survey.clusters.flatMap((other) => (other.cluster === cluster ? [] : takenBy(other.input.plan))),
			...clusters.flatMap((other) => [other.target.pod.ipv6, other.target.service.ipv6]),
		];
		const target = targetOf(view.input.plan, seedUsed, avoid);
		const isNew = seed === undefined && [target.pod, target.service].some(({ source }) => source === 'proposed');
		isSeedNew ||= isNew;
		let seedGroups =
			isNew && options.seed !== undefined && first.value.clusters.length === 1
				? keepSeed(seedUsed, target, cluster, state.survey.config)
				: [];
		const planned: PlannedPhase[] = [];
		if (target.problems.length === 0) {
			for (const phase of phases) {
				if (options.phase !== undefined && phase.name !== options.phase) continue;
				const step = planPhase(
					phase,
					cluster,
					state,
					{ target, settings },
					{ rules, options: full, first: seedGroups },
				);
				if (step.phase.edits.length > 0) seedGroups = [];
				planned.push(step.phase);
				state = step.state;
			}
		}
		clusters.push({ cluster, view, target, settings, phases: planned, blocked: target.problems });
	}
	return { ok: true, value: { clusters, after: state.files, seed: seedUsed, isSeedNew } };
}

/** What planning a phase needs besides the repository. */
interface Means {
	readonly rules: readonly Rule[];
	readonly options: MigrationOptions;
	/** Made together with the first changes. */
	readonly first: readonly ChangeGroup[];
}

interface State {
	readonly files: RepoFiles;
	readonly survey: Survey;
	/** Made when it is needed. */
	readonly report: Report | undefined;
}

interface Planned {
	readonly phase: PlannedPhase;
	readonly state: State;
}

function planPhase(
	phase: Phase,
	cluster: string,
	state: State,
	decided: Pick<PhaseInput, 'target' | 'settings'>,
	{ rules, options, first }: Means,
): Planned {
	const { name, title } = phase;
	const { files, survey } = state;
	const unchanged = { edits: [], before: files, after: files, made: [] };
	const view = viewOf(survey, cluster);
	if (view === undefined) throw new Error(`the cluster ${cluster} is gone after a phase`);
	const plan = decided.settings.enabled
		? phase.plan({ files, config: survey.config, view, ...decided })
		: idle({ kind: 'skipped', reason: 'migration.enabled is false in the configuration' });
	if (plan.state.kind !== 'to-do') return { phase: { name, title, ...plan, ...unchanged }, state };
	const whole =
		plan.changes.length + plan.newFiles.length === 0 ? plan : { ...plan, changes: [...first, ...plan.changes] };
	const report = state.report ?? survey.report();
	const shared = attempt(whole, cluster, state, report, { rules, options, first });
	const others = whole.changes.some((one) => one.alone !== undefined) ? filesOfOthers(survey, cluster) : new Set();
	const isShared = shared.reached.length > 0 || shared.lowered.edits.some(({ file }) => others.has(file));
	const alone = isShared ? { ...whole, changes: whole.changes.map((one) => one.alone ?? one) } : whole;
	const tried = alone.changes.some((one, i) => one !== whole.changes[i])
		? attempt(alone, cluster, state, report, { rules, options, first })
		: shared;
	const { edits, made, byHand: refused } = tried.lowered;
	const byHand = [...plan.byHand, ...refused];
	if (edits.length === 0) return { phase: { name, title, ...plan, ...unchanged, byHand }, state };
	if (tried.next === undefined || tried.fresh.length > 0 || tried.reached.length > 0) {
		const reason =
			tried.reached.length === 0
				? `the result would not pass the check: ${tried.fresh.slice(0, 3).join('; ')}`
				: `${tried.reached.slice(0, 3).join(', ')} would change as well, because the files are shared; write the values into an overlay of ${cluster} first`;
		const inOverlay =
			tried.reached.length === 0
				? []
				: whole.changes.map(
						(one): ByHand => ({ what: `${one.title}, in an overlay of ${cluster}`, text: one.otherwise }),
					);
		const blocked = { ...plan, state: { kind: 'blocked', reason } as const, byHand: [...byHand, ...inOverlay] };
		return { phase: { name, title, ...blocked, ...unchanged }, state: { ...state, report } };
	}
	const [unseen] = plan.newFiles.length === 0 ? [] : newFilesAgain(phase, cluster, tried, decided);
	if (unseen !== undefined) {
		const reason = `nothing would apply what is written: ${unseen} would be asked for again; name folders in conventions`;
		const blocked = { ...plan, state: { kind: 'blocked', reason } as const, byHand };
		return { phase: { name, title, ...blocked, ...unchanged }, state: { ...state, report } };
	}
	return {
		phase: { name, title, ...plan, byHand, edits, made, before: files, after: tried.after },
		state: { files: tried.after, survey: tried.next.survey, report: tried.next.report },
	};
}

/** New files that a phase asks for although it has written its own: nobody applies those. */
function newFilesAgain(
	phase: Phase,
	cluster: string,
	{ after, next }: Outcome,
	decided: Pick<PhaseInput, 'target' | 'settings'>,
): string[] {
	const view = next === undefined ? undefined : viewOf(next.survey, cluster);
	if (view === undefined || next === undefined) return [];
	const again = phase.plan({ files: after, config: next.survey.config, view, ...decided });
	return again.newFiles.map(({ path }) => path);
}

/** What becomes of a repository by the changes of a phase. */
interface Outcome {
	readonly lowered: LoweredGroups;
	readonly after: RepoFiles;
	readonly next: { readonly survey: Survey; readonly report: Report } | undefined;
	/** New errors. */
	readonly fresh: readonly string[];
	/** Other clusters that change as well. */
	readonly reached: readonly string[];
}

function attempt(
	plan: PhasePlan,
	cluster: string,
	{ files, survey }: State,
	report: Report,
	{ rules, options }: Means,
): Outcome {
	const lowered = lowerGroups(plan, files);
	const none = { lowered, after: files, next: undefined, fresh: [], reached: [] };
	if (lowered.edits.length === 0) return none;
	const after = applyEdits(files, lowered.edits);
	const next = surveyRepository(after, rules, options);
	if (!next.ok) return { ...none, fresh: ['the repository cannot be read any more'] };
	const nextReport = next.value.report();
	return {
		lowered,
		after,
		next: { survey: next.value, report: nextReport },
		fresh: newErrors(report, nextReport),
		reached: othersReached(survey, next.value, cluster),
	};
}

/** A cluster by its name; the only one may get another name with a configuration. */
function viewOf({ clusters }: Survey, cluster: string): ClusterView | undefined {
	const [only, ...more] = clusters;
	return clusters.find((one) => one.cluster === cluster) ?? (more.length === 0 ? only : undefined);
}

interface LoweredGroups {
	readonly edits: readonly TextEdit[];
	readonly made: readonly string[];
	readonly byHand: readonly ByHand[];
}

/** The edits of the groups that can be made; what cannot is for a person. */
function lowerGroups({ changes, newFiles }: PhasePlan, files: RepoFiles): LoweredGroups {
	const edits: TextEdit[] = [];
	const made: string[] = [];
	const byHand: ByHand[] = [];
	const created: ChangeGroup[] = newFiles.map(({ path, text, title }) => ({
		title,
		changes: [{ op: 'create-file', file: path, text }],
		otherwise: `Write ${path}.`,
	}));
	for (const group of [...changes, ...created]) {
		const lowered = lowerChanges(group.changes, files);
		if (lowered.ok) {
			const own = lowered.value.flatMap((one) => one.edits);
			edits.push(...own.filter((edit) => !edits.some((other) => isSame(edit, other))));
			made.push(group.title);
		} else {
			const { at, what } = lowered.refusal;
			byHand.push({ what: `${group.title}: ${what}`, ...(at === undefined ? {} : { at }), text: group.otherwise });
		}
	}
	return { edits, made, byHand };
}

function isSame(a: TextEdit, b: TextEdit): boolean {
	return a.file === b.file && a.range.start === b.range.start && a.range.end === b.range.end && a.text === b.text;
}

/** Errors of files that have more errors of a rule than before, as `rule: message`. */
function newErrors(before: Report, after: Report): string[] {
	const known = countsOf(before);
	const now = countsOf(after);
	const messages = new Set(errorsOf(before).map(({ message }) => message));
	return errorsOf(after)
		.filter((one) => (now.get(keyOf(one)) ?? 0) > (known.get(keyOf(one)) ?? 0) && !messages.has(one.message))
		.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

function countsOf(report: Report): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const one of errorsOf(report)) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
	return counts;
}

function keyOf({ ruleId, at }: Diagnostic): string {
	return JSON.stringify([ruleId, at.file]);
}

function errorsOf({ diagnostics }: Report): Diagnostic[] {
	return diagnostics.filter(({ severity, suppressed }) => severity === 'error' && suppressed === null);
}
