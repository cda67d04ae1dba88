import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Job } from '../../src/github/job.ts';
import type { JobQueue, QueueWork } from '../../src/github/queue.ts';
import { type RedisQueueOptions, redisQueue } from '../../src/github/redis-queue.ts';
import { startStage } from './app-fixture.ts';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';
import { openPull, push } from './simulator/actions.ts';

const isHere = hasRedis();
if (!isHere) console.log('redis-server is missing: the tests of the shared queue are skipped');

const job = (number: number, more: Partial<Job> = {}): Job => ({
	kind: 'check',
	installation: 1,
	owner: 'octo',
	repo: 'cluster',
	subject: `pull/${number}`,
	head: `head-${number}`,
	base: null,
	again: false,
	by: null,
	...more,
});

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe.skipIf(!isHere)('the queue that processes share', { timeout: 60_000 }, () => {
	let redis: RedisServer;
	let count = 0;
	const queues: JobQueue[] = [];
	const troubles: string[] = [];
	beforeAll(async () => {
		redis = await startRedis();
	});
	afterAll(() => redis.close());
	afterEach(async () => {
		await Promise.all(queues.splice(0).map((one) => one.stop()));
		troubles.splice(0);
	});

	const options = (prefix: string, more: Partial<RedisQueueOptions> = {}): RedisQueueOptions => ({
		url: redis.url,
		concurrency: 2,
		patience: [10, 10],
		lease: 1000,
		prefix,
		onTrouble: (sentence) => void troubles.push(sentence),
		...more,
	});

	async function start(prefix: string, work: Partial<QueueWork>, more: Partial<RedisQueueOptions> = {}) {
		const own: QueueWork = { work: async () => undefined, onFailure: () => undefined, ...work };
		const queue = await redisQueue(options(prefix, more))(own);
		queues.push(queue);
		return queue;
	}

	test('does each job once, whoever takes it', async () => {
		const done: string[] = [];
		const work = async ({ head }: Job) => {
			await pause(1);
			done.push(head);
		};
		const prefix = `test-${++count}`;
		const web = await start(prefix, {}, { concurrency: 0 });
		await Promise.all(Array.from({ length: 100 }, (_, i) => [web.add(job(i)), web.add(job(i))]).flat());
		await Promise.all([start(prefix, { work }), start(prefix, { work })]);
		await web.idle();
		expect(done.toSorted()).toEqual(Array.from({ length: 100 }, (_, i) => `head-${i}`).sort());
		expect(await web.counts()).toEqual({ waiting: 0, running: 0 });
	});

	test('a newer head takes the place of one that waits and ends one that runs', async () => {
		const done: string[] = [];
		const left: string[] = [];
		const prefix = `test-${++count}`;
		let begun = 0;
		const work = async ({ head }: Job, signal: AbortSignal) => {
			begun++;
			while (head === 'first' && !signal.aborted) await pause(5);
			signal.throwIfAborted();
			done.push(head);
		};
		const told = { work, onReplaced: async ({ head }: Job) => void left.push(head) };
		const queue = await start(prefix, told, { concurrency: 1 });
		await queue.add(job(1, { head: 'first' }));
		await expect.poll(() => begun).toBe(1);
		for (const head of ['second', 'third']) await queue.add(job(1, { head }));
		await queue.idle();
		expect(done).toEqual(['third']);
		expect(left.sort()).toEqual(['first', 'second']);
	});

	test('a newer head takes the place of one that waits for its next attempt', async () => {
		const left: string[] = [];
		const done: string[] = [];
		const work = async ({ head }: Job) => {
			if (head === 'first') throw new Error('no');
			done.push(head);
		};
		const told = { work, onReplaced: async ({ head }: Job) => void left.push(head) };
		const queue = await start(`test-${++count}`, told, { patience: [60_000] });
		await queue.add(job(1, { head: 'first' }));
		await expect.poll(() => queue.counts()).toEqual({ waiting: 1, running: 0 });
		await queue.add(job(1, { head: 'second' }));
		await queue.idle();
		expect({ left, done }).toEqual({ left: ['first'], done: ['second'] });
	});

	test('what shares a name runs alone over all processes', async () => {
		let together = 0;
		let most = 0;
		const work = async () => {
			most = Math.max(most, ++together);
			await pause(10);
			together--;
		};
		const prefix = `test-${++count}`;
		const [one] = await Promise.all([start(prefix, { work }), start(prefix, { work })]);
		for (let i = 0; i < 5; i++) {
			await one.add(job(i, { head: 'same' }));
			await one.add(job(0, { kind: 'command', subject: `comment/1/${i}`, owner: 'other' }));
		}
		await one.idle();
		expect(most).toBeLessThanOrEqual(2);
	});

	test('a wish of a person while the same is being done is done afterwards', async () => {
		let begun = 0;
		let isHeld = true;
		const work = async () => {
			begun++;
			while (isHeld) await pause(5);
		};
		const queue = await start(`test-${++count}`, { work });
		await queue.add(job(1, { again: true }));
		await expect.poll(() => begun).toBe(1);
		await queue.add(job(1, { again: true }));
		isHeld = false;
		await queue.idle();
		expect(begun).toBe(2);
	});

	test('a head that comes back while its ended work still runs is done in the end', async () => {
		const done: string[] = [];
		const left: string[] = [];
		let isHeld = true;
		let ended = false;
		const work = async ({ head }: Job, signal: AbortSignal) => {
			while (head === 'one' && isHeld) {
				ended = signal.aborted;
				await pause(5);
			}
			signal.throwIfAborted();
			done.push(head);
		};
		const onReplaced = async ({ head }: Job) => void left.push(head);
		const queue = await start(`test-${++count}`, { work, onReplaced }, { concurrency: 1 });
		await queue.add(job(1, { head: 'one' }));
		await pause(50);
		await queue.add(job(1, { head: 'two' }));
		await expect.poll(() => ended).toBe(true);
		await queue.add(job(1, { head: 'one' }));
		isHeld = false;
		await queue.idle();
		expect(new Set(done)).toEqual(new Set(['one']));
		expect(left).toEqual(['two']);
	});

	test('what is told again while it is being done is looked at again, and what rests is done at once', async () => {
		let begun = 0;
		let isHeld = true;
		const work = async ({ kind }: Job) => {
			begun++;
			if (kind === 'check' && begun === 3) throw new Error('once');
			while (isHeld) await pause(5);
		};
		const queue = await start(`test-${++count}`, { work }, { patience: [60_000] });
		const edited = job(1, { kind: 'migrate', subject: 'migration', head: 'edited at noon' });
		await queue.add(edited);
		await expect.poll(() => begun).toBe(1);
		await queue.add(edited);
		isHeld = false;
		await queue.idle();
		expect(begun).toBe(2);
		await queue.add(job(2));
		await expect.poll(() => queue.counts()).toEqual({ waiting: 1, running: 0 });
		await queue.add(job(2));
		await queue.idle();
		expect(begun).toBe(4);
	});

	test('an installation has no more places than it is given, over all processes', async () => {
		let most = 0;
		const now = new Map<number, number>();
		const done: number[] = [];
		const work = async ({ installation }: Job) => {
			now.set(installation, (now.get(installation) ?? 0) + 1);
			most = Math.max(most, now.get(1) ?? 0);
			await pause(30);
			now.set(installation, (now.get(installation) ?? 0) - 1);
			done.push(installation);
		};
		const prefix = `test-${++count}`;
		const limits = { concurrency: 3, perInstallation: 2 };
		const [one] = await Promise.all([start(prefix, { work }, limits), start(prefix, { work }, limits)]);
		await Promise.all(Array.from({ length: 12 }, (_, i) => one.add(job(i))));
		await one.add(job(1, { installation: 2, owner: 'two' }));
		await one.idle();
		expect(most).toBe(2);
		expect(done.indexOf(2)).toBeLessThan(8);
		expect(done).toHaveLength(13);
	});

	test('tries again, then gives up and says so; what is for good is given up at once', async () => {
		const tries: string[] = [];
		const given: string[] = [];
		const work = async ({ head }: Job) => {
			tries.push(head);
			throw new Error(head);
		};
		const queue = await start(`test-${++count}`, {
			work,
			isForGood: (error) => error instanceof Error && error.message === 'never',
			onGivenUp: async ({ head }) => void given.push(head),
		});
		await queue.add(job(1, { head: 'often' }));
		await queue.add(job(2, { head: 'never' }));
		await queue.idle();
		expect(tries.toSorted()).toEqual(['never', 'often', 'often', 'often']);
		expect(given.toSorted()).toEqual(['never', 'often']);
	});

	test('a limit of GitHub rests one installation, and one with many jobs does not keep another from its turn', async () => {
		const order: number[] = [];
		let left = 1;
		const work = async ({ installation }: Job) => {
			if (installation === 3 && left-- > 0) throw new Error('limit');
			order.push(installation);
		};
		const prefix = `test-${++count}`;
		const web = await start(prefix, {}, { concurrency: 0 });
		for (let i = 0; i < 30; i++) await web.add(job(i));
		await web.add(job(0, { installation: 2, owner: 'two' }));
		await web.add(job(0, { installation: 3, owner: 'three' }));
		const pauseOf = (error: unknown) => (error instanceof Error && error.message === 'limit' ? 300 : undefined);
		await start(prefix, { work, pauseOf }, { concurrency: 1 });
		await web.idle();
		expect(order.indexOf(2)).toBeLessThan(3);
		expect(order.at(-1)).toBe(3);
		expect(order).toHaveLength(32);
	});

	test('ends with what runs given back, for others to do', async () => {
		const prefix = `test-${++count}`;
		let begun = 0;
		const stuck = async (_: Job, signal: AbortSignal) => {
			begun++;
			while (!signal.aborted) await pause(5);
			signal.throwIfAborted();
		};
		const first = await start(prefix, { work: stuck });
		await first.add(job(1));
		await expect.poll(() => begun).toBe(1);
		await first.stop();
		const done: string[] = [];
		const second = await start(prefix, { work: async ({ head }) => void done.push(head) });
		await second.idle();
		expect(done).toEqual(['head-1']);
	});

	test('takes no job while Redis is away, says so once without its address, and goes on when it is back', async () => {
		const done: string[] = [];
		const queue = await start(`test-${++count}`, { work: async ({ head }) => void done.push(head) });
		const back = redis.restart(500);
		await pause(100);
		await expect(queue.add(job(1))).rejects.toThrow();
		await back;
		await expect
			.poll(
				() =>
					Promise.resolve(queue.add(job(2))).then(
						() => true,
						() => false,
					),
				{ timeout: 10_000 },
			)
			.toBe(true);
		await queue.idle();
		expect(done).toEqual(['head-2']);
		expect(troubles.length).toBeGreaterThan(0);
		expect(troubles.join()).not.toContain('127.0.0.1');
	});

	test('says where nobody answers, without the password', async () => {
		const url = 'redis://:s3cret@127.0.0.1:1';
		const started = redisQueue(options('none', { url, connectWithin: 300 }))({
			work: async () => undefined,
			onFailure: () => undefined,
		});
		await expect(started).rejects.toThrow('REDIS_URL: nobody answers there (ECONNREFUSED)');
	});

	test('two Apps, one repository: each head has one completed run', async () => {
		const shared = redisQueue(options(`test-${++count}`));
		const stage = await startStage({ 'README.md': 'x' }, { queue: shared });
		const { simulator, world, repository, webhook } = stage;
		await stage.restart();
		for (let i = 0; i < 20; i++) {
			push(world, repository, `topic-${i}`, { [`${i}.md`]: 'x\n' });
			openPull(world, repository, { head: `topic-${i}` });
		}
		const all = world.happenings.splice(0);
		await simulator.deliver(webhook, [...all, ...all.toReversed()]);
		await stage.app.queue.idle();
		for (const { head } of repository.pulls.values())
			expect(stage.runsOf(head.sha).map(({ fields }) => fields['status'])).toEqual(['completed']);
	});
});
