// How long `verify` takes for a cluster of 500 nodes and how much memory: `npm run bench:verify` writes a dump of about
// 200 MB into a pipe and compares with a program that only reads it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { objectsOf, stages } from '../test/verify/dumps.ts';

const project = process.cwd();
const command = join(project, 'dist/cli.js');
const nodes = 500;
const podsOfNode = 110;

/** A pod as large as they are in real dumps, about 3.6 kB. */
function* dump(): Iterable<string> {
	const objects = objectsOf(stages.done);
	const node = objects.find((one) => Reflect.get(one, 'kind') === 'Node') ?? {};
	const pod = objects.findLast((one) => Reflect.get(one, 'kind') === 'Pod') ?? {};
	const text = (one: object, name: string) =>
		JSON.stringify({
			...one,
			metadata: { ...Reflect.get(one, 'metadata'), name, annotations: { filler: 'x'.repeat(2900) } },
		});
	yield `{"kind":"List","items":[${objects.map((one) => JSON.stringify(one)).join(',')}`;
	for (let i = 0; i < nodes; i++) yield `,${text(node, `node-${i}`)}`;
	for (let i = 0; i < nodes * podsOfNode; i++) yield `,${text(pod, `pod-${i}`)}`;
	yield ']}';
}

interface Measured {
	readonly seconds: number;
	readonly mebibytes: number;
	readonly bytes: number;
}

async function measure(words: readonly string[]): Promise<Measured> {
	const script = `process.on('exit', () => process.stderr.write('RSS ' + process.resourceUsage().maxRSS + '\\n'))`;
	const options = ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
	const child = spawn(process.execPath, [...options, ...words], { stdio: ['pipe', 'ignore', 'pipe'] });
	let err = '';
	child.stderr.on('data', (data) => {
		err += data;
	});
	const start = performance.now();
	let bytes = 0;
	const counted = function* () {
		for (const piece of dump()) {
			bytes += piece.length;
			yield piece;
		}
	};
	const ended = new Promise((go) => child.once('close', go));
	await pipeline(Readable.from(counted(), { objectMode: true, highWaterMark: 64 }), child.stdin);
	await ended;
	const seconds = (performance.now() - start) / 1000;
	return { seconds, bytes, mebibytes: Number(/RSS (\d+)/.exec(err)?.[1] ?? 0) / 1024 };
}

const reading = await measure(['-e', 'process.stdin.resume()']);
const ours = await measure([command, 'verify', join(project, 'examples/dungeon'), '--from', '-']);
console.log(
	`verify: ${nodes} nodes, ${nodes * podsOfNode} pods, ${(ours.bytes / 1e6).toFixed(0)} MB: ${ours.seconds.toFixed(1)} s, ` +
		`${(ours.seconds / reading.seconds).toFixed(1)} x reading it, ${ours.mebibytes.toFixed(0)} MiB at most`,
);
