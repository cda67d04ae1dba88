import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { afterEach, describe, expect, test } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { readMarker } from '../../../src/github/bot/marker.ts';
import { openPulls } from '../../../src/github/bot/open-pulls.ts';
import { filesFromDisk } from '../../../src/repo/disk.ts';
import { addInstallation, addRepository, closePull, mergePull, push } from '../simulator/actions.ts';
import { type Simulator, startSimulator } from '../simulator/server.ts';
import type { Pull } from '../simulator/world.ts';

const folder = join(import.meta.dirname, '../../../examples/dungeon');
const dungeon = Object.fromEntries(
	filesFromDisk(folder).paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

const open: Simulator[] = [];
afterEach(async () => {
	for (const one of open.splice(0)) {
		expect(one.world.violations).toEqual([]);
		await one.close();
	}
});

async function start() {
	const simulator = await startSimulator();
	open.push(simulator);
	const { world } = simulator;
	const repository = addRepository(world, 'octo/cluster', dungeon, addInstallation(world, 'octo'));
	world.tokens.set('ghp_t', { login: 'keeper', expires: Number.POSITIVE_INFINITY });
	const github = new Octokit({ auth: 'ghp_t', baseUrl: simulator.url, log: silent, retry: { enabled: false } });
	const keep = async (phase?: 'nodes' | 'policies') => {
		const options = { seed: '0123456789', today: '2026-06-01', ...(phase === undefined ? {} : { phase }) };
		const kept = await openPulls(github, { owner: 'octo', repo: 'cluster' }, rules, options);
		if (!kept.ok) throw new Error(kept.problem.kind);
		return kept.value;
	};
	const pulls = () => [...repository.pulls.values()];
	const opened = () => pulls().filter(({ issue }) => issue.state === 'open');
	const first = (): Pull => {
		const [pull] = opened();
		if (pull === undefined) throw new Error('no pull request');
		return pull;
	};
	const writes = () =>
		world.calls.filter(({ method, operation }) => method !== 'GET' && operation !== 'graphql').length;
	return { simulator, world, repository, keep, pulls, opened, first, writes };
}

describe('the pull requests of a migration', () => {
	test('begin with the first phase that has something to change, in one commit on the newest base', async () => {
		const { world, repository, keep, opened, first } = await start();
		const { outcomes } = await keep();
		expect(outcomes.map(({ what }) => what)).toEqual(outcomes.map(() => 'opened'));
		expect(new Set(opened().map(({ head }) => head.ref)).size).toBe(opened().length);
		const { head, issue } = first();
		expect(head.ref).toMatch(/^dualstack-lint\/[\w-]+$/);
		expect(world.git.commits.get(head.sha)?.parents).toEqual([repository.refs.get('refs/heads/main')]);
		expect(readMarker(issue.body)).toMatchObject({ head: head.sha, next: null });
		expect(issue.body).toContain('On the cluster, in this order');
	});

	test('are left as they are when nothing would differ', async () => {
		const { world, keep, first, writes, repository } = await start();
		await keep();
		const before = [first().head.sha, first().issue.body, writes()];
		const { outcomes } = await keep();
		expect(outcomes.map(({ what }) => what)).toEqual(outcomes.map(() => 'left as it is: nothing would differ'));
		push(world, repository, 'main', { 'notes.md': 'a change that has nothing to do with it\n' });
		await keep();
		expect([first().head.sha, first().issue.body, writes()]).toEqual(before);
	});

	test('are built again when their change is another one, and only where nobody else has written', async () => {
		const { world, keep, first, repository } = await start();
		await keep('nodes');
		const before = first().head.sha;
		const touched = [...world.git.filesOf(before)].find(
			([path, { sha }]) => world.git.filesOf(repository.refs.get('refs/heads/main') ?? '').get(path)?.sha !== sha,
		)?.[0];
		if (touched === undefined) throw new Error('the pull request changes nothing');
		push(world, repository, 'main', { [touched]: `${dungeon[touched] ?? ''}\n# more\n` });
		expect((await keep('nodes')).outcomes).toMatchObject([{ what: 'updated' }]);
		expect(first().head.sha).not.toBe(before);
		expect(world.git.commits.get(first().head.sha)?.parents).toEqual([repository.refs.get('refs/heads/main')]);
		const own = push(world, repository, first().head.ref, { 'mine.md': 'x\n' }, { by: 'somebody' }).sha;
		for (const _ of [1, 2])
			expect((await keep('nodes')).outcomes).toMatchObject([{ what: 'left to whoever has written to its branch' }]);
		expect(first().head.sha).toBe(own);
		expect(first().issue.comments).toHaveLength(1);
	});

	test.each(['approved', 'queued'])('are not touched when %s', async (state) => {
		const { world, keep, first, repository } = await start();
		await keep('nodes');
		const pull = first();
		if (state === 'queued') pull.isQueued = true;
		else pull.reviews.push({ id: 1, user: 'octo', body: '', event: 'APPROVE', commit: pull.head.sha });
		// One file more for the phase, and no conflict.
		push(world, repository, 'main', { 'bootstrap/join-more.sh': dungeon['bootstrap/join-node.sh'] ?? '' });
		const before = pull.head.sha;
		const why = state === 'queued' ? 'it is in the merge queue' : 'it is approved';
		expect((await keep('nodes')).outcomes[0]?.what).toBe(`left as it is: ${why}`);
		expect(pull.head.sha).toBe(before);
	});

	test('stay closed while their change is the same', async () => {
		const { world, keep, first, opened, pulls, repository } = await start();
		await keep('nodes');
		closePull(world, repository, first(), 'octo');
		expect((await keep('nodes')).outcomes[0]?.what).toMatch(/stays closed/);
		expect(opened()).toEqual([]);
		expect(pulls()).toHaveLength(1);
	});

	test('follow each other as they are merged, and stop where a person has to act', async () => {
		const { world, keep, opened, repository } = await start();
		const seen: string[] = [];
		for (let round = 0; round < 12; round++) {
			const { gates } = await keep();
			const next = opened();
			if (next.length === 0) {
				expect(gates.length).toBeGreaterThan(0);
				seen.push(`gate: ${gates[0]?.gate}, then ${gates[0]?.next}`);
				break;
			}
			for (const pull of next) {
				seen.push(pull.head.ref.replace('dualstack-lint/', ''));
				mergePull(world, repository, pull);
			}
		}
		expect(seen.indexOf('nodes')).toBeLessThan(seen.indexOf('control-plane'));
		expect(seen.at(-1)).toBe('gate: re-registration, then policies');
		expect((await keep('policies')).outcomes).toMatchObject([{ phase: 'policies', what: 'opened' }]);
		expect(opened()).toHaveLength(1);
	});

	test('never touch a branch that somebody else has made', async () => {
		const { world, keep, opened, repository } = await start();
		const { sha } = push(world, repository, 'dualstack-lint/nodes', { 'mine.md': 'x\n' });
		expect((await keep('nodes')).outcomes[0]?.what).toMatch(/^not opened: the branch/);
		expect(repository.refs.get('refs/heads/dualstack-lint/nodes')).toBe(sha);
		expect(opened()).toEqual([]);
	});

	test.each(['dropped', 'answer-lost'] as const)('come to the same end after each call that is %s', async (is) => {
		const { world, simulator, keep, opened, first, repository } = await start();
		for (let after = 0; ; after++) {
			const calls = world.calls.length;
			simulator.faults.clear();
			simulator.faults.add({ kind: { is }, after });
			const ended = await keep('nodes').then(
				() => true,
				() => false,
			);
			expect(opened().length).toBeLessThan(2);
			if (ended && world.calls.length - calls <= after) break;
		}
		simulator.faults.clear();
		await keep('nodes');
		expect(opened()).toHaveLength(1);
		expect(readMarker(first().issue.body)).toMatchObject({ head: first().head.sha, next: null });
		expect([...repository.refs.keys()].filter((ref) => ref.includes('dualstack-lint'))).toHaveLength(1);
	});
});
