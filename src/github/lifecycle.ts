import type { Probot } from 'probot';
import type { KeptBase } from './check-head.ts';
import type { JobQueue } from './queue.ts';

export interface LifecycleMeans {
	readonly queue: Pick<JobQueue, 'forget'>;
	/** `owner/repo@commit` → what was found there. */
	readonly bases: Map<string, KeptBase>;
	/** Looks after what may have been missed. */
	readonly look: (installation: number) => void;
}

/** What happens to installations: those that go leave nothing behind, those that may do more than before get it done. */
export function registerLifecycle(probot: Pick<Probot, 'on'>, { queue, bases, look }: LifecycleMeans): void {
	const forgetBases = (prefix: string) => {
		for (const key of bases.keys()) if (key.toLowerCase().startsWith(prefix.toLowerCase())) bases.delete(key);
	};
	probot.on(['installation.deleted', 'installation.suspend'], async ({ payload: { installation } }) => {
		const { account } = installation;
		if (account !== null && 'login' in account) forgetBases(`${account.login}/`);
		await queue.forget(installation.id);
	});
	probot.on('installation_repositories.removed', async ({ payload: { installation, repositories_removed } }) => {
		for (const { full_name } of repositories_removed) {
			if (full_name === undefined) continue;
			forgetBases(`${full_name}@`);
			await queue.forget(installation.id, full_name);
		}
	});
	probot.on(
		['installation.created', 'installation.new_permissions_accepted', 'installation.unsuspend'],
		({ payload }) => look(payload.installation.id),
	);
	probot.on('installation_repositories.added', ({ payload }) => look(payload.installation.id));
}
