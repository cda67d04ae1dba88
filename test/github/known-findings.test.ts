import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { partFindings } from '../../src/github/known-findings.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';

const pool = (name: string, cidr: string, more = '') =>
	`apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: ${name}}\nspec: {blocks: [{cidr: ${cidr}}]}${more}\n`;

function lint(texts: Readonly<Record<string, string>>) {
	const outcome = lintRepository(filesFromTexts(texts), rules, { today: '2026-06-01' });
	if (!outcome.ok) throw new Error(outcome.problem.kind);
	return outcome.value;
}

const loose = pool('a', '10.0.0.1/24');

test.each<[string, Readonly<Record<string, string>>, readonly [fresh: number, known: number, mended: number]]>([
	['itself', { 'a.yaml': loose }, [0, 1, 0]],
	['a line that moved', { 'a.yaml': `# moved\n${loose}` }, [0, 1, 0]],
	['a line that says more', { 'a.yaml': pool('a', '10.0.0.1/24', ' # the lab') }, [0, 1, 0]],
	['a file that moved', { 'b/a.yaml': loose }, [0, 1, 0]],
	['a value that is another', { 'a.yaml': pool('a', '10.9.0.1/24') }, [1, 0, 1]],
	['a copy beside it', { 'a.yaml': loose, 'b.yaml': pool('b', '10.0.0.1/24') }, [1, 1, 0]],
	['a value that is mended', { 'a.yaml': pool('a', '10.0.0.0/24') }, [0, 0, 1]],
])('against %s a finding is new, known or gone', (_, texts, expected) => {
	const only = (report: ReturnType<typeof lint>) => ({
		textOf: report.textOf,
		diagnostics: report.diagnostics.filter(({ ruleId }) => ruleId === 'addressing/host-bits'),
	});
	const { fresh, known, mended } = partFindings(only(lint(texts)), only(lint({ 'a.yaml': loose })));
	expect([fresh.length, known.length, mended]).toEqual(expected);
});
