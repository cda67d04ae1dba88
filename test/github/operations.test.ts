import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { key, secret, startAppProcess } from '../../scripts/app-process.ts';
import { type BuiltCommand, buildCommand } from '../support/command.ts';
import { kubeadm, said, startStage } from './app-fixture.ts';
import { addInstallation, addRepository, newIssue, openPull, push } from './simulator/actions.ts';
import { startSimulator } from './simulator/server.ts';
import { commentView, issueView } from './simulator/views.ts';

const cluster = { 'kubeadm.yaml': kubeadm() };
const canary = 'a word of a file that nobody may log';

describe('a process of the App', () => {
	let command: BuiltCommand;
	let folder: string;
	beforeAll(() => {
		command = buildCommand();
		symlinkSync(resolve('node_modules'), join(dirname(command.path), 'node_modules'));
		folder = mkdtempSync(join(tmpdir(), 'operations-'));
	}, 60_000);
	afterAll(() => {
		command.remove();
		rmSync(folder, { recursive: true });
	});

	test('reaches an Enterprise server through a proxy, counts what it does, and logs no secret', async () => {
		const simulator = await startSimulator();
		const { world } = simulator;
		const tunnels: string[] = [];
		const proxy = createServer().on('connect', (request, socket) => {
			tunnels.push(request.url ?? '');
			const { hostname, port } = new URL(`http://${request.url}`);
			const onwards = connect(Number(port), hostname, () => {
				socket.write('HTTP/1.1 200 OK\r\n\r\n');
				onwards.pipe(socket).pipe(onwards);
			});
			for (const end of [onwards, socket]) end.on('error', () => undefined);
		});
		await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
		const address = proxy.address();
		const port = typeof address === 'object' ? address?.port : 0;
		const more = { HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '', LOG_LEVEL: 'info', LOG_FORMAT: 'json' };
		const app = await startAppProcess(`${simulator.url}/api/v3`, join(folder, 'data'), more, 'serve', command.path);
		try {
			const repository = addRepository(
				world,
				'octo/cluster',
				{ ...cluster, 'a.yaml': canary },
				addInstallation(world, 'octo'),
			);
			world.happenings.splice(0);
			push(world, repository, 'topic', { 'b.yaml': `# ${canary}\n` });
			openPull(world, repository, { head: 'topic', body: canary });
			const issue = newIssue(world, repository, canary, canary, 'octo');
			const comment = { id: world.nextId(), user: 'octo', body: `/dualstack plan ${canary}`, reactions: [] };
			issue.comments.push(comment);
			const told = { action: 'created', issue: issueView(issue, false), comment: commentView(comment) };
			world.happenings.push({
				event: 'issue_comment',
				repository,
				payload: { ...told, sender: { login: 'octo', type: 'User' } },
			});
			expect(new Set(await simulator.deliver(app.webhook))).toEqual(new Set([202]));
			await simulator.deliver({ ...app.webhook, secret: 'another secret of that length' }, []);
			const isDone = () =>
				[...repository.pulls.values()].length > 1 &&
				[...world.checkRuns.values()].some((run) => said(run).status === 'completed');
			await expect.poll(isDone, { timeout: 30_000 }).toBe(true);
			await expect
				.poll(async () => /jobs_total\{kind="command",outcome="done"\} 1/.test(await app.page('/metrics')), {
					timeout: 20_000,
				})
				.toBe(true);
			push(world, repository, 'main', { 'notes.md': 'x' });
			await simulator.deliver(app.webhook);
			await expect.poll(() => world.calls.some(({ path }) => path === '/api/graphql'), { timeout: 20_000 }).toBe(true);
			const metrics = await app.page('/metrics');
			expect(metrics).toMatch(/^dualstack_lint_jobs_total\{kind="check",outcome="done"\} [1-9]/m);
			expect(metrics).toMatch(/^dualstack_lint_webhooks_total\{event="pull_request",status="202"\} [1-9]/m);
			expect(metrics).toMatch(/^dualstack_lint_jobs\{state="running"\} \d/m);
			expect(metrics).toMatch(/^dualstack_lint_api_calls_total\{status="2xx"\} [1-9]/m);
			expect(metrics).toMatch(/^process_resident_memory_bytes [1-9]/m);
			for (const name of namesInMonitoring()) expect(metrics).toContain(`# TYPE ${name} `);
			const paths = new Set(world.calls.map(({ path }) => path.split('/').slice(0, 3).join('/')));
			expect([...paths].sort()).toEqual(['/api/graphql', '/api/v3']);
			expect(new Set(tunnels)).toEqual(new Set([new URL(simulator.url).host]));
			await expect.poll(() => app.said(), { timeout: 5000 }).toMatch(/"kind":"command".*"msg":"done"/);
			const lines = app
				.said()
				.split('\n')
				.filter((line) => line.startsWith('{'))
				.map((line) => JSON.parse(line));
			const guids = world.deliveries.map(({ guid }) => guid);
			const check = lines.find(({ msg, kind }) => msg === 'done' && kind === 'check');
			expect(check).toMatchObject({
				repository: 'octo/cluster',
				installation: expect.any(Number),
				milliseconds: expect.any(Number),
			});
			expect(guids).toContain(check.delivery);
			expect(lines.filter(({ msg }) => msg === 'webhook').map(({ delivery }) => delivery)).toEqual(
				expect.arrayContaining(guids),
			);
			const tokens = [...world.tokens.keys()];
			for (const word of [canary, secret, ...tokens, ...key.split('\n').filter((line) => line.length > 40)])
				expect(app.said()).not.toContain(word);
			expect(world.violations).toEqual([]);
			expect(await app.stop()).toBe(0);
		} finally {
			await app.kill();
			proxy.close();
			await simulator.close();
		}
	}, 60_000);
});

/** The names of our metrics that dashboards and alerts ask for. */
function namesInMonitoring(): string[] {
	const place = resolve(import.meta.dirname, '../../deploy/monitoring');
	const files = readdirSync(place).map((name) => readFileSync(join(place, name), 'utf8'));
	const names = files.join('\n').match(/\b(?:dualstack_lint|process|nodejs)_\w+/g) ?? [];
	return [...new Set(names.map((name) => name.replace(/_bucket$/, '')))];
}

test('the dashboard and the alerts can be read', () => {
	const place = resolve(import.meta.dirname, '../../deploy/monitoring');
	const dashboard = JSON.parse(readFileSync(join(place, 'dashboard.json'), 'utf8'));
	expect(new Set(dashboard.panels.map(({ id }: { id: number }) => id)).size).toBe(dashboard.panels.length);
	const { groups } = parse(readFileSync(join(place, 'alerts.yaml'), 'utf8'));
	for (const { alert, expr, annotations } of groups[0].rules)
		expect([typeof alert, typeof expr, typeof annotations.summary]).toEqual(['string', 'string', 'string']);
	expect(namesInMonitoring().length).toBeGreaterThan(5);
});

describe('limits of GitHub', () => {
	test.each([
		['a token that expires in the middle of a job', 'token'],
		['a primary limit', 'rate-limit'],
		['a secondary limit', 'secondary-limit'],
	] as const)('%s: the check is completed once', async (_, kind) => {
		const stage = await startStage(cluster, { patience: [10, 10, 10] });
		const { simulator, world, repository } = stage;
		push(world, repository, 'topic', { 'a.md': 'x' });
		const { head } = openPull(world, repository, { head: 'topic' });
		if (kind === 'token') {
			// GitHub takes it back earlier than it said.
			simulator.faults.add({ after: 4, kind: { is: 'slow', milliseconds: 100 } });
			const taken = setInterval(() => {
				if (world.calls.length < 4) return;
				for (const token of world.tokens.values()) token.expires = 0;
				clearInterval(taken);
			}, 5);
		} else if (kind === 'rate-limit') {
			simulator.faults.add({ after: 5, times: 2, kind: { is: kind, resetsInSeconds: 1 } });
		} else {
			simulator.faults.add({ after: 5, times: 2, kind: { is: kind, retryAfterSeconds: 1 } });
		}
		await stage.settle();
		expect(stage.runsOf(head.sha).map((run) => said(run).status)).toEqual(['completed']);
	});

	test('an installation that has to wait keeps nobody else waiting', async () => {
		const stage = await startStage(cluster, { concurrency: 1, patience: [10, 10] });
		const { simulator, world, webhook, repository } = stage;
		const other = addRepository(world, 'other/cluster', cluster, addInstallation(world, 'other'));
		world.happenings.splice(0);
		for (const one of [repository, other]) {
			push(world, one, 'topic', { 'a.md': one.owner });
			openPull(world, one, { head: 'topic' });
		}
		simulator.faults.add({
			operations: ['git/get-tree'],
			times: 1,
			kind: { is: 'secondary-limit', retryAfterSeconds: 3600 },
		});
		await simulator.deliver(webhook);
		const completed = () => [...world.checkRuns.values()].filter((run) => said(run).status === 'completed');
		await expect.poll(() => completed().length, { timeout: 10_000 }).toBe(1);
		expect(completed().map((run) => run.repository.owner)).toEqual(['other']);
		expect((await stage.app.queue.counts()).waiting).toBeGreaterThan(0);
	});
});
