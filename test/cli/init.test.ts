import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BuiltCommand, buildCommand, run } from '../support/command.ts';

const example = join(import.meta.dirname, '../../examples/dungeon');
const name = '.dualstack-lint.yaml';

let command: BuiltCommand;
let scratch: string;
let repository: string;
beforeAll(() => {
	command = buildCommand();
	scratch = mkdtempSync(join(tmpdir(), 'init-'));
});
afterAll(() => {
	rmSync(scratch, { recursive: true, force: true });
	command.remove();
});
beforeEach(() => {
	repository = mkdtempSync(join(scratch, 'repository-'));
	cpSync(example, repository, { recursive: true });
	rmSync(join(repository, name));
});

function init(...words: string[]) {
	return run(command.path, ['init', ...words], repository);
}

describe('init', { timeout: 60_000 }, () => {
	test('writes a configuration with which the report is the same', () => {
		const lint = () => run(command.path, ['--format', 'json'], repository);
		const before = lint();
		expect(init()).toMatchObject({ code: 0, out: '' });
		expect(readFileSync(join(repository, name), 'utf8')).toContain('entryPoints: [clusters/production]');
		expect(JSON.parse(lint().out).diagnostics).toEqual(JSON.parse(before.out).diagnostics);
	});

	test('leaves one that is there as it is', () => {
		writeFileSync(join(repository, name), 'version: 1\n');
		expect(init()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--force') });
		expect(readFileSync(join(repository, name), 'utf8')).toBe('version: 1\n');
	});

	test('writes over it when told to, and keeps its seed', () => {
		init();
		const text = readFileSync(join(repository, name), 'utf8');
		writeFileSync(join(repository, name), `${text}failOn: never\n`);
		expect(init('--force').code).toBe(0);
		expect(readFileSync(join(repository, name), 'utf8')).toBe(text);
	});

	test('prints it and writes nothing', () => {
		const { code, out } = init('--print');
		expect([code, out.startsWith('# yaml-language-server:')]).toEqual([0, true]);
		expect(() => readFileSync(join(repository, name))).toThrow('ENOENT');
	});

	test('follows no link out of the repository', () => {
		symlinkSync(join(scratch, 'elsewhere.yaml'), join(repository, name));
		expect(init('--force')).toMatchObject({ code: 2, err: expect.stringContaining('symbolic link') });
		expect(() => readFileSync(join(scratch, 'elsewhere.yaml'))).toThrow('ENOENT');
	});

	test('finds the root from a folder of it', () => {
		expect(run(command.path, ['init', 'clusters/production'], repository).code).toBe(0);
		expect(readFileSync(join(repository, name), 'utf8')).toContain('version: 1');
	});
});
