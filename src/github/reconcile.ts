import { checkName, isOurRun } from './check-run.ts';
import { type GitHub, isForGood } from './client.ts';
import type { Conditional } from './conditional.ts';
import type { Job } from './job.ts';

/** What a look at all repositories needs. */
export interface ReconcileMeans {
	readonly appId: number;
	readonly clientFor: (installation?: number) => Promise<GitHub>;
	readonly add: (job: Job) => void | Promise<void>;
	/** Who we are on GitHub: whose dashboards are kept true. */
	readonly login: () => Promise<string>;
	readonly cache: Conditional;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	readonly signal?: AbortSignal;
	/** Is told of an installation that could not be looked at. */
	readonly onFailure: (installation: number, error: unknown) => void;
}

export interface Reconciled {
	readonly installations: number;
	readonly repositories: number;
	/** Checks that nobody had made, or that did not come to their end. */
	readonly checks: number;
	readonly migrations: number;
}

/** Milliseconds that a webhook, and a check, may take before somebody else looks after them. */
const usualDelay = 2 * 60_000;
const longestCheck = 10 * 60_000;

/** Repositories of an installation, and open pull requests of one, that are looked at in a round. */
const mostRepositories = 300;
const mostPulls = 100;

/**
 * Finds what webhooks did not tell, or what was told and lost: open pull requests whose head has no completed check run,
 * and dashboards that may have fallen behind. What is as it should be costs calls that GitHub does not count.
 */
export async function reconcile(means: ReconcileMeans, only?: number): Promise<Reconciled> {
	const total = { installations: 0, repositories: 0, checks: 0, migrations: 0 };
	for (const installation of only === undefined ? await installationsOf(means) : [only]) {
		if (means.signal?.aborted === true) break;
		try {
			const found = await lookAt(installation, means);
			total.installations++;
			total.repositories += found.repositories;
			total.checks += found.checks;
			total.migrations += found.migrations;
		} catch (error) {
			// One that is gone or limited says nothing about the others.
			means.onFailure(installation, error);
		}
	}
	return total;
}

async function installationsOf({ clientFor }: ReconcileMeans): Promise<number[]> {
	const github = await clientFor();
	const all = await github.paginate(github.rest.apps.listInstallations, { per_page: 100 });
	return all.filter(({ suspended_at }) => (suspended_at ?? null) === null).map(({ id }) => id);
}

async function lookAt(installation: number, means: ReconcileMeans): Promise<Omit<Reconciled, 'installations'>> {
	const github = await means.clientFor(installation);
	const all = await github.paginate(github.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
	const active = all.filter(({ archived, disabled }) => archived !== true && disabled !== true);
	// The ones that were pushed to last: nobody waits for the others.
	const sorted = active.toSorted((a, b) => (b.pushed_at ?? '').localeCompare(a.pushed_at ?? ''));
	const found = { repositories: 0, checks: 0, migrations: 0 };
	for (const { name: repo, owner } of sorted.slice(0, mostRepositories)) {
		if (means.signal?.aborted === true) break;
		const place = { installation, owner: owner.login, repo };
		try {
			found.checks += await missingChecks(github, place, means);
			found.migrations += await behindDashboard(github, place, means);
			found.repositories++;
		} catch (error) {
			if (!isForGood(error)) throw error;
		}
	}
	return found;
}

type Place = Pick<Job, 'installation' | 'owner' | 'repo'>;

const common = { base: null, again: false, by: null } as const;

async function missingChecks(github: GitHub, place: Place, means: ReconcileMeans): Promise<number> {
	const { owner, repo } = place;
	const { cache, now, appId } = means;
	const asked = { owner, repo, state: 'open', sort: 'updated', direction: 'desc', per_page: mostPulls };
	const pulls = await cache.get(github, 'GET /repos/{owner}/{repo}/pulls', asked);
	let added = 0;
	for (const pull of listOf(pulls)) {
		const { number, head, updated_at } = pull as PullLike;
		if (now() - Date.parse(updated_at) < usualDelay) continue;
		const which = { owner, repo, ref: head.sha, check_name: checkName, filter: 'latest', app_id: appId };
		const runs = await cache.get(github, 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', which);
		const ours = listOf((runs as { check_runs?: unknown }).check_runs)
			.map((one) => one as RunLike)
			.find((one) => isOurRun(one, head.sha, appId));
		const isDone = ours?.status === 'completed' && ours.conclusion !== 'cancelled' && !isRefused(ours);
		const isUnderWay =
			ours !== undefined &&
			ours.status !== 'completed' &&
			now() - Date.parse(ours.started_at ?? updated_at) < longestCheck;
		if (isDone || isUnderWay) continue;
		const again = ours !== undefined && isRefused(ours);
		await means.add({ ...place, ...common, kind: 'check', subject: `pull/${number}`, head: head.sha, again });
		added++;
	}
	return added;
}

/** A dashboard that is there is kept true, whatever was not told. */
async function behindDashboard(github: GitHub, place: Place, means: ReconcileMeans): Promise<number> {
	const { owner, repo } = place;
	const asked = { owner, repo, creator: await means.login(), state: 'open', per_page: 1 };
	const issues = await means.cache.get(github, 'GET /repos/{owner}/{repo}/issues', asked);
	if (listOf(issues).length === 0) return 0;
	const head = `at ${new Date(means.now()).toISOString()}`;
	await means.add({ ...place, ...common, kind: 'migrate', subject: 'migration', head });
	return 1;
}

interface PullLike {
	readonly number: number;
	readonly head: { readonly sha: string };
	readonly updated_at: string;
}

interface RunLike {
	readonly external_id: string | null;
	readonly app: { readonly id: number } | null;
	readonly status: string;
	readonly conclusion: string | null;
	readonly started_at: string | null;
	readonly output?: { readonly title?: string | null };
}

/** The title of a run that a missing permission ended: with the permission it can be done. */
export const refusedTitle = 'a permission is missing';

function isRefused({ output }: RunLike): boolean {
	return output?.title === refusedTitle;
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
