// Lives through histories of a migration: one in which each call fails in each way, and many at random.
// Usage: npm run histories [-- COUNT [SEED]]
import fc from 'fast-check';
import { disturbed, failures, undisturbed } from '../test/github/bot/crash.ts';
import { live, steps } from '../test/github/bot/history.ts';

const [count = '1000', seed = '1'] = process.argv.slice(2);
let wrong = 0;

const { calls, end } = await undisturbed();
for (const failure of failures) {
	for (let call = 1; call <= calls; call++) {
		if ((await disturbed(call, failure)) === end) continue;
		wrong++;
		console.log(`call ${call} ${failure}: another end`);
	}
}
console.log(`${calls} calls, each ${failures.join(', ')}: ${wrong} other ends`);

const names = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.boolean()), { minLength: 3, maxLength: 14 });
const total = { histories: 0, steps: 0, calls: 0, violations: 0 };
for (const chosen of fc.sample(names, { numRuns: Number(count), seed: Number(seed) })) {
	const [own, pauses] = [chosen.map(([name]) => name), chosen.map(([, isPause]) => isPause)];
	const lived = await live(own, pauses).catch((error: unknown) => ({
		steps: own.length,
		calls: 0,
		violations: [String(error)],
	}));
	total.histories++;
	total.steps += lived.steps;
	total.calls += lived.calls;
	total.violations += lived.violations.length;
	if (lived.violations.length === 0) continue;
	const told = own.map((name, i) => `${name}${pauses[i] === true ? '.' : ''}`).join(', ');
	console.log(`${lived.violations.join('; ')}: ${told}`);
}
console.log(
	`${total.histories} random histories of ${total.steps} steps and ${total.calls} calls: ${total.violations} violations`,
);
process.exitCode = wrong + total.violations > 0 ? 1 : 0;
