import { describe, expect, test } from 'vitest';
import { push } from '../simulator/actions.ts';
import { changed, small, started } from './bot-stage.ts';

describe('freshness', { timeout: 30_000 }, () => {
	test.each(['queued', 'approved'])('15 nothing is pushed to what is %s', async (state) => {
		const bot = await started();
		const pull = bot.pull();
		if (state === 'queued') pull.isQueued = true;
		else pull.reviews.push({ id: 1, user: 'octo', body: '', event: 'APPROVE', commit: pull.head.sha });
		const { sha } = pull.head;
		push(bot.world, bot.repository, 'main', { 'bootstrap/other.yaml': small['bootstrap/kubeadm.yaml'] ?? '' });
		await bot.settle();
		expect(pull.head.sha).toBe(sha);
	});

	test('16 a month without anything happening ends the updates', async () => {
		const bot = await started();
		bot.pull().issue.updated = '2020-01-01T00:00:00Z';
		const { sha } = bot.pull().head;
		push(bot.world, bot.repository, 'main', changed);
		await bot.settle();
		expect(bot.pull().head.sha).toBe(sha);
		bot.comment(bot.pull().issue, '/dualstack rebase');
		await bot.settle();
		expect(bot.pull().head.sha).not.toBe(sha);
	});
});
