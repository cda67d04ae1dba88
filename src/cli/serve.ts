import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { type App, startApp } from '../github/app.ts';
import { type AppEnvironment, isNew, readEnvironment } from '../github/environment.ts';
import { openJournal } from '../github/journal.ts';
import { hasProxy } from '../github/proxy.ts';
import { inProcessQueue, type QueueStarter } from '../github/queue.ts';
import { redeliverFailed } from '../github/redeliver.ts';
import { type Page, startServer } from '../github/server.ts';
import { exitCode, UsageError } from './exit.ts';
import { withPackage } from './optional-package.ts';
import type { Terminal } from './terminal.ts';
import { today } from './today.ts';
import { version } from './version.ts';

/** A process that takes webhooks and, unless told otherwise, works; or one that only works. */
export type Role = 'serve' | 'worker';

/** Runs the GitHub App until the process is told to end. Without an App yet, serves the pages that register one. */
export async function serve(role: Role, terminal: Terminal): Promise<number> {
	if (existsSync('.env')) process.loadEnvFile('.env');
	if (role === 'serve' && isNew(process.env) && process.env['NODE_ENV'] !== 'production') return setUp(terminal);
	const environment = readEnvironment(process.env);
	if ('problems' in environment) throw new UsageError(environment.problems.join('\n       '));
	if (role === 'worker' && environment.redis === undefined)
		throw new UsageError('a worker needs REDIS_URL, where the jobs are that others took: set it, or run serve alone');
	const { app: given, host, port, metricsPort, webhookPath } = environment;
	if (hasProxy(process.env)) (await import('../github/proxy-agent.ts')).takeProxy();
	const jobs = await jobsOf(environment, role, terminal);
	const app = await startApp({ ...given, queue: jobs.queue, checker: { rules, today, bases: new Map() } });
	const state = { isEnding: false };
	const onError = (error: unknown) =>
		terminal.err(`a request failed: ${error instanceof Error ? error.name : 'unknown'}\n`);
	const none: App['answer'] = async (_, response) => void response.writeHead(404).end();
	const { metrics } = app;
	const watched = new Map([
		['/metrics', async () => ({ status: 200, type: metrics.type, body: await metrics.text() })],
	]);
	const common = { host, webhookPath, onError };
	const server = await startServer({
		...common,
		port,
		answer: role === 'serve' ? app.answer : none,
		pages: new Map([...pagesOf(state, app), ...(metricsPort === undefined ? watched : [])]),
	});
	const beside =
		metricsPort === undefined
			? undefined
			: await startServer({ ...common, port: metricsPort, answer: none, pages: watched });
	const does =
		role === 'serve' ? `takes webhooks at port ${server.port}, path ${webhookPath}` : `works, port ${server.port}`;
	terminal.err(`dualstack-lint ${version} ${does}\n`);
	const stopLooking = lookForMissed(app, terminal);
	await ended();
	state.isEnding = true;
	stopLooking();
	terminal.err('ending: what runs comes to its end, what waits is done after the next start\n');
	await Promise.all([server.close(), beside?.close(), app.queue.stop()]);
	await jobs.close();
	// A look at deliveries that waits for a name server would keep the process for many seconds.
	return process.exit(exitCode.clean);
}

interface Jobs {
	readonly queue: QueueStarter;
	readonly close: () => Promise<void>;
}

/** Where jobs are kept: on the disk, or in Redis. */
async function jobsOf(environment: AppEnvironment, role: Role, terminal: Terminal): Promise<Jobs> {
	const { concurrency, perInstallation, redis, data, isWorking, lease } = environment;
	const limit = perInstallation === undefined ? {} : { perInstallation };
	if (redis === undefined) {
		mkdirSync(data, { recursive: true });
		const journal = openJournal(join(resolve(data), 'jobs'));
		return { queue: inProcessQueue({ journal, concurrency, ...limit }), close: () => journal.close() };
	}
	const load = () => import('../github/redis-queue.ts');
	const { redisQueue } = await withPackage('bullmq ioredis', 'a queue in Redis', load);
	const onTrouble = (sentence: string) => terminal.err(`${sentence}\n`);
	const own = isWorking || role === 'worker' ? concurrency : 0;
	const start = redisQueue({ url: redis, concurrency: own, ...limit, lease, onTrouble });
	const queue: QueueStarter = async (work) => {
		try {
			return await start(work);
		} catch (error) {
			throw error instanceof Error && error.message.startsWith('REDIS_URL') ? new UsageError(error.message) : error;
		}
	};
	return { queue, close: async () => undefined };
}

/** Milliseconds between two looks at what did not arrive, and at what was not told at all. */
const redeliverEvery = 5 * 60_000;
const reconcileEvery = 10 * 60_000;

/** Looks for what was missed, now and every few minutes; answers how to stop. */
function lookForMissed(app: App, terminal: Terminal): () => void {
	const stopping = new AbortController();
	const { signal } = stopping;
	const every = (milliseconds: number, what: string, look: () => Promise<void>) => {
		const begin = async () => {
			// Where several processes share the jobs, one looks for all.
			if (await app.queue.isMine(what, milliseconds * 0.5)) await look();
		};
		const next = (pause: number) =>
			setTimeout(() => {
				begin()
					.catch((error: unknown) => {
						if (signal.aborted) return;
						terminal.err(`cannot look for ${what}: ${error instanceof Error ? error.name : 'unknown'}\n`);
					})
					.finally(() => signal.aborted || next(milliseconds * (0.8 + Math.random() * 0.4)));
			}, pause).unref();
		next(0);
	};
	every(redeliverEvery, 'failed deliveries', async () => {
		const { asked } = await redeliverFailed(await app.clientFor(), Date.now(), signal);
		if (asked > 0) terminal.err(`asked GitHub for ${asked} deliveries that did not arrive\n`);
	});
	every(reconcileEvery, 'missing checks', async () => {
		const { checks } = await app.reconcile(signal);
		if (checks > 0) terminal.err(`found ${checks} pull requests without a completed check\n`);
	});
	return () => stopping.abort();
}

/** Resolves when somebody asks the process to end; when asked twice, it ends at once. */
function ended(): Promise<void> {
	return new Promise((done) => {
		for (const signal of ['SIGTERM', 'SIGINT'] as const) {
			process.once(signal, () => {
				done();
				process.once(signal, () => process.exit(1));
			});
		}
	});
}

function pagesOf(state: { readonly isEnding: boolean }, app: App): ReadonlyMap<string, () => Page | Promise<Page>> {
	const text = (status: number, body: string): Page => ({ status, type: 'text/plain', body: `${body}\n` });
	return new Map<string, () => Page | Promise<Page>>([
		['/healthz', () => text(200, 'ok')],
		[
			'/readyz',
			async () => {
				if (state.isEnding) return text(503, 'ending');
				return app.queue.counts().then(
					() => text(200, 'ok'),
					() => text(503, 'the queue cannot be reached'),
				);
			},
		],
		['/', () => text(200, `dualstack-lint ${version}: webhooks are taken here, pages are not`)],
	]);
}

/** Probot's pages: they send the manifest to GitHub and write what comes back into `.env`. */
async function setUp(terminal: Terminal): Promise<number> {
	if (!existsSync('app.yml')) {
		const own = [join(import.meta.dirname, '../app.yml')].find((path) => existsSync(path)) ?? "dualstack-lint's";
		throw new UsageError(`there is no app.yml here, which says what the App may do: cp ${own} .`);
	}
	const { run } = await import('probot');
	// It would fetch and run a package that forwards webhooks over somebody else's server.
	process.env['NO_SMEE_SETUP'] ??= 'true';
	const { WEBHOOK_PROXY_URL: _, ...env } = process.env;
	const server = await run(() => undefined, { env });
	terminal.err(
		`there is no APP_ID yet: open http://localhost:${server.port}/probot to register the App, then start again\n`,
	);
	await ended();
	await server.stop();
	// The private key stands in it.
	if (existsSync('.env')) chmodSync('.env', 0o600);
	return exitCode.clean;
}
