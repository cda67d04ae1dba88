import { type MigrationOptions, planMigration } from '../../migrate/plan-migration.ts';
import type { LintProblem } from '../../pipeline.ts';
import type { Parsed } from '../../repo/files.ts';
import type { Rule } from '../../rule.ts';
import { type GitHub, type RepositoryName, statusOf } from '../client.ts';
import { readSnapshot } from '../snapshot.ts';
import { carryOut, type Ground, headsOf, type Outcome } from './carry-out.ts';
import { decide, type ExistingPull } from './decide.ts';
import { type Gate, type WantedPull, wantedPulls } from './wanted.ts';

/** What came of keeping the pull requests of a repository. */
export interface KeptPulls {
	readonly outcomes: readonly Outcome[];
	/** What a person has to do on the machines before the next pull request. */
	readonly gates: readonly Gate[];
}

/** Why no plan could be made. */
export type OpenProblem = LintProblem | { readonly kind: 'unreadable'; readonly what: string };

/**
 * Plans the migration of what the default branch holds and keeps its pull requests: opens the next one, builds it again
 * when its change is another one, and leaves alone what people have written to or closed. Running it twice changes nothing.
 */
export async function openPulls(
	github: GitHub,
	name: RepositoryName,
	rules: readonly Rule[],
	options: MigrationOptions,
): Promise<Parsed<KeptPulls, OpenProblem>> {
	const { data: repository } = await github.rest.repos.get({ ...name });
	const branch = repository.default_branch;
	const { data: ref } = await github.rest.git.getRef({ ...name, ref: `heads/${branch}` });
	const read = await readSnapshot(github, name, ref.object.sha);
	if (!read.ok) return { ok: false, problem: { kind: 'unreadable', what: read.problem } };
	const { files, executables } = read.value;
	const planned = planMigration(files, rules, options);
	if (!planned.ok) return planned;
	const { pulls, gates } = wantedPulls(planned.value, options.phase);
	const login = await loginOf(github);
	const ground: Ground = { ...name, id: repository.node_id, branch, tip: ref.object.sha, executables };
	const outcomes: Outcome[] = [];
	for (const wanted of pulls) {
		const existing = await pullsOf(github, name, wanted);
		const decision = decide(wanted, existing, login);
		const previous = headsOf(existing.flatMap(({ author, body }) => (author === login ? [body] : [])));
		outcomes.push(await carryOut(github, ground, wanted, decision, previous));
	}
	return { ok: true, value: { outcomes, gates } };
}

/** Who the token stands for. That of GitHub Actions may not ask. */
async function loginOf(github: GitHub): Promise<string> {
	try {
		return (await github.rest.users.getAuthenticated()).data.login;
	} catch (error) {
		if (statusOf(error) === 403) return 'github-actions[bot]';
		throw error;
	}
}

/** Pull requests of the branch that are looked at, the newest first. */
const mostPulls = 30;

const stateQuery = `query ($owner: String!, $repo: String!, $number: Int!) {
	repository(owner: $owner, name: $repo) { pullRequest(number: $number) { isInMergeQueue } }
}`;

interface QueueState {
	readonly repository: { readonly pullRequest: { readonly isInMergeQueue: boolean } | null } | null;
}

async function pullsOf(github: GitHub, name: RepositoryName, { branch }: WantedPull): Promise<ExistingPull[]> {
	const head = `${name.owner}:${branch}`;
	const asked = { ...name, state: 'all', head, sort: 'created', direction: 'desc', per_page: mostPulls } as const;
	const { data } = await github.rest.pulls.list(asked);
	return Promise.all(
		data.map(async ({ number, state, merged_at, body, head: { sha }, user }): Promise<ExistingPull> => {
			const isOpen = state === 'open';
			const common = { number, isOpen, isMerged: merged_at !== null, body, head: sha, author: user?.login ?? '' };
			if (!isOpen) return { ...common, isApproved: false, isQueued: false, isMergeable: true };
			const pull = { ...name, pull_number: number };
			const { data: whole } = await github.rest.pulls.get(pull);
			const { data: reviews } = await github.rest.pulls.listReviews({ ...pull, per_page: 100 });
			const { owner, repo } = name;
			const asked: QueueState = await github.graphql(stateQuery, { owner, repo, number });
			return {
				...common,
				isApproved: reviews.some((one) => one.state === 'APPROVED' && one.commit_id === sha),
				isQueued: asked.repository?.pullRequest?.isInMergeQueue === true,
				isMergeable: whole.mergeable !== false,
			};
		}),
	);
}
