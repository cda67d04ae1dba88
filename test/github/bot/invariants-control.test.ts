import { describe, expect, test } from 'vitest';
import { push } from '../simulator/actions.ts';
import { changed, small, startBot, started } from './bot-stage.ts';

describe('control, limits and rights', { timeout: 30_000 }, () => {
	test('23 a pause holds until it is taken back, and a tick is consumed', async () => {
		const bot = await started();
		bot.comment(bot.dashboard(), '/dualstack pause');
		await bot.settle();
		const { sha } = bot.pull().head;
		push(bot.world, bot.repository, 'main', changed);
		await bot.settle();
		expect(bot.pull().head.sha).toBe(sha);
		bot.tick('Pause:', false);
		await bot.settle();
		expect(bot.dashboard().body).not.toContain('**Paused**');
	});

	test('25 a configuration that cannot be used stops all writing to branches', async () => {
		const bot = await started();
		const { sha } = bot.pull().head;
		push(bot.world, bot.repository, 'main', { '.dualstack-lint.yaml': 'version: 2\n' });
		await bot.settle();
		expect(bot.pull().head.sha).toBe(sha);
		expect(bot.dashboard().body).toContain('**Stopped**: the configuration');
	});

	test('27 a missing permission is told in the dashboard', async () => {
		const bot = await startBot(small);
		bot.installation.permissions = { ...bot.installation.permissions, pull_requests: 'read' };
		bot.comment(bot.issue(), '/dualstack plan');
		await bot.settle();
		expect(bot.dashboard().body).toContain('**Stopped**: the App lacks a permission');
	});
});
