import { describe, expect, test } from 'vitest';
import { started } from './bot-stage.ts';

describe('noise', { timeout: 30_000 }, () => {
	test('18, 22 commands count at the start of a comment and from people with write access, and get one answer', async () => {
		const bot = await started();
		bot.repository.people.set('reader', 'read');
		const ignored = [
			bot.comment(bot.pull().issue, '/dualstack pause', 'reader'),
			bot.comment(bot.pull().issue, 'please /dualstack pause'),
			bot.comment(bot.pull().issue, '/dualstack pause', 'other[bot]'),
		];
		const unknown = [1, 2].map(() => bot.comment(bot.pull().issue, '/dualstack dance'));
		const explain = bot.comment(bot.dashboard(), '/dualstack explain addressing/zero-global-id');
		await bot.settle();
		expect(ignored.map(({ reactions }) => reactions)).toEqual([[], [], []]);
		expect(unknown.map(({ reactions }) => reactions)).toEqual([
			['eyes', 'confused'],
			['eyes', 'confused'],
		]);
		expect(explain.reactions).toEqual(['eyes', '+1']);
		expect(bot.pull().issue.comments.filter(({ user }) => user === 'dualstack-lint[bot]')).toHaveLength(1);
		expect(bot.dashboard().body).not.toContain('**Paused**');
	});
});
