import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { canary, type HostileCase, writeCase } from './case.ts';
import type { Outcome } from './driver.ts';

/** What came of some cases. */
export interface Outcomes {
	/** How each process ended; more than its exit code where it ended badly. */
	readonly ends: readonly string[];
	/** By name of the case. */
	readonly of: ReadonlyMap<string, Outcome>;
}

/** Milliseconds after which a process is ended that comes to no end. */
const patience = 60_000;

/** Runs the command of the project in `here` on each case, in as many processes as most machines have processors. */
export async function runCases(cases: readonly HostileCase[], here: string): Promise<Outcomes> {
	const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
	try {
		const outside = join(folder, 'outside');
		mkdirSync(outside);
		writeFileSync(join(outside, 'secret.yaml'), `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${canary}}\n`);
		writeFileSync(join(outside, 'kustomization.yaml'), 'resources: [secret.yaml]\n');
		await bundleDriver(here, folder);
		const of = new Map<string, Outcome>();
		const parts = [0, 1].map((part) => cases.filter((_, i) => i % 2 === part));
		const ends = await Promise.all(parts.map((some, i) => runPart(some, folder, `part-${i}`, of)));
		return { ends, of };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function bundleDriver(here: string, folder: string): Promise<void> {
	writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
	await build({
		absWorkingDir: here,
		entryPoints: ['test/hostile/driver.ts'],
		outdir: folder,
		bundle: true,
		// What needs packages that are not here is a file of its own, which nothing asks for.
		splitting: true,
		platform: 'node',
		format: 'esm',
		banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
		external: ['vscode-languageserver', '@kubernetes/client-node', 'probot'],
		logLevel: 'error',
	});
}

async function runPart(
	some: readonly HostileCase[],
	folder: string,
	place: string,
	of: Map<string, Outcome>,
): Promise<string> {
	const outputs = join(folder, `${place}-outputs`);
	mkdirSync(outputs);
	const list = some.map(({ name, isLarge = false }, i) => ({ name, isLarge, root: join(folder, place, `case-${i}`) }));
	for (const [i, one] of some.entries()) writeCase(join(folder, place, `case-${i}`), join(folder, 'outside'), one);
	writeFileSync(join(folder, `${place}.json`), JSON.stringify(list));
	const env = { ...process.env, SECRET_TOKEN: canary, NO_COLOR: '1' };
	const words = ['--max-old-space-size=400', join(folder, 'driver.js'), join(folder, `${place}.json`), outputs];
	const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
	const child = spawn(process.execPath, words, { cwd: folder, env, stdio, timeout: patience, killSignal: 'SIGKILL' });
	let out = '';
	let err = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		out += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		err += text;
	});
	const code = await new Promise<number | null>((done) => void child.once('close', done));
	const lines = out.split('\n').filter((line) => line !== '');
	const told: (Outcome | { readonly begins: string })[] = lines.map((line) => JSON.parse(line));
	for (const line of told) if ('name' in line) of.set(line.name, line);
	return code === 0 && err === '' ? 'ended well' : `${code} after ${JSON.stringify(told.at(-1))}: ${err.slice(-2000)}`;
}
