import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cases } from './cases/index.ts';
import { type Outcomes, runCases } from './run-cases.ts';

/** What no case may take: milliseconds of processor time for a command, MiB for all of them together. */
const mostMilliseconds = 5000;
const mostMebibytes = 512;

let outcomes: Outcomes = { ends: [], of: new Map() };

beforeAll(async () => {
	outcomes = await runCases(cases, resolve(import.meta.dirname, '../..'));
}, 120_000);

describe('a repository made to do harm', () => {
	test('brings no process to its end', () => {
		expect(outcomes.ends).toEqual(['ended well', 'ended well']);
		expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
	});

	test.each(cases)('$name', ({ name, code, findings = [], silent = [] }) => {
		const outcome = outcomes.of.get(name);
		if (outcome === undefined) throw new Error('it was not run to its end');
		expect(outcome.wrongs).toEqual([]);
		expect({ code: outcome.code, findings: outcome.findings }).toEqual({
			code,
			findings: expect.arrayContaining([...findings]),
		});
		expect(outcome.findings.filter((one) => silent.includes(one))).toEqual([]);
		expect(outcome.slowest).toBeLessThan(mostMilliseconds);
		expect(outcome.memory).toBeLessThan(mostMebibytes);
	});
});
