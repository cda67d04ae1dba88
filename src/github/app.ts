import type { IncomingMessage, ServerResponse } from 'node:http';
import { Probot, ProbotOctokit } from 'probot';
import { type Checker, checkHead } from './check-pull.ts';
import type { Job } from './job.ts';
import type { Journal } from './journal.ts';
import { type Queue, startQueue } from './queue.ts';
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
	const { appId, privateKey, secret, baseUrl, checker, journal, concurrency } = options;
	if (Buffer.byteLength(secret) < shortestSecret)
		throw new RangeError(`the webhook secret has less than ${shortestSecret} bytes`);
	const probot = new Probot({
		appId,
		privateKey,
		secret,
		logLevel: 'warn',
		...(baseUrl !== undefined && { baseUrl }),
		Octokit: ProbotOctokit.defaults({ throttle: throttling }),
	});
	await probot.ready();
	const queue = startQueue({
		journal,
		concurrency,
		async work(job) {
			const github = await probot.auth(job.installation);
			await checkHead(github, { ...job, base: job.base ?? undefined }, checker);
		},
		onFailure: ({ owner, repo, subject }, attempt, error) =>
			probot.log.warn({ owner, repo, subject, attempt, reason: String(error) }, 'a check failed'),
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

/** Waits as long as GitHub asks for, also where only a secondary limit is hit; two times. */
const retried = (_after: number, _options: object, _octokit: unknown, retries: number) => retries < 2;
const throttling = { onRateLimit: retried, onSecondaryRateLimit: retried };

/** Events of pull requests that change what is checked. */
const pullEvents = [
	'pull_request.opened',
	'pull_request.synchronize',
	'pull_request.reopened',
	'pull_request.ready_for_review',
	'pull_request.edited',
] as const;

function registerEvents(probot: Probot, add: (job: Job) => void): void {
	const common = { kind: 'check', again: false } as const;
	probot.on([...pullEvents], ({ payload }) => {
		if (payload.action === 'edited' && payload.changes.base === undefined) return;
		const { number, head, base } = payload.pull_request;
		const subject = `pull/${number}`;
		addFor(payload, add, { ...common, subject, head: head.sha, base: base.ref });
	});
	probot.on('push', ({ payload }) => {
		if (payload.deleted || payload.ref !== `refs/heads/${payload.repository.default_branch}`) return;
		const subject = `branch/${payload.repository.default_branch}`;
		addFor(payload, add, { ...common, subject, head: payload.after, base: null });
	});
	probot.on('merge_group.checks_requested', ({ payload }) => {
		const { head_sha: head, base_sha: base } = payload.merge_group;
		addFor(payload, add, { ...common, subject: head, head, base });
	});
	probot.on('check_run.rerequested', ({ payload }) => {
		const { head_sha: head, pull_requests } = payload.check_run;
		const base = pull_requests[0]?.base.ref ?? payload.repository.default_branch;
		addFor(payload, add, { ...common, subject: head, head, base, again: true });
	});
	probot.on('check_suite.rerequested', ({ payload }) => {
		const { head_sha: head, pull_requests } = payload.check_suite;
		const base = pull_requests[0]?.base.ref ?? payload.repository.default_branch;
		addFor(payload, add, { ...common, subject: head, head, base, again: true });
	});
}

interface Told {
	readonly installation?: { readonly id: number } | undefined;
	readonly repository?: { readonly name: string; readonly owner: { readonly login: string } | null };
}

function addFor(told: Told, add: (job: Job) => void, job: Omit<Job, 'installation' | 'owner' | 'repo'>): void {
	const { installation, repository } = told;
	const owner = repository?.owner?.login;
	if (installation === undefined || repository === undefined || owner === undefined) return;
	add({ ...job, installation: installation.id, owner, repo: repository.name });
}
