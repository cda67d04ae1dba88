// Records how kustomize types plain scalars: `node scripts/record-scalars.mjs > test/repo/scalar-cases.json`.
// Needs kubectl; the texts are those already in the file.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

const recorded = new URL('../test/repo/scalar-cases.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(recorded, 'utf8'));
const version = kubectl('version', '--client').stdout?.match(/Kustomize Version: (\S+)/)?.[1];
if (version === undefined) {
	process.stderr.write('kubectl is not there\n');
	process.exit(1);
}
const lines = cases.map(({ text }) => `\t\t${JSON.stringify(record(text))}`);
process.stdout.write(`{\n\t"kustomize": "${version}",\n\t"cases": [\n${lines.join(',\n')}\n\t]\n}\n`);

/** `{ text, value }`, with `digits` for integers beyond 2^53, or `{ text, fails: true }`. */
function record(text) {
	const folder = mkdtempSync(join(tmpdir(), 'scalar-'));
	try {
		writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [object.yaml]\n');
		const object = `apiVersion: x/v1\nkind: X\nmetadata:\n  name: a\nspec:\n  v: ${text}\n`;
		writeFileSync(join(folder, 'object.yaml'), object);
		const build = kubectl('kustomize', folder);
		if (build.status !== 0) return { text, fails: true };
		return { text, ...typed(parseDocument(build.stdout, { schema: 'failsafe' }).getIn(['spec', 'v'], true)) };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** What kustomize prints plain is a number, boolean or null in its shortest form, or a string that is none in YAML 1.1. */
function typed(node) {
	const text = node.value;
	if (node.type !== 'PLAIN') return { value: text };
	if (text === 'null' || text === 'true' || text === 'false') return { value: JSON.parse(text) };
	if (!/^-?\d+(\.\d+)?(e[-+]\d+)?$/.test(text) || !Number.isFinite(Number(text))) return { value: text };
	const value = Number(text);
	return /^-?\d+$/.test(text) && String(value) !== text ? { value, digits: text } : { value };
}

function kubectl(...args) {
	return spawnSync('kubectl', args, { encoding: 'utf8' });
}
