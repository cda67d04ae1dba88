import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openJournal } from '../../src/github/journal.ts';
import { kubeadm, type Stage, said, startStage } from './app-fixture.ts';
import { moveRef, openPull, push } from './simulator/actions.ts';

const cluster = { 'kubeadm.yaml': kubeadm() };
const broken = { 'kubeadm.yaml': kubeadm('10.42.0.0/16', '10.42.0.0/16') };
const conclusions = ({ runsOf }: Stage, sha: string) => runsOf(sha).map((run) => said(run).conclusion);

async function started({ runsOf }: Stage, sha: string): Promise<void> {
	while (runsOf(sha).length === 0) await wait(20);
}

describe('a head', () => {
	test('that a branch comes back to is checked again after its run was cancelled', async () => {
		const stage = await startStage(cluster);
		const { world, repository, simulator, webhook, app } = stage;
		const first = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		simulator.faults.add({ kind: { is: 'slow', milliseconds: 800 }, operations: ['git/get-tree'] });
		await simulator.deliver(webhook);
		await started(stage, first.sha);
		const second = push(world, repository, 'topic', { 'a.md': 'x\n' });
		await simulator.deliver(webhook);
		await app.queue.idle();
		moveRef(world, repository, 'refs/heads/topic', first.sha, 'octo');
		await stage.settle();
		expect(conclusions(stage, first.sha)).toEqual(['cancelled', 'failure']);
		expect(conclusions(stage, second.sha)).toEqual(['failure']);
	});

	test('that an older job read already is not cancelled when its own event arrives', async () => {
		const stage = await startStage(cluster);
		const { world, repository, simulator, webhook, app } = stage;
		push(world, repository, 'topic', { 'a.md': 'x\n' });
		openPull(world, repository, { head: 'topic' });
		const early = world.happenings.splice(0);
		const second = push(world, repository, 'topic', broken);
		simulator.faults.add({ kind: { is: 'slow', milliseconds: 800 }, operations: ['git/get-tree'] });
		await simulator.deliver(webhook, early);
		await started(stage, second.sha);
		await simulator.deliver(webhook);
		await app.queue.idle();
		expect(conclusions(stage, second.sha)).toEqual(['failure']);
	});

	test('has one run, also where the answer to its creation is lost', async () => {
		const stage = await startStage(cluster, { patience: [10] });
		const { world, repository, simulator } = stage;
		const { sha } = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		simulator.faults.add({ kind: { is: 'answer-lost' }, operations: ['checks/create'] });
		await stage.settle();
		expect(conclusions(stage, sha)).toEqual(['failure']);
	});

	test('that was left behind by a process that was killed is cancelled by the next', async () => {
		const stage = await startStage(cluster);
		const { world, repository, simulator, webhook, app, file } = stage;
		const first = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		simulator.faults.add({ kind: { is: 'slow', milliseconds: 500 }, operations: ['git/get-tree'] });
		await simulator.deliver(webhook);
		await started(stage, first.sha);
		const stopped = app.queue.stop();
		const second = push(world, repository, 'topic', { 'a.md': 'x\n' });
		await simulator.deliver(webhook);
		await stopped;
		expect(said(stage.runsOf(first.sha)[0]).status).toBe('in_progress');
		await stage.restart();
		await stage.settle();
		expect(conclusions(stage, first.sha)).toEqual(['cancelled']);
		expect(conclusions(stage, second.sha)).toEqual(['failure']);
		const { left, replaced } = openJournal(file);
		expect([left, replaced]).toEqual([[], []]);
	});
});

test('a permission that is missing is named where a check can still be written', async () => {
	const stage = await startStage(cluster);
	const { world, repository, installation } = stage;
	const { sha } = push(world, repository, 'topic', broken);
	openPull(world, repository, { head: 'topic' });
	const { pull_requests: _, ...permissions } = installation.permissions;
	installation.permissions = permissions;
	await stage.settle();
	expect(said(stage.runsOf(sha)[0])).toMatchObject({
		conclusion: 'neutral',
		summary:
			'The check did not come to its end: the App lacks a permission (pull_requests: read). Ask for it again with "Re-run".',
	});
});

test('a run that was announced for a head that is not the newest any more comes to its end', async () => {
	const { simulator, world, repository, webhook, settle, runsOf } = await startStage(cluster, { concurrency: 1 });
	push(world, repository, 'first', { 'a.md': 'x' });
	openPull(world, repository, { head: 'first' });
	const { sha: older } = push(world, repository, 'second', { 'b.md': 'x' });
	openPull(world, repository, { head: 'second' });
	simulator.faults.add({ operations: ['git/get-tree'], kind: { is: 'slow', milliseconds: 1000 } });
	await simulator.deliver(webhook);
	await expect.poll(() => runsOf(older).map((run) => said(run).status)).toEqual(['queued']);
	const { sha: newer } = push(world, repository, 'second', { 'b.md': 'y' });
	// Nobody tells of it.
	world.happenings.splice(0);
	await settle();
	expect(runsOf(older).map((run) => said(run).conclusion)).toEqual(['cancelled']);
	expect(runsOf(newer).map((run) => said(run).status)).toEqual(['completed']);
});
