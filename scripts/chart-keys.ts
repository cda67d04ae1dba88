// Writes src/network/generated/chart-keys.ts out of unpacked charts: DIRECTORY/<chart>/<version>/values.yaml, its
// values.schema.json and its templates. Usage: node scripts/run.mjs scripts/chart-keys.ts DIRECTORY
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compareVersions, parseVersion, type Version } from '../src/network/limits/versions.ts';

/** One value of one version of a chart. */
interface Key {
	/** Letters of the JSON types that the schema allows; empty where it does not say. */
	types: string;
	/** Keys below it are known; false where any may stand there. */
	closed: boolean;
	readonly below: Map<string, Key>;
}

const letters: ReadonlyMap<string, string> = new Map([
	['null', '0'],
	['boolean', 'b'],
	['integer', 'i'],
	['number', 'n'],
	['string', 's'],
	['array', 'a'],
	['object', 'o'],
]);

const [directory] = process.argv.slice(2);
if (directory === undefined) {
	console.error('usage: node scripts/run.mjs scripts/chart-keys.ts DIRECTORY');
	process.exit(2);
}
const tables = ['cilium', 'rook-ceph', 'rook-ceph-cluster', 'ceph-csi-rbd', 'ceph-csi-cephfs'].map(
	(chart) => [chart, tableOf(join(directory, chart))] as const,
);
const source = tables.map(
	([chart, { versions, lines }]) =>
		`\t[\n\t\t'${chart}',\n\t\t{ versions: '${versions.join(' ')}', keys: \`\n${wrapped(lines)}\n\` },\n\t],\n`,
);
writeFileSync(
	new URL('../../../src/network/generated/chart-keys.ts', import.meta.url),
	`// Made by scripts/chart-keys.ts from the values, schemas and templates of these charts. See ../chart-keys.ts.
export const chartKeyTables: ReadonlyMap<string, { readonly versions: string; readonly keys: string }> = new Map([
${source.join('')}]);
`,
);

/** Semicolons stand between keys, and a line break where a text gets long. */
function wrapped(lines: readonly string[]): string {
	const texts: string[] = [];
	for (const line of lines) {
		const last = texts.at(-1);
		if (last === undefined || last.length > 2000) texts.push(line);
		else texts[texts.length - 1] = `${last};${line}`;
	}
	return texts.join('\n');
}

/** The versions of a chart, ascending, and its keys, each as deep as it is indented. */
function tableOf(folder: string): { versions: string[]; lines: string[] } {
	const versions = readdirSync(folder).sort((a, b) => compareVersions(version(a), version(b)));
	const trees = versions.map((name) => treeOf(join(folder, name)));
	return { versions, lines: linesOf(trees, 0, allOf(trees)) };
}

function version(text: string): Version {
	const parsed = parseVersion(text);
	if (parsed === undefined) throw new Error(`not a version: ${text}`);
	return parsed;
}

/** Which of the versions have a value, as ranges of their places in base 36. */
function allOf(trees: readonly (Key | undefined)[]): string {
	const ranges: string[] = [];
	for (let i = 0; i < trees.length; i++) {
		if (trees[i] === undefined) continue;
		const from = i;
		while (i + 1 < trees.length && trees[i + 1] !== undefined) i++;
		ranges.push(from === i ? from.toString(36) : `${from.toString(36)}-${i.toString(36)}`);
	}
	return ranges.join(',');
}

function linesOf(trees: readonly (Key | undefined)[], depth: number, inherited: string): string[] {
	const names = new Set(trees.flatMap((tree) => [...(tree?.below.keys() ?? [])]));
	return [...names].sort().flatMap((name) => {
		const keys = trees.map((tree) => tree?.below.get(name));
		const kinds = new Set(keys.flatMap((key) => (key === undefined ? [] : [kindOf(key)])));
		return [...kinds].flatMap((kind) => {
			const same = keys.map((key) => (key !== undefined && kindOf(key) === kind ? key : undefined));
			const range = allOf(same);
			const line = `${' '.repeat(depth)}${name}${kind === '' ? '' : `:${kind}`}${range === inherited ? '' : ` ${range}`}`;
			return [line, ...linesOf(same, depth + 1, range)];
		});
	});
}

function kindOf({ types, closed }: Key): string {
	return `${types}${closed ? '' : '*'}`;
}

function treeOf(folder: string): Key {
	const root: Key = { types: '', closed: true, below: new Map() };
	addValues(root, parse(readFileSync(join(folder, 'values.yaml'), 'utf8'), { logLevel: 'silent' }));
	addReferences(root, templatesOf(folder));
	const dependencies = /\ndependencies:\n((?:[- ].*\n)*)/.exec(`${readFileSync(join(folder, 'Chart.yaml'), 'utf8')}\n`);
	for (const [, name = ''] of (dependencies?.[1] ?? '').matchAll(/\b(?:name|alias): ([\w-]+)/g))
		free(keyAt(root, [name]));
	free(keyAt(root, ['global']));
	const schema = join(folder, 'values.schema.json');
	if (existsSync(schema)) addTypes(root, JSON.parse(readFileSync(schema, 'utf8')));
	freeBare(root);
	return root;
}

function addValues(key: Key, value: unknown): void {
	if (!isMap(value) || Object.keys(value).length === 0) return;
	for (const [name, below] of Object.entries(value)) addValues(keyAt(key, [name]), below);
}

/** What templates read counts as known; a map that is handed on as a whole may hold anything. */
function addReferences(root: Key, text: string): void {
	for (const line of text.split('\n')) {
		for (const match of line.matchAll(/\.Values\.([\w.-]*\w)(?:\)?\s+"([\w-]+)")?/g)) {
			const [, path = '', name = ''] = match;
			const before = line.slice(Math.max(0, match.index - 60), match.index);
			const steps = path.split('.');
			if (name !== '' && /hasKey\s+\(?\$?$/.test(before)) keyAt(root, [...steps, name]);
			else if (/\b(?:if|and|or|not|with\s+not)\s+\(?\$?$/.test(before)) keyAt(root, steps);
			else free(keyAt(root, steps));
		}
	}
}

function free(key: Key): void {
	key.closed = false;
}

/** A value without keys of its own is a scalar, a list, or a map for the user to fill. */
function freeBare(key: Key): void {
	for (const below of key.below.values()) freeBare(below);
	if (key.below.size === 0 && (key.types === '' || key.types.includes('o'))) free(key);
	else if (key.below.size === 0) key.closed = true;
}

function addTypes(key: Key, schema: unknown): void {
	if (!isMap(schema)) return;
	const type = schema['type'];
	const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type.map(String) : [];
	key.types = types.map((name) => letters.get(name) ?? '').join('');
	if (!isMap(schema['properties'])) return;
	for (const [name, below] of Object.entries(schema['properties'])) addTypes(keyAt(key, [name]), below);
}

function keyAt(key: Key, path: readonly string[]): Key {
	return path.reduce((at, name) => {
		const found = at.below.get(name) ?? { types: '', closed: true, below: new Map() };
		at.below.set(name, found);
		return found;
	}, key);
}

function templatesOf(folder: string): string {
	const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	const templates = names.filter(
		(name) => /\.(?:ya?ml|tpl|txt|json)$/.test(name) && /(?:^|\/)(?:templates|files)\//.test(name),
	);
	return templates.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

function isMap(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
