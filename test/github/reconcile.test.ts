import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { redeliverFailed } from '../../src/github/redeliver.ts';
import { kubeadm, type Stage, said, startStage } from './app-fixture.ts';
import { openPull, push } from './simulator/actions.ts';
import type { Happening } from './simulator/world.ts';

const cluster = { 'kubeadm.yaml': kubeadm() };

function openPulls({ world, repository }: Stage, count: number, name = 'topic'): Happening[] {
	for (let i = 0; i < count; i++) {
		push(world, repository, `${name}-${i}`, { [`${name}-${i}.md`]: 'x\n' });
		// A webhook has its time before anybody looks after it.
		openPull(world, repository, { head: `${name}-${i}` }).issue.updated = '2026-06-01T08:00:00Z';
	}
	return world.happenings.splice(0);
}

/** Each head's runs: one, and completed. */
function expectOneEach(stage: Stage): void {
	for (const { head } of stage.repository.pulls.values())
		expect(stage.runsOf(head.sha).map((run) => said(run).status)).toEqual(['completed']);
}

describe('what webhooks did not tell', () => {
	test('is found where every third is dropped for good and the process is killed twice', async () => {
		const stage = await startStage(cluster);
		const { simulator, webhook } = stage;
		for (const name of ['first', 'second', 'third']) {
			const told = openPulls(stage, 4, name);
			// What is forgotten here, GitHub does not know as a delivery that failed.
			await simulator.deliver(
				webhook,
				told.filter((_, i) => i % 3 !== 0),
			);
			if (name === 'third') continue;
			await stage.app.queue.stop();
			await stage.restart();
		}
		await stage.app.queue.idle();
		const found = await stage.app.reconcile();
		expect(found).toMatchObject({ installations: 1, repositories: 1 });
		await stage.settle();
		expectOneEach(stage);
		expect(await stage.app.reconcile()).toMatchObject({ checks: 0 });
	});

	test('costs nothing that counts where all is as it should be', async () => {
		const stage = await startStage(cluster);
		openPulls(stage, 3);
		await stage.app.reconcile();
		await stage.settle();
		await stage.app.reconcile();
		const before = stage.world.calls.length;
		expect(await stage.app.reconcile()).toMatchObject({ checks: 0 });
		const calls = stage.world.calls.slice(before).filter(({ operation }) => /pulls|checks|issues/.test(operation));
		expect(calls.length).toBeGreaterThan(3);
		expect(calls.map(({ status }) => status)).toEqual(calls.map(() => 304));
	});

	test('is done again where a run did not come to its end', async () => {
		const stage = await startStage(cluster);
		const { world, simulator, webhook } = stage;
		const told = openPulls(stage, 1);
		simulator.faults.add({ operations: ['checks/update'], kind: { is: 'slow', milliseconds: 300 } });
		await simulator.deliver(webhook, told);
		await expect.poll(() => world.checkRuns.size).toBe(1);
		// The journal is lost as well.
		await stage.app.queue.stop();
		writeFileSync(stage.file, '');
		simulator.faults.clear();
		await stage.restart();
		expect(await stage.app.reconcile()).toMatchObject({ checks: 1 });
		await stage.app.queue.idle();
		expectOneEach(stage);
	});

	test('of one installation that cannot be looked at says nothing about another', async () => {
		const stage = await startStage(cluster);
		openPulls(stage, 1);
		stage.installation.repositories.clear();
		const failed = { ...stage.installation, id: 5, account: 'gone' };
		stage.world.installations.set(5, { ...failed, repositories: new Set() });
		expect(await stage.app.reconcile()).toEqual({ installations: 2, repositories: 0, checks: 0, migrations: 0 });
		stage.simulator.faults.add({
			operations: ['apps/create-installation-access-token'],
			kind: { is: 'status', status: 403 },
		});
		expect((await stage.app.reconcile()).installations).toBeGreaterThanOrEqual(1);
	});
});

describe('an installation', () => {
	test('that goes takes its waiting jobs along', async () => {
		const stage = await startStage(cluster, { concurrency: 1 });
		const { simulator, webhook, world, installation, app } = stage;
		simulator.faults.add({ operations: ['git/get-tree'], kind: { is: 'slow', milliseconds: 200 } });
		const told = openPulls(stage, 6);
		await simulator.deliver(webhook, told);
		const gone: Happening = {
			event: 'installation',
			repository: stage.repository,
			payload: { action: 'deleted', installation: { id: installation.id, account: { login: 'octo' } } },
		};
		await simulator.deliver(webhook, [gone]);
		expect((await app.queue.counts()).waiting).toBe(0);
		await app.queue.idle();
		const completed = [...world.checkRuns.values()].filter((run) => said(run).status === 'completed');
		expect(completed.length).toBeLessThan(6);
	});

	test('that grants more than before gets what was refused', async () => {
		const stage = await startStage(cluster);
		const { simulator, webhook, installation } = stage;
		const granted = installation.permissions;
		installation.permissions = { ...granted, checks: 'read' };
		await simulator.deliver(webhook, openPulls(stage, 2));
		await stage.app.queue.idle();
		expect(stage.world.checkRuns.size).toBe(0);
		installation.permissions = granted;
		stage.tell('installation', {
			action: 'new_permissions_accepted',
			installation: { id: installation.id, account: { login: 'octo' } },
		});
		await stage.settle();
		await expect.poll(() => stage.world.checkRuns.size).toBe(2);
		await stage.settle();
		expectOneEach(stage);
	});
});

test('deliveries that failed are asked for before anybody looks at repositories', async () => {
	const stage = await startStage(cluster);
	const { simulator, webhook, app } = stage;
	await simulator.deliver({ ...webhook, url: 'http://127.0.0.1:9/' }, openPulls(stage, 2));
	expect((await redeliverFailed(await app.clientFor(), Date.now())).asked).toBeGreaterThan(0);
	await simulator.redeliver(webhook);
	await app.queue.idle();
	expectOneEach(stage);
});
