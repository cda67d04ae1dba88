import type { Probot } from 'probot';
import { fixAction } from './check-output.ts';
import { subjectOfRun } from './check-run.ts';
import type { Job } from './job.ts';
import type { JobQueue } from './queue.ts';

/** Events of pull requests that change what is checked. */
const pullEvents = [
	'pull_request.opened',
	'pull_request.synchronize',
	'pull_request.reopened',
	'pull_request.ready_for_review',
	'pull_request.edited',
] as const;

/** Puts a job into the queue; ends when it cannot be lost any more. */
export type AddJob = JobQueue['add'];

/** Makes jobs of what GitHub tells. Everything else that is told changes nothing here. */
export function registerEvents(probot: Pick<Probot, 'on'>, add: AddJob): void {
	const common = { kind: 'check', base: null, again: false, by: null } as const;
	probot.on([...pullEvents], ({ payload }) => {
		const isRebased = payload.action === 'edited' && payload.changes.base !== undefined;
		if (payload.action === 'edited' && !isRebased) return;
		const { number, head } = payload.pull_request;
		// Held against another base the same head can have other findings.
		return addFor(payload, add, { ...common, subject: `pull/${number}`, head: head.sha, again: isRebased });
	});
	probot.on('push', ({ payload }) => {
		const { default_branch } = payload.repository;
		if (payload.deleted || payload.ref !== `refs/heads/${default_branch}`) return;
		return addFor(payload, add, { ...common, subject: `branch/${default_branch}`, head: payload.after });
	});
	probot.on('merge_group.checks_requested', ({ payload }) => {
		const { head_sha: head, base_sha: base } = payload.merge_group;
		return addFor(payload, add, { ...common, subject: `group/${head}`, head, base });
	});
	probot.on(['check_suite.requested', 'check_suite.rerequested'], ({ payload }) => {
		const { head_sha: head, head_branch, pull_requests } = payload.check_suite;
		const { default_branch } = payload.repository;
		const again = payload.action === 'rerequested';
		const [pull] = pull_requests;
		// A push to a branch without a pull request is checked when there is one.
		const subject =
			head_branch === default_branch
				? `branch/${default_branch}`
				: pull !== undefined
					? `pull/${pull.number}`
					: again
						? `commit/${head}`
						: undefined;
		if (subject === undefined) return;
		return addFor(payload, add, { ...common, subject, head, base: again ? default_branch : null, again });
	});
	probot.on('check_run.rerequested', ({ payload }) => {
		const { head_sha: head, external_id } = payload.check_run;
		const subject = subjectOfRun(external_id) ?? `commit/${head}`;
		return addFor(payload, add, { ...common, subject, head, base: payload.repository.default_branch, again: true });
	});
	probot.on('check_run.requested_action', ({ payload }) => {
		const { head_sha: head, external_id } = payload.check_run;
		const subject = subjectOfRun(external_id);
		if (payload.requested_action?.identifier !== fixAction.identifier || !subject?.startsWith('pull/')) return;
		return addFor(payload, add, { ...common, kind: 'fix', subject, head, by: payload.sender.login });
	});
}

interface Told {
	readonly installation?: { readonly id: number } | undefined;
	readonly repository?: { readonly name: string; readonly owner: { readonly login: string } | null };
}

/** Adds a job for the repository that an event tells of. */
export async function addFor(
	told: Told,
	add: AddJob,
	job: Omit<Job, 'installation' | 'owner' | 'repo'>,
): Promise<void> {
	const { installation, repository } = told;
	const owner = repository?.owner?.login;
	if (installation === undefined || repository === undefined || owner === undefined) return;
	await add({ ...job, installation: installation.id, owner, repo: repository.name });
}
