import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltCommand, buildCommand, run } from '../support/command.ts';

let command: BuiltCommand;
beforeAll(() => {
	command = buildCommand();
});
afterAll(() => command.remove());

/** What bash offers for the last word. */
function offered(...words: readonly string[]): string[] {
	const { out } = run(command.path, ['completion', 'bash'], tmpdir());
	const line = ['dualstack-lint', ...words].map((word) => `'${word}'`).join(' ');
	const ask = `\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _dualstack_lint; printf '%s\\n' "\${COMPREPLY[@]}"`;
	const { stdout, stderr } = spawnSync('bash', ['-c', out + ask], { encoding: 'utf8' });
	expect(stderr).toBe('');
	return stdout.trim().split('\n');
}

describe('completion', () => {
	test.each([
		[['re'], ['render']],
		[['--form'], ['--format']],
		[
			['--format', 'js'],
			['json', 'jsonl'],
		],
		[['plan', '--format', ''], expect.arrayContaining(['text', 'json'])],
		[['explain', 'addressing/host-'], ['addressing/host-bits']],
		[['--skip', 'addressing/host-'], ['addressing/host-bits']],
		[['completion', 'z'], ['zsh']],
		[['rules', '--out'], ['']],
	])('of %j offers %j', (words, expected) => {
		expect(offered(...words)).toEqual(expected);
	});

	test.each(['zsh', 'fish'])('has a script for %s that names all commands', (shell) => {
		const { code, out } = run(command.path, ['completion', shell], tmpdir());
		expect(code).toBe(0);
		for (const name of ['plan', 'render', 'explain', 'rules', 'completion']) expect(out).toContain(name);
	});

	test('is for shells that exist', () => {
		expect(run(command.path, ['completion', 'cmd'], tmpdir()).code).toBe(2);
	});
});
