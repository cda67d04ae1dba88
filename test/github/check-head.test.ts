import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import { afterEach, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type Checker, checkHead } from '../../src/github/check-head.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { addInstallation, addRepository, push } from './simulator/actions.ts';
import { type Simulator, startSimulator } from './simulator/server.ts';
import type { CheckRun } from './simulator/world.ts';

const open: Simulator[] = [];
afterEach(async () => {
	for (const one of open.splice(0)) {
		expect(one.world.violations).toEqual([]);
		await one.close();
	}
});

const folder = join(import.meta.dirname, '../../examples/dungeon');
const files = filesFromDisk(folder);
const dungeon = Object.fromEntries(files.paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function start(contents: Readonly<Record<string, string>> = dungeon) {
	const simulator = await startSimulator();
	open.push(simulator);
	const { world } = simulator;
	const installation = addInstallation(world, 'octo');
	const repository = addRepository(world, 'octo/cluster', contents, installation);
	world.tokens.set('ghs_t', { installation: installation.id, login: 'dualstack-lint[bot]', expires: Infinity });
	const github = new Octokit({ auth: 'ghs_t', baseUrl: simulator.url, log: silent });
	const checker: Checker = { rules, today: () => '2026-06-01', bases: new Map() };
	const check = async (head: string): Promise<CheckRun> => {
		await checkHead(github, { owner: 'octo', repo: 'cluster', head, base: 'main' }, checker);
		const runs = [...world.checkRuns.values()].filter(({ headSha }) => headSha === head);
		const [run] = runs;
		if (run === undefined || runs.length !== 1) throw new Error(`${runs.length} runs`);
		return run;
	};
	return { simulator, world, repository, check };
}

/** The address of the pod network changed in one of the places where it is written. */
const podFile = 'bootstrap/kubeadm-config.yaml';
const broken = { [podFile]: (dungeon[podFile] ?? '').replace(/podSubnet: .*/, 'podSubnet: 10.99.0.0/16') };

function output(run: CheckRun) {
	const { output, conclusion, status } = run.fields;
	return { ...(typeof output === 'object' ? output : {}), conclusion, status } as Readonly<Record<string, string>>;
}

describe('the check of a head', () => {
	test('passes a change that breaks nothing, though the base has findings', async () => {
		const { world, repository, check } = await start();
		const { conclusion, status, title } = output(
			await check(push(world, repository, 'topic', { 'README.md': 'hi' }).sha),
		);
		expect({ conclusion, status, title }).toEqual({
			conclusion: 'success',
			status: 'completed',
			title: 'no new findings',
		});
	});

	test('fails a change that breaks the plan, at the line that it touches first', async () => {
		const { world, repository, check } = await start();
		const run = await check(push(world, repository, 'topic', broken).sha);
		expect(output(run)['conclusion']).toBe('failure');
		expect(output(run)['title']).toMatch(/error.* \(new\)$/);
		expect(output(run)['summary']).toContain('10.99.0.0/16');
		expect(run.annotations[0]?.['path']).toBe(podFile);
		expect(run.annotations[0]?.['annotation_level']).toBe('failure');
	});

	test('done twice changes nothing', async () => {
		const { world, repository, check } = await start();
		const { sha } = push(world, repository, 'topic', broken);
		const first = JSON.stringify(await check(sha));
		const calls = world.calls.length;
		expect(JSON.stringify(await check(sha))).toBe(first);
		expect(world.calls.slice(calls).map(({ operation }) => operation)).toEqual(['checks/list-for-ref']);
	});

	test('goes on where an attempt broke off, each annotation once', async () => {
		const { simulator, world, repository, check } = await start();
		const { sha } = push(world, repository, 'topic', broken);
		simulator.faults.add({ kind: { is: 'answer-lost' }, operations: ['checks/update'] });
		await expect(check(sha)).rejects.toThrow();
		const run = await check(sha);
		const keys = run.annotations.map((one) => JSON.stringify(one));
		expect(new Set(keys).size).toBe(keys.length);
		expect(run.fields['status']).toBe('completed');
	});

	test('reads what the archive leaves out', async () => {
		const { world, repository, check } = await start();
		repository.unexported.add(podFile);
		const run = await check(push(world, repository, 'topic', broken).sha);
		expect(output(run)['conclusion']).toBe('failure');
		expect(world.calls.filter(({ operation }) => operation === 'git/get-blob')).toHaveLength(2);
	});

	test('lets nobody silence a rule and break it at once', async () => {
		const { world, repository, check } = await start();
		const config = `${dungeon['.dualstack-lint.yaml'] ?? 'version: 1\n'}\nignore: ['**']\n`;
		const { sha } = push(world, repository, 'topic', { ...broken, '.dualstack-lint.yaml': config });
		const run = await check(sha);
		expect(output(run)['conclusion']).toBe('failure');
		expect(output(run)['summary']).toContain('### Silenced by this pull request');
	});

	test('fails a configuration that cannot be read, on its line', async () => {
		const { world, repository, check } = await start();
		const { sha } = push(world, repository, 'topic', { '.dualstack-lint.yaml': 'version: 1\nrule: {}\n' });
		const run = await check(sha);
		expect(output(run)['conclusion']).toBe('action_required');
		expect(run.annotations.map(({ path, start_line }) => [path, start_line])).toEqual([['.dualstack-lint.yaml', 2]]);
	});

	test('says that there is nothing to check', async () => {
		const { world, repository, check } = await start({ 'README.md': 'hello\n' });
		const run = await check(push(world, repository, 'topic', { 'README.md': 'hi\n' }).sha);
		expect(output(run)['conclusion']).toBe('neutral');
	});
});
