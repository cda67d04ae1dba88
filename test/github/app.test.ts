import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { startApp } from '../../src/github/app.ts';
import { openJournal } from '../../src/github/journal.ts';
import { addFork, addInstallation, addRepository, openPull, push } from './simulator/actions.ts';
import { startSimulator } from './simulator/server.ts';

const endings: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of endings.splice(0).reverse()) await end();
});

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const secret = 'a secret of the right length';

async function start() {
	const simulator = await startSimulator();
	const folder = mkdtempSync(join(tmpdir(), 'dualstack-lint-'));
	const journal = openJournal(join(folder, 'jobs'));
	const checker = { rules, today: () => '2026-06-01', bases: new Map() };
	const options = { appId: 7, privateKey: key, secret, baseUrl: simulator.url, checker, journal, concurrency: 2 };
	const { answer, queue } = await startApp(options);
	const server = createServer((request, response) => void answer(request, response)).listen(0);
	await once(server, 'listening');
	const address = server.address();
	const url = `http://localhost:${typeof address === 'object' ? address?.port : 0}/`;
	endings.push(
		simulator.close,
		() => rmSync(folder, { recursive: true }),
		queue.stop,
		() => server.close(),
	);
	const { world } = simulator;
	const installation = addInstallation(world, 'octo');
	const repository = addRepository(world, 'octo/cluster', { 'README.md': 'hello\n' }, installation);
	world.happenings.splice(0);
	return { simulator, world, repository, queue, webhook: { url, secret }, file: join(folder, 'jobs') };
}

describe('the App', () => {
	test('completes one run for each head that it is told of, however often', async () => {
		const { simulator, world, repository, queue, webhook } = await start();
		push(world, repository, 'topic', { 'README.md': 'hi\n' });
		openPull(world, repository, { head: 'topic' });
		const fork = addFork(world, repository, 'stranger');
		push(world, fork, 'idea', { 'README.md': 'ho\n' });
		openPull(world, repository, { head: 'idea', headRepository: fork });
		const all = world.happenings.splice(0);
		expect(await simulator.deliver(webhook, [...all, ...all])).toEqual(all.concat(all).map(() => 202));
		await queue.idle();
		const runs = [...world.checkRuns.values()].map(({ fields }) => fields['status']);
		expect(runs).toEqual(['completed', 'completed']);
		expect(world.violations).toEqual([]);
	});

	test('takes nothing that is not signed', async () => {
		const { simulator, world, repository, webhook } = await start();
		push(world, repository, 'topic', { 'README.md': 'hi\n' });
		openPull(world, repository, { head: 'topic' });
		const statuses = await simulator.deliver({ ...webhook, secret: 'another secret of that length' });
		expect(statuses).toEqual([401, 401]);
		expect(world.calls).toEqual([]);
	});

	test('keeps a job over a restart until it is done', async () => {
		const { simulator, world, repository, queue, webhook, file } = await start();
		await queue.stop();
		push(world, repository, 'topic', { 'README.md': 'hi\n' });
		const pull = openPull(world, repository, { head: 'topic' });
		await simulator.deliver(webhook);
		const again = openJournal(file);
		expect(again.left.map(({ head }) => head)).toEqual([pull.head.sha]);
		again.done(again.left[0] as (typeof again.left)[number]);
		again.close();
		expect(openJournal(file).left).toEqual([]);
	});

	test('refuses a secret that can be guessed', async () => {
		const journal = { left: [], accept() {}, done() {}, close() {} };
		const checker = { rules, today: () => '', bases: new Map() };
		const options = { appId: 7, privateKey: key, secret: 'development', checker, journal, concurrency: 1 };
		await expect(startApp(options)).rejects.toThrow('less than 20 bytes');
	});
});
