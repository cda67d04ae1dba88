import type { IncomingMessage, ServerResponse } from 'node:http';
import { Probot, ProbotOctokit } from 'probot';
import { type Checker, checkHead } from './check-head.ts';
import { neutral } from './check-output.ts';
import { announceRun, cancelRun, completeRun, startRun } from './check-run.ts';
import { type GitHub, isForGood, statusOf } from './client.ts';
import { registerEvents } from './events.ts';
import { applyFixes } from './fix-pull.ts';
import type { Job } from './job.ts';
import type { Journal } from './journal.ts';
import { type Queue, startQueue } from './queue.ts';
import { findTarget } from './subject.ts';
import { keepSuggestions } from './suggestions.ts';
import { answerWebhook } from './webhook.ts';

/** What the App is given by whoever runs it. */
export interface AppOptions {
	readonly appId: number;
	readonly privateKey: string;
	readonly secret: string;
	/** The API of an Enterprise server; without it that of github.com. */
	readonly baseUrl?: string;
	readonly checker: Checker;
	readonly journal: Journal;
	/** Checks at a time; each holds a repository in memory. */
	readonly concurrency: number;
	/** False writes as fast as it can; GitHub asks for a second between writes, a GitHub of a test does not. */
	readonly isPaced?: boolean;
	/** Milliseconds before the next attempts of a job. */
	readonly patience?: readonly number[];
	readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
}

/** The App: webhooks become jobs, jobs become check runs. */
export interface App {
	readonly queue: Queue;
	/** Answers a webhook's delivery. */
	readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Bytes of a secret below which it can be guessed. */
const shortestSecret = 20;

export async function startApp(options: AppOptions): Promise<App> {
	const { appId, privateKey, secret, baseUrl, journal, concurrency, isPaced = true, logLevel = 'warn' } = options;
	if (Buffer.byteLength(secret) < shortestSecret)
		throw new RangeError(`the webhook secret has less than ${shortestSecret} bytes`);
	const probot = new Probot({
		appId,
		privateKey,
		secret,
		logLevel,
		...(baseUrl !== undefined && { baseUrl }),
		// A function comes after what Probot sets itself, which would not wait for secondary limits.
		Octokit: ProbotOctokit.defaults((given: ClientOptions) => ({
			...given,
			retry: { doNotRetry, retryAfterBaseValue: isPaced ? 1000 : 1 },
			throttle: { ...given.throttle, ...throttling, enabled: isPaced },
		})),
	});
	await probot.ready();
	const checker = { ...options.checker, appId };
	const log = (job: Job, more: object = {}) => ({
		kind: job.kind,
		repository: `${job.owner}/${job.repo}`,
		subject: job.subject,
		head: job.head,
		installation: job.installation,
		...more,
	});
	const queue = startQueue({
		journal,
		concurrency,
		isForGood,
		...(options.patience === undefined ? {} : { patience: options.patience }),
		async work(job, signal) {
			const start = performance.now();
			await work(await probot.auth(job.installation), job, checker, signal);
			probot.log.info(log(job, { milliseconds: Math.round(performance.now() - start) }), 'done');
		},
		onFailure: (job, attempt, error) => probot.log.warn(log(job, { attempt, reason: reasonOf(error) }), 'failed'),
		async onWaiting(job) {
			if (job.kind === 'check' && !job.again) await announceRun(await probot.auth(job.installation), { ...job, appId });
		},
		async onReplaced(job) {
			if (job.kind === 'check') await cancelRun(await probot.auth(job.installation), { ...job, appId });
		},
		async onGivenUp(job, error) {
			if (job.kind !== 'check' || isForGood(error)) return;
			const github = await probot.auth(job.installation);
			const run = await startRun(github, { ...job, appId, again: false });
			const sentence = `The check did not come to its end: ${reasonOf(error)}. Ask for it again with "Re-run".`;
			if (run !== undefined) await completeRun(github, job, run, neutral('could not be checked', sentence));
		},
	});
	registerEvents(probot, (job) => queue.add(job));
	return {
		queue,
		answer: (request, response) =>
			answerWebhook(request, response, secret, async ({ id, event, payload }) => {
				// Probot's type lists the events; one that it does not know reaches no handler.
				await probot.receive({ id, name: event, payload } as Parameters<Probot['receive']>[0]);
			}),
	};
}

async function work(github: GitHub, job: Job, checker: Checker, signal: AbortSignal): Promise<void> {
	const target = await findTarget(github, job);
	if (target === undefined) return;
	signal.throwIfAborted();
	if (job.kind === 'fix') return applyFixes(github, target, job.by, checker, signal);
	const found = await checkHead(github, target, checker, signal);
	if (found !== undefined) await keepSuggestions(github, target, found, signal);
}

/** What went wrong, without what it was asked with. */
function reasonOf(error: unknown): string {
	const status = statusOf(error);
	if (status !== undefined) return `GitHub answered ${status}`;
	return error instanceof Error ? error.name : 'an unknown error';
}

interface ClientOptions {
	readonly throttle?: object;
}

/** Answers that do not change when the same is asked again; 409 is an empty repository or a branch that has moved. */
const doNotRetry = [400, 401, 403, 404, 409, 410, 422, 451];

/** Waits as long as GitHub asks for, also where only a secondary limit is hit; two times. */
const retried = (_after: number, _options: object, _octokit: unknown, retries: number) => retries < 2;
const throttling = { onRateLimit: retried, onSecondaryRateLimit: retried };
