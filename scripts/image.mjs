// Does what the Dockerfile does, without Docker: packs, installs into an empty folder, starts as a user without rights in
// folders that it cannot write to, asks for its health and ends it. `npm ci` has built dist/ before.
import { execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const source = dirname(dirname(fileURLToPath(import.meta.url)));
const image = mkdtempSync(join(tmpdir(), 'image-'));
const app = join(image, 'app');
const data = join(image, 'data');
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };

/** Milliseconds that the App may take to start, and to end. */
const patience = 15_000;

try {
	for (const folder of [app, data, join(image, 'packed')]) mkdirSync(folder);
	for (const file of ['package.json', 'package-lock.json']) cpSync(join(source, 'deploy/app', file), join(app, file));
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', join(image, 'packed')], {
		...quiet,
		cwd: source,
	});
	execFileSync('npm', ['ci', '--omit=dev', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'], {
		...quiet,
		cwd: app,
	});
	const installed = join(app, 'node_modules/dualstack-lint');
	mkdirSync(installed);
	const [tarball = ''] = readdirSync(join(image, 'packed'));
	const unpack = ['--extract', '--gzip', '--file', join(image, 'packed', tarball), '--strip-components=1'];
	execFileSync('tar', [...unpack, '--directory', installed]);
	chmodSync(image, 0o755);
	const isRoot = process.getuid?.() === 0;
	// What belongs to root cannot be written by anyone else: that is the read-only root of the container.
	if (isRoot) chownSync(data, 1000, 1000);
	await run(join(installed, 'dist/cli.js'), isRoot ? { uid: 1000, gid: 1000 } : {});
	console.log('the image starts, answers and ends');
} finally {
	rmSync(image, { recursive: true, force: true });
}

async function run(command, user) {
	const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
	const told = execFileSync(process.execPath, [command, '--version'], { ...user, cwd: image, encoding: 'utf8' }).trim();
	if (told !== version) throw new Error(`the command says ${told} instead of ${version}`);
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const env = {
		PATH: process.env.PATH,
		NODE_ENV: 'production',
		DUALSTACK_LINT_DATA: data,
		APP_ID: '7',
		PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
		WEBHOOK_SECRET: 'only for the time of this test',
		// An address where nobody is: starting must not need GitHub.
		GITHUB_API_URL: 'http://127.0.0.1:9',
		PORT: '0',
	};
	const child = spawn(process.execPath, [command, 'serve'], {
		...user,
		cwd: app,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text) => {
			said += text;
		});
	const ended = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)));
	try {
		const port = await until(() => /at port (\d+)/.exec(said)?.[1]);
		for (const page of ['healthz', 'readyz']) {
			const { status } = await fetch(`http://localhost:${port}/${page}`);
			if (status !== 200) throw new Error(`/${page} answers ${status}`);
		}
		child.kill('SIGTERM');
		const code = await Promise.race([ended, wait(patience, 'nothing', { ref: false })]);
		if (code !== 0) throw new Error(`it ends with ${code} after SIGTERM`);
	} catch (error) {
		throw new Error(`${error instanceof Error ? error.message : error}; it said:\n${said}`);
	} finally {
		child.kill('SIGKILL');
	}
}

async function until(ask) {
	for (let waited = 0; waited < patience; waited += 50) {
		const answer = ask();
		if (answer !== undefined) return answer;
		await wait(50);
	}
	throw new Error('it does not start');
}
