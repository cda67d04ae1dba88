import fc from 'fast-check';
import { expect, test } from 'vitest';
import { live, steps } from './history.ts';

const names = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.boolean()), { minLength: 3, maxLength: 14 });

test('whatever happens in whatever order, the invariants hold', { timeout: 60_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(names, async (chosen) => {
			const { violations } = await live(
				chosen.map(([name]) => name),
				chosen.map(([, isPause]) => isPause),
			);
			expect(violations).toEqual([]);
		}),
		{ numRuns: 25, seed: 1 },
	);
});
