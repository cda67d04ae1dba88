import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scalar } from '../../src/repo/node.ts';
import { resolveScalar } from '../../src/repo/scalar.ts';
import recorded from './scalar-cases.json' with { type: 'json' };

interface Case {
	readonly text: string;
	readonly value?: Scalar;
	readonly digits?: string;
	readonly fails?: boolean;
}
const cases: readonly Case[] = recorded.cases;

describe('a plain scalar', () => {
	test.each(cases.filter((one) => one.fails !== true))(
		'$text is typed as kustomize types it',
		({ text, ...expected }) => {
			expect(resolveScalar(text)).toEqual(expected);
		},
	);

	test.each(cases.filter((one) => one.fails === true))('$text, which fails a build, stays text', ({ text }) => {
		expect(resolveScalar(text)).toEqual({ value: text });
	});

	test('prints an integer of any size below 2^64 with the digits it was written with', () => {
		fc.assert(
			fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }), (integer) => {
				const { value, digits } = resolveScalar(String(integer));
				expect(digits ?? String(value)).toBe(String(integer));
			}),
		);
	});

	test('is never NaN, infinite or a negative zero', () => {
		const number = fc.string({ unit: fc.constantFrom(...'0123456789+-._eExob:aFinT'), maxLength: 12 });
		fc.assert(
			fc.property(number, (text) => {
				const { value } = resolveScalar(text);
				if (typeof value === 'number') expect(Number.isFinite(value) && !Object.is(value, -0)).toBe(true);
			}),
		);
	});

	test('of a million digits is read without delay', () => {
		expect(resolveScalar('9'.repeat(1_000_000))).toEqual({ value: '9'.repeat(1_000_000) });
	});
});
