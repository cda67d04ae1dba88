import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { DelayedError, Queue, type Job as Queued, Worker } from 'bullmq';
import { exclusions, type Job, jobKey, readJob } from './job.ts';
import { forgotten, type JobQueue, type QueueStarter, type QueueWork, replaced, usualPatience } from './queue.ts';
import { connectRedis } from './redis-client.ts';
import { type Lock, takeLock } from './redis-lock.ts';

export interface RedisQueueOptions {
	readonly url: string;
	/** Jobs of this process at a time; 0 in one that only takes webhooks. */
	readonly concurrency: number;
	/** Jobs of one installation at a time, over all processes; without it as many as there are. */
	readonly perInstallation?: number;
	readonly patience?: readonly number[];
	/** Milliseconds after which others take over what a process held that says nothing any more. */
	readonly lease?: number;
	/** Names of keys begin with it; one Redis can serve several Apps. */
	readonly prefix?: string;
	/** Milliseconds that starting waits for Redis. */
	readonly connectWithin?: number;
	/** Is told in a sentence of what is wrong with Redis. */
	readonly onTrouble: (sentence: string) => void;
}

/** Times that a job may bring down its process before it is given up. */
const mostStalls = 10;

/** Seconds that it is known which head of a subject is the newest. */
const memory = 24 * 3600;

const nothing: Lock = { renew: async () => true, release: async () => undefined };

/** The largest priority of BullMQ is 2^21: https://docs.bullmq.io/guide/jobs/prioritized. */
const lastTurn = 2_000_000;

/** Start-time fair queueing, as in `fairTurns`. */
const nextTurn = `local now = tonumber(redis.call('hget', KEYS[1], 'now') or '0')
local last = tonumber(redis.call('hget', KEYS[1], ARGV[1]) or '0')
local turn = math.min(math.max(now, last) + 1, ${lastTurn})
redis.call('hset', KEYS[1], ARGV[1], turn)
return turn`;
const takeTurn = `local now = tonumber(redis.call('hget', KEYS[1], 'now') or '0')
if tonumber(ARGV[1]) > now then redis.call('hset', KEYS[1], 'now', ARGV[1]) end`;

/** A queue that any number of processes share: they take webhooks, do jobs, or both. */
export function redisQueue(options: RedisQueueOptions): QueueStarter {
	return (work) => startQueue(options, work);
}

async function startQueue(options: RedisQueueOptions, told: QueueWork): Promise<JobQueue> {
	const {
		concurrency,
		perInstallation,
		patience = usualPatience,
		lease = 30_000,
		prefix = 'dualstack-lint',
		onTrouble,
	} = options;
	const { client, patient } = await connectRedis(options.url, onTrouble, options.connectWithin);
	const name = (kind: string, of = '') => `${prefix}:${kind}${of === '' ? '' : `:${digest(of)}`}`;
	const queue = new Queue('jobs', { connection: client, prefix, skipWaitingForReady: true });
	queue.on('error', () => undefined);
	// BullMQ asks once; where the first answer is lost, the queue would fail for as long as the process runs.
	await queue.waitUntilReady().catch(() => {
		client.disconnect();
		throw new Error('REDIS_URL: Redis went away at the start');
	});
	const ending = new AbortController();
	setMaxListeners(0, ending.signal);
	let announcing = Promise.resolve();
	let unannounced = 0;

	const isNewest = async (job: Job) => ((await client.get(name('newest', jobKey(job)))) ?? job.head) === job.head;
	/** True where the App was taken away after the job was added. */
	const isGone = async (job: Job, added: number) => {
		const [all, one] = await client.mget(gone(job.installation), gone(job.installation, `${job.owner}/${job.repo}`));
		return Math.max(Number(all ?? 0), Number(one ?? 0)) >= added;
	};
	const gone = (installation: number, repository = '') => name('gone', `${installation} ${repository}`);
	const lock = (job: Job) =>
		takeLock(
			client,
			exclusions(job).map((one) => name('lock', one)),
			lease,
		);

	/** Gives the job back, to be taken again later. No attempt is counted. */
	async function postpone(queued: Queued, token: string | undefined, milliseconds: number): Promise<never> {
		await queued.moveToDelayed(Date.now() + milliseconds, token);
		throw new DelayedError();
	}

	/** One of the places that the job's installation has; nothing to hold where their number has no end. */
	async function place({ installation }: Job): Promise<Lock | undefined> {
		if (perInstallation === undefined) return nothing;
		for (let at = 0; at < perInstallation; at++) {
			const held = await takeLock(client, [name('place', `${installation} ${at}`)], lease);
			if (held !== undefined) return held;
		}
		return undefined;
	}

	async function take(queued: Queued, token: string | undefined): Promise<void> {
		const job = readJob(queued.data);
		if (job === undefined) return;
		try {
			await attempt(job, queued, token);
		} catch (error) {
			if (error instanceof DelayedError) throw error;
			await failed(job, queued, token, error);
		}
	}

	async function attempt(job: Job, queued: Queued, token: string | undefined): Promise<void> {
		if (await isGone(job, queued.timestamp)) return;
		const limited = await client.pttl(name('limited', String(job.installation)));
		if (limited > 0) return postpone(queued, token, limited + Math.random() * 1000);
		const held = await lock(job);
		if (held === undefined) return postpone(queued, token, 100 + Math.random() * 400);
		try {
			// Under the lock: who is about to say that the job waits must not say so after this.
			if (!(await isNewest(job))) return await told.onReplaced?.(job);
			const placed = await place(job);
			// Longer than for a lock: there can be hundreds that wait for a place.
			if (placed === undefined) return await postpone(queued, token, 250 + Math.random() * 1500);
			try {
				await client.eval(takeTurn, 1, name('turns'), queued.priority);
				await doAlone(job, queued, token, [held, placed]);
			} finally {
				await placed.release();
			}
		} finally {
			await held.release();
		}
	}

	/** Does a job while its locks are held, until it is told to stop. */
	async function doAlone(job: Job, queued: Queued, token: string | undefined, locks: readonly Lock[]): Promise<void> {
		const stop = new AbortController();
		const watch = async () => {
			const kept = await Promise.all(locks.map((one) => one.renew()));
			if (kept.includes(false)) stop.abort(new Error('another process has taken over'));
			else if (await isGone(job, queued.timestamp)) stop.abort(forgotten);
			else if (!(await isNewest(job))) stop.abort(replaced);
		};
		// Where Redis is away for longer than the lease, another process may do the job as well: it finds what is done.
		const timer = setInterval(() => void watch().catch(() => undefined), Math.min(lease / 5, 2000));
		const signal = AbortSignal.any([stop.signal, ending.signal]);
		try {
			signal.throwIfAborted();
			await told.work(job, signal);
		} catch (error) {
			if (!signal.aborted) throw error;
			if (stop.signal.reason === forgotten) return;
			// A branch may have come back to its commit meanwhile.
			if (stop.signal.reason === replaced && !(await isNewest(job))) return await told.onReplaced?.(job);
			await postpone(queued, token, 0);
		} finally {
			clearInterval(timer);
		}
	}

	/** Ends without an error where the job is given up. */
	async function failed(job: Job, queued: Queued, token: string | undefined, error: unknown): Promise<void> {
		const attempt = queued.attemptsMade + 1;
		told.onFailure(job, attempt, error);
		const asked = told.pauseOf?.(error);
		if (asked !== undefined) {
			await client.set(name('limited', String(job.installation)), '1', 'PX', Math.max(asked, 1));
			return postpone(queued, token, asked);
		}
		const isLast = patience[queued.attemptsMade] === undefined;
		if (!isLast && told.isForGood?.(error) !== true) throw new Error('an attempt failed');
		await giveUp(job, attempt, error);
	}

	async function giveUp(job: Job, attempt: number, error: unknown): Promise<void> {
		await told.onGivenUp?.(job, error).catch((again: unknown) => told.onFailure(job, attempt, again));
	}

	function startWorker(): Worker {
		const worker = new Worker('jobs', take, {
			connection: patient(),
			prefix,
			concurrency,
			lockDuration: lease,
			stalledInterval: lease,
			maxStalledCount: mostStalls,
			settings: { backoffStrategy: (made) => patience[made - 1] ?? 0 },
		});
		worker.on('error', () => undefined);
		// Turns begin anew where nobody waits, long before they come to their end.
		worker.on('drained', () => void client.del(name('turns')).catch(() => undefined));
		worker.on('failed', (queued, error) => {
			const job = readJob(queued?.data);
			const made = queued?.attemptsMade ?? 0;
			if (job !== undefined && (made > patience.length || /stalled/.test(error.message))) void giveUp(job, made, error);
		});
		return worker;
	}

	/** Tells of a job that is still there after a moment, one after the other. Whoever does it meanwhile has its lock. */
	async function announce(job: Job, id: string, before: Promise<void>): Promise<void> {
		await wait(1000, undefined, { signal: ending.signal, ref: false });
		await before;
		const state = await queue.getJobState(id);
		if (ending.signal.aborted || (state !== 'prioritized' && state !== 'waiting' && state !== 'delayed')) return;
		const held = await lock(job);
		if (held === undefined) return;
		const timer = setInterval(() => void held.renew().catch(() => undefined), lease / 5);
		try {
			if (await isNewest(job)) await told.onWaiting?.(job);
		} finally {
			clearInterval(timer);
			await held.release();
		}
	}

	const worker = concurrency > 0 ? startWorker() : undefined;
	return {
		async add(job) {
			const before = await client.set(name('newest', jobKey(job)), job.head, 'EX', memory, 'GET');
			// What waits for its next attempt hears of it now, not when that comes.
			if (before !== null && before !== job.head)
				for (const again of [false, true])
					await (await queue.getJob(idOf({ ...job, head: before, again })))?.promote().catch(() => undefined);
			const same = idOf(job);
			let id = same;
			let state = await queue.getJobState(id);
			// What is being done may have read what was there before: it is a job of its own to look again.
			for (let more = 1; state === 'active'; more++) {
				id = `${same}-${more}`;
				state = await queue.getJobState(id);
			}
			const priority = Number(await client.eval(nextTurn, 1, name('turns'), String(job.installation)));
			await queue.add(job.kind, job, {
				jobId: id,
				priority,
				attempts: patience.length + 1,
				backoff: { type: 'custom' },
				removeOnComplete: true,
				removeOnFail: true,
			});
			// Who asks again does not wait for the next attempt; one that has begun meanwhile cannot be called.
			if (state === 'delayed') await (await queue.getJob(id))?.promote().catch(() => undefined);
			if (told.onWaiting === undefined) return;
			unannounced++;
			announcing = announce(job, id, announcing)
				// Whatever is wrong will be told when the job has its turn.
				.catch(() => undefined)
				.finally(() => unannounced--);
		},
		async idle() {
			while (true) {
				const counts = await countsOf(queue).catch(() => ({ waiting: 1, running: 0 }));
				if (counts.waiting + counts.running + unannounced === 0) return;
				await wait(20);
			}
		},
		async stop() {
			ending.abort();
			await announcing;
			await worker?.close();
			await queue.close().catch(() => undefined);
			client.disconnect();
		},
		counts: () => countsOf(queue),
		forget: async (installation, repository) =>
			void (await client.set(gone(installation, repository), String(Date.now()), 'EX', memory)),
		isMine: async (task, milliseconds) =>
			(await client.set(name('task', task), '1', 'PX', milliseconds, 'NX')) === 'OK',
	};
}

async function countsOf(queue: Queue): Promise<{ readonly waiting: number; readonly running: number }> {
	const { active = 0, ...others } = await queue.getJobCounts('active', 'delayed', 'prioritized', 'waiting');
	return { waiting: Object.values(others).reduce((sum, one) => sum + one, 0), running: active };
}

/** Jobs with the same name are the same work. */
function idOf(job: Job): string {
	return digest(`${jobKey(job)} ${job.head}${job.again ? ' again' : ''}`);
}

function digest(text: string): string {
	return createHash('sha256').update(text.toLowerCase()).digest('hex').slice(0, 40);
}
