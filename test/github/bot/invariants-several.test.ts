import { describe, expect, test } from 'vitest';
import { closePull, push } from '../simulator/actions.ts';
import { several, small, startBot } from './bot-stage.ts';

const fiveClusters = several(['alfa', 'bravo', 'charlie', 'delta', 'echo']);

describe('limits', { timeout: 30_000 }, () => {
	test('19 two pull requests are opened in an hour, three are open at a time, and the dashboard says what waits', async () => {
		const bot = await startBot(fiveClusters, { isHasty: true });
		push(bot.world, bot.repository, 'main', { 'notes.md': '1' });
		await bot.settle();
		expect(bot.open()).toHaveLength(2);
		push(bot.world, bot.repository, 'main', { 'notes.md': '2' });
		await bot.restart();
		await bot.settle();
		expect(bot.open()).toHaveLength(2);
		expect(bot.dashboard().body.match(/waits: 2 pull requests were opened within an hour/g)).toHaveLength(3);
		bot.passHours();
		// Nothing happens in the repository: it is the look that the App takes by itself.
		await bot.app.reconcile();
		await bot.settle();
		expect(bot.open()).toHaveLength(3);
		expect(bot.dashboard().body.match(/waits: 3 pull requests are open/g)).toHaveLength(2);
		const [first] = bot.open();
		if (first !== undefined) closePull(bot.world, bot.repository, first, 'octo');
		bot.passHours();
		await bot.settle();
		expect(bot.open()).toHaveLength(3);
		expect(bot.pulls()).toHaveLength(4);
	});

	test('19 a repository that nobody has started gets no issue, no branch and no pull request', async () => {
		const bot = await startBot(small);
		push(bot.world, bot.repository, 'main', { 'notes.md': 'x' });
		await bot.settle();
		await bot.app.reconcile();
		await bot.settle();
		expect([bot.dashboards(), bot.pulls(), [...bot.repository.refs.keys()]]).toEqual([[], [], ['refs/heads/main']]);
		expect(bot.writes()).toBe(0);
		push(bot.world, bot.repository, 'main', { '.dualstack-lint.yaml': 'version: 1\nmigration: {enabled: false}\n' });
		await bot.settle();
		expect([bot.dashboards(), bot.pulls()]).toEqual([[], []]);
		push(bot.world, bot.repository, 'main', { '.dualstack-lint.yaml': 'version: 1\nmigration: {enabled: true}\n' });
		await bot.settle();
		expect([bot.dashboards().length, bot.open().length]).toEqual([1, 1]);
	});

	test('each of several clusters has a pull request of its own, which changes its files alone', async () => {
		const bot = await startBot(several(['alfa', 'bravo']));
		push(bot.world, bot.repository, 'main', { 'notes.md': '1' });
		await bot.settle();
		const main = bot.world.git.filesOf(bot.repository.refs.get('refs/heads/main') ?? '');
		const written = bot.open().map(({ head, issue }) => {
			const files = [...bot.world.git.filesOf(head.sha)].filter(([path, { sha }]) => main.get(path)?.sha !== sha);
			return [head.ref, issue.title, ...files.map(([path]) => path)];
		});
		expect(written).toMatchInlineSnapshot(`
			[
			  [
			    "dualstack-lint/alfa/control-plane",
			    "Give every API server and controller manager both ranges (alfa)",
			    "c0/kubeadm.yaml",
			  ],
			  [
			    "dualstack-lint/bravo/control-plane",
			    "Give every API server and controller manager both ranges (bravo)",
			    "c1/kubeadm.yaml",
			  ],
			]
		`);
	});
});
