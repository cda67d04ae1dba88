import { createHmac } from 'node:crypto';
import { configName, readConfig } from '../../repo/config.ts';
import type { RepoFiles } from '../../repo/files.ts';
import type { Rule } from '../../rule.ts';
import { type GitHub, once, type RepositoryName, statusOf } from '../client.ts';
import type { Outcome } from './carry-out.ts';
import { keepConfigIssue } from './config-issue.ts';
import { consumed, dashboardText, dashboardTitle, type Findings, tickedState } from './dashboard.ts';
import type { Ground } from './ground.ts';
import type { Seal } from './hidden-line.ts';
import { keepPulls } from './keep-pulls.ts';
import { consentOf } from './onboarding.ts';
import { ownIssues, writeDashboard } from './own-issues.ts';
import { type PlanCache, plannedAt, type Tip, tipOf } from './planned.ts';
import { type BotState, freshState, type Wish } from './state.ts';

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
	const { dashboard, configIssue, pulls } = await ownIssues(github, name, login, seal);
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
	if (await hasMoved(github, name, branch, tip)) return undefined;
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
	await keepConfigIssue(github, name, configIssue, tree.mistakes, seal);
	const kept = await keepPulls({ github, ground, login, now: means.now, signal }, tree, state, pulls);
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
