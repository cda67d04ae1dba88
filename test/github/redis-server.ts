import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Redis of its own, with its data on the disk. */
export interface RedisServer {
	readonly url: string;
	/** Ends it as a power cut does, and starts it again after some milliseconds with what it had on the disk. */
	restart(pause?: number): Promise<void>;
	close(): Promise<void>;
}

/** Whether there is a Redis on this machine. */
export function hasRedis(): boolean {
	try {
		execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

export async function startRedis(): Promise<RedisServer> {
	const folder = mkdtempSync(join(tmpdir(), 'redis-'));
	const port = await freePort();
	let child = await run(folder, port);
	const end = async () => {
		child.kill('SIGKILL');
		if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
	};
	return {
		url: `redis://127.0.0.1:${port}`,
		async restart(pause = 0) {
			await end();
			await new Promise((done) => setTimeout(done, pause));
			child = await run(folder, port);
		},
		async close() {
			await end();
			rmSync(folder, { recursive: true });
		},
	};
}

async function run(folder: string, port: number): Promise<ChildProcess> {
	const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
	const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...durable];
	const child = spawn('redis-server', words, { stdio: ['ignore', 'pipe', 'inherit'] });
	await new Promise<void>((done, fail) => {
		let said = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			if (/Ready to accept connections/i.test(said)) done();
		});
		child.once('exit', (code) => fail(new Error(`redis-server ended with ${code}: ${said}`)));
	});
	return child;
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
