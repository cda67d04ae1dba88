import { describe, expect, test } from 'vitest';
import { openPull, push } from '../simulator/actions.ts';
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

	test('18, 25 a configuration that cannot be used stops all writing to branches and has one issue until it is mended', async () => {
		const bot = await started();
		const good = String(
			bot.world.git.blobs.get(bot.world.git.filesOf(bot.pull().head.sha).get('.dualstack-lint.yaml')?.sha ?? ''),
		);
		const told = () =>
			[...bot.repository.issues.values()]
				.filter(({ body }) => body.includes('<!-- dualstack-lint configuration '))
				.map(({ number, state }) => [number, state]);
		const { sha } = bot.pull().head;
		const seen: unknown[] = [];
		for (const text of ['version: 2\n', 'version: 2\n# the same\n', good, 'version: 3\n', good]) {
			push(bot.world, bot.repository, 'main', { '.dualstack-lint.yaml': text });
			await bot.settle();
			expect(bot.pull().head.sha).toBe(sha);
			expect(bot.dashboard().body.includes('**Stopped**: the configuration')).toBe(text !== good);
			seen.push(...told().map(([, state]) => state));
		}
		expect(seen).toEqual(['open', 'open', 'closed', 'open', 'closed']);
		const issue = bot.repository.issues.get(Number(told()[0]?.[0]));
		expect(issue?.body).toContain('line 1');
	});

	test('25 the check of a change that breaks the configuration asks for action at its line', async () => {
		const bot = await started();
		const { sha } = push(bot.world, bot.repository, 'broken', { '.dualstack-lint.yaml': 'version: 1\nrulez: {}\n' });
		openPull(bot.world, bot.repository, { head: 'broken' });
		await bot.settle();
		const [run] = bot.runsOf(sha);
		expect(run?.fields['conclusion']).toBe('action_required');
		expect(run?.annotations).toMatchObject([{ path: '.dualstack-lint.yaml', start_line: 2 }]);
	});

	test('27 a missing permission is told in the dashboard', async () => {
		const bot = await startBot(small);
		bot.installation.permissions = { ...bot.installation.permissions, pull_requests: 'read' };
		bot.comment(bot.issue(), '/dualstack plan');
		await bot.settle();
		expect(bot.dashboard().body).toContain('**Stopped**: the App lacks a permission');
	});
});
