import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printHidden, readHidden } from '../../../src/github/bot/hidden-line.ts';
import { mergePull, push } from '../simulator/actions.ts';
import { changed, small, startBot, started } from './bot-stage.ts';

describe('identity and idempotence', { timeout: 30_000 }, () => {
	test('1 one pull request for each phase, with a sealed marker that nobody can forge', async () => {
		const bot = await started();
		expect(bot.open()).toHaveLength(1);
		expect(bot.pull().issue.body).toMatch(/<!-- dualstack-lint migration \{.*\} [0-9a-f]{64} -->$/);
		bot.pull().issue.body = bot.pull().issue.body.replace(/[0-9a-f]{64} -->$/, `${'0'.repeat(64)} -->`);
		const { sha } = bot.pull().head;
		push(bot.world, bot.repository, 'main', changed);
		await bot.settle();
		expect(bot.pull().head.sha).toBe(sha);
		expect(bot.open()).toHaveLength(1);
	});

	test('1 a line that was sealed for another repository is none', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (value, other) => {
				const line = printHidden('migration', value, { key: 'k', repository: 'R_1' });
				expect(line.slice(4, -3)).not.toContain('--');
				expect(readHidden('migration', `text\r\n${line}\r\n`, { key: 'k', repository: 'R_1' })).toEqual(
					new Map(Object.entries(value)),
				);
				expect(readHidden('migration', line, { key: `k${other}x`, repository: 'R_1' })).toBeUndefined();
				expect(readHidden('migration', line, { key: 'k', repository: 'R_2' })).toBeUndefined();
			}),
		);
	});

	test('2 a pull request or dashboard of somebody else is never taken for ours', async () => {
		const bot = await started();
		const body = bot.dashboard().body;
		const forged = bot.issue();
		forged.body = body.replace('"isPaused":false', '"isPaused":true');
		const writes = bot.writes();
		bot.tell('issues', {
			action: 'edited',
			issue: { number: forged.number, body: forged.body },
			sender: { login: 'x' },
		});
		await bot.settle();
		expect(bot.writes()).toBe(writes);
	});

	test('3 a run that finds nothing new writes nothing', async () => {
		const bot = await started();
		const writes = bot.writes();
		for (let i = 0; i < 3; i++) {
			const after = bot.repository.refs.get('refs/heads/main') ?? '';
			bot.tell('push', { ref: 'refs/heads/main', before: after, after, created: false, deleted: false, forced: false });
			await bot.settle();
		}
		expect(bot.writes()).toBe(writes);
	});

	test.each(['dropped', 'answer-lost'] as const)('4 whichever call is %s, the end is the same', async (is) => {
		const ends = new Set<string>();
		for (const after of [8, 14, 20, 26, 32]) {
			const bot = await startBot(small);
			bot.simulator.faults.add({ kind: { is }, after });
			bot.comment(bot.issue(), '/dualstack plan');
			await bot.settle();
			const [first] = bot.open();
			if (first !== undefined) mergePull(bot.world, bot.repository, first);
			await bot.settle();
			const told = bot.pulls().map(({ head, issue }) => `${head.ref} ${issue.state}`);
			ends.add(JSON.stringify([told, bot.dashboards().length]));
		}
		expect([...ends]).toHaveLength(1);
	});

	test('nothing is ever pushed to the default branch', async () => {
		const bot = await started();
		const byUs = bot.world.calls.filter(({ body }) => JSON.stringify(body).includes('refs/heads/main'));
		expect(byUs).toEqual([]);
	});
});
