// The App as a process of its own against a simulated GitHub with 50 ms for each call. Usage: npm run bench:app
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startAppProcess } from '../scripts/app-process.ts';
import { addInstallation, addRepository, openPull, push } from '../test/github/simulator/actions.ts';
import { type Simulator, startSimulator } from '../test/github/simulator/server.ts';
import type { Repository } from '../test/github/simulator/world.ts';
import { generateRepository } from './generate.ts';

const latency = 50;
const scratch = mkdtempSync(join(tmpdir(), 'bench-app-'));

function texts(count: number): Record<string, string> {
	const folder = join(scratch, `repository-${count}`);
	generateRepository(folder, count);
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
	return Object.fromEntries(
		entries.map((one) => {
			const path = join(one.parentPath, one.name);
			return [relative(folder, path), readFileSync(path, 'utf8')];
		}),
	);
}

function kubeadm(podSubnet: string): string {
	return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: {podSubnet: ${podSubnet}, serviceSubnet: 10.96.0.0/12}\n`;
}

async function settled({ world }: Simulator, heads: number): Promise<void> {
	const isDone = () => {
		const done = [...world.checkRuns.values()].filter(({ fields }) => fields['status'] === 'completed');
		return new Set(done.map(({ headSha }) => headSha)).size >= heads;
	};
	while (!isDone()) await wait(20);
}

/** Webhook to completed check, the first time and with the base in memory; a row of the table. */
async function one(count: number): Promise<string> {
	const simulator = await startSimulator();
	const { world } = simulator;
	const app = await startAppProcess(simulator.url, join(scratch, `one-${count}`));
	const repository = addRepository(world, 'octo/cluster', texts(count), addInstallation(world, 'octo'));
	const seconds: string[] = [];
	const calls: number[] = [];
	for (const branch of ['first', 'second']) {
		world.happenings.splice(0);
		push(world, repository, branch, { 'kubeadm.yaml': kubeadm('10.42.0.0/16'), [`${branch}.md`]: 'x' });
		openPull(world, repository, { head: branch });
		const before = world.calls.length;
		simulator.latency = latency;
		const start = performance.now();
		await simulator.deliver(app.webhook);
		await settled(simulator, branch === 'first' ? 1 : 2);
		seconds.push(((performance.now() - start) / 1000).toFixed(2));
		calls.push(world.calls.length - before);
		simulator.latency = 0;
	}
	const row = `| ${count} files | ${seconds.join(' s, then ')} s | ${calls.join(', then ')} calls | ${app.memory().toFixed(0)} MiB |`;
	if (world.violations.length > 0) throw new Error(world.violations.join('\n'));
	await app.stop();
	await simulator.close();
	return row;
}

/** Many webhooks at once, the process killed in the middle and started again. */
async function many(webhooks: number, installations: number): Promise<void> {
	const simulator = await startSimulator();
	const { world } = simulator;
	const data = join(scratch, 'many');
	const more = { DUALSTACK_LINT_CONCURRENCY: '16' };
	let app = await startAppProcess(simulator.url, data, more);
	const repositories: Repository[] = [];
	for (let i = 0; i < installations; i++) {
		const installation = addInstallation(world, `owner-${i}`);
		repositories.push(
			addRepository(world, `owner-${i}/cluster`, { 'kubeadm.yaml': kubeadm('10.42.0.0/16') }, installation),
		);
	}
	world.happenings.splice(0);
	for (let i = 0; i < webhooks; i++) {
		const repository = repositories[i % installations];
		if (repository === undefined) throw new Error('no repository');
		push(world, repository, `topic-${i}`, { 'kubeadm.yaml': kubeadm(`10.${i % 200}.0.1/16`), [`${i}.md`]: 'x' });
		openPull(world, repository, { head: `topic-${i}` });
	}
	const told = world.happenings.splice(0).filter(({ event }) => event === 'pull_request');
	simulator.latency = latency;
	const start = performance.now();
	const statuses = await Promise.all(told.map((happening) => simulator.deliver(app.webhook, [happening])));
	const answered = (performance.now() - start) / 1000;
	if (statuses.flat().some((status) => status !== 202)) throw new Error('a webhook was not taken');
	while (world.checkRuns.size < webhooks / 3) await wait(20);
	const memory = app.memory();
	await app.kill();
	app = await startAppProcess(simulator.url, data, more);
	await settled(simulator, webhooks);
	const seconds = (performance.now() - start) / 1000;
	await wait(2000);
	const runs = [...world.checkRuns.values()];
	const open = runs.filter(({ fields }) => fields['status'] !== 'completed').length;
	const doubled = runs.length - new Set(runs.map(({ headSha }) => headSha)).size;
	const lost = webhooks - new Set(runs.map(({ headSha }) => headSha)).size;
	console.log(
		`${webhooks} webhooks at once for ${installations} installations, killed after a third: answered in ${answered.toFixed(1)} s, ` +
			`all checks in ${seconds.toFixed(0)} s; ${lost} lost, ${doubled} doubled, ${open} open; ` +
			`${(world.calls.length / webhooks).toFixed(1)} calls each, at most ${Math.max(memory, app.memory()).toFixed(0)} MiB`,
	);
	if (world.violations.length > 0) throw new Error(world.violations.slice(0, 5).join('\n'));
	await app.stop();
	await simulator.close();
}

try {
	// The simulator compiles GitHub's description when it is first asked: that is no time of the App.
	await one(10);
	console.log('| repository | webhook to completed check | calls of the API | memory |');
	console.log('| ---------- | -------------------------- | ---------------- | ------ |');
	for (const count of [300, 3000]) console.log(await one(count));
	console.log('');
	await many(500, 50);
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
