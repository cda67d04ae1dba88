import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { toPlain } from '../../src/render/to-plain.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import type { Scalar, YamlNode } from '../../src/repo/node.ts';
import { type Origin, written } from '../../src/repo/origin.ts';
import { parseText } from '../../src/repo/parse.ts';
import { printYaml } from '../../src/repo/print.ts';
import { exactInteger } from '../../src/repo/scalar.ts';
import { openSources } from '../../src/repo/sources.ts';
import { folderWith } from '../support/command.ts';

const origin: Origin = written('a.yaml' as RepoPath, 0, 0);

function documentsIn(text: string): readonly YamlNode[] {
	const { documents, syntaxErrors } = parseText(text, () => origin);
	expect(syntaxErrors).toEqual([]);
	return documents;
}

function scalar(value: Scalar): YamlNode {
	return { kind: 'scalar', value, origin };
}

function list(items: readonly YamlNode[]): YamlNode {
	return { kind: 'seq', items, origin };
}

function map(entries: readonly (readonly [string, YamlNode])[]): YamlNode {
	return { kind: 'map', entries: new Map(entries.map(([key, value]) => [key, { key: origin, value }])), origin };
}

/** Text that some reader of YAML takes for something else, and pieces that make such text. */
const pieces = [
	...['yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'False', 'null', 'Null', '~', '', '<<', '=', '.inf', '-.INF', '.NaN'],
	...['0', '010', '0o17', '0O17', '0x1F', '0b101', '-0b1', '1_000', '1e3', '1.', '.5', '._5', '1:30', '1:30.5', '+1'],
	...['12345678901234567890', '1e400', '2024-01-01', '2024-01-01T00:00:00Z', '2024-01-01 10:00:00', '9-9'],
	...['---', '...', '- ', '-', '?', '? a', ':', ': ', ' #', '#', '&a', '*a', '!a', '|', '>', '%', '@', '`', '"', "'"],
	...['[', ']', '{', '}', ',', ' ', '  ', '\n', '\n\n', '\t', '\r', '\r\n', '\\', 'a', 'b c', 'key: value', '- item'],
	...['\u0000', '\u0007', '\u001b[31m', '\u007f', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u2028', '\u202e', '\ufeff'],
	...['\ufffe', '\ud83d\ude00', '\u{e0041}', '${VAR}', '{{ .Values.a }}', '__proto__', 'a'.repeat(1100)],
];
/** Characters that a terminal acts on or does not show. */
const hidden = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\ufffe]/u;

/** Text made of some of these pieces. */
function textOf(some: readonly string[]): fc.Arbitrary<string> {
	const piece = fc.constantFrom(...some);
	return fc.oneof(
		piece,
		fc.array(piece, { maxLength: 6 }).map((parts) => parts.join('')),
	);
}

const numbers: fc.Arbitrary<YamlNode> = fc
	.oneof(
		fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map(exactInteger),
		fc.integer().map((value) => ({ value })),
		// YAML's numbers have no negative zero here.
		fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ value: value + 0 })),
	)
	.map((number) => ({ kind: 'scalar', ...number, origin }));

function treeOf(text: fc.Arbitrary<string>): fc.Arbitrary<YamlNode> {
	return fc.letrec<{ node: YamlNode }>((tie) => ({
		node: fc.oneof(
			{ maxDepth: 4 },
			{ weight: 3, arbitrary: text.map(scalar) },
			{ weight: 1, arbitrary: numbers },
			{ weight: 1, arbitrary: fc.constantFrom(scalar(null), scalar(true), scalar(false), list([]), map([])) },
			{ weight: 2, arbitrary: fc.array(tie('node'), { maxLength: 4 }).map(list) },
			{ weight: 2, arbitrary: fc.array(fc.tuple(text, tie('node')), { maxLength: 4 }).map(map) },
		),
	})).node;
}

const tree = treeOf(fc.oneof({ weight: 6, arbitrary: textOf(pieces) }, fc.string({ unit: 'binary' })));

/** As JavaScript's JSON reads numbers. */
function rounded(value: unknown): unknown {
	if (typeof value === 'bigint') return Number(value);
	if (Array.isArray(value)) return value.map(rounded);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
}

describe('a printed tree', () => {
	test('reads as what it was', () => {
		fc.assert(
			fc.property(tree, (node) => {
				expect(documentsIn(printYaml(node)).map(toPlain)).toEqual([toPlain(node)]);
			}),
			{ numRuns: 1000 },
		);
	});

	test.each(['1.1', '1.2'] as const)('reads so with YAML %s', (version) => {
		fc.assert(
			fc.property(tree, (node) => {
				const read = parse(printYaml(node), { version, intAsBigInt: false, merge: version === '1.1' });
				expect(rounded(read)).toEqual(rounded(toPlain(node)));
			}),
			{ numRuns: 1000 },
		);
	});

	test('reads so with comments behind its values', () => {
		fc.assert(
			fc.property(tree, fc.constantFrom(...pieces), (node, note) => {
				expect(documentsIn(printYaml(node, () => `a ${note}`)).map(toPlain)).toEqual([toPlain(node)]);
			}),
			{ numRuns: 1000 },
		);
	});

	test('holds nothing that a terminal acts on', () => {
		fc.assert(
			fc.property(tree, (node) => {
				expect(printYaml(node, () => 'a\u001b[0m\r\nb')).not.toMatch(hidden);
			}),
		);
	});

	test('reads as what it was, over every file of the examples', () => {
		const sources = openSources(filesFromDisk(resolve(import.meta.dirname, '../../examples')));
		const files = sources.files.paths.filter((path) => /\.ya?ml$/.test(path) && !path.endsWith('.sops.yaml'));
		expect(files.length).toBeGreaterThan(50);
		for (const path of files) {
			for (const document of sources.get(path)?.documents ?? [])
				expect(documentsIn(printYaml(document)).map(toPlain), path).toEqual([toPlain(document)]);
		}
	});

	test('keeps its order, and quotes only where readers differ', () => {
		const text = [
			'name: web',
			'yes: "yes"',
			'mode: 0644',
			'octal: "0o17"',
			'large: 12345678901234567890',
			'day: "2024-01-01"',
			'script: "#!/bin/sh\\n\\techo hi\\n"',
			'hidden: "a\\u200bb"',
			'empty: [{}, [], ~, ""]',
			'text: it stays "as it is"',
			'',
		].join('\n');
		expect(documentsIn(text).map((node) => printYaml(node))).toMatchInlineSnapshot(`
			[
			  "name: web
			"yes": "yes"
			mode: 420
			octal: "0o17"
			large: 12345678901234567890
			day: "2024-01-01"
			script: |
			  #!/bin/sh
			  	echo hi
			hidden: "a\\u200bb"
			empty:
			  - {}
			  - []
			  - null
			  - ""
			text: it stays "as it is"
			",
			]
		`);
	});

	test('says beside a value why it is not known', () => {
		const unknown = { kind: 'unknown', why: 'encrypted', what: 'a SOPS\nvalue', origin } as const;
		const node = map([
			['password', unknown],
			['hosts', list([unknown, scalar('web')])],
		]);
		expect(printYaml(node)).toBe(
			'password: null # unknown: encrypted, a SOPS value\nhosts:\n  - null # unknown: encrypted, a SOPS value\n  - web\n',
		);
	});

	test('has each note on the line where the value begins', () => {
		const [node] = documentsIn(
			'script: |\n  one\n  two\nlist:\n  - a\n  - [b, {c: d}]\nnone: {}\nempty: []\nnothing:\n"a b": 1\n',
		);
		let count = 0;
		expect(node && printYaml(node, () => `web.yaml:${++count}`)).toMatchInlineSnapshot(`
			"script: | # web.yaml:1
			  one
			  two
			list:
			  - a # web.yaml:2
			  - - b # web.yaml:3
			    - c: d # web.yaml:4
			none: {}
			empty: []
			nothing: null # web.yaml:5
			a b: 1 # web.yaml:6
			"
		`);
	});
});

const hasKubectl = canRun('kubectl', ['version', '--client']);
if (!hasKubectl) console.log('kubectl is not on the PATH: that it reads what is printed is not tested');

function canRun(command: string, words: readonly string[]): boolean {
	try {
		execFileSync(command, words, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

describe.runIf(hasKubectl)('what kubectl reads', () => {
	const object = (values: YamlNode) =>
		map([
			['apiVersion', scalar('example.com/v1')],
			['kind', scalar('Thing')],
			['metadata', map([['name', scalar('web')]])],
			['spec', map([['values', values]])],
		]);
	const many = (one: fc.Arbitrary<YamlNode>) => fc.array(one, { minLength: 100, maxLength: 200 }).map(list);
	// kustomize takes each key << for a merge, and cannot always read its own print of long keys and hidden characters.
	const isUsual = (piece: string) => piece !== '<<' && piece.length < 100 && !hidden.test(piece);
	const usual = pieces.filter(isUsual);

	test('are the same values', { timeout: 60_000 }, () => {
		fc.assert(
			fc.property(many(tree), (list) => {
				const json = execFileSync('kubectl', ['label', '--local', '-f', '-', '-o', 'json', 'tier=front'], {
					input: printYaml(object(list)),
					encoding: 'utf8',
					stdio: 'pipe',
				});
				expect(JSON.parse(json).spec.values).toEqual(rounded(toPlain(list)));
			}),
			{ numRuns: 10 },
		);
	});

	test('through kustomize are the same values', { timeout: 60_000 }, () => {
		fc.assert(
			fc.property(many(treeOf(textOf(usual))), (list) => {
				const folder = folderWith({
					'kustomization.yaml': 'resources: [web.yaml]\n',
					'web.yaml': printYaml(object(list)),
				});
				try {
					const built = execFileSync('kubectl', ['kustomize', folder.path], { encoding: 'utf8', stdio: 'pipe' });
					expect(documentsIn(built).map(toPlain)).toEqual([toPlain(object(list))]);
				} finally {
					folder.remove();
				}
			}),
			{ numRuns: 10 },
		);
	});
});
