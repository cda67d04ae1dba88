import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Octokit } from '@octokit/rest';
import { packTar } from 'modern-tar';
import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSnapshot } from '../../src/github/snapshot.ts';

const host = 'https://api.github.test';
const name = { owner: 'octo', repo: 'cluster' };
const github = new Octokit({ baseUrl: host, log: { debug() {}, info() {}, warn() {}, error() {} } });

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
	expect(nock.pendingMocks()).toEqual([]);
	nock.cleanAll();
	nock.enableNetConnect();
});

function blobId(text: string): string {
	return createHash('sha1')
		.update(`blob ${Buffer.byteLength(text)}\0${text}`)
		.digest('hex');
}

function file(path: string, text: string) {
	return { path, mode: '100644', type: 'blob', sha: blobId(text), size: Buffer.byteLength(text) };
}

function answerTree(tree: readonly unknown[], truncated = false): void {
	nock(host)
		.get('/repos/octo/cluster/git/trees/c0ffee')
		.query({ recursive: 'true' })
		.reply(200, { sha: 'c0ffee', tree, truncated });
}

async function answerArchive(entries: Readonly<Record<string, string>>): Promise<void> {
	const bytes = await packTar(
		Object.entries(entries).map(([path, body]) => ({
			header: { name: `octo-cluster-c0ffee/${path}`, size: Buffer.byteLength(body) },
			body,
		})),
	);
	nock(host).get('/repos/octo/cluster/tarball/c0ffee').reply(200, gzipSync(bytes));
}

test('asks by itself for what the archive leaves out or rewrites', async () => {
	answerTree([file('a.yaml', 'a: 1\n'), file('hidden.yaml', 'b: 2\n'), file('rewritten.yaml', 'c: $Id$\n')]);
	await answerArchive({ 'a.yaml': 'a: 1\n', 'rewritten.yaml': 'c: $Id: 123$\n' });
	for (const text of ['b: 2\n', 'c: $Id$\n'])
		nock(host)
			.get(`/repos/octo/cluster/git/blobs/${blobId(text)}`)
			.reply(200, { content: Buffer.from(text).toString('base64'), encoding: 'base64' });
	const read = await readSnapshot(github, name, 'c0ffee');
	if (!read.ok) throw new Error(read.problem);
	const { files } = read.value;
	expect(files.paths.map((path) => files.read(path))).toEqual(
		['a: 1\n', 'b: 2\n', 'c: $Id$\n'].map((value) => ({ ok: true, value })),
	);
});

test('says so when the list of files is cut, and asks for nothing more', async () => {
	answerTree([file('a.yaml', 'a: 1\n')], true);
	expect(await readSnapshot(github, name, 'c0ffee')).toEqual({
		ok: false,
		problem: 'the repository has more files than GitHub lists at once',
	});
});
