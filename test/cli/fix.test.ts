import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	type Answer,
	type BuiltCommand,
	buildCommand,
	folderWith,
	run,
	type TemporaryFolder,
} from '../support/command.ts';

const head = 'apiVersion: kubeadm.k8s.io/v1beta4\r\nkind: ClusterConfiguration # c\r\nnetworking:\r\n';
const before = `${head}  podSubnet: "10.42.0.1/16" # pods\r\n  serviceSubnet: 10.96.0.0/12`;
const after = before.replace('10.42.0.1/16', '10.42.0.0/16');

let command: BuiltCommand;
beforeAll(() => {
	command = buildCommand();
});
afterAll(() => command.remove());

let repository: TemporaryFolder;
beforeEach(() => {
	repository = folderWith({ 'a folder/kubeadm.yaml': before });
});
afterEach(() => repository.remove());

const answer = (...words: readonly string[]): Answer => run(command.path, words, repository.path);
const path = () => join(repository.path, 'a folder/kubeadm.yaml');
const text = () => readFileSync(path(), 'utf8');

describe('--fix', () => {
	test('writes what is safe, keeps every other byte and the permissions, and says so', () => {
		chmodSync(path(), 0o600);
		const { code, err } = answer('--fix', '.');
		expect({ code, err, text: text() }).toEqual({
			code: 0,
			text: after,
			err: 'fixed: 1 finding in 1 file\n  a folder/kubeadm.yaml:4: addressing/host-bits: Write 10.42.0.0/16\n',
		});
		expect(statSync(path()).mode & 0o777).toBe(0o600);
		expect(readdirSync(join(repository.path, 'a folder'))).toEqual(['kubeadm.yaml']);
	});

	test('run twice changes nothing', () => {
		answer('--fix=unsafe');
		const once = text();
		expect(answer('--fix=unsafe').err).toMatch(/^nothing fixed\n/);
		expect(text()).toBe(once);
	});

	test('leaves rules alone that are not asked for, and findings that a baseline knows', () => {
		expect(answer('--fix', '--rule', 'addressing/not-a-prefix').err).toBe('nothing fixed\n');
		answer('--write-baseline');
		expect(answer('--fix', '--baseline', '.dualstack-lint-baseline.json').err).toBe('nothing fixed\n');
		expect(text()).toBe(before);
	});

	test('does not write through symbolic links', () => {
		const outside = folderWith({ 'kubeadm.yaml': before.replace('16', '18') });
		mkdirSync(join(repository.path, 'real'));
		writeFileSync(join(repository.path, 'real/kubeadm.yaml'), before);
		symlinkSync('real', join(repository.path, 'linked'));
		symlinkSync(join(outside.path, 'kubeadm.yaml'), join(repository.path, 'outside.yaml'));
		const { code, err } = answer('--fix', '--root', '.', 'linked');
		expect(code).toBe(2);
		expect(err).toBe('error: linked/kubeadm.yaml leads through a symbolic link, so nothing is written there\n');
		expect(readFileSync(join(repository.path, 'real/kubeadm.yaml'), 'utf8')).toBe(before);
		outside.remove();
	});

	test('and --watch do not go together', () => {
		expect(answer('--fix', '--watch')).toMatchObject({
			code: 2,
			err: 'error: --watch only looks: run --fix, --diff and --add-ignores alone\n',
		});
	});
});

describe('--diff', () => {
	test('prints what git applies, writes nothing, and exits with 1 where there is something to change', () => {
		const { code, out, err } = answer('--diff');
		expect(code).toBe(1);
		expect(err).toMatch(/^would be fixed: 1 finding in 1 file\n/);
		expect(text()).toBe(before);
		execFileSync('git', ['init', '-q'], { cwd: repository.path });
		execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: repository.path, input: out });
		expect(text()).toBe(after);
		expect(answer('--diff')).toMatchObject({ code: 0, out: '' });
	});
});

describe('--add-ignores', () => {
	test('writes comments that suppress what is found, and says how many', () => {
		const { code, err } = answer('--add-ignores', 'as ordered', '.');
		expect({ code, err, text: text() }).toEqual({
			code: 0,
			err: 'suppressed: 1 finding in 1 file\n',
			text: before.replace('  podSubnet', '  # dualstack-lint-ignore addressing/host-bits: as ordered\r\n  podSubnet'),
		});
	});

	test('prints them as a patch with --diff, and writes nothing', () => {
		const { code, out } = answer('--add-ignores', 'as ordered', '--diff', '.');
		expect({ code, text: text() }).toEqual({ code: 1, text: before });
		expect(out).toContain('+  # dualstack-lint-ignore addressing/host-bits: as ordered\r\n');
	});

	test.each([
		[['--add-ignores', '  ']],
		[['--add-ignores', 'two\nlines']],
		[['--add-ignores', 'as ordered', '--fix']],
		[['--add-ignores', 'as ordered', '--watch']],
	])('refuses %j', (words) => {
		const { code, err } = answer(...words, '.');
		expect({ code, text: text() }).toEqual({ code: 2, text: before });
		expect(err).toMatch(/^error: [^\n]+\n$/);
	});
});
