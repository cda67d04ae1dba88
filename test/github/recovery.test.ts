import { describe, expect, test } from 'vitest';
import { readArchive } from '../../src/github/archive.ts';
import { kubeadm, said, startStage } from './app-fixture.ts';
import { openPull, push } from './simulator/actions.ts';

const cluster = { 'kubeadm.yaml': kubeadm() };
const broken = { 'kubeadm.yaml': kubeadm('10.42.0.0/16', '10.42.0.0/16') };

/** Pools with a finding each. */
const pools = Array.from(
	{ length: 120 },
	(_, i) =>
		`apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: p${i}}\nspec: {blocks: [{cidr: 10.60.${i}.1/24}]}\n`,
).join('---\n');

describe('a check', () => {
	test('of many findings goes on where an attempt broke off, each annotation once', async () => {
		const { world, repository, settle, runsOf, simulator } = await startStage(cluster, { patience: [10, 10, 10] });
		const { sha } = push(world, repository, 'topic', { 'pools.yaml': pools });
		openPull(world, repository, { head: 'topic' });
		simulator.faults.add({ kind: { is: 'answer-lost' }, operations: ['checks/update'], after: 1, times: 4 });
		await settle();
		const [run, ...others] = runsOf(sha);
		expect(others).toEqual([]);
		expect(said(run)).toMatchObject({ status: 'completed', conclusion: 'success', title: '120 warnings (new)' });
		const lines = (run?.annotations ?? []).map(({ start_line }) => start_line);
		expect(new Set(lines).size).toBe(120);
		expect(lines).toHaveLength(120);
	});

	test('that cannot be done says so in the end, and is over', async () => {
		const { world, repository, settle, runsOf, simulator, file } = await startStage(cluster, { patience: [10] });
		const { sha } = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		const kind = { is: 'status', status: 418, message: 'secret-token in the words of an answer' } as const;
		simulator.faults.add({ kind, operations: ['git/get-tree'], times: 1000 });
		await settle();
		expect(said(runsOf(sha)[0])).toMatchObject({
			conclusion: 'neutral',
			title: 'could not be checked',
			summary: 'The check did not come to its end: GitHub answered 418. Ask for it again with "Re-run".',
		});
		const { openJournal } = await import('../../src/github/journal.ts');
		expect(openJournal(file).left).toEqual([]);
	});

	test('waits as long as a secondary limit asks for', async () => {
		const { world, repository, settle, runsOf, simulator } = await startStage(cluster, { isPaced: true });
		const { sha } = push(world, repository, 'topic', { 'a.md': 'x\n' });
		openPull(world, repository, { head: 'topic' });
		const start = performance.now();
		simulator.faults.add({ kind: { is: 'secondary-limit', retryAfterSeconds: 2 }, operations: ['checks/create'] });
		await settle();
		expect(said(runsOf(sha)[0]).conclusion).toBe('success');
		expect(world.calls.filter(({ operation }) => operation === 'checks/create')).toHaveLength(2);
		expect(performance.now() - start).toBeGreaterThan(2000);
	});

	test('of a head that has a successor is cancelled', async () => {
		const { world, repository, runsOf, simulator, webhook, app } = await startStage(cluster);
		const first = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		simulator.faults.add({ kind: { is: 'slow', milliseconds: 1500 }, operations: ['git/get-tree'] });
		await simulator.deliver(webhook);
		while (runsOf(first.sha).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		const second = push(world, repository, 'topic', { 'kubeadm.yaml': kubeadm('10.43.0.0/16') });
		await simulator.deliver(webhook);
		await app.queue.idle();
		expect(runsOf(first.sha).map((run) => said(run).conclusion)).toEqual(['cancelled']);
		expect(runsOf(second.sha).map((run) => said(run).conclusion)).toEqual(['success']);
	});

	test('that has to wait says so, and the one that it takes the place of is cancelled', async () => {
		const { world, repository, runsOf, simulator, webhook, app } = await startStage(cluster, { concurrency: 1 });
		push(world, repository, 'slow', { 'a.md': 'x\n' });
		openPull(world, repository, { head: 'slow' });
		simulator.faults.add({ kind: { is: 'slow', milliseconds: 2500 }, operations: ['git/get-tree'] });
		await simulator.deliver(webhook);
		const first = push(world, repository, 'topic', broken);
		openPull(world, repository, { head: 'topic' });
		await simulator.deliver(webhook);
		while (runsOf(first.sha).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
		expect(said(runsOf(first.sha)[0]).status).toBe('queued');
		const second = push(world, repository, 'topic', { 'kubeadm.yaml': kubeadm('10.43.0.0/16') });
		await simulator.deliver(webhook);
		await app.queue.idle();
		expect(runsOf(first.sha).map((run) => said(run).conclusion)).toEqual(['cancelled']);
		expect(runsOf(second.sha).map((run) => said(run).conclusion)).toEqual(['success']);
	});
});

test('an archive that stops in the middle is given up', async () => {
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>({ pull: () => new Promise(() => undefined) });
	const limits = { entries: 10, bytes: 1000, fileBytes: 1000, textBytes: 1000, patience: 50 };
	await expect(readArchive(body, limits)).rejects.toThrow(/timeout/i);
});
