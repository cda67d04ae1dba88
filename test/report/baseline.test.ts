import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/lint/diagnostic.ts';
import { baselineOf, printBaseline, readBaseline, withoutKnown } from '../../src/report/baseline.ts';
import { dungeon } from './dungeon.ts';
import { diagnostic, marked, report } from './reports.ts';

const suppressed = { by: 'baseline', reason: 'known' };
const live = ({ diagnostics }: { diagnostics: readonly Diagnostic[] }) =>
	diagnostics.filter((one) => one.suppressed === null);

const before = marked({ 'a.yaml': 'x: «1 one»\ny: «2 two»\n', 'b.yaml': 'x: «3 one»\n' });
const at = (texts: ReturnType<typeof marked>, ...marks: readonly string[]) =>
	report({ textOf: texts.textOf, diagnostics: marks.map((mark) => diagnostic({ at: texts.at(mark) })) });

describe('a baseline', () => {
	test('reads back as it was written', () => {
		const baseline = baselineOf(dungeon);
		expect(baseline.entries.length).toBeGreaterThan(0);
		expect(readBaseline(printBaseline(baseline))).toEqual({ ok: true, value: baseline });
	});

	test('takes all findings of its own report away, and is not stale', () => {
		const known = withoutKnown(dungeon, baselineOf(dungeon), suppressed);
		expect(live(known)).toEqual([]);
		expect(known.stale).toEqual([]);
	});

	test('holds when lines come and go above', () => {
		const moved = marked({ 'a.yaml': '# new\nz: 1\nx: «1 one»\n  \ny: «2 two»\n', 'b.yaml': 'x: «3 one»\n' });
		const known = withoutKnown(at(moved, '1', '2', '3'), baselineOf(at(before, '1', '2', '3')), suppressed);
		expect(live(known)).toEqual([]);
	});

	test('tells files apart', () => {
		const known = withoutKnown(at(before, '1', '3'), baselineOf(at(before, '1')), suppressed);
		expect(live(known).map((one) => one.at.file)).toEqual(['b.yaml']);
	});

	test('counts equal findings', () => {
		const twice = marked({ 'a.yaml': '- «1 one»\n- «2 one»\n- «3 one»\n' });
		const two = baselineOf(at(twice, '1', '2'));
		expect(two.entries).toMatchObject([{ count: 2 }]);
		expect(live(withoutKnown(at(twice, '1', '2', '3'), two, suppressed))).toHaveLength(1);
		expect(withoutKnown(at(twice, '1'), two, suppressed).stale).toMatchObject([{ count: 1 }]);
	});

	test('is the same whatever the order of the findings', () => {
		const { diagnostics, textOf } = dungeon;
		const all = fc.shuffledSubarray([...diagnostics], { minLength: diagnostics.length });
		fc.assert(
			fc.property(all, (shuffled) => {
				expect(printBaseline(baselineOf({ diagnostics: shuffled, textOf }))).toBe(printBaseline(baselineOf(dungeon)));
			}),
		);
	});

	test.each([
		['', 'is no JSON'],
		['[]', 'is no baseline'],
		['null', 'is no baseline'],
		['{"version": 2, "findings": []}', 'has another version than 1'],
		['{"version": 1, "findings": [{"rule": 1}]}', 'holds entries that are no findings'],
		[
			'{"version": 1, "findings": [{"rule":"","file":"","message":"","fingerprint":"","count":0}]}',
			'holds entries that are no findings',
		],
	])('is refused: %s', (text, problem) => {
		expect(readBaseline(text)).toEqual({ ok: false, problem });
	});
});
