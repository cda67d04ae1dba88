import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltCommand, buildCommand, run } from '../support/command.ts';

const example = join(import.meta.dirname, '../../examples/dungeon');

let command: BuiltCommand;
let scratch: string;
let repository: string;
beforeAll(() => {
	command = buildCommand();
	scratch = mkdtempSync(join(tmpdir(), 'migrate-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(() => {
	repository = mkdtempSync(join(scratch, 'repository-'));
	cpSync(example, repository, { recursive: true });
});

function migrate(...words: string[]) {
	return run(command.path, ['migrate', ...words], repository);
}

function apply(patch: string) {
	return spawnSync('git', ['apply', '-'], { cwd: repository, input: patch, encoding: 'utf8' });
}

describe('migrate', { timeout: 60_000 }, () => {
	test('prints the way in phases and exits with 0', () => {
		const { code, out } = migrate();
		expect(code).toBe(0);
		expect(out.match(/^\d\. [\w-]+/gm)?.slice(0, 7)).toEqual([
			'0. hold',
			'1. nodes',
			'2. control-plane',
			'3. re-registration',
			'4. policies',
			'5. cilium',
			'6. services',
		]);
	});

	test('prints a patch that git applies, after which no change is left', () => {
		const { code, out } = migrate('--diff');
		expect(code).toBe(0);
		expect(apply(out)).toMatchObject({ status: 0, stderr: '' });
		expect(migrate('--diff')).toMatchObject({ code: 0, out: '' });
	});

	test('writes what the patch would', () => {
		const { out } = migrate('--diff');
		expect(migrate('--write').code).toBe(0);
		expect(spawnSync('git', ['apply', '--reverse', '-'], { cwd: repository, input: out }).status).toBe(0);
		const path = 'bootstrap/kubeadm-config.yaml';
		expect(readFileSync(join(repository, path), 'utf8')).toBe(readFileSync(join(example, path), 'utf8'));
	});

	test('writes a plan and a patch for each phase, which apply in their order', () => {
		const folder = join(repository, 'plan');
		expect(migrate('--out', 'plan').code).toBe(0);
		const names = readdirSync(folder);
		expect(names).toEqual([
			'01-hold.patch',
			'02-nodes.patch',
			'03-control-plane.patch',
			...names.filter((name) => /^0[4-9]-/.test(name)),
			'plan.md',
		]);
		for (const name of names.filter((one) => one.endsWith('.patch')))
			expect(apply(readFileSync(join(folder, name), 'utf8')).stderr).toBe('');
	});

	test('writes nothing at all where one of its files is a link', () => {
		const path = join(repository, 'bootstrap/kubeadm-config.yaml');
		renameSync(path, join(repository, 'kubeadm-config.kept'));
		symlinkSync('../kubeadm-config.kept', path);
		const before = spawnSync('git', ['diff', '--no-index', '--stat', example, repository], { encoding: 'utf8' }).stdout;
		expect(migrate('--write')).toMatchObject({ code: 2, err: expect.stringContaining('symbolic link') });
		const after = spawnSync('git', ['diff', '--no-index', '--stat', example, repository], { encoding: 'utf8' }).stdout;
		expect(after).toBe(before);
	});

	test('tells when the folder for the plan cannot be made', () => {
		const { code, err } = migrate('--out', 'bootstrap/kubeadm-config.yaml');
		expect([code, err]).toEqual([2, expect.stringContaining('cannot write into bootstrap/kubeadm-config.yaml')]);
	});

	test('exits with 1 for a phase that is blocked', () => {
		const { code, out } = migrate('--phase', 'cilium');
		expect([code, out.includes('(blocked)')]).toEqual([1, true]);
	});

	test('prints JSON and Markdown', () => {
		expect(JSON.parse(migrate('--format', 'json').out)).toMatchObject({
			version: 1,
			clusters: [{ cluster: 'production' }],
		});
		expect(migrate('--format', 'markdown').out).toContain('```sh');
	});

	test('refuses a phase that is none', () => {
		expect(migrate('--phase', 'pods').code).toBe(2);
	});
});
