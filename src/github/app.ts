import type { IncomingMessage, ServerResponse } from 'node:http';
import { Probot, ProbotOctokit } from 'probot';
import { registerBotEvents } from './bot/events.ts';
import { botHandlers } from './bot/handlers.ts';
import type { Checker } from './check-head.ts';
import { type GitHub, isForGood, pauseOf, reasonOf } from './client.ts';
import { registerEvents } from './events.ts';
import { jobHandlers } from './handlers.ts';
import type { Job } from './job.ts';
import type { JobQueue, QueueStarter } from './queue.ts';
import { answerWebhook, type WebhookDelivery } from './webhook.ts';

/** What the App is given by whoever runs it. */
export interface AppOptions {
	readonly appId: number;
	readonly privateKey: string;
	readonly secret: string;
	/** The API of an Enterprise server; without it that of github.com. */
	readonly baseUrl?: string;
	readonly checker: Checker;
	/** Where jobs wait: in this process, or in one that many processes share. */
	readonly queue: QueueStarter;
	/** False writes as fast as it can; GitHub asks for a second between writes, a GitHub of a test does not. */
	readonly isPaced?: boolean;
	readonly logLevel?: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
}

/** The App: webhooks become jobs, jobs become check runs. */
export interface App {
	readonly queue: JobQueue;
	/** Answers a webhook's delivery. */
	readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
	/** Takes a delivery that is known to be GitHub's; ends when its jobs cannot be lost any more. */
	readonly receive: (delivery: WebhookDelivery) => Promise<void>;
	/** A client for an installation, or for the App itself. */
	readonly clientFor: (installation?: number) => Promise<GitHub>;
}

/** Bytes of a secret below which it can be guessed. */
const shortestSecret = 20;

export async function startApp(options: AppOptions): Promise<App> {
	const { appId, privateKey, secret, baseUrl, isPaced = true, logLevel = 'warn' } = options;
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
	const clientFor = (installation?: number): Promise<GitHub> => probot.auth(installation);
	const handlers = jobHandlers(
		{ ...options.checker, appId },
		botHandlers({ ...options.checker, appId, secret, clientFor }),
	);
	const log = (job: Job, more: object) => ({
		kind: job.kind,
		repository: `${job.owner}/${job.repo}`,
		subject: job.subject,
		head: job.head,
		installation: job.installation,
		...more,
	});
	const queue = await options.queue({
		isForGood,
		pauseOf,
		async work(job, signal) {
			const start = performance.now();
			await handlers[job.kind].work(await clientFor(job.installation), job, signal);
			probot.log.info(log(job, { milliseconds: Math.round(performance.now() - start) }), 'done');
		},
		onFailure: (job, attempt, error) => probot.log.warn(log(job, { attempt, reason: reasonOf(error) }), 'failed'),
		onWaiting: async (job) => handlers[job.kind].onWaiting?.(await clientFor(job.installation), job),
		onReplaced: async (job) => handlers[job.kind].onReplaced?.(await clientFor(job.installation), job),
		onGivenUp: async (job, error) => handlers[job.kind].onGivenUp?.(await clientFor(job.installation), job, error),
	});
	registerEvents(probot, (job) => queue.add(job));
	registerBotEvents(probot, (job) => queue.add(job));
	// Probot's type lists the events; one that it does not know reaches no handler.
	const receive = ({ id, event, payload }: WebhookDelivery) =>
		probot.receive({ id, name: event, payload } as Parameters<Probot['receive']>[0]);
	return {
		queue,
		receive,
		clientFor,
		answer: (request, response) => answerWebhook(request, response, secret, receive),
	};
}

interface ClientOptions {
	readonly throttle?: object;
}

/** Answers that do not change when the same is asked again; 409 is an empty repository or a branch that has moved. */
const doNotRetry = [400, 401, 403, 404, 409, 410, 422, 451];

/** Waits where GitHub asks for seconds. For longer the job gives its place to others, see `pauseOf`. */
const retried = (after: number, _options: object, _octokit: unknown, retries: number) => after <= 5 && retries < 2;
const throttling = { onRateLimit: retried, onSecondaryRateLimit: retried };
