// The App as a process that is killed again and again under load, and how a single check fares beside many of somebody else.
// Usage: npm run bench:chaos [-- ROUNDS]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type AppProcess, startAppProcess } from '../scripts/app-process.ts';
import { addInstallation, addRepository, openPull, push } from '../test/github/simulator/actions.ts';
import { type Simulator, startSimulator } from '../test/github/simulator/server.ts';
import type { Repository } from '../test/github/simulator/world.ts';

const rounds = Number(process.argv[2] ?? 200);
const scratch = mkdtempSync(join(tmpdir(), 'bench-chaos-'));

/** A number that is the same in each run. */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

function kubeadm(podSubnet: string): string {
	return `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\nnetworking:\n  podSubnet: ${podSubnet}\n  serviceSubnet: 10.96.0.0/12\n`;
}

/** Sends what happened; what nobody takes is a failed delivery, which GitHub keeps. */
async function tell(simulator: Simulator, app: AppProcess): Promise<void> {
	const told = simulator.world.happenings.splice(0);
	await Promise.all(told.map((one) => simulator.deliver(app.webhook, [one])));
}

async function chaos(): Promise<void> {
	const simulator = await startSimulator();
	const { world } = simulator;
	const data = join(scratch, 'chaos');
	const random = numbers(42);
	const more = { DUALSTACK_LINT_CONCURRENCY: '8' };
	const repositories: Repository[] = Array.from({ length: 20 }, (_, i) =>
		addRepository(
			world,
			`owner-${i}/cluster`,
			{
				'kubeadm.yaml': kubeadm('10.42.0.0/16'),
				// Some have a migration, whose pull requests are kept through all of it.
				...(i % 4 === 0 && { '.dualstack-lint.yaml': 'version: 1\nmigration: {enabled: true}\n' }),
			},
			addInstallation(world, `owner-${i}`),
		),
	);
	const start = performance.now();
	simulator.latency = 10;
	let app = await startAppProcess(simulator.url, data, more);
	let kills = 0;
	let failed = 0;
	for (let round = 0; round < rounds; round++) {
		for (let i = 0; i < 5; i++) {
			const repository = repositories[Math.floor(random() * repositories.length)];
			if (repository === undefined) continue;
			const name = `topic-${round}-${i}`;
			push(world, repository, name, { 'kubeadm.yaml': kubeadm(`10.${round % 200}.0.1/16`), [`${name}.md`]: 'x' });
			openPull(world, repository, { head: name });
			if (random() < 0.2) push(world, repository, 'main', { 'notes.md': name });
		}
		const sent = tell(simulator, app);
		await wait(random() * 700);
		await app.kill();
		kills++;
		await sent;
		await tell(simulator, app);
		app = await startAppProcess(simulator.url, data, more);
		// The App asks for what failed when it starts; GitHub sends it.
		await wait(200);
		failed += (await simulator.redeliver(app.webhook)).length;
	}
	const pulls = () => repositories.flatMap((one) => [...one.pulls.values()]);
	const open = () => {
		const done = new Set(
			[...world.checkRuns.values()]
				.filter(({ fields }) => fields['status'] === 'completed')
				.map(({ headSha }) => headSha),
		);
		return pulls().filter(({ issue, head }) => issue.state === 'open' && !done.has(head.sha)).length;
	};
	const end = Date.now() + 600_000;
	while ((open() > 0 || world.happenings.length > 0) && Date.now() < end) {
		await tell(simulator, app);
		await simulator.redeliver(app.webhook);
		await wait(250);
	}
	const isOpen = () => [...world.checkRuns.values()].some(({ fields }) => fields['status'] !== 'completed');
	while ((isOpen() || world.happenings.length > 0) && Date.now() < end) {
		await tell(simulator, app);
		await wait(250);
	}
	// What was doubled would be so by now.
	await wait(5000);
	const own = pulls().filter(({ head }) => head.ref.startsWith('dualstack-lint/'));
	const names = own.map(({ head }) => `${head.repository.owner} ${head.ref}`);
	const completed = [...world.checkRuns.values()].filter(({ fields }) => fields['status'] === 'completed');
	const kept = completed.filter(({ fields }) => fields['conclusion'] !== 'cancelled');
	const doubled = kept.length - new Set(kept.map(({ headSha }) => headSha)).size;
	const dashboards = repositories.map(
		({ issues }) => [...issues.values()].filter(({ body }) => body.includes('<!-- dualstack-lint dashboard ')).length,
	);
	console.log(
		`${kills} times kill -9 under load, ${pulls().length} pull requests: ${open()} checks lost, ${doubled} doubled, ` +
			`${world.checkRuns.size - completed.length} runs left open; ${own.length} migration pull requests, ` +
			`${names.length - new Set(names).size} doubled, ${dashboards.filter((count) => count > 1).length} dashboards doubled; ` +
			`${failed} deliveries sent again; ${((performance.now() - start) / 1000).toFixed(0)} s`,
	);
	if (world.violations.length > 0) throw new Error(world.violations.slice(0, 5).join('\n'));
	await app.stop();
	await simulator.close();
}

/** Seconds that the single check of one installation takes, with so many jobs of another before it. */
async function single(before: number): Promise<number> {
	const simulator = await startSimulator();
	const { world } = simulator;
	const app = await startAppProcess(simulator.url, join(scratch, `fair-${before}`), {
		DUALSTACK_LINT_CONCURRENCY: '4',
	});
	const many = addRepository(
		world,
		'many/cluster',
		{ 'kubeadm.yaml': kubeadm('10.42.0.0/16') },
		addInstallation(world, 'many'),
	);
	const one = addRepository(
		world,
		'one/cluster',
		{ 'kubeadm.yaml': kubeadm('10.42.0.0/16') },
		addInstallation(world, 'one'),
	);
	world.happenings.splice(0);
	const opened = (repository: Repository, count: number) => {
		for (let i = 0; i < count; i++) {
			push(world, repository, `topic-${i}`, { [`${i}.md`]: 'x' });
			openPull(world, repository, { head: `topic-${i}` });
		}
		return world.happenings.splice(0).filter(({ event }) => event === 'pull_request');
	};
	simulator.latency = 50;
	const flood = opened(many, before);
	await Promise.all(flood.map((told) => simulator.deliver(app.webhook, [told])));
	const start = performance.now();
	await simulator.deliver(app.webhook, opened(one, 1));
	const isDone = () =>
		[...world.checkRuns.values()].some(
			({ repository, fields }) => repository === one && fields['status'] === 'completed',
		);
	while (!isDone()) await wait(10);
	const seconds = (performance.now() - start) / 1000;
	await app.kill();
	await simulator.close();
	return seconds;
}

try {
	// The first one compiles GitHub's description; it counts for nothing.
	await single(0);
	const [alone, beside] = [await single(0), await single(500)];
	console.log(
		`a single check takes ${alone.toFixed(1)} s alone, ${beside.toFixed(1)} s behind 500 jobs of another installation`,
	);
	await chaos();
} finally {
	rmSync(scratch, { recursive: true, force: true });
}
