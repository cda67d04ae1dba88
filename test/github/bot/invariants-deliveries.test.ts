import { describe, expect, test } from 'vitest';
import { keepMigration } from '../../../src/github/bot/keep-migration.ts';
import { addFork, mergePull, openPull, push } from '../simulator/actions.ts';
import type { World } from '../simulator/world.ts';
import { changed, small, startBot, started } from './bot-stage.ts';

/** Moves the default branch each time that our run has asked for its files. */
function moveWhileReading(world: World, times: number, move: () => void): void {
	const { push: add } = world.calls;
	let left = times;
	world.calls.push = (...calls) => {
		const added = add.apply(world.calls, calls);
		if (left > 0 && calls.some(({ operation }) => operation === 'repos/download-tarball-archive')) {
			left--;
			move();
		}
		return added;
	};
}

describe('deliveries, bases and forks', { timeout: 30_000 }, () => {
	test('5 deliveries that come twice or in another order change nothing', async () => {
		const ends = new Set<string>();
		for (const order of ['as it was', 'twice', 'backwards']) {
			const bot = await started();
			push(bot.world, bot.repository, 'main', { 'notes.md': '1' });
			mergePull(bot.world, bot.repository, bot.pull());
			push(bot.world, bot.repository, 'main', { 'notes.md': '2' });
			const { happenings } = bot.world;
			if (order === 'twice') happenings.push(...happenings.slice());
			if (order === 'backwards') happenings.reverse();
			await bot.settle();
			const told = bot.pulls().map(({ head, issue }) => [head.ref, issue.state, issue.comments.length]);
			const body = bot
				.dashboard()
				.body.replace(/ at [0-9a-f]{12}/, '')
				.replace(/<!-- dualstack-lint .*/, '');
			ends.add(JSON.stringify([told, bot.dashboards().length, body]));
		}
		expect(ends.size).toBe(1);
	});

	test('17 a base that moves meanwhile is begun with again, and left to the next attempt after three', async () => {
		for (const times of [2, 5]) {
			const bot = await started();
			let moved = 0;
			moveWhileReading(bot.world, times, () => {
				moved++;
				const text = `# ${moved} of ${times}\n${small['bootstrap/kubeadm.yaml']}`;
				push(bot.world, bot.repository, 'main', { 'bootstrap/kubeadm.yaml': text });
			});
			push(bot.world, bot.repository, 'main', changed);
			await bot.settle();
			expect(moved).toBe(times);
			const { parents } = bot.world.git.commits.get(bot.pull().head.sha) ?? {};
			expect(parents).toEqual([bot.repository.refs.get('refs/heads/main')]);
			expect(bot.open()).toHaveLength(1);
		}
	});

	test('24 what starts a migration is the default branch, whatever a pull request says', async () => {
		const bot = await startBot(small);
		const files = { '.dualstack-lint.yaml': 'version: 1\nmigration: {enabled: true, seed: "0123456789"}\n' };
		push(bot.world, bot.repository, 'topic', files);
		const pull = openPull(bot.world, bot.repository, { head: 'topic' });
		await bot.settle();
		expect([bot.dashboards(), bot.pulls()]).toEqual([[], [pull]]);
		mergePull(bot.world, bot.repository, pull);
		await bot.settle();
		expect([bot.dashboards().length, bot.open().length]).toEqual([1, 1]);
	});

	test('26 nothing is written to a fork, nor for one that is installed', async () => {
		const bot = await started();
		const fork = addFork(bot.world, bot.repository, 'stranger');
		const branch = bot.pull().head.ref;
		push(bot.world, fork, branch, { 'theirs.md': 'x', ...changed }, { by: 'stranger' });
		const pull = openPull(bot.world, bot.repository, { head: branch, headRepository: fork, by: 'stranger' });
		bot.comment(pull.issue, '/dualstack fix');
		bot.comment(pull.issue, '/dualstack rebase');
		await bot.settle();
		const refs = [...fork.refs];
		push(bot.world, bot.repository, 'main', { 'notes.md': 'x' });
		await bot.settle();
		expect([...fork.refs]).toEqual(refs);
		const written = bot.world.calls.filter(({ method, path }) => method !== 'GET' && path.includes('/stranger/'));
		expect(written).toEqual([]);
		bot.installation.repositories.add(fork);
		const github = await bot.app.clientFor(bot.installation.id);
		const means = { rules: [], today: () => '2026-06-01', now: Date.now, key: 'k', plans: new Map() };
		const login = async () => 'dualstack-lint[bot]';
		expect(
			await keepMigration(github, { owner: 'stranger', repo: fork.name }, { ...means, login }, { isStart: true }),
		).toEqual([]);
		expect([fork.issues.size, fork.pulls.size]).toEqual([0, 0]);
	});
});
