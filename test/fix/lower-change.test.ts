import { describe, expect, test } from 'vitest';
import { add, append, changed, drop, remove, set } from './changed.ts';

describe('a value is set in its own style', () => {
	test.each([
		['a: 1 # one\n', set(['a'], 2), 'a: 2 # one\n'],
		['a: x\n', set(['a'], 'yes'), 'a: "yes"\n'],
		["a: 'x'\r\nb: 1\r\n", set(['a'], "it's"), "a: 'it''s'\r\nb: 1\r\n"],
		['a: "x"', set(['a'], 'w'), 'a: "w"'],
		['a: "true"\n', set(['a'], true), 'a: true\n'],
		['\uFEFFa: x\n', set(['a'], 'w'), '\uFEFFa: w\n'],
		['{a: x}\n', set(['a'], 'p,q'), '{a: "p,q"}\n'],
		['a: &n x\nb: 2\n', set(['a'], 'w'), 'a: &n w\nb: 2\n'],
		['a:\nb: 2\n', set(['a'], 'w'), 'a: w\nb: 2\n'],
		['a: "x\\ty"\n', set(['a'], 'z'), 'refused: form'],
		['a: >\n  x\n', set(['a'], 'z'), 'refused: form'],
	])('%j', (before, change, after) => {
		expect(changed(before, change)).toBe(after);
	});
});

describe('an entry is added like its neighbours', () => {
	test.each([
		['a: 1', add([], 'b', 2), 'a: 1\nb: 2'],
		['a: 1 # one\n# end\n', add([], 'b', 2), 'a: 1 # one\nb: 2\n# end\n'],
		['a: 1\r\n', add([], 'b', { c: [1] }), 'a: 1\r\nb:\r\n  c:\r\n    - 1\r\n'],
		[
			'a:\n    b: "x"\nc:\n- 1\n',
			add(['a'], 'd', { e: ['y'] }),
			'a:\n    b: "x"\n    d:\n        e:\n        - "y"\nc:\n- 1\n',
		],
		['a: 1\nb: 2\n', add([], 'c', 3, 'a'), 'a: 1\nc: 3\nb: 2\n'],
		['a: {b: 1}\n', add(['a'], 'c', 'x'), 'a: {b: 1, c: x}\n'],
		['a: {}\n', add(['a'], 'c', 'x'), 'a: {c: x}\n'],
		['a: {} # none\nz: 1\n', add([], 'a', { b: { c: 1 } }), 'a: # none\n  b:\n    c: 1\nz: 1\n'],
		['a:\n  b:\nz: 1\n', add(['a'], 'b', { c: 1 }), 'a:\n  b:\n    c: 1\nz: 1\n'],
		['a: |\n  text\n\nz: 1\n', add([], 'b', 2, 'a'), 'a: |\n  text\nb: 2\n\nz: 1\n'],
		['- a: 1\n  b: 2\n- c: 3\n', add([0], 'd', 4), '- a: 1\n  b: 2\n  d: 4\n- c: 3\n'],
		['{\n  "a": "x"\n}\n', add([], 'b', ['y']), '{\n  "a": "x",\n  "b": ["y"]\n}\n'],
		['a: {b: 1}\n', add([], 'a', { b: 1 }), 'refused: exists'],
		['a:\n  b:\n    c: 1\n', add([], 'a', { b: { d: 2 }, e: 3 }), 'a:\n  b:\n    c: 1\n    d: 2\n  e: 3\n'],
	])('%j', (before, change, after) => {
		expect(changed(before, change)).toBe(after);
	});
});

describe('an item is appended like its neighbours', () => {
	test.each([
		['a:\n- x\nb: 1\n', append(['a'], 'w'), 'a:\n- x\n- w\nb: 1\n'],
		["a:\n  - 'x' # one\n", append(['a'], 'w'), "a:\n  - 'x' # one\n  - 'w'\n"],
		['a: ["x"]\n', append(['a'], 'w'), 'a: ["x", "w"]\n'],
		['a: []\n', append(['a'], 'fd00::/56'), 'a: [fd00::/56]\n'],
		['a: [\n  x, # one\n  y  # two\n]\n', append(['a'], 'z'), 'a: [\n  x, # one\n  y,  # two\n  z\n]\n'],
		[
			'a:\n  - name: x\n    value: y\n',
			append(['a'], { name: 'p', value: 'q' }),
			'a:\n  - name: x\n    value: y\n  - name: p\n    value: q\n',
		],
	])('%j', (before, change, after) => {
		expect(changed(before, change)).toBe(after);
	});
});

describe('an entry or item is removed with its line', () => {
	test.each([
		['a: 1\nb: 2 # two\nc: 3\n', remove([], 'b'), 'a: 1\nc: 3\n'],
		['a: 1\nb: 2', remove([], 'b'), 'a: 1'],
		['a: 1\nb: 2\n', remove([], 'a'), 'b: 2\n'],
		['- a: 1\n  b: 2\n', remove([0], 'a'), '- b: 2\n'],
		['a:\n  b: 1\nc: 2\n', remove(['a'], 'b'), 'a: {}\nc: 2\n'],
		['a: {b: 1, c: 2}\n', remove(['a'], 'b'), 'a: {c: 2}\n'],
		['a: {b: 1, c: 2}\n', remove(['a'], 'c'), 'a: {b: 1}\n'],
		['a:\n  - x\n  - y\n', drop(['a', 0]), 'a:\n  - y\n'],
		['a: [x, y]\n', drop(['a', 1]), 'a: [x]\n'],
	])('%j', (before, change, after) => {
		expect(changed(before, change)).toBe(after);
	});
});

test('an anchor that other places use is left to a person', () => {
	expect(changed('a: &n x\nb: *n\n', set(['b'], 'w'))).toBe('refused: shared');
});
