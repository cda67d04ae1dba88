import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generateRepository } from './generate.ts';

/** Ratios within one run: absolute seconds say more about the machine than about the program. */
const runs = 5;
const cli = resolve('dist/cli.js');
const scratch = mkdtempSync(join(tmpdir(), 'bench-'));
const readLoop = join(scratch, 'read-loop.mjs');

/** The least that any program has to do: start Node and read every file. */
writeFileSync(
	readLoop,
	`import { readdirSync, readFileSync } from 'node:fs';
const walk = (folder) => {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = folder + '/' + entry.name;
		if (entry.isDirectory()) { if (entry.name !== '.git') walk(path); }
		else if (entry.isFile()) readFileSync(path, 'utf8');
	}
};
walk(process.argv[2]);
`,
);

/** Reports the peak memory of a process as its last act. */
const memoryHook = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

interface Measured {
	/** Wall seconds. */
	readonly seconds: number;
	/** Peak resident set in MiB. */
	readonly memory: number;
}

function measure(commands: Readonly<Record<string, readonly string[]>>): Record<string, Measured> {
	const samples = new Map<string, Measured[]>(Object.keys(commands).map((name) => [name, []]));
	for (let run = 0; run <= runs; run++) {
		for (const [name, args] of Object.entries(commands)) {
			const before = process.hrtime.bigint();
			const child = spawnSync(process.execPath, ['--import', memoryHook, ...args], {
				stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
			});
			const seconds = Number(process.hrtime.bigint() - before) / 1e9;
			if (child.status !== 0) throw new Error(`${name} ended with ${child.status}`);
			// The first round warms the file cache.
			if (run > 0) samples.get(name)?.push({ seconds, memory: Number(child.output[3]) / 1024 });
		}
	}
	return Object.fromEntries(
		[...samples].map(([name, all]) => [
			name,
			{ seconds: median(all.map((one) => one.seconds)), memory: median(all.map((one) => one.memory)) },
		]),
	);
}

function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Seconds that `kubectl kustomize` takes for these folders, one process each, and for as many empty ones. */
function measureKubectl(folders: readonly string[]): { all: number; startUp: number } | undefined {
	if (spawnSync('kubectl', ['version', '--client']).status !== 0) return undefined;
	const empty = join(scratch, 'empty');
	mkdirSync(empty, { recursive: true });
	writeFileSync(join(empty, 'kustomization.yaml'), 'resources: [n.yaml]\n');
	writeFileSync(join(empty, 'n.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: {name: n}\n');
	const seconds = (folder: string) => {
		const before = process.hrtime.bigint();
		spawnSync('kubectl', ['kustomize', folder], { stdio: 'ignore' });
		return Number(process.hrtime.bigint() - before) / 1e9;
	};
	// In turn, so that both have the same share of whatever else the machine does.
	const sample = everyNth(folders, 100).map((folder) => ({ all: seconds(folder), startUp: seconds(empty) }));
	const whole = (pick: (one: (typeof sample)[number]) => number) => median(sample.map(pick)) * folders.length;
	return { all: whole((one) => one.all), startUp: whole((one) => one.startUp) };
}

function everyNth<T>(items: readonly T[], count: number): T[] {
	const step = Math.max(1, Math.ceil(items.length / count));
	return items.filter((_, i) => i % step === 0);
}

function kustomizationsIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => /^(kustomization\.ya?ml|Kustomization)$/.test(entry.name))
		.map((entry) => entry.parentPath);
}

function countYaml(folder: string): number {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name)).length;
}

function figures(folder: string): { row: string[]; lint: Measured } {
	const lintArgs = [cli, folder, '--root', folder, '--format', 'json', '--exit-zero'];
	const { lint, read } = measure({ lint: lintArgs, read: [readLoop, folder] });
	if (lint === undefined || read === undefined) throw new Error('nothing was measured');
	const kubectl = measureKubectl(kustomizationsIn(folder));
	const ratio = (value: number | undefined) => (value === undefined ? 'no kubectl' : `${value.toFixed(1)} x`);
	const row = [
		String(countYaml(folder)),
		lint.seconds.toFixed(2),
		ratio(lint.seconds / read.seconds),
		ratio(kubectl && kubectl.all / lint.seconds),
		ratio(kubectl && (kubectl.all - kubectl.startUp) / lint.seconds),
		lint.memory.toFixed(0),
	];
	return { row, lint };
}

function table(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
	const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
	const [head = [], ...body] = rows;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

if (!existsSync(cli)) {
	console.error('dist/cli.js is missing: run "npm run build" first');
	process.exit(2);
}
const given = process.argv.slice(2);
const sizes = given.length > 0 ? [] : [300, 3000, 30_000];
const head = [
	'repository',
	'YAML files',
	'seconds',
	'against reading',
	'faster than kubectl',
	'… less its start',
	'MiB',
];
const rows: string[][] = [head];
const generated: Measured[] = [];
for (const size of sizes) {
	const folder = join(scratch, `generated-${size}`);
	generateRepository(folder, size);
	const { row, lint } = figures(folder);
	generated.push(lint);
	rows.push([`generated, ${size}`, ...row]);
}
for (const folder of given) rows.push([folder, ...figures(resolve(folder)).row]);
console.log(table(rows));
for (const [i, larger] of generated.entries()) {
	const smaller = generated[i - 1];
	if (smaller === undefined) continue;
	const time = (larger.seconds / smaller.seconds).toFixed(1);
	const memory = (larger.memory / smaller.memory).toFixed(1);
	console.log(`${sizes[i - 1]} → ${sizes[i]} files: ${time} x the time, ${memory} x the memory`);
}
const { version, help, bare } = measure({ version: [cli, '--version'], help: [cli, '--help'], bare: ['-e', '0'] });
if (version !== undefined && help !== undefined && bare !== undefined) {
	const ratio = (one: Measured) => `${(one.seconds / bare.seconds).toFixed(2)} x node -e 0`;
	console.log(`--version: ${ratio(version)}, --help: ${ratio(help)}`);
}
console.log(
	`Node ${process.version}, ${readFileSync('/proc/cpuinfo', 'utf8').match(/model name\s*: (.*)/)?.[1] ?? 'unknown processor'}, median of ${runs} runs`,
);
rmSync(scratch, { recursive: true, force: true });
