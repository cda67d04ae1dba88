import { createHmac } from 'node:crypto';
import { configName, readConfig } from '../../repo/config.ts';
import type { RepoFiles } from '../../repo/files.ts';
import type { Rule } from '../../rule.ts';
import { type GitHub, once, type RepositoryName, reasonOf, statusOf } from '../client.ts';
import { carryOut, closeEmpty, type Ground, type Outcome } from './carry-out.ts';
import { consumed, dashboardText, dashboardTitle, type Findings, tickedState } from './dashboard.ts';
import { decide, oursOf } from './decide.ts';
import type { Seal } from './hidden-line.ts';
import { type Marker, readMarker } from './marker.ts';
import { consentOf, onboardingPhase } from './onboarding.ts';
import { type PlanCache, type PlannedTree, plannedAt, type Tip, tipOf } from './planned.ts';
import { headsOf, pullsOf } from './read-pulls.ts';
import { type BotState, freshState, phaseKey, readState, type Wish, wishesFor } from './state.ts';
import { branchOf, type Gate, type WantedPull, wantedPulls } from './wanted.ts';

/** What keeping migrations needs besides a client. */
export interface BotMeans {
	readonly rules: readonly Rule[];
	readonly today: () => string;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** Who we are on GitHub. */
	readonly login: () => Promise<string>;
	/** What nobody else has; seals what we remember in texts. */
	readonly key: string;
	readonly plans: PlanCache;
}

/** What somebody asked for. */
export interface Asked {
	/** Start where nothing was started. */
	readonly isStart?: boolean;
	/** What becomes of the state; done once for each comment. */
	readonly change?: (state: BotState) => BotState;
}

/** A dashboard as it was read. */
interface Dashboard {
	readonly number: number;
	readonly body: string;
	readonly state: BotState;
}

/** One of our pull requests, as far as the list of issues tells. */
interface KnownPull {
	readonly number: number;
	readonly marker: Marker;
	readonly isOpen: boolean;
	readonly isMerged: boolean;
}

/** Pull requests of ours that are open at a time, and new ones of a run. */
const mostOpen = 3;
const mostNew = 2;

/** Runs before a repository that moves all the time is left to the next event. */
const mostRuns = 3;

/** Something moved while we worked; the next attempt begins with what is there then. */
class MovedOn extends Error {
	override readonly name = 'MovedOn';
}

/**
 * Keeps the pull requests and the dashboard of a repository's migration. Everything is read anew from GitHub, so that
 * any number of runs, in any order, ends where one does.
 */
export async function keepMigration(
	github: GitHub,
	name: RepositoryName,
	means: BotMeans,
	asked: Asked = {},
	signal?: AbortSignal,
): Promise<readonly Outcome[]> {
	for (let run = 0; run < mostRuns; run++) {
		const done = await runOnce(github, name, means, asked, signal);
		if (done !== undefined) return done;
	}
	throw new MovedOn('the repository moves faster than it can be planned');
}

/** Undefined: something moved meanwhile. */
async function runOnce(
	github: GitHub,
	name: RepositoryName,
	means: BotMeans,
	asked: Asked,
	signal: AbortSignal | undefined,
): Promise<readonly Outcome[] | undefined> {
	const { data: repository } = await github.rest.repos.get({ ...name });
	if (repository.archived || repository.fork) return [];
	const seal: Seal = { key: means.key, repository: repository.node_id };
	const login = await means.login();
	const { dashboard, pulls } = await ownIssues(github, name, login, seal);
	const branch = repository.default_branch;
	const tip = await tipOf(github, name, branch);
	if (tip === undefined) return [];
	if (dashboard === undefined && asked.isStart !== true && !(await hasConsent(github, name))) return [];
	const before = dashboard?.state ?? freshState;
	const ticked = dashboard === undefined ? before : tickedState(before, dashboard.body);
	const state = asked.change?.(ticked) ?? ticked;
	signal?.throwIfAborted();
	let body = dashboard?.body;
	if (dashboard !== undefined && body !== undefined) {
		// What was ticked is taken note of before it is acted on: a crash neither forgets it nor does it for ever.
		const taken = consumed(body, state, seal);
		if (taken !== body && !(await writeDashboard(github, name, dashboard.number, body, taken))) return undefined;
		body = taken;
	}
	const seed = createHmac('sha256', means.key).update(`seed ${repository.node_id}`).digest('hex').slice(0, 10);
	const tree = await plannedAt(github, name, tip, { ...means, today: means.today(), seed });
	signal?.throwIfAborted();
	const ground: Ground = {
		...name,
		id: repository.node_id,
		branch,
		tip: tip.commit,
		tree: tip.tree,
		executables: tree.executables,
		seal,
		...(tree.dress !== undefined && { dress: tree.dress }),
	};
	const kept = await keepPulls({ github, ground, login, means, signal }, tree, state, pulls);
	const found: Findings = {
		...kept,
		plan: tree.plan,
		problem: kept.problem ?? tree.problem,
		headline: tree.headline,
		tip: tip.commit,
	};
	const text = dashboardText({ ...state, wishes: new Set() }, found, seal);
	if (dashboard === undefined) {
		await github.rest.issues.create({ ...name, title: dashboardTitle, body: text, ...once });
	} else if (body !== undefined && text !== body) {
		if (!(await writeDashboard(github, name, dashboard.number, body, text))) return undefined;
	}
	return (await hasMoved(github, name, branch, tip)) ? undefined : kept.outcomes;
}

interface Work {
	readonly github: GitHub;
	readonly ground: Ground;
	readonly login: string;
	readonly means: BotMeans;
	readonly signal: AbortSignal | undefined;
}

interface Kept {
	readonly outcomes: readonly Outcome[];
	readonly gates: readonly Gate[];
	readonly merged: ReadonlySet<string>;
	readonly problem: string | undefined;
}

async function keepPulls(
	work: Work,
	{ plan, onboarding, consent }: PlannedTree,
	state: BotState,
	known: readonly KnownPull[],
): Promise<Kept> {
	const merged = new Set(
		known.flatMap(({ isMerged, marker }) => (isMerged ? [phaseKey(marker.cluster, marker.phase)] : [])),
	);
	const none = { outcomes: [], gates: [], merged, problem: undefined };
	if (plan === undefined || state.isPaused) return none;
	const { pulls, gates } =
		onboarding !== undefined
			? { pulls: [onboarding], gates: [] }
			: consent === 'given'
				? wantedPulls(plan, undefined, { merged, passed: state.passed })
				: { pulls: [], gates: [] };
	const outcomes: Outcome[] = [];
	try {
		let open = known.filter(({ isOpen }) => isOpen).length;
		let fresh = 0;
		for (const wanted of pulls) {
			work.signal?.throwIfAborted();
			const isKnown = known.some((one) => one.isOpen && isOf(one.marker, wanted));
			const outcome = await keepPull(work, wanted, state, isKnown || (open < mostOpen && fresh < mostNew));
			if (outcome.what === 'opened') {
				open++;
				fresh++;
			}
			outcomes.push(outcome);
		}
		const isOver = (marker: Marker) => {
			if (pulls.some((wanted) => isOf(marker, wanted))) return false;
			if (marker.phase === onboardingPhase) return true;
			const cluster = plan.clusters.find((one) => one.cluster === marker.cluster);
			const phase = cluster?.phases.find((one) => one.name === marker.phase);
			return (
				onboarding === undefined &&
				(phase === undefined || phase.state.kind !== 'to-do') &&
				phase?.state.kind !== 'blocked'
			);
		};
		for (const { marker } of known.filter((one) => one.isOpen && isOver(one.marker))) {
			work.signal?.throwIfAborted();
			outcomes.push(...(await closePulls(work, marker, plan.clusters.length > 1)));
		}
	} catch (error) {
		if (statusOf(error) !== 403 || !(error instanceof Error) || !/not accessible/.test(error.message)) throw error;
		return { outcomes, gates, merged, problem: `${reasonOf(error)}.` };
	}
	return { outcomes, gates, merged, problem: undefined };
}

const isOf = (marker: Marker, { cluster, phase }: WantedPull) => marker.cluster === cluster && marker.phase === phase;

async function keepPull(work: Work, wanted: WantedPull, state: BotState, mayOpen: boolean): Promise<Outcome> {
	const { github, ground, login, means } = work;
	const { seal, branch: base } = ground;
	const existing = await pullsOf(github, ground, wanted.branch, means.now());
	const key = phaseKey(wanted.cluster, wanted.phase);
	const decision = decide(wanted, existing, { login, base, seal, wishes: wishesFor(state, key) });
	if (decision.do === 'create' && !mayOpen) {
		const { cluster, phase } = wanted;
		return {
			cluster,
			phase,
			number: undefined,
			what: `waits: ${mostOpen} are open, or ${mostNew} were opened just now`,
		};
	}
	return carryOut(github, ground, wanted, decision, headsOf(existing, login, seal));
}

async function closePulls(
	{ github, ground, login, means }: Work,
	{ cluster, phase }: Marker,
	isOneOfMany: boolean,
): Promise<Outcome[]> {
	const branch = branchOf(cluster, phase, isOneOfMany && phase !== onboardingPhase);
	const ours = oursOf(await pullsOf(github, ground, branch, means.now()), login, ground.seal);
	const outcomes: Outcome[] = [];
	for (const { pull, marker } of ours) {
		if (!pull.isOpen || pull.isQueued) continue;
		await closeEmpty(github, ground, branch, pull, marker);
		outcomes.push({ cluster, phase, number: pull.number, what: 'closed: nothing is left to change' });
	}
	return outcomes;
}

/** Our issues and pull requests: those that we made and sealed. */
async function ownIssues(github: GitHub, name: RepositoryName, login: string, seal: Seal) {
	const asked = { ...name, creator: login, state: 'all', per_page: 100 } as const;
	const issues = await github.paginate(github.rest.issues.listForRepo, asked);
	const ours = issues.filter(({ user }) => user?.login === login);
	const dashboards = ours.flatMap(({ number, body, pull_request }): Dashboard[] => {
		const state = pull_request === undefined ? readState(body, seal) : undefined;
		return state === undefined ? [] : [{ number, body: (body ?? '').replaceAll('\r\n', '\n'), state }];
	});
	const pulls = ours.flatMap(({ number, body, state, pull_request }): KnownPull[] => {
		const marker = pull_request === undefined ? undefined : readMarker(body, seal);
		if (marker === undefined) return [];
		return [{ number, marker, isOpen: state === 'open', isMerged: (pull_request?.merged_at ?? null) !== null }];
	});
	// The oldest one stays the dashboard, whatever was opened later.
	return { dashboard: dashboards.at(-1), pulls };
}

/** Changes the dashboard if it still says what we read; false where somebody has ticked a box meanwhile. */
async function writeDashboard(
	github: GitHub,
	name: RepositoryName,
	number: number,
	old: string,
	body: string,
): Promise<boolean> {
	const issue = { ...name, issue_number: number };
	const { data } = await github.rest.issues.get(issue);
	if ((data.body ?? '').replaceAll('\r\n', '\n') !== old) return false;
	await github.rest.issues.update({ ...issue, body });
	return true;
}

async function hasMoved(github: GitHub, name: RepositoryName, branch: string, tip: Tip): Promise<boolean> {
	const { data } = await github.rest.git.getRef({ ...name, ref: `heads/${branch}` });
	return data.object.sha !== tip.commit;
}

/** Whether the configuration of the default branch asks for a migration; costs one call where nobody does. */
async function hasConsent(github: GitHub, name: RepositoryName): Promise<boolean> {
	try {
		const { data } = await github.rest.repos.getContent({ ...name, path: configName });
		if (Array.isArray(data) || data.type !== 'file' || !('content' in data)) return false;
		const text = Buffer.from(data.content, 'base64').toString('utf8');
		const files: RepoFiles = {
			paths: [configName],
			read: (path) => (path === configName ? { ok: true, value: text } : undefined),
		};
		return readConfig(files).ok && consentOf(files) === 'given';
	} catch (error) {
		if (statusOf(error) === 404) return false;
		throw error;
	}
}

/** Adds a wish of a person. */
export function withWish(state: BotState, wish: Wish, key: string): BotState {
	return { ...state, wishes: new Set([...state.wishes, `${wish} ${key}`]) };
}
