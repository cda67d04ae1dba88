import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Webhook } from '../test/github/simulator/server.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
export const secret = 'a secret for a GitHub that is none';

/** The App as a process of its own, as it runs in a cluster. */
export interface AppProcess {
	readonly webhook: Webhook;
	/** All that it has written so far. */
	said(): string;
	/** A page of it. */
	page(path: string): Promise<string>;
	/** Ends it as Kubernetes does; answers the exit code. */
	stop(): Promise<number | null>;
	/** Ends it as a power cut does. */
	kill(): Promise<void>;
	/** Peak resident set in MiB, as the kernel counts it. */
	memory(): number;
}

/** Starts `dualstack-lint serve` for a GitHub at a URL and waits until it answers. */
export async function startAppProcess(
	github: string,
	data: string,
	more: Readonly<Record<string, string>> = {},
	role: 'serve' | 'worker' = 'serve',
	command = resolve('dist/cli.js'),
): Promise<AppProcess> {
	if (!existsSync(command)) throw new Error('dist/ is missing: run npm run build first');
	const port = await freePort();
	const child: ChildProcess = spawn(process.execPath, [command, role], {
		env: {
			...process.env,
			NODE_ENV: 'production',
			APP_ID: '7',
			PRIVATE_KEY: key,
			WEBHOOK_SECRET: secret,
			GITHUB_API_URL: github,
			PORT: String(port),
			HOST: '127.0.0.1',
			DUALSTACK_LINT_DATA: data,
			LOG_LEVEL: 'error',
			...more,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream?.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			if (process.env['DEBUG'] !== undefined) process.stderr.write(text);
		});
	const ended = once(child, 'exit');
	const base = `http://127.0.0.1:${port}`;
	const isUp = () =>
		fetch(`${base}/readyz`).then(
			({ ok }) => ok,
			() => false,
		);
	while (!(await isUp())) {
		if (child.exitCode !== null) throw new Error(`the App ended with ${child.exitCode}: ${said}`);
		await wait(50);
	}
	return {
		webhook: { url: `${base}/api/github/webhooks`, secret },
		said: () => said,
		page: async (path) => (await fetch(`${base}${path}`)).text(),
		async stop() {
			child.kill('SIGTERM');
			const [code] = await ended;
			return code;
		},
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
		memory() {
			const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
			return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
		},
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
