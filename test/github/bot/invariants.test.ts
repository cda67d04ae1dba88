import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printHidden, readHidden } from '../../../src/github/bot/hidden-line.ts';
import { readMarker } from '../../../src/github/bot/marker.ts';
import { keepTicks } from '../../../src/github/bot/ticks.ts';
import { closePull, mergePull, push, reopenPull } from '../simulator/actions.ts';
import type { Pull } from '../simulator/world.ts';
import { type BotStage, small, startBot } from './bot-stage.ts';

const timeout = 30_000;

/** A repository whose onboarding is merged, so that the first phase is open. */
async function started(): Promise<BotStage & { readonly pull: () => Pull }> {
	const bot = await startBot(small);
	bot.comment(bot.issue(), '/dualstack plan');
	await bot.settle();
	const [onboarding] = bot.open();
	if (onboarding === undefined) throw new Error('no onboarding');
	mergePull(bot.world, bot.repository, onboarding);
	await bot.settle();
	const pull = () => {
		const one = bot.pulls().at(-1);
		if (one === undefined) throw new Error('no pull request');
		return one;
	};
	return Object.assign(Object.create(bot) as BotStage, { pull });
}

const changed = { 'bootstrap/kubeadm.yaml': `# changed\n${small['bootstrap/kubeadm.yaml']}` };

describe('invariants of the bot', { timeout }, () => {
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

	test('6, 7 a commit of a person stops the updates, which is said once, until its author lets it go', async () => {
		const bot = await started();
		for (const amend of [false, true]) {
			const { sha } = push(bot.world, bot.repository, bot.pull().head.ref, { 'mine.md': `x${amend}` }, { amend });
			push(bot.world, bot.repository, 'main', { 'notes.md': String(amend), ...changed });
			await bot.settle();
			expect(bot.pull().head.sha).toBe(sha);
		}
		const said = () => bot.pull().issue.comments.filter(({ body }) => body.includes('said edited'));
		expect(said()).toHaveLength(1);
		bot.tick('Throw away what others wrote');
		await bot.settle();
		expect(bot.world.git.filesOf(bot.pull().head.sha).has('mine.md')).toBe(false);
		expect(readMarker(bot.pull().issue.body)?.head).toBe(bot.pull().head.sha);
	});

	test('9 what a person has set on a pull request stays', async () => {
		const bot = await started();
		const { issue } = bot.pull();
		issue.title = 'my words';
		issue.labels.add('mine');
		bot.pull().isDraft = true;
		push(bot.world, bot.repository, 'main', changed);
		await bot.settle();
		expect([issue.title, [...issue.labels], bot.pull().isDraft]).toEqual(['my words', ['mine'], true]);
	});

	test('10, 11 what is closed stays closed until somebody asks, also where the branch is gone', async () => {
		const bot = await started();
		const closed = bot.pull();
		closePull(bot.world, bot.repository, closed, 'octo');
		bot.repository.refs.delete(`refs/heads/${closed.head.ref}`);
		push(bot.world, bot.repository, 'main', { 'notes.md': 'x' });
		await bot.settle();
		expect(bot.open()).toEqual([]);
		bot.comment(bot.dashboard(), `/dualstack reopen ${readMarker(closed.issue.body)?.phase}`);
		await bot.settle();
		expect(bot.open()).toEqual([closed]);
		closePull(bot.world, bot.repository, closed, 'octo');
		await bot.settle();
		reopenPull(bot.world, bot.repository, closed, 'octo');
		await bot.settle();
		expect(bot.open()).toEqual([closed]);
	});

	test('12, 14 the next phase waits until the one before is merged and ticked', async () => {
		const bot = await started();
		const first = bot.pull();
		mergePull(bot.world, bot.repository, first);
		await bot.settle();
		expect(bot.open()).toEqual([]);
		expect(bot.dashboard().body).toMatch(/- \[ \] <!-- gate /);
	});

	test('13 what is done by somebody else is closed with a reason, and its branch goes', async () => {
		const bot = await started();
		const { head, issue } = bot.pull();
		const files = Object.fromEntries(
			[...bot.world.git.filesOf(head.sha)].map(([path, { sha }]) => [path, bot.world.git.blobs.get(sha) ?? '']),
		);
		push(bot.world, bot.repository, 'main', files);
		await bot.settle();
		expect(issue.state).toBe('closed');
		expect(issue.comments.map(({ body }) => body)).toEqual([expect.stringContaining('nothing is left to merge')]);
		expect(bot.repository.refs.has(`refs/heads/${head.ref}`)).toBe(false);
	});

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

	test('nothing is ever pushed to the default branch', async () => {
		const bot = await started();
		const byUs = bot.world.calls.filter(({ body }) => JSON.stringify(body).includes('refs/heads/main'));
		expect(byUs).toEqual([]);
	});

	test('boxes that a person has ticked stay ticked', () => {
		expect(keepTicks('- [ ] a\n- [ ] b', '- [x] a\r\n- [ ] b')).toBe('- [x] a\n- [ ] b');
	});
});
