import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelTest } from '../../src/render/kustomize/label-selector.ts';
import { partMatcher, wholeMatcher } from '../../src/render/kustomize/regexp.ts';

describe('a regular expression', () => {
	test.each([
		['web', 'web', true],
		['web', 'web-1', false],
		['web-.*', 'web-', true],
		['.*', '', true],
		['a|b', 'b', true],
		['(a|b)c', 'ac', true],
		['(?:a|b)+', 'abba', true],
		['(?P<x>a)b?', 'a', true],
		['[a-c]{2,3}', 'abc', true],
		['[a-c]{2,3}', 'abca', false],
		['[a-c]{2}', 'abc', false],
		['[a-c]{2,}', 'abcabc', true],
		['[^a-c]x', 'dx', true],
		['[^a-c]x', 'ax', false],
		['[]a]+', ']a', true],
		['[a-]+', '-a', true],
		['\\d+\\.\\d+', '1.25', true],
		['\\w+\\s\\S', 'ab c', true],
		['\\D\\W', 'a-', true],
		['[\\d.]+', '1.2', true],
		['^a$', 'a', true],
		['a^b', 'ab', false],
		['(^a|b)c', 'ac', true],
		['a*?b', 'aab', true],
		['a{0}b', 'b', true],
		['x{2}{3}', 'x', undefined],
		['é.', 'é😀', true],
		['a.b', 'a\nb', false],
		['(a', 'a', undefined],
		['a)', 'a', undefined],
		['*a', 'a', undefined],
		['a**', 'a', undefined],
		['[a', 'a', undefined],
		['\\bword', 'word', undefined],
		['\\pL', 'a', undefined],
		['(?i)a', 'A', undefined],
		['[[:alpha:]]', 'a', undefined],
		['a{1001}', 'a', undefined],
	])('%s against %j', (pattern, text, expected) => {
		expect(wholeMatcher(pattern)?.(text)).toBe(expected);
	});

	test('of the part kind is found anywhere', () => {
		expect(partMatcher('b')?.('abc')).toBe(true);
		expect(partMatcher('^b')?.('abc')).toBe(false);
		expect(partMatcher('b.?$')?.('abc')).toBe(true);
		expect(partMatcher('')?.('abc')).toBe(true);
		expect(partMatcher('x+')?.('abc')).toBe(false);
	});

	test('agrees with that of JavaScript', () => {
		const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab)', '(a|)', 'c');
		const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,}');
		const pattern = fc
			.array(
				fc.tuple(atom, times).map((parts) => parts.join('')),
				{ maxLength: 4 },
			)
			.map((parts) => parts.join(''));
		const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }).map((parts) => parts.join(''));
		fc.assert(
			fc.property(pattern, text, (one, other) => {
				expect(wholeMatcher(one)?.(other)).toBe(new RegExp(`^(?:${one})$`).test(other));
				expect(partMatcher(one)?.(other)).toBe(new RegExp(one).test(other));
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('a selector of labels', () => {
	const labels = new Map([
		['app', 'web'],
		['tier', '3'],
	]);
	test.each([
		['app', true],
		['!app', false],
		['!other', true],
		['app=web', true],
		['app==web', true],
		['app = web , tier', true],
		['app!=web', false],
		['other!=x', true],
		['app in (web, db)', true],
		['app notin (web,db)', false],
		['other notin (web)', true],
		['other in (web)', false],
		['tier>2,tier<4', true],
		['tier>3', false],
		['example.com/app=x', false],
		['', true],
		['app=(', undefined],
		['a b', undefined],
		['=x', undefined],
	])('%s', (selector, expected) => {
		expect(labelTest(selector)?.(labels)).toBe(expected);
	});
});
