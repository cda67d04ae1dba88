import type { Probot } from 'probot';
import { type AddJob, addFor } from '../events.ts';
import { readCommand } from './command.ts';
import { branchFolder } from './wanted.ts';

/** Makes jobs of what may change a migration. What we do ourselves tells us nothing new. */
export function registerBotEvents(probot: Pick<Probot, 'on'>, add: AddJob): void {
	const common = { base: null, again: false, by: null } as const;
	const migrate = { ...common, kind: 'migrate', subject: 'migration' } as const;
	probot.on('push', ({ payload }) => {
		const { default_branch } = payload.repository;
		if (payload.deleted || payload.ref !== `refs/heads/${default_branch}`) return;
		return addFor(payload, add, { ...migrate, head: payload.after });
	});
	probot.on(['pull_request.closed', 'pull_request.reopened', 'pull_request.synchronize'], ({ payload }) => {
		const { number, head } = payload.pull_request;
		if (payload.sender.type === 'Bot' || !head.ref.startsWith(`${branchFolder}/`)) return;
		return addFor(payload, add, { ...migrate, head: `${payload.action} ${number} ${head.sha}` });
	});
	probot.on('issues.edited', ({ payload }) => {
		const { issue, sender } = payload;
		if (sender.type === 'Bot' || issue.body?.includes('<!-- dualstack-lint dashboard ') !== true) return;
		return addFor(payload, add, { ...migrate, head: `edited ${issue.updated_at}` });
	});
	probot.on('issue_comment.created', ({ payload }) => {
		const { comment, issue, sender } = payload;
		if (sender.type === 'Bot' || readCommand(comment.body) === undefined) return;
		const subject = `comment/${issue.number}/${comment.id}`;
		return addFor(payload, add, { ...common, kind: 'command', subject, head: String(comment.id) });
	});
}
