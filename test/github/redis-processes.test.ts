import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppProcess, startAppProcess } from '../../scripts/app-process.ts';
import { type BuiltCommand, buildCommand } from '../support/command.ts';
import { kubeadm } from './app-fixture.ts';
import { hasRedis, type RedisServer, startRedis } from './redis-server.ts';
import { addInstallation, addRepository, openPull, push } from './simulator/actions.ts';
import { startSimulator } from './simulator/server.ts';

const isHere = hasRedis();
if (!isHere) console.log('redis-server is missing: the tests of many processes are skipped');

/** Jobs, of some installations. */
const jobs = 200;
const installations = 50;

describe.skipIf(!isHere)('many processes', () => {
	let command: BuiltCommand;
	let redis: RedisServer;
	let folder: string;
	beforeAll(async () => {
		command = buildCommand();
		symlinkSync(resolve('node_modules'), join(dirname(command.path), 'node_modules'));
		redis = await startRedis();
		folder = mkdtempSync(join(tmpdir(), 'processes-'));
	}, 60_000);
	afterAll(async () => {
		await redis.close();
		command.remove();
		rmSync(folder, { recursive: true });
	});

	test('complete each check once, though workers are killed and Redis is started anew in the middle', async () => {
		const simulator = await startSimulator();
		const { world } = simulator;
		const started: AppProcess[] = [];
		const start = async (role: 'serve' | 'worker') => {
			const more = {
				REDIS_URL: redis.url,
				DUALSTACK_LINT_WORK: 'off',
				DUALSTACK_LINT_CONCURRENCY: '4',
				DUALSTACK_LINT_LEASE: '2000',
			};
			const one = await startAppProcess(simulator.url, join(folder, 'none'), more, role, command.path);
			started.push(one);
			return one;
		};
		try {
			const repositories = Array.from({ length: installations }, (_, i) =>
				addRepository(world, `owner-${i}/cluster`, { 'kubeadm.yaml': kubeadm() }, addInstallation(world, `owner-${i}`)),
			);
			world.happenings.splice(0);
			for (let i = 0; i < jobs; i++) {
				const [repository] = repositories.slice(i % installations);
				if (repository === undefined) throw new Error('no repository');
				push(world, repository, `topic-${i}`, { [`${i}.md`]: 'x\n' });
				openPull(world, repository, { head: `topic-${i}` });
			}
			const told = world.happenings.splice(0).filter(({ event }) => event === 'pull_request');
			const [web, first] = await Promise.all([start('serve'), start('worker'), start('worker')]);
			if (web === undefined || first === undefined) throw new Error('nothing started');
			const statuses = await Promise.all(told.map((one) => simulator.deliver(web.webhook, [one])));
			expect(new Set(statuses.flat())).toEqual(new Set([202]));
			const completed = () =>
				[...world.checkRuns.values()].filter(({ fields }) => fields['status'] === 'completed').length;
			await until(() => completed() > jobs / 5);
			await first.kill();
			await until(() => completed() > jobs / 3);
			await redis.restart(200);
			await start('worker');
			await until(() => completed() >= jobs);
			await wait(300);
			const runs = [...world.checkRuns.values()];
			expect(new Set(runs.map(({ headSha }) => headSha)).size).toBe(jobs);
			expect(runs.length).toBe(jobs);
			expect(completed()).toBe(jobs);
			expect(world.violations).toEqual([]);
		} finally {
			await Promise.all(started.map((one) => one.kill()));
			await simulator.close();
		}
	}, 120_000);
});

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await wait(20);
}
