import { describe, expect, test } from 'vitest';
import { globTest } from '../../src/repo/glob.ts';

const cases: readonly [pattern: string, matching: readonly string[], others: readonly string[]][] = [
	['nodes/one/kubeadm.yaml', ['nodes/one/kubeadm.yaml'], ['nodes/one/kubeadm.yml', 'one/kubeadm.yaml', 'nodes/one']],
	['./nodes/*.yaml', ['nodes/a.yaml', 'nodes/.yaml'], ['nodes/a/b.yaml', 'a.yaml', 'nodes/a.yaml.j2']],
	['bootstrap/**', ['bootstrap/a', 'bootstrap/b/.c/d'], ['bootstrap', 'a/bootstrap/b']],
	['**/*.sh', ['a.sh', 'b/c/a.sh', 'b/.sh'], ['a.shx', 'a.sh/b']],
	['**', ['a', '.b/c'], []],
	['a/**/b', ['a/b', 'a/x/y/b'], ['a', 'ab', 'a/b/c']],
	['node-?', ['node-1', 'node-é', 'node-😀'], ['node-', 'node-10', 'node-/']],
	['node-[0-3x].yaml', ['node-0.yaml', 'node-3.yaml', 'node-x.yaml'], ['node-4.yaml', 'node-[0-3x].yaml']],
	['[!.]*', ['a', 'ab.c'], ['.a', '']],
	['[^a-c]', ['d', '-'], ['a', 'c']],
	['[]x]', [']', 'x'], ['[', '']],
	['{a,b/{c,d}}.yaml', ['a.yaml', 'b/c.yaml', 'b/d.yaml'], ['b.yaml', '{a,b/{c,d}}.yaml']],
	['{a}', ['{a}'], ['a']],
	['\\*.[', ['*.['], ['a.[', '\\*.[']],
	['a(b)+$', ['a(b)+$'], ['abb']],
	['', [''], ['a']],
];

describe.each(cases)('%s', (pattern, matching, others) => {
	const isMeant = globTest([pattern]);
	test('fits', () => expect(matching.filter((path) => !isMeant(path))).toEqual([]));
	test('fits nothing else', () => expect(others.filter(isMeant)).toEqual([]));
});

test('any of several patterns is enough, none fits nothing', () => {
	expect(globTest(['a', 'b*'])('bc')).toBe(true);
	expect(globTest([])('a')).toBe(false);
});

test.each([
	`${'*a'.repeat(60)}b`,
	`${'**/a/'.repeat(60)}b`,
	`${'{a,b}'.repeat(200)}`,
	`${'{'.repeat(500)},${'}'.repeat(500)}`,
	'['.repeat(100_000),
	'\\'.repeat(100_001),
	`${'*'.repeat(100_000)}b`,
])(
	'an answer comes at once: %.10s',
	(pattern) => {
		const isMeant = globTest([pattern]);
		expect(['a'.repeat(4000), `${'a/'.repeat(2000)}a`].filter(isMeant)).toEqual([]);
	},
	10_000,
);
