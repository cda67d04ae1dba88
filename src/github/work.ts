import type { Probot } from 'probot';
import { type GitHub, isForGood, pauseOf, reasonOf, statusOf } from './client.ts';
import type { JobHandler } from './handlers.ts';
import type { Job, JobKind } from './job.ts';
import type { Metrics } from './metrics.ts';
import type { QueueWork } from './queue.ts';

export interface WorkMeans {
	readonly handlers: Readonly<Record<JobKind, JobHandler>>;
	readonly clientFor: (installation: number) => Promise<GitHub>;
	/** Forgets all tokens: GitHub does not take one of them any more, earlier than it said. */
	readonly renew: () => Promise<void>;
	readonly metrics: Metrics;
	readonly log: Pick<Probot['log'], 'info' | 'warn'>;
}

/** What a queue does with jobs, counted and logged: never what they read or wrote. */
export function workOf({ handlers, clientFor, renew, metrics, log }: WorkMeans): QueueWork {
	const told = ({ kind, owner, repo, subject, head, installation, delivery }: Job, more: object) => ({
		kind,
		repository: `${owner}/${repo}`,
		subject,
		head,
		installation,
		...(delivery === undefined ? {} : { delivery }),
		...more,
	});
	return {
		isForGood,
		pauseOf,
		async work(job, signal) {
			const start = performance.now();
			try {
				await handlers[job.kind].work(await clientFor(job.installation), job, signal);
			} catch (error) {
				if (statusOf(error) === 401) await renew();
				throw error;
			}
			const milliseconds = Math.round(performance.now() - start);
			metrics.job(job.kind, 'done', milliseconds / 1000);
			log.info(told(job, { milliseconds }), 'done');
		},
		onFailure(job, attempt, error) {
			metrics.job(job.kind, 'failed');
			log.warn(told(job, { attempt, reason: reasonOf(error) }), 'failed');
		},
		onWaiting: async (job) => handlers[job.kind].onWaiting?.(await clientFor(job.installation), job),
		async onReplaced(job) {
			metrics.job(job.kind, 'replaced');
			log.info(told(job, {}), 'replaced');
			await handlers[job.kind].onReplaced?.(await clientFor(job.installation), job);
		},
		async onGivenUp(job, error) {
			metrics.job(job.kind, 'given-up');
			log.warn(told(job, { reason: reasonOf(error) }), 'given up');
			await handlers[job.kind].onGivenUp?.(await clientFor(job.installation), job, error);
		},
	};
}
