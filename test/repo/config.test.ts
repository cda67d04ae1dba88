import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaUrl, validatorFor, validatorUrl } from '../../scripts/generate-validators.mjs';
import { readConfig } from '../../src/repo/config.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { positionFinder } from '../../src/repo/location.ts';
import { decidedAt } from '../../src/repo/origin.ts';

function problems(text: string): string[] {
	const read = readConfig(filesFromTexts({ '.dualstack-lint.yaml': text }));
	if (read.ok) return [];
	const position = positionFinder(text);
	return read.problem.map(({ message, at }) => {
		const { line, column } = position(decidedAt(at).range.start);
		return `${line}:${column} ${message}`;
	});
}

test('everything has a default without the file', () => {
	const read = readConfig(filesFromTexts({}));
	expect(read.ok && read.value.clusters).toEqual([]);
});

test.each([
	[
		'an unknown key gets the nearest name',
		'version: 1\nentrypoints: []\n',
		['2:1 unknown key entrypoints in the configuration; did you mean entryPoints?'],
	],
	['a missing version', 'files: []\n', ["1:1 the configuration must have required property 'version'"]],
	[
		'a severity that does not exist',
		'version: 1\nrules: {a/b: loud}\n',
		['2:14 rules.a/b is loud, not one of off, info, warning, error'],
	],
	[
		'a network without addresses',
		'version: 1\nnetworks:\n  - {role: pod}\n',
		["3:5 networks.0 must have required property 'cidrs'"],
	],
	['a key that is there twice', 'version: 1\nversion: 1\n', ['2:1 the key version is there twice']],
	[
		'cluster keys beside clusters',
		'version: 1\nclusters: {a: {}}\nfiles: []\n',
		['3:1 files belongs to one cluster; put it below clusters.<name>'],
	],
	['no configuration at all', '- 1\n', ['1:1 the file holds no configuration; the least is "version: 1"']],
	['a second document', 'version: 1\n---\nversion: 1\n', ['3:1 a second document is never read']],
	[
		'a key that looks like a prototype',
		'version: 1\n__proto__: {}\n',
		['2:1 unknown key __proto__ in the configuration'],
	],
])('is refused at its place: %s', (_, text, expected) => {
	expect(problems(text)).toEqual(expected);
});

test('a whole configuration is read', () => {
	const text = [
		'version: 1',
		'clusters:',
		'  production:',
		'    entryPoints: [./clusters/production/]',
		'    files: ["bootstrap/**"]',
		'rules: {addressing/host-bits: error, flux/yaml-syntax: {severity: off, reason: templates}}',
		'accept: [{rule: addressing/zero-global-id, value: "fd00::/108", reason: never leaves the cluster}]',
		'sources: {flux-system/other: ../other/}',
		'failOn: warning',
	].join('\n');
	const read = readConfig(filesFromTexts({ '.dualstack-lint.yaml': text }));
	if (!read.ok) throw new Error(JSON.stringify(read.problem));
	const { clusters, rules, accept, sources, failOn } = read.value;
	expect(
		clusters.map(({ name, entryPoints, files }) => [name, entryPoints.map(({ folder }) => folder), files]),
	).toEqual([['production', ['clusters/production'], ['bootstrap/**']]]);
	expect([...rules]).toEqual([
		['addressing/host-bits', 'error'],
		['flux/yaml-syntax', 'off'],
	]);
	expect(accept.map(({ rule, value }) => [rule, value])).toEqual([['addressing/zero-global-id', 'fd00::/108']]);
	expect([...sources]).toEqual([['flux-system/other', '../other']]);
	expect(failOn).toBe('warning');
});

test('the compiled validator is what the schema says', () => {
	const schema: unknown = JSON.parse(readFileSync(schemaUrl, 'utf8'));
	expect(readFileSync(validatorUrl, 'utf8')).toBe(validatorFor(schema));
});
