import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderWith, run, type TemporaryFolder } from './support/command.ts';

const project = resolve(import.meta.dirname, '..');

/** What a person who tries the tool should have to download at most. */
const limits = { packages: 10, bytes: 8 * 1024 * 1024 };

let home: TemporaryFolder;
let installed: string;
beforeAll(() => {
	home = folderWith({
		'package.json': '{"private": true, "type": "module"}',
		'repository/kubeadm.yaml':
			'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n  podSubnet: 10.42.0.0/16\n  serviceSubnet: 10.42.0.0/16\n',
	});
	const [packed] = JSON.parse(npm(project, 'pack', '--json', '--pack-destination', home.path));
	npm(home.path, 'install', '--offline', '--ignore-scripts', join(home.path, packed.filename));
	installed = join(home.path, 'node_modules');
}, 60_000);
afterAll(() => home.remove());

function npm(cwd: string, ...words: readonly string[]): string {
	return execFileSync('npm', words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function filesBelow(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

test('the lock file knows the packages of every platform', () => {
	// npm leaves out what the registry did not answer for when the file was written, and npm ci then refuses it.
	const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'));
	const wanted = Object.values<{ optionalDependencies?: Record<string, string> }>(packages).flatMap((one) =>
		Object.keys(one.optionalDependencies ?? {}),
	);
	expect(wanted.length).toBeGreaterThan(0);
	expect(wanted.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});

test('what is installed stays small', () => {
	const files = filesBelow(installed);
	const packages = files.filter((file) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file));
	expect(packages.length).toBeLessThanOrEqual(limits.packages);
	expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(limits.bytes);
});

test('nothing runs while it is installed and nothing in it is native', () => {
	const manifest = JSON.parse(readFileSync(join(installed, 'dualstack-lint/package.json'), 'utf8'));
	expect(Object.keys(manifest.scripts ?? {}).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
	expect(manifest).not.toHaveProperty('dependencies');
	expect(filesBelow(installed).filter((file) => /\.(node|so|dll|dylib|wasm)$/.test(file))).toEqual([]);
});

test('the command has no way into the network', () => {
	const text = readFileSync(join(installed, 'dualstack-lint/dist/cli.js'), 'utf8');
	const modules = [...text.matchAll(/(?:from|require\(|import\()\s*"(node:[a-z_/]+|[a-z_]+)"/g)].map(
		(match) => match[1],
	);
	expect(modules).toContain('node:fs');
	expect(
		modules.filter((name) => /^(node:)?(https?|http2|tls|dgram|dns|inspector|worker_threads)$/.test(name ?? '')),
	).toEqual([]);
	expect(text).not.toMatch(/\bfetch\(|\bcreateConnection\(|\bWebSocket\b/);
});

test('the licences of what is bundled come with it', () => {
	const notices = readFileSync(join(installed, 'dualstack-lint/dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
	for (const name of ['yaml', 'ip-address', 'commander', 'fastest-levenshtein']) {
		expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
	}
});

test('the command runs in the empty folder', () => {
	const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
	expect(npm(home.path, 'exec', '--offline', '--', 'dualstack-lint', '--version')).toBe(`${version}\n`);
});

test('the command lints', () => {
	const cli = join(installed, 'dualstack-lint/dist/cli.js');
	const { code, out } = run(cli, ['repository', '--format', 'json'], home.path);
	expect(code).toBe(1);
	expect(JSON.parse(out).diagnostics).toMatchObject([{ rule: 'addressing/networks-overlap', file: 'kubeadm.yaml' }]);
});

test('the library lints', () => {
	writeFileSync(
		join(home.path, 'use.js'),
		"import { filesFromDisk, lintRepository, rules } from 'dualstack-lint';\nconst outcome = lintRepository(filesFromDisk('repository'), rules);\nconsole.log(outcome.value.diagnostics.map(({ ruleId }) => ruleId).join());\n",
	);
	expect(run(join(home.path, 'use.js'), [], home.path)).toEqual({
		code: 0,
		out: 'addressing/networks-overlap\n',
		err: '',
	});
});

test('the library has types', () => {
	writeFileSync(
		join(home.path, 'use.ts'),
		"import { filesFromTexts, lintRepository, type Report, rules } from 'dualstack-lint';\nconst outcome = lintRepository(filesFromTexts({}), rules);\nexport const report: Report | undefined = outcome.ok ? outcome.value : undefined;\n// @ts-expect-error a report has no such key\nreport?.nothing;\n",
	);
	const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', '--types', '', 'use.ts'];
	const compiler = join(project, 'node_modules/.bin/tsc');
	expect(execFileSync(compiler, flags, { cwd: home.path, encoding: 'utf8' })).toBe('');
});
