import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { pauseOf } from '../../src/github/client.ts';
import { fairTurns } from '../../src/github/fair-turns.ts';
import type { Job } from '../../src/github/job.ts';
import { openJournal } from '../../src/github/journal.ts';
import { inProcessQueue, type QueueOptions, type QueueWork } from '../../src/github/queue.ts';

const job = (installation: number, number: number, more: Partial<Job> = {}): Job => ({
	kind: 'check',
	installation,
	owner: `owner-${installation}`,
	repo: 'cluster',
	subject: `pull/${number}`,
	head: `${installation}-${number}`,
	base: null,
	again: false,
	by: null,
	...more,
});

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function start(work: QueueWork['work'], options: Partial<QueueOptions> = {}, more: Partial<QueueWork> = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'queue-'));
	folders.push(folder);
	const journal = openJournal(join(folder, 'jobs'));
	return inProcessQueue({ journal, concurrency: 1, patience: [1, 1], ...options })({
		work,
		onFailure: () => undefined,
		...more,
	});
}

test('a single job of one installation does not wait for the many of another', async () => {
	const order: string[] = [];
	const queue = await start(async ({ head }) => void order.push(head));
	await Promise.all([
		...Array.from({ length: 50 }, (_, i) => queue.add(job(1, i))),
		queue.add(job(2, 0)),
		queue.add(job(3, 0)),
	]);
	await queue.idle();
	expect(order).toHaveLength(52);
	expect(order.indexOf('2-0')).toBeLessThan(4);
	expect(order.indexOf('3-0')).toBeLessThan(5);
	expect(order.filter((head) => head.startsWith('1-'))).toEqual(Array.from({ length: 50 }, (_, i) => `1-${i}`));
});

test('whoever asks for how much, turns are shared evenly', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 60 }), (asked) => {
			const turns = fairTurns();
			const all = asked.map((installation) => ({ installation, turn: turns.next(installation) }));
			const served = new Map<number, number>();
			for (const { installation } of all.toSorted((a, b) => a.turn - b.turn)) {
				served.set(installation, (served.get(installation) ?? 0) + 1);
				for (const other of new Set(asked)) {
					const left = asked.filter((one) => one === other).length - (served.get(other) ?? 0);
					// Nobody who waits has been served two times less.
					if (left > 0) expect((served.get(installation) ?? 0) - (served.get(other) ?? 0)).toBeLessThanOrEqual(1);
				}
			}
		}),
	);
});

test('an installation has no more places than it is given', async () => {
	let most = 0;
	const now = new Map<number, number>();
	const work = async ({ installation }: Job) => {
		now.set(installation, (now.get(installation) ?? 0) + 1);
		most = Math.max(most, now.get(1) ?? 0);
		await new Promise((done) => setTimeout(done, 2));
		now.set(installation, (now.get(installation) ?? 0) - 1);
	};
	const queue = await start(work, { concurrency: 6, perInstallation: 2 });
	await Promise.all(Array.from({ length: 20 }, (_, i) => queue.add(job(1, i))));
	await queue.idle();
	expect(most).toBe(2);
});

test('a limit of GitHub rests an installation without holding a place or counting an attempt', async () => {
	const order: string[] = [];
	let left = 5;
	const limit = Object.assign(new Error('API rate limit exceeded'), { status: 403 });
	const work = async ({ head, installation }: Job) => {
		if (installation === 1 && left-- > 0) throw limit;
		order.push(head);
	};
	const queue = await start(work, {}, { pauseOf: () => 20 });
	await Promise.all([queue.add(job(1, 0)), queue.add(job(1, 1)), queue.add(job(2, 0)), queue.add(job(2, 1))]);
	await queue.idle();
	expect(order.slice(0, 2)).toEqual(['2-0', '2-1']);
	expect(order.slice(2).sort()).toEqual(['1-0', '1-1']);
});

test('what failed rests without holding a place, and a newer head takes the place of what rests', async () => {
	const order: string[] = [];
	const left: string[] = [];
	const work = async ({ head }: Job) => {
		if (head === '1-0') throw new Error('no');
		order.push(head);
	};
	const onReplaced = async ({ head }: Job) => void left.push(head);
	const queue = await start(work, { patience: [60_000] }, { onReplaced });
	await queue.add(job(1, 0));
	await queue.add(job(1, 1));
	await expect.poll(() => order).toEqual(['1-1']);
	expect(await queue.counts()).toEqual({ waiting: 1, running: 0 });
	await queue.add(job(1, 0, { head: 'newer' }));
	await queue.idle();
	expect(order).toEqual(['1-1', 'newer']);
	expect(left).toEqual(['1-0']);
});

test('two subjects with one head, and two jobs of the bot in one repository, run one after the other', async () => {
	let together = 0;
	let most = 0;
	const work = async () => {
		most = Math.max(most, ++together);
		await new Promise((done) => setTimeout(done, 2));
		together--;
	};
	for (const pair of [
		[job(1, 1, { head: 'same' }), job(1, 2, { head: 'same' })],
		[job(1, 0, { kind: 'migrate', subject: 'migration' }), job(1, 0, { kind: 'command', subject: 'comment/1/2' })],
	]) {
		const queue = await start(work, { concurrency: 4 });
		await Promise.all(pair.map((one) => queue.add(one)));
		await queue.idle();
	}
	expect(most).toBe(1);
});

test.each([
	[429, {}, '', 60_000],
	[403, { 'retry-after': '7' }, '', 7_000],
	[403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1010' }, '', 10_000],
	[403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9' }, '', 0],
	[403, { 'retry-after': '99999999' }, '', 3_700_000],
	[403, {}, 'You have exceeded a secondary rate limit', 60_000],
	[403, {}, 'Resource not accessible by integration', undefined],
	[500, { 'retry-after': '7' }, '', undefined],
])('an answer %s with %o "%s" asks for a pause of %s', (status, headers, message, pause) => {
	expect(pauseOf(Object.assign(new Error(message), { status, response: { headers } }), 1_000_000)).toBe(pause);
});
