import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { readConfig } from '../src/repo/config.ts';
import { filesFromTexts } from '../src/repo/files.ts';
import { type BuiltCommand, buildCommand, run } from './support/command.ts';
import { excerptCount, withExcerpts } from './support/excerpts.ts';

const project = resolve(import.meta.dirname, '..');
const readme = readFileSync(resolve(project, 'README.md'), 'utf8');

/** The fenced blocks of one language. */
function blocks(language: string): string[] {
	return [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, text]) =>
		name === language && text !== undefined ? [text] : [],
	);
}

let command: BuiltCommand;
beforeAll(() => {
	command = buildCommand();
});
afterAll(() => command.remove());

describe('the README', () => {
	test('shows what the first command prints', () => {
		const { code, out } = run(command.path, ['examples/dungeon', '--exit-zero'], project);
		expect(code).toBe(0);
		expect(excerptCount(readme)).toBe(2);
		// `npm run readme` writes it anew.
		expect(withExcerpts(readme, out)).toBe(readme);
	});

	test.each(blocks('yaml').filter((text) => text.includes('version: 1')))(
		'shows configurations that are accepted and name rules that exist',
		(config) => {
			const read = readConfig(filesFromTexts({ '.dualstack-lint.yaml': config }));
			expect(read).toMatchObject({ ok: true });
			if (!read.ok) return;
			const named = [...read.value.rules.keys(), ...read.value.accept.map(({ rule }) => rule)];
			expect(named.filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
		},
	);

	describe('shows commands that run', () => {
		const scratch = mkdtempSync(join(tmpdir(), 'readme-'));
		afterAll(() => rmSync(scratch, { recursive: true, force: true }));
		const lines = blocks('sh').flatMap((text) => text.split('\n'));
		const commands = [
			...new Set(lines.flatMap((line) => /\bnpx dualstack-lint\b([^#|]*)/.exec(line)?.[1]?.trim() ?? [])),
		];

		test.each(commands)(
			'dualstack-lint %s',
			(words) => {
				const repository = mkdtempSync(join(scratch, 'repository-'));
				cpSync(resolve(project, 'examples/dungeon'), join(repository, 'examples/dungeon'), { recursive: true });
				cpSync(resolve(project, 'examples/dungeon'), repository, { recursive: true });
				rmSync(join(repository, words.includes('examples/') ? 'clusters' : 'examples'), { recursive: true });
				if (words === 'init') rmSync(join(repository, '.dualstack-lint.yaml'));
				const { code, err } = run(command.path, words.split(' ').filter(Boolean), repository);
				expect([0, 1], err).toContain(code);
			},
			60_000,
		);

		test('are more than a few', () => {
			expect(commands.length).toBeGreaterThan(10);
		});
	});

	test('names options that exist', () => {
		const help = ['--help', 'render --help', 'plan --help', 'migrate --help', 'verify --help', 'init --help']
			.map((words) => run(command.path, words.split(' '), project).out)
			.join('\n');
		const prose = readme.replace(/^```text .*?^```$/gms, '');
		const named = [...prose.matchAll(/(--[a-z][a-z-]*)/g)].map(([, name]) => name ?? '');
		expect(named).toContain('--exit-zero');
		expect(named.filter((name) => !help.includes(name))).toEqual([]);
	});

	test('points to files that exist', () => {
		for (const [, path = ''] of readme.matchAll(/\]\(([^):]+)\)/g)) {
			expect(() => statSync(resolve(project, path))).not.toThrow();
		}
	});
});
