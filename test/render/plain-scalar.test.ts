import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emittedStyle, resolvePlain } from '../../src/render/substitution/plain-scalar.ts';

interface Meaning {
	readonly kind: string;
	readonly value?: unknown;
	readonly error?: string;
}
interface Case {
	readonly text: string;
	readonly style: string;
	readonly value: Meaning;
	/** Where it differs in a list. */
	readonly item?: Meaning;
}
const recorded = new URL('./plain-scalar-cases.json', import.meta.url);
const cases: readonly Case[] = JSON.parse(readFileSync(recorded, 'utf8')).cases;

/** Text of the characters that YAML cares about. */
const awkward = fc.string({ unit: fc.constantFrom(...' \n\t-?:,[]{}#&*!|>\'"%@`~<=.01xyé\u2028\\$'), maxLength: 12 });

describe('a string', () => {
	test.each(cases)('$text is written $style', ({ text, style }) => {
		expect(emittedStyle(text)).toBe(style);
	});

	test('written plain is read as itself', () => {
		fc.assert(
			fc.property(awkward, fc.constantFrom('value' as const, 'item' as const), (text, place) => {
				fc.pre(emittedStyle(text) === 'plain');
				expect(resolvePlain(text, place)).toEqual({ kind: 'string', value: text });
			}),
		);
	});
});

/** The meaning without what the recording does not hold: messages, the content of collections. */
function comparable({ kind, value }: Meaning): Meaning {
	if (kind === 'collection' || value === undefined) return { kind };
	// JSON has a negative zero, the YAML written from it has not.
	return { kind, value: value === 0 ? 0 : value };
}

describe('plain text', () => {
	test.each(cases)('$text is read as $value.kind after a key', ({ text, value }) => {
		expect(comparable(resolvePlain(text))).toEqual(comparable(value));
	});

	test.each(cases)('$text is read in a list as sigs.k8s.io/yaml does', ({ text, value, item }) => {
		expect(comparable(resolvePlain(text, 'item'))).toEqual(comparable(item ?? value));
	});

	test('keeps the digits of any integer below 2^64', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (integer) => {
				const meaning = resolvePlain(String(integer));
				if (meaning.kind !== 'int') throw new Error(meaning.kind);
				expect(meaning.digits ?? String(meaning.value)).toBe(String(integer));
			}),
		);
	});

	test('that ends in a colon is an error after a key and a map in a list', () => {
		expect(resolvePlain('fd00::')).toEqual({
			kind: 'error',
			message: 'mapping values are not allowed in this context',
		});
		expect(resolvePlain('fd00::', 'item')).toEqual({ kind: 'collection' });
	});

	test('in brackets must not begin with a colon', () => {
		expect(resolvePlain('[0.0.0.0/0, ::/0]')).toEqual({ kind: 'error', message: 'did not find expected node content' });
		expect(resolvePlain('[0.0.0.0/0, "::/0"]')).toEqual({ kind: 'collection' });
	});

	test('of any kind gets an answer', () => {
		fc.assert(
			fc.property(awkward, (text) => {
				expect(resolvePlain(text).kind).toMatch(/^(null|bool|int|float|string|collection|error)$/);
			}),
		);
	});
});

describe('hostile text', () => {
	const n = 200_000;
	test.each([
		['brackets', '['.repeat(n), 'nested more than 64 levels deep'],
		['lists in lists', '- '.repeat(n), 'nested more than 64 levels deep'],
		['blanks in brackets', `[a${' '.repeat(n)}`, "did not find expected ',' or ']'"],
		['words in brackets', `[${'a '.repeat(n)}`, "did not find expected ',' or ']'"],
		['blanks', `a${' '.repeat(n)}b: c`, 'mapping values are not allowed in this context'],
		['anchors', '&a '.repeat(n), 'did not find expected node content'],
		['an open quote', `"${'\\\\'.repeat(n)}`, 'found unexpected end of stream'],
		['open quotes', `'${"''".repeat(n)}`, 'found unexpected end of stream'],
	])('(%s) is refused', (_, text, message) => {
		expect(resolvePlain(text, 'item')).toEqual({ kind: 'error', message });
	});

	test('of a million digits is text', () => {
		const text = '9'.repeat(1_000_000);
		expect(resolvePlain(text)).toEqual({ kind: 'string', value: text });
		expect(emittedStyle(text)).toBe('plain');
	});
});
