import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobKind } from './job.ts';
import type { JobQueue } from './queue.ts';

/** What became of an attempt at a job. */
export type JobOutcome = 'done' | 'failed' | 'replaced' | 'given-up';

/** What the process counts for whoever watches over it. */
export interface Metrics {
	job(kind: JobKind, outcome: JobOutcome, seconds?: number): void;
	webhook(event: string, status: number): void;
	/** An answer of GitHub; `left` calls until its limit. */
	call(status: number, left: number | undefined): void;
	/** In Prometheus' text format. */
	text(): Promise<string>;
	readonly type: string;
}

/** Seconds: a check takes one or two, a large repository ten. */
const buckets = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];

export function startMetrics(queue: () => Pick<JobQueue, 'counts'> | undefined): Metrics {
	const register = new Registry();
	const registers = [register];
	const prefix = 'dualstack_lint_';
	collectDefaultMetrics({ register });
	const jobs = new Counter({
		name: `${prefix}jobs_total`,
		help: 'Attempts at jobs, by kind and outcome.',
		labelNames: ['kind', 'outcome'],
		registers,
	});
	const durations = new Histogram({
		name: `${prefix}job_duration_seconds`,
		help: 'Time of the jobs that were done.',
		labelNames: ['kind'],
		buckets,
		registers,
	});
	const webhooks = new Counter({
		name: `${prefix}webhooks_total`,
		help: 'Webhook deliveries, by event and the status of the answer.',
		labelNames: ['event', 'status'],
		registers,
	});
	const calls = new Counter({
		name: `${prefix}api_calls_total`,
		help: 'Answers of the GitHub API, by class of their status; 0xx is none.',
		labelNames: ['status'],
		registers,
	});
	const limit = new Gauge({
		name: `${prefix}api_rate_limit_remaining`,
		help: 'The fewest calls that any installation had left since the last scrape.',
		registers,
	});
	new Gauge({
		name: `${prefix}jobs`,
		help: 'Jobs in the queue, by state.',
		labelNames: ['state'],
		registers,
		async collect() {
			const counts = await queue()
				?.counts()
				.catch(() => undefined);
			if (counts === undefined) return this.reset();
			this.set({ state: 'waiting' }, counts.waiting);
			this.set({ state: 'running' }, counts.running);
		},
	});
	let fewest: number | undefined;
	return {
		job(kind, outcome, seconds) {
			jobs.inc({ kind, outcome });
			if (seconds !== undefined) durations.observe({ kind }, seconds);
		},
		webhook: (event, status) => webhooks.inc({ event, status: String(status) }),
		call(status, left) {
			calls.inc({ status: `${Math.floor(status / 100)}xx` });
			if (left !== undefined) fewest = Math.min(fewest ?? left, left);
		},
		async text() {
			if (fewest !== undefined) limit.set(fewest);
			fewest = undefined;
			return register.metrics();
		},
		type: register.contentType,
	};
}
