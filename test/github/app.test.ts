import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { startApp } from '../../src/github/app.ts';
import { openJournal } from '../../src/github/journal.ts';
import { key, kubeadm, said, startStage } from './app-fixture.ts';
import {
	addFork,
	addRepository,
	closePull,
	mergePull,
	moveRef,
	openPull,
	push,
	tellPull,
} from './simulator/actions.ts';

const cluster = { 'kubeadm.yaml': kubeadm() };
const broken = { 'kubeadm.yaml': kubeadm('10.42.0.0/16', '10.42.0.0/16') };

describe('the App', () => {
	test('completes one run for each head that it is told of, however often', async () => {
		const { simulator, world, repository, app, webhook } = await startStage({ 'README.md': 'hello\n' });
		push(world, repository, 'topic', { 'README.md': 'hi\n' });
		openPull(world, repository, { head: 'topic' });
		const fork = addFork(world, repository, 'stranger');
		push(world, fork, 'idea', { 'README.md': 'ho\n' });
		openPull(world, repository, { head: 'idea', headRepository: fork });
		const all = world.happenings.splice(0);
		expect(await simulator.deliver(webhook, [...all, ...all])).toEqual(all.concat(all).map(() => 202));
		await app.queue.idle();
		const runs = [...world.checkRuns.values()].map(({ fields }) => fields['status']);
		expect(runs).toEqual(['completed', 'completed']);
	});

	test('takes nothing that is not signed', async () => {
		const { simulator, world, repository, webhook } = await startStage(cluster);
		push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		const statuses = await simulator.deliver({ ...webhook, secret: 'another secret of that length' });
		expect(statuses).toEqual([401, 401]);
		expect(world.calls).toEqual([]);
	});

	test('keeps a job over a restart until it is done', async () => {
		const { simulator, world, repository, app, webhook, file } = await startStage(cluster);
		await app.queue.stop();
		push(world, repository, 'topic', broken);
		const pull = openPull(world, repository, { head: 'topic' });
		await simulator.deliver(webhook);
		const again = openJournal(file);
		expect(again.left.map(({ head }) => head)).toEqual([pull.head.sha]);
		for (const job of again.left) again.done(job);
		await again.close();
		expect(openJournal(file).left).toEqual([]);
	});

	test('refuses a secret that can be guessed', async () => {
		const checker = { rules, today: () => '', bases: new Map() };
		const queue = () => {
			throw new Error('it is started');
		};
		const options = { appId: 7, privateKey: key, secret: 'development', checker, queue };
		await expect(startApp(options)).rejects.toThrow('less than 20 bytes');
	});

	test('outlives a client that goes away in the middle of its body', async () => {
		const { webhook, settle, world, repository, runsOf } = await startStage(cluster);
		const socket = connect(Number(new URL(webhook.url).port), '127.0.0.1');
		await once(socket, 'connect');
		const headers = ['x-github-event: push', 'x-github-delivery: 1', 'x-hub-signature-256: sha256=0'];
		socket.write(['POST /hooks HTTP/1.1', 'host: a', ...headers, 'content-length: 99', '', '{"half"'].join('\r\n'));
		socket.destroy();
		const { sha } = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		await settle();
		expect(runsOf(sha)).toHaveLength(1);
	});
});

describe('a pull request', () => {
	test('is checked as it is now, not as an old event tells', async () => {
		const { world, repository, settle, runsOf } = await startStage(cluster);
		const first = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		const second = push(world, repository, 'topic', { 'kubeadm.yaml': kubeadm('10.43.0.0/16') });
		const [opened] = world.happenings.filter(({ event }) => event === 'pull_request');
		if (opened === undefined) throw new Error('nothing happened');
		world.happenings.splice(0, world.happenings.length, opened);
		await settle();
		expect(runsOf(first.sha)).toEqual([]);
		expect(said(runsOf(second.sha)[0])).toMatchObject({ status: 'completed', conclusion: 'success' });
	});

	test('is checked anew when it is for another branch', async () => {
		const { world, repository, settle, runsOf } = await startStage(cluster);
		push(world, repository, 'other', broken);
		const { sha } = push(world, repository, 'topic', { 'notes.md': 'x\n' }, { from: 'other' });
		const pull = openPull(world, repository, { head: 'topic' });
		await settle();
		expect(said(runsOf(sha)[0]).conclusion).toBe('failure');
		pull.baseRef = 'other';
		const changes = { base: { ref: { from: 'main' }, sha: { from: sha } } };
		tellPull(world, repository, pull, 'edited', 'octo', { changes });
		await settle();
		expect(runsOf(sha).map((run) => said(run).conclusion)).toEqual(['failure', 'success']);
	});

	test('that is a draft is checked, one that is closed is not', async () => {
		const { world, repository, settle, runsOf } = await startStage(cluster);
		const draft = push(world, repository, 'draft', broken);
		openPull(world, repository, { head: 'draft', draft: true });
		const closed = push(world, repository, 'closed', { 'a.md': 'x\n' });
		closePull(world, repository, openPull(world, repository, { head: 'closed' }), 'octo');
		await settle();
		expect(said(runsOf(draft.sha)[0]).conclusion).toBe('failure');
		expect(runsOf(closed.sha)).toEqual([]);
	});

	test('whose branch was pushed over or deleted gets no run for what is gone', async () => {
		const { world, repository, settle, runsOf } = await startStage(cluster);
		push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		const forced = push(world, repository, 'topic', { 'b.md': 'x\n' }, { amend: true });
		push(world, repository, 'gone', broken);
		openPull(world, repository, { head: 'gone' });
		moveRef(world, repository, 'refs/heads/gone', null, 'octo');
		await settle();
		expect([...world.checkRuns.values()].map(({ headSha }) => headSha)).toEqual([forced.sha]);
		expect(runsOf(forced.sha)).toHaveLength(1);
	});

	test('that contradicts what was merged meanwhile says so, though both are right alone', async () => {
		const { world, repository, settle, runsOf } = await startStage(cluster);
		const { sha } = push(world, repository, 'topic', {
			'pool.yaml':
				'apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: lab}\nspec: {blocks: [{cidr: 10.50.0.0/24}]}\n',
		});
		openPull(world, repository, { head: 'topic' });
		push(world, repository, 'main', { 'kubeadm.yaml': kubeadm('10.50.0.0/16') });
		await settle();
		const { conclusion, title, summary } = said(runsOf(sha)[0]);
		expect({ conclusion, title }).toEqual({ conclusion: 'failure', title: '1 error after the merge' });
		expect(summary).toContain('### Only together with the base as it is now');
		expect(runsOf(sha)[0]?.annotations).toEqual([]);
	});

	test('tells what its change of the configuration changes, and when', async () => {
		const { world, repository, settle, runsOf } = await startStage(cluster);
		const { sha } = push(world, repository, 'topic', {
			'.dualstack-lint.yaml':
				'version: 1\nfailOn: never\nnetworks: [{role: node, cidrs: [10.0.0.0/24]}]\n# @everyone\n',
		});
		openPull(world, repository, { head: 'topic' });
		await settle();
		const { summary } = said(runsOf(sha)[0]);
		expect(summary).toContain(
			'This pull request changes `.dualstack-lint.yaml`. What it says in `networks`, `version` counts here already. What it says in `failOn` counts once it is merged.',
		);
	});
});

describe('other heads', () => {
	test('are those of the default branch and of merge groups', async () => {
		const { world, repository, settle, runsOf, tell } = await startStage(cluster);
		push(world, repository, 'topic', broken);
		mergePull(world, repository, openPull(world, repository, { head: 'topic' }));
		const main = repository.refs.get('refs/heads/main') ?? '';
		const group = push(world, repository, 'gh-readonly-queue/main/pr-2', { 'c.md': 'x\n' }).sha;
		tell('merge_group', {
			action: 'checks_requested',
			merge_group: {
				head_sha: group,
				head_ref: 'refs/heads/gh-readonly-queue/main/pr-2',
				base_sha: main,
				base_ref: 'refs/heads/main',
			},
		});
		await settle();
		// Nothing is known of the branch before: all that is found counts.
		expect(said(runsOf(main)[0]).conclusion).toBe('failure');
		expect(said(runsOf(group)[0]).conclusion).toBe('success');
	});

	test('that are asked for again get a new run', async () => {
		const { world, repository, settle, runsOf, tell } = await startStage(cluster);
		const { sha } = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		await settle();
		const [run] = runsOf(sha);
		const external_id = run?.fields['external_id'] ?? null;
		expect(external_id).toBe(`check:${sha}:pull/1`);
		tell('check_run', { action: 'rerequested', check_run: { head_sha: sha, external_id } });
		await settle();
		expect(runsOf(sha).map((one) => said(one).conclusion)).toEqual(['failure', 'failure']);
	});
});

describe('a repository', () => {
	test('that is empty, archived or out of reach ends the work without an attempt more', async () => {
		const { world, installation, settle } = await startStage(cluster);
		const empty = addRepository(world, 'octo/empty', undefined, installation);
		world.happenings.push({
			event: 'push',
			repository: empty,
			payload: { ref: 'refs/heads/main', after: 'a'.repeat(40), deleted: false },
		});
		const archived = addRepository(world, 'octo/archived', cluster, installation);
		push(world, archived, 'topic', broken);
		openPull(world, archived, { head: 'topic' });
		archived.isArchived = true;
		const foreign = addRepository(world, 'octo/foreign', cluster, installation);
		push(world, foreign, 'topic', broken);
		openPull(world, foreign, { head: 'topic' });
		const happened = world.happenings.splice(0);
		world.happenings.push(...happened);
		installation.repositories.delete(foreign);
		installation.repositories.add(foreign);
		await settle();
		expect([...world.checkRuns.values()].every(({ repository }) => repository === foreign)).toBe(true);
	});

	test('that was renamed is found under its new name', async () => {
		const { world, repository, settle, runsOf } = await startStage(cluster);
		const { sha } = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		repository.name = 'renamed';
		await settle();
		expect(runsOf(sha)).toHaveLength(1);
	});

	test('that may not be read gets a check that names the permission', async () => {
		const { world, repository, settle, runsOf, simulator } = await startStage(cluster);
		const { sha } = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		const kind = { is: 'status', status: 403, message: 'Resource not accessible by integration' } as const;
		simulator.faults.add({ kind, operations: ['git/get-tree'], times: 9 });
		await settle();
		expect(said(runsOf(sha)[0])).toMatchObject({ conclusion: 'neutral', title: 'a permission is missing' });
	});
});
