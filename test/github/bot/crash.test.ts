import { expect, test } from 'vitest';
import { disturbed, failures, undisturbed } from './crash.ts';

/** Calls between two that are tried here; `npm run histories` tries all. */
const stride = 29;

test.each(failures)('4 whichever call is %s, the end is the same', { timeout: 120_000 }, async (failure) => {
	const { calls, end } = await undisturbed();
	expect(calls).toBeGreaterThan(100);
	for (let call = 1 + failures.indexOf(failure) * 9; call <= calls; call += stride)
		expect({ call, end: await disturbed(call, failure) }).toEqual({ call, end });
});
