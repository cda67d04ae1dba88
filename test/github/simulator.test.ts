import { createServer } from 'node:http';
import { Octokit } from '@octokit/rest';
import { afterEach, describe, expect, test } from 'vitest';
import { addFork, addInstallation, addRepository, openPull, push } from './simulator/actions.ts';
import { type Simulator, startSimulator } from './simulator/server.ts';

const open: Simulator[] = [];
afterEach(async () => {
	for (const one of open.splice(0)) {
		expect(one.world.violations).toEqual([]);
		await one.close();
	}
});

async function start() {
	const simulator = await startSimulator();
	open.push(simulator);
	const { world } = simulator;
	const installation = addInstallation(world, 'octo');
	const repository = addRepository(world, 'octo/cluster', { 'a.yaml': 'a: 1\n', 'b/c.yaml': 'c: 1\n' }, installation);
	world.tokens.set('ghs_test', { installation: installation.id, login: 'dualstack-lint[bot]', expires: Infinity });
	const github = new Octokit({ auth: 'ghs_test', baseUrl: simulator.url, log: silent });
	return { simulator, world, installation, repository, github };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const at = { owner: 'octo', repo: 'cluster' };

describe('the simulated GitHub', () => {
	test('gives git objects their real ids', async () => {
		const { github } = await start();
		const { data } = await github.git.createBlob({ ...at, content: 'hello\n' });
		expect(data.sha).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
		const { data: tree } = await github.git.createTree({
			...at,
			tree: [{ path: 'hello', mode: '100644', type: 'blob', sha: data.sha }],
		});
		expect(tree.sha).toBe('b4d01e9b0c4a9356736dfddf8830ba9a54f5271c');
	});

	test('commits, moves refs and lists trees', async () => {
		const { github, repository } = await start();
		const { data: ref } = await github.git.getRef({ ...at, ref: 'heads/main' });
		const { data: tree } = await github.git.createTree({
			...at,
			base_tree: ref.object.sha,
			tree: [{ path: 'b/d.yaml', mode: '100644', type: 'blob', content: 'd: 1\n' }],
		});
		const { data: commit } = await github.git.createCommit({
			...at,
			message: 'add d',
			tree: tree.sha,
			parents: [ref.object.sha],
		});
		expect(commit.verification.verified).toBe(true);
		await github.git.createRef({ ...at, ref: 'refs/heads/topic', sha: commit.sha });
		const { data: all } = await github.git.getTree({ ...at, tree_sha: commit.sha, recursive: 'true' });
		expect(all.tree.map(({ path }) => path)).toEqual(['a.yaml', 'b', 'b/c.yaml', 'b/d.yaml']);
		const { data: pull } = await github.pulls.create({ ...at, head: 'topic', base: 'main', title: 'topic' });
		expect(pull.mergeable).toBe(true);
		const { data: files } = await github.pulls.listFiles({ ...at, pull_number: pull.number });
		expect(files.map(({ filename, status }) => [filename, status])).toEqual([['b/d.yaml', 'added']]);
		await github.pulls.merge({ ...at, pull_number: pull.number });
		expect(repository.refs.get('refs/heads/main')).not.toBe(ref.object.sha);
	});

	test('refuses what GitHub refuses', async () => {
		const { github, world, repository } = await start();
		const main = repository.refs.get('refs/heads/main') ?? '';
		const other = push(world, repository, 'other', { 'a.yaml': 'a: 2\n' }).sha;
		push(world, repository, 'main', { 'a.yaml': 'a: 3\n' });
		const attempts = [
			github.git.updateRef({ ...at, ref: 'heads/main', sha: other }),
			github.git.createRef({ ...at, ref: 'refs/heads/main', sha: main }),
			github.git.getRef({ ...at, ref: 'heads/gone' }),
			github.pulls.create({ ...at, head: 'gone', base: 'main', title: 'x' }),
		];
		const statuses = await Promise.all(attempts.map((one) => one.then(() => 200).catch((error) => error.status)));
		expect(statuses).toEqual([422, 422, 404, 422]);
	});

	test('notices requests that the description does not allow', async () => {
		const { github, world, repository } = await start();
		const annotation = {
			path: 'a.yaml',
			start_line: 1,
			end_line: 1,
			annotation_level: 'notice',
			message: 'x',
		} as const;
		const head_sha = repository.refs.get('refs/heads/main') ?? '';
		const annotations = Array.from({ length: 51 }, () => annotation);
		await github.checks.create({ ...at, name: 'x', head_sha, output: { title: 't', summary: 's', annotations } });
		expect(world.violations.splice(0)).toEqual([
			'checks/create: request /output/annotations must NOT have more than 50 items',
		]);
	});

	test('appends annotations and lists them in pages', async () => {
		const { github, repository } = await start();
		const head_sha = repository.refs.get('refs/heads/main') ?? '';
		const { data: run } = await github.checks.create({ ...at, name: 'x', head_sha, status: 'in_progress' });
		for (const start of [0, 40]) {
			const annotations = Array.from({ length: 40 }, (_, i) => ({
				path: 'a.yaml',
				start_line: start + i + 1,
				end_line: start + i + 1,
				annotation_level: 'notice' as const,
				message: 'x',
			}));
			const output = { title: 't', summary: 's', annotations };
			await github.checks.update({ ...at, check_run_id: run.id, output });
		}
		const all = await github.paginate(github.checks.listAnnotations, { ...at, check_run_id: run.id });
		expect(all.map(({ start_line }) => start_line)).toEqual(Array.from({ length: 80 }, (_, i) => i + 1));
	});

	test('moves a branch only with the right lease', async () => {
		const { github, world, repository } = await start();
		const before = push(world, repository, 'bot', { 'a.yaml': 'a: 2\n' }).sha;
		const person = push(world, repository, 'bot', { 'a.yaml': 'a: 3\n' }).sha;
		const move = (beforeOid: string) =>
			github.graphql('mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }', {
				input: {
					repositoryId: `R_${repository.id}`,
					refUpdates: [{ name: 'refs/heads/bot', beforeOid, afterOid: before, force: true }],
				},
			});
		await expect(move(before)).rejects.toThrow('is at');
		expect(repository.refs.get('refs/heads/bot')).toBe(person);
		await move(person);
		expect(repository.refs.get('refs/heads/bot')).toBe(before);
	});

	test('goes wrong on demand', async () => {
		const { simulator, github } = await start();
		const status = () =>
			github.repos.get(at).then(
				(answer) => answer.status,
				(error) => error.status,
			);
		simulator.faults.add({ kind: { is: 'status', status: 502 } });
		simulator.faults.add({ kind: { is: 'rate-limit', resetsInSeconds: 1 }, operations: ['repos/get'] });
		simulator.faults.add({ kind: { is: 'dropped' } });
		expect([await status(), await status(), await status(), await status()]).toEqual([502, 403, 500, 200]);
	});

	test('sends signed payloads that fit their schemas', async () => {
		const { simulator, world, repository } = await start();
		const seen: string[] = [];
		const server = createServer((request, response) => {
			seen.push(`${request.headers['x-github-event']} ${String(request.headers['x-hub-signature-256']).slice(0, 7)}`);
			request.resume().on('end', () => response.writeHead(202).end());
		}).listen(0);
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : 0;
		push(world, repository, 'topic', { 'a.yaml': 'a: 2\n' });
		openPull(world, repository, { head: 'topic' });
		push(world, repository, 'topic', { 'a.yaml': 'a: 3\n' });
		const fork = addFork(world, repository, 'stranger');
		push(world, fork, 'idea', { 'a.yaml': 'a: 4\n' });
		openPull(world, repository, { head: 'idea', headRepository: fork });
		await simulator.deliver({ url: `http://localhost:${port}`, secret: 'a secret of some length' });
		server.close();
		expect(seen).toMatchInlineSnapshot(`
			[
			  "push sha256=",
			  "push sha256=",
			  "pull_request sha256=",
			  "push sha256=",
			  "pull_request sha256=",
			  "push sha256=",
			  "pull_request sha256=",
			]
		`);
	});
});
