import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTooDeep, maxDepth } from '../../src/repo/depth.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import {
	entriesOf,
	nodeAt,
	originWithin,
	type ScalarNode,
	type Step,
	textOf,
	type YamlNode,
} from '../../src/repo/node.ts';
import { decidedAt, type Origin, trail } from '../../src/repo/origin.ts';
import { mapsOf, parseFile, parseScalar } from '../../src/repo/parse.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { scalarsOf } from '../support/scalars.ts';

const path = 'a.yaml' as RepoPath;

function parse(text: string) {
	const file = parseFile(path, text);
	const at = (...steps: Step[]): YamlNode => {
		const node = nodeAt(file.documents[0], steps);
		if (node === undefined) throw new Error(`nothing at ${steps.join('.')}`);
		return node;
	};
	const scalar = (...steps: Step[]): ScalarNode => {
		const node = at(...steps);
		if (node.kind !== 'scalar') throw new Error(`no scalar at ${steps.join('.')}`);
		return node;
	};
	return { file, at, scalar, values: file.documents.map(toJson), textAt: (origin: Origin) => slice(text, origin) };
}

function slice(text: string, origin: Origin): string {
	const { range } = decidedAt(origin);
	return text.slice(range.start, range.end);
}

describe('positions', () => {
	test.each([
		['with newlines of Unix', 'a: 1\nlist:\n  - x\n  - "y"\n'],
		['with newlines of Windows', 'a: 1\r\nlist:\r\n  - x\r\n  - "y"\r\n'],
		['behind a byte order mark', '\uFEFFa: 1\nlist:\n  - x\n  - "y"\n'],
		['without a last newline', 'a: 1\nlist:\n  - x\n  - "y"'],
		['behind characters of two units', 'emoji: 😀😀\na: 1\nlist: [x, "y"]\n'],
		['behind comments and an empty document', '# c\n---\n# d\n---\na: 1 # e\nlist: [x, "y"]\n'],
	])('count UTF-16 units %s', (_, text) => {
		const { scalar, at, textAt } = parse(text);
		expect(scalar('a').value).toBe(1);
		expect(textAt(at('a').origin)).toBe('1');
		expect([textAt(at('list', 0).origin), textAt(at('list', 1).origin)]).toEqual(['x', '"y"']);
		expect(textAt(originWithin(scalar('list', 1), 0, 1))).toBe('y');
	});

	test('of a key are those of its text', () => {
		const { file, textAt } = parse('a: {"b c": 1}\n? d\n: 2\n');
		const [root] = mapsOf(file);
		expect(entriesOf(root).map(([name, { key }]) => [name, textAt(key)])).toEqual([
			['a', 'a'],
			['d', 'd'],
		]);
		expect(entriesOf(nodeAt(root, ['a'])).map(([name, { key }]) => [name, textAt(key)])).toEqual([['b c', '"b c"']]);
	});

	test('of a missing value are those of its key', () => {
		const { scalar, textAt } = parse('a:\nb: {c: }\n');
		expect(scalar('a').value).toBeNull();
		expect(textAt(scalar('a').origin)).toBe('');
		expect(decidedAt(scalar('a').origin).range.start).toBe(2);
		expect(scalar('b', 'c').value).toBeNull();
	});

	test('of parts of a scalar are exact where its text stands in one piece, else those of the whole', () => {
		const { scalar, textAt } = parse(
			'plain: 10.42.0.0/16,fd00::/56\nquoted: "10.42.0.0/16,fd00::/56"\nescaped: "a\\tb"\nlines: a\n  b\nfolded: >-\n  a\n  b\n',
		);
		expect(textAt(originWithin(scalar('plain'), 13, 22))).toBe('fd00::/56');
		expect(textAt(originWithin(scalar('quoted'), 13, 22))).toBe('fd00::/56');
		expect(textAt(originWithin(scalar('escaped'), 2, 3))).toBe('"a\\tb"');
		expect(textAt(originWithin(scalar('lines'), 2, 3))).toBe('a\n  b');
		expect(textAt(originWithin(scalar('folded'), 2, 3))).toContain('>-');
	});
});

describe('a literal block', () => {
	const headers = ['|', '|-', '|+', '|2', '|2-', '|2+', '|-2', '| # comment'];
	const bodies = ['one', 'one\n  two', 'one\n\n    indented\n\n  three', '\n  one\n'];
	const texts = headers.flatMap((header) =>
		bodies.flatMap((body) => ['', '\n', '\n\n'].map((end) => [header, `a: ${header}\n  ${body}${end}`] as const)),
	);

	test.each(texts)('%s has the place of each character', (_, text) => {
		const { scalar } = parse(text);
		const node = scalar('a');
		const value = textOf(node);
		for (const line of value.matchAll(/[^\n]+/g)) {
			const origin = originWithin(node, line.index, line.index + line[0].length);
			expect(slice(text, origin)).toBe(line[0]);
		}
		expect(value.endsWith('\n')).toBe(text.endsWith('\n') && !text.includes('-'));
	});

	test('that is indented by its indicator keeps the places of its deeper first line', () => {
		const text = 'a: |2\n      deep\n    less\n  least\n';
		const { scalar } = parse(text);
		expect(scalar('a').value).toBe('    deep\n  less\nleast\n');
		expect(slice(text, originWithin(scalar('a'), 4, 8))).toBe('deep');
		expect(slice(text, originWithin(scalar('a'), 16, 21))).toBe('least');
	});

	test('with newlines of Windows has newlines of Unix and the right places', () => {
		const text = 'a: |\r\n  one\r\n  two\r\nb: 1\r\n';
		const { scalar } = parse(text);
		expect(scalar('a').value).toBe('one\ntwo\n');
		expect(slice(text, originWithin(scalar('a'), 4, 7))).toBe('two');
	});

	test('at the end of a file without a last newline has none', () => {
		expect(parse('a: |\n  one').values).toEqual([{ a: 'one' }]);
		expect(parse('a: |+\n  one').values).toEqual([{ a: 'one' }]);
		expect(parse('a: >\n  one').values).toEqual([{ a: 'one' }]);
		expect(parse('a: |\n  one\n').values).toEqual([{ a: 'one\n' }]);
	});

	test('of YAML can be parsed, and its values stand in the outer file', () => {
		const text = 'patch: |-\n  spec:\n    text: |\n      10.42.0.0/16\n    list: [1, "x"]\n';
		const inner = parseScalar(parse(text).scalar('patch')).documents[0];
		expect(toJson(inner ?? { kind: 'seq', items: [], origin: parse(text).at().origin })).toEqual({
			spec: { text: '10.42.0.0/16\n', list: [1, 'x'] },
		});
		const deep = nodeAt(inner, ['spec', 'text']);
		expect(deep?.kind === 'scalar' && slice(text, originWithin(deep, 0, 5))).toBe('10.42');
		expect(slice(text, nodeAt(inner, ['spec', 'list', 1])?.origin ?? parse(text).at().origin)).toBe('"x"');
	});
});

describe('documents', () => {
	test('are separate, and empty ones are none', () => {
		expect(parse('a: 1\n---\n---\n# only a comment\n---\nb: 2\n...\n').values).toEqual([{ a: 1 }, { b: 2 }]);
		expect(parse('').values).toEqual([]);
		expect(parse('\n# nothing\n').values).toEqual([]);
	});

	test('do not share anchors', () => {
		const { file } = parse('a: &x 1\n---\nb: *x\n');
		expect(file.syntaxErrors.map(({ message }) => message)).toEqual(['alias *x has no anchor before it']);
	});
});

describe('anchors and aliases', () => {
	test('give the anchored value, and remember where it is used', () => {
		const text = 'name: &app web\nlabels: {app: *app}\n';
		const { scalar, textAt, file } = parse(text);
		const node = scalar('labels', 'app');
		expect(node.value).toBe('web');
		expect(textAt(node.origin)).toBe('web');
		expect(trail(node.origin).map(({ at, note }) => [text.slice(at.range.start, at.range.end), note])).toEqual([
			['web', 'written here'],
			['*app', 'used here through an alias'],
		]);
		expect(file.shared.map(textAt)).toEqual(['web']);
	});

	test('of keys and of maps work, and an anchor may be set again', () => {
		expect(parse('&k key: 1\nother: *k\n').values).toEqual([{ key: 1, other: 'key' }]);
		expect(parse('a: &x {b: 1}\nc: *x\nd: &x 2\ne: *x\n').values).toEqual([{ a: { b: 1 }, c: { b: 1 }, d: 2, e: 2 }]);
	});

	test('merge keys add what is not there, the first of several wins', () => {
		const text =
			'base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\none: {<<: *base, a: 9}\nboth: {<<: [*more, *base]}\n';
		const { values, at, textAt } = parse(text);
		expect(values).toEqual([
			{
				base: { a: 1, b: 2 },
				more: { b: 3, c: 4 },
				one: { a: 9, b: 2 },
				both: { b: 3, c: 4, a: 1 },
			},
		]);
		expect(textAt(at('one', 'b').origin)).toBe('2');
		expect(trail(at('one', 'b').origin).map(({ at }) => text.slice(at.range.start, at.range.end))).toEqual([
			'2',
			'*base',
		]);
	});

	test('a quoted << is an ordinary key', () => {
		expect(parse('"<<": {a: 1}\n').values).toEqual([{ '<<': { a: 1 } }]);
	});
});

describe('what is wrong', () => {
	test.each([
		['a tab as indentation', 'a:\n\tb: 1\n'],
		['a second value', 'a: b: c\n'],
		['an open quote', 'a: "b\n'],
		['an open list', 'a: [1, 2\n'],
		['a reserved character', 'a: @b\n'],
	])('%s is told with its place', (_, text) => {
		const { file } = parse(text);
		expect(file.syntaxErrors).not.toEqual([]);
		for (const { message, origin } of file.syntaxErrors) {
			expect(message).not.toContain('\n');
			expect(decidedAt(origin).range.end).toBeLessThanOrEqual(text.length);
		}
	});

	test('a key that is there twice is told, and the first one counts', () => {
		const text = 'a: 1\nb: {c: 1, c: 2}\na: 3\n';
		const { file, values } = parse(text);
		expect(values).toEqual([{ a: 1, b: { c: 1 } }]);
		const told = file.duplicateKeys.map(({ key, first, again }) => {
			return [key, decidedAt(first).range.start, decidedAt(again.key).range.start];
		});
		expect(told).toEqual([
			['c', text.indexOf('c: 1'), text.indexOf('c: 2')],
			['a', 0, text.lastIndexOf('a')],
		]);
	});

	test('keys are text as written, also __proto__', () => {
		const { file } = parse('0644: a\n~: b\n__proto__: c\ntrue: d\n2024-01-01: e\n');
		expect(entriesOf(file.documents[0]).map(([name]) => name)).toEqual([
			'0644',
			'~',
			'__proto__',
			'true',
			'2024-01-01',
		]);
	});

	test('values that SOPS encrypted are unknown', () => {
		const node = parse('a: ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]\n').at('a');
		expect(node).toMatchObject({ kind: 'unknown', why: 'encrypted' });
	});
});

describe('bombs', () => {
	test('of aliases are refused', () => {
		const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
		for (let i = 1; i < 30; i++)
			lines.push(
				`a${i}: &a${i} [${Array(10)
					.fill(`*a${i - 1}`)
					.join(', ')}]`,
			);
		const { file } = parse(`${lines.join('\n')}\n`);
		expect(file.documents).toEqual([]);
		expect(file.syntaxErrors.map(({ message }) => message)).toEqual([
			'more than 1000000 values, those of aliases counted each time',
		]);
	});

	test.each([
		['flow lists', '['.repeat(2000)],
		['closed flow maps', `${'{a: '.repeat(2000)}1${'}'.repeat(2000)}`],
		['lists in lists on one line', `${'- '.repeat(2000)}a`],
		['indentation', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
		['explicit keys', `${'? '.repeat(2000)}a`],
		['flow in blocks', `${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')} ${'['.repeat(60)}`],
	])('of depth by %s are refused', (_, text) => {
		expect(isTooDeep(text)).toBe(true);
		expect(parse(text).file.syntaxErrors.map(({ message }) => message)).toEqual([
			`nested more than ${maxDepth} levels deep`,
		]);
	});

	test('brackets inside text are not depth', () => {
		const text = `a: |\n  ${'['.repeat(500)}\nb: "${'{'.repeat(500)}"\nc: '${'- '.repeat(100)}'\n`;
		expect(isTooDeep(text)).toBe(false);
		expect(parse(text).file.syntaxErrors).toEqual([]);
	});

	test('of every shape end in an answer and not in an abort', { timeout: 60_000 }, () => {
		const run = [
			fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url)),
			fileURLToPath(new URL('parse-bombs.ts', import.meta.url)),
		];
		const child = spawnSync(process.execPath, run, { encoding: 'utf8', timeout: 60_000 });
		expect(child.stderr).toBe('');
		expect(child.stdout.trim().split('\n').at(-1)).toBe('all answered');
	});
});

describe('any document', () => {
	const word = fc.constantFrom(
		'a',
		'b c',
		'10.42.0.0/16',
		'fd00::/56',
		'1',
		'0644',
		'true',
		'~',
		'é',
		'😀',
		'x: y',
		'- z',
		'#',
	);
	const quoted = word.map((text) => [`"${text}"`, `'${text}'`]);
	const scalar = fc.oneof(
		fc.constantFrom('a', 'b c', '10.42.0.0/16', 'fd00::1', '1', '0644', 'true', '~', 'é', '😀'),
		quoted.chain((forms) => fc.constantFrom(...forms)),
	);
	const block = fc.tuple(fc.constantFrom('|', '|-', '|+'), fc.array(word, { minLength: 1, maxLength: 3 }));
	const { value } = fc.letrec<{ value: string[] }>((tie) => ({
		value: fc.oneof(
			{ depthSize: 'small', withCrossShrink: true },
			scalar.map((text) => [text]),
			block.map(([header, lines]) => [header, ...lines.map((line) => `  ${line}`)]),
			fc.array(tie('value'), { minLength: 1, maxLength: 3 }).map((items) => ['', ...items.flatMap(asItem)]),
			fc
				.uniqueArray(fc.tuple(fc.constantFrom('k', 'l', 'm'), tie('value')), { minLength: 1, selector: ([key]) => key })
				.map((pairs) => ['', ...pairs.flatMap(([key, lines]) => asPair(key, lines))]),
		),
	}));

	function asItem([first = '', ...rest]: string[]): string[] {
		return first === ''
			? ['-', ...rest.map((line) => `  ${line}`)]
			: [`- ${first}`, ...rest.map((line) => `  ${line}`)];
	}

	function asPair(key: string, [first = '', ...rest]: string[]): string[] {
		return [`${key}: ${first}`.trimEnd(), ...rest.map((line) => `  ${line}`)];
	}

	test('has a text at the place of every scalar that reads as its value', () => {
		fc.assert(
			fc.property(value, fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, newline, hasEnd) => {
				const text = ['root:', ...lines.slice(1).map((line) => `  ${line}`)].join(newline);
				const whole = `${lines.length === 1 ? `root: ${lines[0]}` : text}${hasEnd ? newline : ''}`;
				const file = parseFile(path, whole);
				if (file.syntaxErrors.length > 0) return;
				for (const document of file.documents) {
					for (const node of scalarsOf(document)) expectReadable(whole, node);
				}
			}),
			{ numRuns: 300 },
		);
	});
});

/** The text at a scalar's range, parsed alone, gives the scalar; a block gives its lines. */
function expectReadable(text: string, node: ScalarNode): void {
	if (node.origin.kind !== 'written') return;
	const here = slice(text, node.origin);
	if (/^[|>]/.test(here)) {
		if (here.startsWith('>')) return;
		for (const line of textOf(node).matchAll(/[^\n]+/g)) {
			expect(slice(text, originWithin(node, line.index, line.index + line[0].length))).toBe(line[0]);
		}
		return;
	}
	const [again] = parseFile(path, here).documents;
	expect(again === undefined ? null : toJson(again)).toEqual(node.value);
}
