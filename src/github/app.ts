import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Probot, ProbotOctokit } from 'probot';
import { registerBotEvents } from './bot/events.ts';
import { botHandlers } from './bot/handlers.ts';
import type { Checker } from './check-head.ts';
import { type GitHub, reasonOf } from './client.ts';
import { conditional } from './conditional.ts';
import { countCalls } from './count-calls.ts';
import { registerEvents } from './events.ts';
import { jobHandlers } from './handlers.ts';
import type { Job } from './job.ts';
import { registerLifecycle } from './lifecycle.ts';
import { type Metrics, startMetrics } from './metrics.ts';
import type { JobQueue, QueueStarter } from './queue.ts';
import { type Reconciled, reconcile } from './reconcile.ts';
import { type AnsweredWebhook, answerWebhook, type WebhookDelivery } from './webhook.ts';
import { workOf } from './work.ts';

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
	/** One JSON object a line, or lines for people. */
	readonly logFormat?: 'json' | 'pretty';
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
	/** Looks after what webhooks did not tell, of one installation or of all. */
	readonly reconcile: (signal?: AbortSignal, installation?: number) => Promise<Reconciled>;
	readonly metrics: Metrics;
}

/** Bytes of a secret below which it can be guessed. */
const shortestSecret = 20;

export async function startApp(options: AppOptions): Promise<App> {
	const { appId, privateKey, secret, baseUrl, isPaced = true, logLevel = 'warn', logFormat = 'json' } = options;
	if (Buffer.byteLength(secret) < shortestSecret)
		throw new RangeError(`the webhook secret has less than ${shortestSecret} bytes`);
	const started: JobQueue[] = [];
	const metrics = startMetrics(() => started[0]);
	const counted = countCalls(metrics);
	const makeProbot = () =>
		new Probot({
			appId,
			privateKey,
			secret,
			logLevel,
			logFormat,
			logLevelInString: true,
			...(baseUrl !== undefined && { baseUrl }),
			// A function comes after what Probot sets itself, which would not wait for secondary limits.
			Octokit: ProbotOctokit.plugin(counted).defaults((given: ClientOptions) => ({
				...given,
				retry: { doNotRetry, retryAfterBaseValue: isPaced ? 1000 : 1 },
				throttle: { ...given.throttle, ...throttling, enabled: isPaced },
			})),
		});
	const probot = makeProbot();
	let clients = probot;
	await probot.ready();
	const clientFor = (installation?: number): Promise<GitHub> => clients.auth(installation);
	const login = ownLogin(clientFor);
	const handlers = jobHandlers(
		{ ...options.checker, appId },
		botHandlers({ ...options.checker, appId, secret, login }),
	);
	const renew = async () => {
		const fresh = makeProbot();
		await fresh.ready();
		clients = fresh;
	};
	const work = workOf({ handlers, clientFor, renew, metrics, log: probot.log });
	const queue: JobQueue = await options.queue(work);
	started.push(queue);
	const delivery = new AsyncLocalStorage<string>();
	const add = (job: Job) => {
		const id = delivery.getStore();
		return queue.add(id === undefined ? job : { ...job, delivery: id });
	};
	const cache = conditional();
	const onFailure = (installation: number, error: unknown) =>
		probot.log.warn({ installation, reason: reasonOf(error) }, 'could not be looked at');
	const means = { appId, clientFor, add: (job: Job) => queue.add(job), login, cache, now: Date.now, onFailure };
	const look = async (signal?: AbortSignal, installation?: number) => {
		const found = await reconcile({ ...means, ...(signal === undefined ? {} : { signal }) }, installation);
		probot.log.info(found, 'looked after what was missed');
		return found;
	};
	registerEvents(probot, add);
	registerBotEvents(probot, add);
	registerLifecycle(probot, {
		queue,
		bases: options.checker.bases,
		look: (installation) => void look(undefined, installation).catch((error) => onFailure(installation, error)),
	});
	// Probot's type lists the events; one that it does not know reaches no handler.
	const receive = ({ id, event, payload }: WebhookDelivery) =>
		delivery.run(id, () => probot.receive({ id, name: event, payload } as Parameters<Probot['receive']>[0]));
	const tell = ({ id, event, status, milliseconds }: AnsweredWebhook) => {
		metrics.webhook(event !== undefined && /^[a-z_]{1,40}$/.test(event) ? event : 'unknown', status);
		probot.log.info({ delivery: id, event, status, milliseconds }, 'webhook');
	};
	return {
		queue,
		receive,
		clientFor,
		reconcile: look,
		metrics,
		answer: (request, response) => answerWebhook(request, response, secret, receive, tell),
	};
}

/** Who we are on GitHub; asked once. */
function ownLogin(clientFor: App['clientFor']): () => Promise<string> {
	let known: Promise<string> | undefined;
	const ask = async () => {
		const { data } = await (await clientFor()).rest.apps.getAuthenticated();
		if (data?.slug === undefined) throw new Error('GitHub does not name the App');
		return `${data.slug}[bot]`;
	};
	return () => {
		known ??= ask().catch((error: unknown) => {
			known = undefined;
			throw error;
		});
		return known;
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
