import type { GitHub, RepositoryName } from '../client.ts';
import { type ExistingPull, oursOf } from './decide.ts';
import type { Seal } from './hidden-line.ts';

/** Pull requests of the branch that are looked at, the newest first. */
const mostPulls = 30;

const stateQuery = `query ($owner: String!, $repo: String!, $number: Int!) {
	repository(owner: $owner, name: $repo) { pullRequest(number: $number) { isInMergeQueue } }
}`;

interface QueueState {
	readonly repository: { readonly pullRequest: { readonly isInMergeQueue: boolean } | null } | null;
}

/** Milliseconds without anything happening after which nobody waits for a pull request. */
const month = 30 * 24 * 3600 * 1000;

/** The pull requests of a branch, the newest first. */
export async function pullsOf(
	github: GitHub,
	{ owner, repo }: RepositoryName,
	branch: string,
	now = Date.now(),
): Promise<ExistingPull[]> {
	// Whoever asks may hold more than a name, and all of it would be sent.
	const name = { owner, repo };
	const head = `${owner}:${branch}`;
	const asked = { ...name, state: 'all', head, sort: 'created', direction: 'desc', per_page: mostPulls } as const;
	const { data } = await github.rest.pulls.list(asked);
	return Promise.all(
		data.map(
			async ({ number, state, merged_at, updated_at, body, head: { sha }, base, user }): Promise<ExistingPull> => {
				const isOpen = state === 'open';
				const common = {
					number,
					isOpen,
					isMerged: merged_at !== null,
					body,
					head: sha,
					base: base.ref,
					author: user?.login ?? '',
					isIdle: now - Date.parse(updated_at) > month,
				};
				if (!isOpen) return { ...common, isApproved: false, isQueued: false, isMergeable: true };
				const pull = { ...name, pull_number: number };
				const { data: whole } = await github.rest.pulls.get(pull);
				const { data: reviews } = await github.rest.pulls.listReviews({ ...pull, per_page: 100 });
				const asked: QueueState = await github.graphql(stateQuery, { owner, repo, number });
				return {
					...common,
					isApproved: reviews.some((one) => one.state === 'APPROVED' && one.commit_id === sha),
					isQueued: asked.repository?.pullRequest?.isInMergeQueue === true,
					isMergeable: whole.mergeable !== false,
				};
			},
		),
	);
}

/** The commits that markers of ours name. */
export function headsOf(existing: readonly ExistingPull[], login: string, seal: Seal | undefined): Set<string> {
	return new Set(
		oursOf(existing, login, seal).flatMap(({ marker: { head, next } }) => (next === null ? [head] : [head, next])),
	);
}
