import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type GitHub, type RepositoryName, statusOf } from './client.ts';
import type { Job } from './job.ts';

/** The newest state of a pull request. */
export type PullView = RestEndpointMethodTypes['pulls']['get']['response']['data'];

/** A head as it is now, and what it is held against. */
export interface CheckTarget extends RepositoryName {
	readonly head: string;
	/** Branch or commit; without it all findings are new. */
	readonly base?: string | undefined;
	/** Remembered in the check run, so that a run can be asked for again. */
	readonly subject?: string;
	readonly pull?: PullView;
	readonly again?: boolean;
}

/** Reads what a job is about; undefined when it is over: closed, deleted, archived, empty. */
export async function findTarget(github: GitHub, job: Job): Promise<CheckTarget | undefined> {
	const { subject, again, owner, repo } = job;
	const slash = subject.indexOf('/');
	const [kind, name] = [subject.slice(0, slash), subject.slice(slash + 1)];
	const common = { owner, repo, subject, again };
	try {
		switch (kind) {
			case 'pull': {
				const { data: pull } = await github.rest.pulls.get({ owner, repo, pull_number: Number(name) });
				if (pull.state !== 'open' || pull.base.repo.archived) return undefined;
				return { ...common, head: pull.head.sha, base: pull.base.ref, pull };
			}
			case 'branch': {
				const { data } = await github.rest.git.getRef({ owner, repo, ref: `heads/${name}` });
				return { ...common, head: data.object.sha };
			}
			default:
				return { ...common, head: job.head, base: job.base ?? undefined };
		}
	} catch (error) {
		// Gone, moved out of reach, or without a commit (409).
		const status = statusOf(error);
		if (status === 404 || status === 409 || status === 410) return undefined;
		throw error;
	}
}
