import { expect, test } from 'vitest';
import { mergePull, push } from '../simulator/actions.ts';
import { disturbed, failures, undisturbed } from './crash.ts';
import { startDirect } from './direct-stage.ts';
import { small } from './operator.ts';

/** Calls between two that are tried here; `npm run histories` tries all. */
const stride = 29;

test.each(failures)('4 whichever call is %s, the end is the same', { timeout: 120_000 }, async (failure) => {
	const { calls, end, passed } = await undisturbed();
	expect(passed).toEqual({ wasReopened: true, wasEdited: true, wasDiscarded: true, merged: expect.any(Number) });
	expect(passed.merged).toBeGreaterThan(1);
	for (let call = 1 + failures.indexOf(failure) * 9; call <= calls; call += stride)
		expect({ call, end: await disturbed(call, failure) }).toEqual({ call, end });
});

test.each(['pulls/update', 'graphql'])(
	'a discard that is cut at %s does not make the commit of a person ours',
	async (operation) => {
		for (let after = 0; after < 4; after++) {
			const bot = await startDirect(small);
			bot.comment(bot.issue(), '/dualstack plan');
			await bot.settle();
			const [onboarding] = bot.open();
			if (onboarding !== undefined) mergePull(bot.world, bot.repository, onboarding);
			await bot.settle();
			const [pull] = bot.open();
			if (pull === undefined) throw new Error('no pull request');
			push(bot.world, bot.repository, pull.head.ref, { 'mine.md': 'x' });
			await bot.settle();
			bot.faults.add({ operations: [operation], kind: { is: 'answer-lost' }, after });
			bot.comment(pull.issue, '/dualstack discard');
			await bot.settle();
			expect(bot.world.git.filesOf(pull.head.sha).has('mine.md')).toBe(false);
			await bot.close();
		}
	},
);
