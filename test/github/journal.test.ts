import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Job } from '../../src/github/job.ts';
import { openJournal } from '../../src/github/journal.ts';

const folders: string[] = [];
afterEach(() => {
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function freshFile(): string {
	const folder = mkdtempSync(join(tmpdir(), 'journal-'));
	folders.push(folder);
	return join(folder, 'jobs');
}

function job(number: number, head = 'a'): Job {
	const subject = `pull/${number}`;
	const rest = { base: null, again: false, by: null };
	return { kind: 'check', installation: 1, owner: 'octo', repo: 'cluster', subject, head, ...rest };
}

test('what was accepted and is not done is there after a start, whatever came in which order', async () => {
	const step = fc.record({ number: fc.nat(3), head: fc.constantFrom('a', 'b'), isDone: fc.boolean() });
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat(400), async (steps, mostBytes) => {
			const file = freshFile();
			const journal = openJournal(file, mostBytes);
			const open = new Map<string, Job>();
			for (const { number, head, isDone } of steps) {
				const one = job(number, head);
				open.delete(`${number} ${head}`);
				if (isDone) journal.done(one);
				else {
					open.set(`${number} ${head}`, one);
					await journal.accept(one);
				}
			}
			await journal.close();
			const { left, replaced } = openJournal(file);
			expect(new Set([...left, ...replaced])).toEqual(new Set(open.values()));
			for (const one of left)
				expect(one).toEqual([...open.values()].findLast(({ subject }) => subject === one.subject));
		}),
		{ numRuns: 50 },
	);
});

test('a line that was cut in the middle is no job', async () => {
	const file = freshFile();
	const journal = openJournal(file);
	await Promise.all([journal.accept(job(1)), journal.accept(job(2))]);
	appendFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
	expect(openJournal(file).left).toEqual([job(1), job(2)]);
});

test('a process that runs for ever leaves no file without end, and nobody else reads it', async () => {
	const file = freshFile();
	const journal = openJournal(file, 1000);
	for (let i = 0; i < 200; i++) {
		await journal.accept(job(i));
		journal.done(job(i));
	}
	await journal.accept(job(7));
	const { size, mode } = statSync(file);
	expect(size).toBeLessThan(2000);
	expect(mode & 0o077).toBe(0);
	expect(openJournal(file).left).toEqual([job(7)]);
});
