import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownBlock, markdownCode, markdownText } from '../../src/report/markdown-text.ts';

describe('text from a repository', () => {
	test.each([
		['fd00:10::/56 and 10.42.0.0/16', 'fd00:10::/56 and 10.42.0.0/16'],
		['<img src=x onerror=1>', '&#60;img src=x onerror=1&#62;'],
		['@everyone see #12', '@&#8203;everyone see #&#8203;12'],
		['[a](https://e.org)', '\\[a\\](https:&#8203;//e.org)'],
		['![a](b)', '!\\[a\\](b)'],
		['www.e.org', 'www&#8203;.e.org'],
		['GH-12', 'GH&#8203;-12'],
		['a@e.org', 'a@&#8203;e.org'],
		['*a* _b_ ~c~ `d`', '\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`'],
		['# heading', '#&#8203; heading'],
		['- item', '\\- item'],
		['1. item', '1&#8203;. item'],
		['> quote', '&#62; quote'],
		['&#64;team', '&#38;#&#8203;64;team'],
		['a\nb', 'a\\\\nb'],
		['a | b', 'a \\| b'],
		['$x$', '\\$x\\$'],
	])('%j is written as %s', (text, written) => {
		expect(markdownText(text)).toBe(written);
	});

	test('keeps no sign that opens markup', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...'@#<>[]()!`*_~|\\:/w.-+= \n1a&;$') }), (text) => {
				const shown = markdownText(text);
				expect(shown).not.toMatch(/[<>\n]|@(?!&#8203;)|(?<!&)#(?!&#8203;)|:\/\/|^[-+=\s]/);
				expect(shown.replace(/\\[-+=\\`*_{}[\]|~$]/g, '')).not.toMatch(/[\\`*_{}[\]|~$]/);
			}),
		);
	});
});

describe('code', () => {
	test.each([
		['a', '`a`'],
		['a`b', '``a`b``'],
		['`a`', '`` `a` ``'],
		[' ', ''],
	])('%j is written as %s', (text, written) => {
		expect(markdownCode(text)).toBe(written);
	});

	test('a block stands in a fence that its lines do not close', () => {
		expect(markdownBlock(['a', '````', 'b'])).toBe('`````\na\n````\nb\n`````');
	});
});
