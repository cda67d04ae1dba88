import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { changedLines } from '../../src/github/changed-lines.ts';
import { outputOf } from '../../src/github/check-output.ts';
import { judge, unlinted } from '../../src/github/judge.ts';
import { filesFromTexts } from '../../src/repo/files.ts';

const nothing = filesFromTexts({});

function outputFor(texts: Readonly<Record<string, string>>) {
	const files = filesFromTexts(texts);
	const judged = judge(files, unlinted, rules, { today: '2026-06-01' });
	if (!judged.ok) throw new Error(judged.problem.kind);
	return outputOf(judged.value, changedLines(nothing, files), [], true);
}

function pools(count: number, name = (i: number) => `p${i}`): string {
	return Array.from(
		{ length: count },
		(_, i) =>
			`apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: ${name(i)}}\nspec: {blocks: [{cidr: 10.${60 + (i >> 8)}.${i & 255}.1/24}]}\n`,
	).join('---\n');
}

describe('a summary', () => {
	test('is cut at a finding, says how many are left, and keeps how to run it', () => {
		const { summary, annotations, title } = outputFor({ 'pools.yaml': pools(1200) });
		// A rule that finds the same more than a thousand times says so once.
		expect(title).toBe('1001 warnings (new)');
		expect(summary.length).toBeLessThanOrEqual(65_535);
		expect(summary).toMatch(/\n\n\d+ more findings\.\n\nThe same on your machine: `npx dualstack-lint`/);
		expect(summary).toContain('1 annotation more than are shown beside lines');
		expect(summary).toContain('1160 more rows: `npx dualstack-lint plan` prints all.');
		expect(annotations).toHaveLength(1000);
	});

	test('shows what strangers write as text', () => {
		const { summary } = outputFor({ 'pools.yaml': pools(2, (i) => `"@octo/all <img src=x> [a](http://b) #${i}"`) });
		expect(summary).not.toMatch(/<img|(?<!`[^`\n]*)@octo/);
	});
});

test('a message of a value without end keeps to the limit of an annotation', () => {
	const { annotations, summary } = outputFor({
		'pools.yaml': pools(1, () => 'n'.repeat(200_000)).replace(
			'10.60.0.1/24',
			`10.60.0.1/24${'\u00e9'.repeat(200_000)}`,
		),
	});
	expect(annotations.length).toBeGreaterThan(0);
	for (const { message } of annotations) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(65_536);
	expect(summary.length).toBeLessThanOrEqual(65_535);
});
