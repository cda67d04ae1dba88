import { expect, test } from 'vitest';
import { redeliverFailed } from '../../src/github/redeliver.ts';
import { kubeadm, startStage } from './app-fixture.ts';
import { openPull, push } from './simulator/actions.ts';

const cluster = { 'kubeadm.yaml': kubeadm() };

test('deliveries that did not arrive are asked for again, until each head has one completed run', async () => {
	const { simulator, world, repository, app, webhook } = await startStage(cluster);
	for (let i = 0; i < 6; i++) {
		push(world, repository, `topic-${i}`, { [`f${i}`]: 'x\n' });
		openPull(world, repository, { head: `topic-${i}` });
	}
	const lost = { url: 'http://127.0.0.1:9/', secret: webhook.secret };
	const all = world.happenings.splice(0);
	for (const [i, one] of all.entries()) await simulator.deliver(i % 3 === 0 ? lost : webhook, [one]);
	const client = await app.clientFor();
	expect(await redeliverFailed(client, Date.now())).toEqual({ asked: all.length / 3, refused: 0 });
	expect(await simulator.redeliver(webhook)).toEqual(Array.from({ length: all.length / 3 }, () => 202));
	expect(await redeliverFailed(client, Date.now())).toEqual({ asked: 0, refused: 0 });
	await app.queue.idle();
	const heads = [...repository.pulls.values()].map(({ head }) => head.sha);
	const completed = [...world.checkRuns.values()].filter(({ fields }) => fields['status'] === 'completed');
	for (const head of heads) expect(completed.filter(({ headSha }) => headSha === head)).toHaveLength(1);
});

test('what fails again and again, or happened long ago, is left alone', async () => {
	const { simulator, world, repository, app, webhook } = await startStage(cluster);
	push(world, repository, 'topic', { f: 'x\n' });
	const lost = { url: 'http://127.0.0.1:9/', secret: webhook.secret };
	await simulator.deliver(lost);
	const client = await app.clientFor();
	expect(await redeliverFailed(client, Date.now() + 48 * 3_600_000)).toEqual({ asked: 0, refused: 0 });
	const asked: number[] = [];
	for (let i = 0; i < 6; i++) {
		asked.push((await redeliverFailed(client, Date.now())).asked);
		await simulator.redeliver(lost);
	}
	expect(asked).toEqual([1, 1, 1, 1, 0, 0]);
});
