import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../src/github/environment.ts';
import { type BuiltCommand, buildCommand, folderWith, run, type TemporaryFolder } from '../support/command.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const right = { APP_ID: '7', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'a secret of the right length' };

let command: BuiltCommand;
let folder: TemporaryFolder;
beforeAll(() => {
	command = buildCommand();
	folder = folderWith({ '.env': 'LOG_LEVEL=error\n' });
}, 60_000);
afterAll(() => {
	command.remove();
	folder.remove();
});

describe('the environment', () => {
	test.each([
		['APP_ID', { APP_ID: 'seven' }, 'APP_ID is seven, not a number up to 9007199254740991'],
		['PRIVATE_KEY', { PRIVATE_KEY: 'none' }, 'PRIVATE_KEY or PRIVATE_KEY_PATH is not set'],
		["Probot's own secret", { WEBHOOK_SECRET: 'development' }, 'WEBHOOK_SECRET has less than 20 bytes'],
		['PORT', { PORT: '70000' }, 'PORT is 70000, not a number up to 65535'],
		['LOG_LEVEL', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is none of debug, info, warn, error, fatal'],
		['WEBHOOK_PATH', { WEBHOOK_PATH: 'hooks' }, 'WEBHOOK_PATH does not begin with /'],
		['GHE_HOST', { GHE_HOST: 'a host' }, 'GHE_HOST makes no URL'],
	])('is refused for %s, by name', (_, wrong, sentence) => {
		const read = readEnvironment({ ...right, ...wrong });
		if (!('problems' in read)) throw new Error('taken');
		expect(read.problems).toHaveLength(1);
		expect(read.problems[0]).toContain(sentence);
	});

	test.each([
		['lines', pem],
		['one line', `"${pem.replaceAll('\n', '\\n')}"`],
		['Base64', Buffer.from(pem).toString('base64')],
	])('takes a key in %s', (_, key) => {
		const read = readEnvironment({ ...right, PRIVATE_KEY: key });
		expect('app' in read && read.app.privateKey.trim()).toBe(pem.trim());
	});

	test('names the API of an Enterprise server', () => {
		const read = readEnvironment({ ...right, GHE_HOST: 'git.example.com' });
		expect('app' in read && read.app.baseUrl).toBe('https://git.example.com/api/v3');
	});
});

describe('serve', () => {
	test('says which package is missing', () => {
		const { code, err } = run(command.path, ['serve'], folder.path, right);
		expect(code).toBe(2);
		expect(err).toBe(
			'error: the GitHub App needs a package that is not here; install it beside dualstack-lint: npm install probot\n',
		);
	});

	test('asks for the manifest where it is to register an App', () => {
		symlinkSync(resolve('node_modules'), join(dirname(command.path), 'node_modules'));
		const { code, err } = run(command.path, ['serve'], folder.path);
		expect(code).toBe(2);
		expect(err).toContain('there is no app.yml here, which says what the App may do');
	});

	test('works beside others only where the jobs are in Redis, whose address is not said', () => {
		const { code, err } = run(command.path, ['worker'], folder.path, right);
		expect(code).toBe(2);
		expect(err).toContain('a worker needs REDIS_URL');
		const wrong = { ...right, REDIS_URL: 'http://:s3cret@127.0.0.1' };
		expect(run(command.path, ['worker'], folder.path, wrong).err).toBe(
			'error: REDIS_URL is no URL that begins with redis:// or rediss://\n',
		);
	});

	test('answers on both families, takes nothing without a signature, and ends in order', async () => {
		writeFileSync(join(folder.path, '.env'), 'LOG_LEVEL=error\nPORT=0\n');
		const child = spawn(process.execPath, [command.path, 'serve'], {
			cwd: folder.path,
			// Nobody answers there: a test asks nothing of GitHub.
			env: { ...process.env, ...right, NODE_ENV: 'production', GITHUB_API_URL: 'http://127.0.0.1:9' },
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		const exit = once(child, 'exit');
		let told = '';
		child.stderr.on('data', (chunk: Buffer) => {
			told += chunk.toString('utf8');
		});
		while (!/at port \d+/.test(told)) {
			if (child.exitCode !== null) throw new Error(told);
			await new Promise((done) => setTimeout(done, 20));
		}
		const port = /at port (\d+)/.exec(told)?.[1];
		for (const host of ['127.0.0.1', '[::1]']) {
			const answer = await fetch(`http://${host}:${port}/healthz`).catch(() => undefined);
			// A machine without IPv6 has one family only.
			expect(answer?.status ?? (host === '[::1]' ? 200 : undefined)).toBe(200);
		}
		const hook = await fetch(`http://127.0.0.1:${port}/api/github/webhooks`, {
			method: 'POST',
			headers: { 'x-github-event': 'push', 'x-github-delivery': '1', 'x-hub-signature-256': 'sha256=0' },
			body: '{}',
		});
		expect(hook.status).toBe(401);
		child.kill('SIGTERM');
		expect(await exit).toEqual([0, null]);
		expect(existsSync(join(folder.path, 'data/jobs'))).toBe(true);
		expect(told).not.toContain('PRIVATE KEY');
	});
});
