// The GitHub App against a simulated GitHub: a pull request breaks the address plan of examples/dungeon, and the check run
// that comes of it is printed as a person would see it. Usage: npm run demo
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { filesFromDisk } from '../src/repo/disk.ts';
import { addInstallation, addRepository, openPull, push } from '../test/github/simulator/actions.ts';
import { startSimulator } from '../test/github/simulator/server.ts';
import type { CheckRun } from '../test/github/simulator/world.ts';
import { startAppProcess } from './app-process.ts';

const folder = 'examples/dungeon';
const dungeon = Object.fromEntries(
	filesFromDisk(folder).paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
);
const file = 'bootstrap/kubeadm-config.yaml';
const broken = (dungeon[file] ?? '').replace(/podSubnet: .*/, 'podSubnet: 192.168.160.1/20');

const data = mkdtempSync(join(tmpdir(), 'demo-'));
const simulator = await startSimulator();
const { world } = simulator;
console.log(
	`A simulated GitHub at ${simulator.url}; each request is held against GitHub's own description of its API.`,
);
const app = await startAppProcess(simulator.url, data);
console.log(`dualstack-lint serve takes webhooks at ${app.webhook.url}`);
try {
	const repository = addRepository(world, 'octo/dungeon', dungeon, addInstallation(world, 'octo'));
	world.happenings.splice(0);
	push(world, repository, 'wider-pods', { [file]: broken }, { message: 'Give pods another range' });
	const pull = openPull(world, repository, { head: 'wider-pods', title: 'Give pods another range' });
	const start = performance.now();
	const [status] = await simulator.deliver(app.webhook);
	console.log(`Pull request #${pull.issue.number} "${pull.issue.title}": webhook answered with ${status}\n`);
	const run = await completed();
	console.log(shown(run));
	console.log(`\n${world.calls.length} calls of the API in ${((performance.now() - start) / 1000).toFixed(1)} s:`);
	for (const { method, path, status: code } of world.calls) console.log(`  ${code} ${method} ${path}`);
	if (world.violations.length > 0) throw new Error(world.violations.join('\n'));
} finally {
	await app.stop();
	await simulator.close();
	rmSync(data, { recursive: true });
}

async function completed(): Promise<CheckRun> {
	for (;;) {
		const run = [...world.checkRuns.values()].find(({ fields }) => fields['status'] === 'completed');
		if (run !== undefined) return run;
		await wait(50);
	}
}

function shown({ name, fields, annotations, actions }: CheckRun): string {
	const { title, summary } = fields['output'] as { title: string; summary: string };
	const rule = '='.repeat(100);
	return [
		rule,
		`${fields['conclusion'] === 'failure' ? 'X' : 'V'} ${name}: ${title}   [${actions.map(({ label }) => label).join('] [')}]`,
		rule,
		summary,
		rule,
		...annotations.flatMap(({ path, start_line, start_column, annotation_level, title: rule, message }) => [
			`${path}:${start_line}${start_column === undefined ? '' : `:${start_column}`} ${annotation_level} ${rule}`,
			...String(message)
				.split('\n')
				.map((line) => `    ${line}`),
		]),
		rule,
	].join('\n');
}
