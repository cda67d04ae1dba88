import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	type Answer,
	type BuiltCommand,
	buildCommand,
	folderWith,
	run,
	type TemporaryFolder,
} from '../support/command.ts';
import { dumpOf, objectsOf, stages } from '../verify/dumps.ts';

const project = resolve(import.meta.dirname, '../..');
const example = join(project, 'examples/dungeon');

let command: BuiltCommand;
let folder: TemporaryFolder;
beforeAll(() => {
	command = buildCommand();
	folder = folderWith({
		'before.json': dumpOf(stages.before),
		'done.json': dumpOf(stages.done),
		'lists.json': objectsOf(stages.done)
			.map((object) => JSON.stringify({ kind: 'List', items: [object] }))
			.join('\n'),
		'one.json': '{"kind": "Node"}',
		'cut.json': dumpOf(stages.done).slice(0, 5000),
		'text.json': 'error: the server is gone',
		'empty.json': '',
	});
	mkdirSync(join(dirname(command.path), 'node_modules'));
	symlinkSync(join(project, 'node_modules/@kubernetes'), join(dirname(command.path), 'node_modules/@kubernetes'));
});
afterAll(() => {
	command.remove();
	folder.remove();
});

const verify = (...words: readonly string[]): Answer => run(command.path, ['verify', example, ...words], folder.path);

describe('the exit code of verify', () => {
	test.each([
		[['--from', 'done.json'], 0],
		[['--from', 'lists.json'], 0],
		[['--from', 'done.json', '--phase', 'cilium'], 0],
		[['--from', 'done.json', '--phase', 'policies'], 5],
		[['--from', 'before.json'], 1],
		[['--from', 'before.json', '--phase', 'nodes'], 1],
		[['--from', 'before.json', '--phase', 'services'], 0],
		[['--from', 'one.json'], 2],
		[['--from', 'cut.json'], 2],
		[['--from', 'text.json'], 2],
		[['--from', 'empty.json'], 2],
		[['--from', 'missing.json'], 2],
		[['--from', 'done.json', '--context', 'x'], 2],
		[['--from', 'done.json', '--phase', 'x'], 2],
		[[], 2],
		[['--print-command'], 0],
	])('of %j is %i', (words, code) => {
		const found = verify(...words);
		expect(found).toMatchObject({ code });
		expect(found.err).toMatch(code === 2 ? /^error: / : /^$/);
	});
});

describe('a dump', () => {
	test('may come through a pipe', () => {
		const words = [command.path, 'verify', example, '--from', '-', '--format', 'json'];
		const { stdout } = spawnSync(process.execPath, words, { input: dumpOf(stages.done), encoding: 'utf8' });
		expect(JSON.parse(stdout)).toMatchObject({ version: 1, cluster: 'production' });
	});

	test('of many pods does not fill the memory', async () => {
		const words = ['--max-old-space-size=96', command.path, 'verify', example, '--from', '-', '--phase', 'nodes'];
		const child = spawn(process.execPath, words, { stdio: ['pipe', 'ignore', 'pipe'] });
		const [node] = objectsOf(stages.done);
		const pod = { kind: 'Pod', metadata: { name: 'x', annotations: { long: 'y'.repeat(20_000) } } };
		const text = `,${JSON.stringify(pod)}`;
		const feed = async () => {
			child.stdin.write(`{"kind":"List","items":[${JSON.stringify(node)}`);
			for (let i = 0; i < 6000; i++) {
				if (!child.stdin.write(text)) await new Promise((go) => child.stdin.once('drain', go));
			}
			child.stdin.end(']}');
		};
		const ended = new Promise((go) => child.once('exit', go));
		await feed();
		expect(await ended).toBe(1);
	});

	test('is made by a command that only reads', () => {
		const { out } = verify('--print-command');
		for (const line of out.split('\n').filter((one) => one.includes('kubectl'))) expect(line).toMatch(/kubectl get /);
	});
});

describe('a context', () => {
	let server: Server;
	let address = '';
	const asked: string[] = [];
	beforeAll(async () => {
		const objects = objectsOf(stages.done);
		const kinds = new Map([
			['nodes', 'Node'],
			['pods', 'Pod'],
			['services', 'Service'],
			['servicecidrs', 'ServiceCIDR'],
			['ciliumnodes', 'CiliumNode'],
			['cephclusters', 'CephCluster'],
			['configmaps', 'ConfigMap'],
		]);
		server = createServer((request, response) => {
			const url = new URL(request.url ?? '/', 'http://localhost');
			asked.push(`${request.method} ${url.pathname}`);
			if (request.headers.authorization !== 'Bearer very-secret') {
				response.writeHead(401).end('{}');
				return;
			}
			const kind = kinds.get(url.pathname.split('/').at(-1) ?? '');
			const name = url.searchParams.get('fieldSelector')?.replace('metadata.name=', '');
			const found = objects.filter(
				(one) =>
					Reflect.get(one, 'kind') === kind && (name === undefined || Reflect.get(one, 'metadata').name === name),
			);
			const limit = 3;
			const start = Number(url.searchParams.get('continue') ?? 0);
			const next = start + limit < found.length ? String(start + limit) : '';
			// The API server leaves kind and apiVersion out of the items of a list.
			const items = found.slice(start, start + limit).map(({ ...one }) => {
				Reflect.deleteProperty(one, 'kind');
				return one;
			});
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ kind: `${kind}List`, apiVersion: 'v1', metadata: { continue: next }, items }));
		});
		await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
		const at = server.address();
		address = typeof at === 'object' && at !== null ? `http://127.0.0.1:${at.port}` : '';
	});
	afterAll(() => server.close());

	const config = (token: string) =>
		`apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: "${address}", insecure-skip-tls-verify: true}}]\nusers: [{name: u, user: {token: ${token}}}]\ncontexts: [{name: lab, context: {cluster: c, user: u}}]\ncurrent-context: ''\n`;
	const inContext = async (token: string, ...words: readonly string[]): Promise<Answer> => {
		const file = join(folder.path, 'kubeconfig');
		writeFileSync(file, config(token));
		const child = spawn(process.execPath, [command.path, 'verify', example, ...words], {
			cwd: folder.path,
			env: { ...process.env, KUBECONFIG: file },
		});
		let out = '';
		let err = '';
		child.stdout.on('data', (data) => (out += data));
		child.stderr.on('data', (data) => (err += data));
		const code = await new Promise<number | null>((go) => child.once('close', go));
		return { code, out, err };
	};

	test('is read page by page, and nothing is written', async () => {
		const live = await inContext('very-secret', '--context', 'lab', '--format', 'json');
		expect(live).toMatchObject({ code: 0, err: '' });
		expect(live.out).toBe(verify('--from', 'done.json', '--format', 'json').out);
		expect(asked.every((one) => one.startsWith('GET '))).toBe(true);
		expect(asked.filter((one) => one === 'GET /api/v1/nodes')).toHaveLength(4);
	});

	test('that is not there, or does not let us in, is an error without secrets', async () => {
		const absent = await inContext('very-secret', '--context', 'prod');
		expect(absent).toMatchObject({ code: 2, err: 'error: no context prod in the kubeconfig: there are lab\n' });
		const refused = await inContext('another-secret', '--context', 'lab');
		expect(refused.code).toBe(2);
		expect(refused.err).toMatch(/answers 401 to GET \/api\/v1\/nodes\n$/);
		expect(refused.err).not.toContain('secret');
	});

	test('needs a package, and says which', () => {
		const alone = folderWith({});
		try {
			cpSync(dirname(command.path), alone.path, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
			const found = run(join(alone.path, 'cli.js'), ['verify', example, '--context', 'lab'], alone.path);
			expect(found).toMatchObject({ code: 2, out: '' });
			expect(found.err).toMatch(/npm install @kubernetes\/client-node\n$/);
		} finally {
			alone.remove();
		}
	});
});
