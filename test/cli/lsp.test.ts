import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { type BuiltCommand, buildCommand, folderWith, run, type TemporaryFolder } from '../support/command.ts';

const kubeadm = (podSubnet: string) =>
	`apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n  podSubnet: ${podSubnet}\n  serviceSubnet: 10.96.0.0/12\n`;

const packages = resolve(import.meta.dirname, '../../node_modules');

let command: BuiltCommand;
let repository: TemporaryFolder;
let child: ChildProcess | undefined;
beforeAll(() => {
	command = buildCommand();
	mkdirSync(join(dirname(command.path), 'node_modules'));
	for (const name of [
		'vscode-languageserver',
		'vscode-languageserver-protocol',
		'vscode-languageserver-types',
		'vscode-jsonrpc',
	])
		symlinkSync(join(packages, name), join(dirname(command.path), 'node_modules', name));
});
afterAll(() => command.remove());
beforeEach(() => {
	repository = folderWith({ 'kubeadm.yaml': kubeadm('10.42.0.0/16') });
});
afterEach(() => {
	child?.kill('SIGKILL');
	repository.remove();
});

interface Shown {
	readonly uri: string;
	readonly diagnostics: readonly { readonly code: string; readonly range: unknown; readonly message: string }[];
}

/** An editor that has opened the repository. */
async function editor() {
	const process_ = spawn(process.execPath, [command.path, 'lsp', '--stdio'], { cwd: repository.path });
	child = process_;
	const connection = createMessageConnection(
		new StreamMessageReader(process_.stdout),
		new StreamMessageWriter(process_.stdin),
	);
	const shown: Shown[] = [];
	const waiting: (() => void)[] = [];
	connection.onNotification('textDocument/publishDiagnostics', (one: Shown) => {
		shown.push(one);
		for (const wake of waiting.splice(0)) wake();
	});
	connection.listen();
	const next = async (): Promise<Shown> => {
		while (shown.length === 0) await new Promise<void>((wake) => waiting.push(wake));
		return shown.shift() ?? { uri: '', diagnostics: [] };
	};
	const rootUri = pathToFileURL(realpathSync(repository.path)).href;
	await connection.sendRequest('initialize', { processId: null, rootUri, capabilities: {} });
	await connection.sendNotification('initialized', {});
	return { connection, next, rootUri, process: process_ };
}

describe('the language server', () => {
	test('shows what is wrong in the text as it is typed, and takes it away again', async () => {
		const { connection, next, rootUri } = await editor();
		const uri = `${rootUri}/kubeadm.yaml`;
		const open = { uri, languageId: 'yaml', version: 1, text: kubeadm('10.96.0.0/16') };
		await connection.sendNotification('textDocument/didOpen', { textDocument: open });
		const found = await next();
		expect(found).toMatchObject({
			uri,
			diagnostics: [
				{
					code: 'addressing/networks-overlap',
					source: 'dualstack-lint',
					severity: 1,
					relatedInformation: [{ location: { uri } }],
				},
			],
		});
		await connection.sendNotification('textDocument/didChange', {
			textDocument: { uri, version: 2 },
			contentChanges: [{ text: kubeadm('10.42.0.0/16') }],
		});
		expect(await next()).toEqual({ uri, diagnostics: [] });
	});

	test('shows a mistake in the configuration at its place', async () => {
		writeFileSync(join(repository.path, '.dualstack-lint.yaml'), 'version: 1\nfailOnn: error\n');
		const { next, rootUri } = await editor();
		expect(await next()).toMatchObject({
			uri: `${rootUri}/.dualstack-lint.yaml`,
			diagnostics: [{ code: 'configuration', range: { start: { line: 1, character: 0 } } }],
		});
	});

	test('tells of a prefix which network it is, how large, and who else declares it', async () => {
		writeFileSync(
			join(repository.path, 'manager.yaml'),
			'apiVersion: v1\nkind: Pod\nmetadata: {name: kube-controller-manager, namespace: kube-system}\nspec:\n  containers:\n    - name: kube-controller-manager\n      command: [kube-controller-manager, --cluster-cidr=10.42.0.0/16, --allocate-node-cidrs=true]\n',
		);
		writeFileSync(join(repository.path, 'x.yaml'), kubeadm('10.96.0.0/16'));
		const { connection, next, rootUri } = await editor();
		await next();
		const uri = `${rootUri}/kubeadm.yaml`;
		const open = { uri, languageId: 'yaml', version: 1, text: kubeadm('10.42.0.0/16') };
		await connection.sendNotification('textDocument/didOpen', { textDocument: open });
		const ask = (line: number, character: number) =>
			connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character } });
		expect(await ask(3, 16)).toMatchObject({
			contents: {
				kind: 'markdown',
				value: expect.stringMatching(
					/\*\*pod network\*\* `10\.42\.0\.0\/16`[\s\S]*65536 addresses[\s\S]*manager\.yaml:7/,
				),
			},
		});
		expect(await ask(0, 3)).toBeNull();
	});

	test('offers the fix of what is wrong, for the text as it is now', async () => {
		const { connection, next, rootUri } = await editor();
		const uri = `${rootUri}/kubeadm.yaml`;
		const open = { uri, languageId: 'yaml', version: 1, text: kubeadm('10.42.0.1/16') };
		await connection.sendNotification('textDocument/didOpen', { textDocument: open });
		expect(await next()).toMatchObject({ diagnostics: [{ code: 'addressing/host-bits' }] });
		const ask = (line: number) =>
			connection.sendRequest('textDocument/codeAction', {
				textDocument: { uri },
				range: { start: { line, character: 14 }, end: { line, character: 14 } },
				context: { diagnostics: [] },
			});
		const fix = (line: number) => [
			{
				title: 'Write 10.42.0.0/16',
				kind: 'quickfix',
				isPreferred: true,
				diagnostics: [{ code: 'addressing/host-bits' }],
				edit: {
					changes: {
						[uri]: [
							{ newText: '10.42.0.0/16', range: { start: { line, character: 13 }, end: { line, character: 25 } } },
						],
					},
				},
			},
		];
		expect(await ask(3)).toMatchObject(fix(3));
		expect(await ask(4)).toEqual([]);
		await connection.sendNotification('textDocument/didChange', {
			textDocument: { uri, version: 2 },
			contentChanges: [{ text: `# moved\n${kubeadm('10.42.0.1/16')}` }],
		});
		expect(await ask(4)).toMatchObject(fix(4));
	});

	test('ends when the editor says so', async () => {
		const { connection, process: server } = await editor();
		const ended = new Promise((resolve) => server.once('exit', resolve));
		await connection.sendRequest('shutdown');
		await connection.sendNotification('exit');
		expect(await ended).toBe(0);
	});

	test('says what to install where its package is missing', () => {
		const alone = folderWith({});
		try {
			cpSync(dirname(command.path), alone.path, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
			const { code, err } = run(join(alone.path, 'cli.js'), ['lsp'], alone.path);
			expect(code).toBe(2);
			expect(err).toMatch(/^error: the language server needs a package .*: npm install vscode-languageserver\n$/);
		} finally {
			alone.remove();
		}
	});
});
