import { describe, expect, test } from 'vitest';
import { checkstyleReport } from '../../src/report/checkstyle.ts';
import { conciseReport } from '../../src/report/concise.ts';
import { githubReport } from '../../src/report/github.ts';
import { gitlabReport } from '../../src/report/gitlab.ts';
import { jsonLinesReport, jsonReport } from '../../src/report/json.ts';
import { junitReport } from '../../src/report/junit.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { rdjsonReport } from '../../src/report/rdjson.ts';
import { dungeon } from './dungeon.ts';
import { cluster, diagnostic, marked, report } from './reports.ts';

const texts = marked({ 'apps/pool.yaml': 'a: «1 10.0.0.0/33»\nb:\n  «2 - x\n  - y»\n' });
const hostile = marked({ 'a,b:%\n::error::c.yaml': '«1 <a href="x">»: 1\n' });

const small = report({
	textOf: texts.textOf,
	diagnostics: [
		diagnostic({
			at: texts.at('1'),
			message: '10.0.0.0/33 is no prefix',
			related: [{ at: texts.at('2'), note: 'read here' }],
		}),
		diagnostic({ at: texts.at('2'), severity: 'info', ruleId: 'flux/unread', message: 'not read' }),
		diagnostic({
			at: texts.at('2'),
			severity: 'warning',
			message: 'meant',
			suppressed: { by: 'accept', reason: 'a lab' },
		}),
	],
});

const evil = report({
	textOf: hostile.textOf,
	clusters: [cluster('<b>@all', [])],
	diagnostics: [
		diagnostic({
			at: hostile.at('1'),
			message: 'x\n::error::y\u0000\u202e ]]> <script> @org/team #1 ![](https://e.org/a.png) 100%',
			related: [{ at: hostile.at('1'), note: '</failure>\r\n::stop-commands::z' }],
		}),
	],
});

describe('workflow commands', () => {
	test('are one a finding, without what is suppressed', () => {
		expect(githubReport(small)).toMatchInlineSnapshot(`
			"::error file=apps/pool.yaml,line=1,col=4,endColumn=14,endLine=1,title=addressing/pod-network-mismatch::10.0.0.0/33 is no prefix%0Aread here: apps/pool.yaml:3:3
			::notice file=apps/pool.yaml,line=3,endLine=4,title=flux/unread::not read
			"
		`);
	});

	test('hold nothing that starts a command of its own', () => {
		const [line = '', ...rest] = githubReport(evil).split('\n');
		expect(rest).toEqual(['']);
		expect(line).toMatch(/^::error file=[^:]*::[^\r\n]*$/);
	});
});

describe('code quality', () => {
	test('names each issue once', () => {
		const issues = JSON.parse(gitlabReport(dungeon));
		const fingerprints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
		expect(issues).toHaveLength(dungeon.diagnostics.filter(({ suppressed }) => suppressed === null).length);
		expect(new Set(fingerprints).size).toBe(issues.length);
		expect(JSON.parse(gitlabReport(small))[0]).toMatchObject({
			check_name: 'addressing/pod-network-mismatch',
			severity: 'major',
			location: { path: 'apps/pool.yaml', positions: { begin: { line: 1, column: 4 }, end: { line: 1, column: 15 } } },
		});
	});
});

describe('JUnit', () => {
	test('has a case a finding', () => {
		expect(junitReport(small)).toMatchInlineSnapshot(`
			"<?xml version="1.0" encoding="UTF-8"?>
			<testsuites name="dualstack-lint">
			  <testsuite name="apps/pool.yaml" tests="3" failures="1" skipped="1">
			    <testcase name="addressing/pod-network-mismatch at apps/pool.yaml:1:4" classname="addressing/pod-network-mismatch" file="apps/pool.yaml" line="1">
			      <failure type="error" message="10.0.0.0/33 is no prefix">apps/pool.yaml:1:4: 10.0.0.0/33 is no prefix</failure>
			    </testcase>
			    <testcase name="flux/unread at apps/pool.yaml:3:3" classname="flux/unread" file="apps/pool.yaml" line="3">
			      <system-out>not read</system-out>
			    </testcase>
			    <testcase name="addressing/pod-network-mismatch at apps/pool.yaml:3:3" classname="addressing/pod-network-mismatch" file="apps/pool.yaml" line="3">
			      <skipped message="a lab"/>
			    </testcase>
			  </testsuite>
			</testsuites>
			"
		`);
	});

	test('has one case that passes where nothing was found', () => {
		expect(junitReport(report({}))).toContain('<testcase name="no findings" classname="dualstack-lint"/>');
	});

	test('is well-formed whatever the texts are', () => expectWellFormed(junitReport(evil)));
});

describe('Checkstyle', () => {
	test('has the findings of each file', () => {
		expect(checkstyleReport(small)).toMatchInlineSnapshot(`
			"<?xml version="1.0" encoding="UTF-8"?>
			<checkstyle version="4.3">
			  <file name="apps/pool.yaml">
			    <error line="1" column="4" severity="error" message="10.0.0.0/33 is no prefix" source="dualstack-lint/addressing/pod-network-mismatch"/>
			    <error line="3" column="3" severity="info" message="not read" source="dualstack-lint/flux/unread"/>
			  </file>
			</checkstyle>
			"
		`);
		expect(checkstyleReport(report({}))).toMatch(/<checkstyle version="4\.3">\n<\/checkstyle>\n$/);
	});

	test('is well-formed whatever the texts are', () => expectWellFormed(checkstyleReport(evil)));
});

function expectWellFormed(document: string): void {
	const xml = document.replace(/^<\?xml.*\?>\n/, '');
	const tag = /<(\/?)([a-z]+(?:-[a-z]+)?)((?: [a-z]+="[^"<>&]*(?:&(?:amp|lt|gt|quot);[^"<>&]*)*")*)(\/?)>/g;
	const open: string[] = [];
	for (const [, closing, name, , empty] of xml.matchAll(tag)) {
		if (closing) expect(open.pop()).toBe(name);
		else if (!empty) open.push(name ?? '');
	}
	expect(open).toEqual([]);
	expect(xml.replace(tag, '').replace(/&(?:amp|lt|gt|quot);/g, '')).not.toMatch(/[<&]|(?!\n)\p{Cc}/u);
}

describe('one line a finding', () => {
	test('begins with the place', () => {
		expect(conciseReport(small)).toMatchInlineSnapshot(`
			"apps/pool.yaml:1:4: error: 10.0.0.0/33 is no prefix [addressing/pod-network-mismatch]
			apps/pool.yaml:3:3: info: not read [flux/unread]
			"
		`);
	});

	test('stays one line whatever the texts are', () => {
		expect(conciseReport(evil)).toMatch(/^[^\n]+\n$/);
		expect(conciseReport(evil)).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
	});
});

describe('JSON lines', () => {
	test('are the diagnostics of the JSON report', () => {
		for (const one of [dungeon, small, evil]) {
			const lines = jsonLinesReport(one).split('\n');
			expect(lines.pop()).toBe('');
			expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(jsonReport(one)).diagnostics);
			expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		}
	});
});

describe('the format of reviewdog', () => {
	test('has places in bytes and what a fix writes', () => {
		const accents = marked({ 'ä.yaml': '\uFEFFü: «1 10.0.0.1/24» # é\n«2 x»: 1\n' });
		const [one] = JSON.parse(
			rdjsonReport(
				report({
					textOf: accents.textOf,
					diagnostics: [
						diagnostic({
							at: accents.at('1'),
							message: 'host bits',
							related: [{ at: accents.at('2'), note: 'here' }],
							fix: {
								title: 'Write 10.0.0.0/24',
								applicability: 'safe',
								changes: [
									{ op: 'replace-text', target: { kind: 'written', at: accents.at('1') }, text: '10.0.0.0/24' },
								],
							},
						}),
					],
				}),
				[],
			),
		).diagnostics;
		const range = { start: { line: 1, column: 5 }, end: { line: 1, column: 16 } };
		expect(one).toEqual({
			message: 'host bits',
			location: { path: 'ä.yaml', range },
			severity: 'ERROR',
			code: { value: 'addressing/pod-network-mismatch' },
			suggestions: [{ range, text: '10.0.0.0/24' }],
			related_locations: [
				{
					message: 'here',
					location: { path: 'ä.yaml', range: { start: { line: 2, column: 1 }, end: { line: 2, column: 2 } } },
				},
			],
		});
	});
});

describe('Markdown', () => {
	test('shows the line of each finding', () => {
		expect(markdownReport(small)).toMatchInlineSnapshot(`
			"### dualstack-lint: 1 error, 1 info

			❌ **error** \`addressing/pod-network-mismatch\`: 10.0.0.0/33 is no prefix

			\`apps/pool.yaml:1:4\`

			\`\`\`
			a: 10.0.0.0/33
			\`\`\`

			- \`apps/pool.yaml:3:3\`: read here

			ℹ️ **info** \`flux/unread\`: not read

			\`apps/pool.yaml:3:3\`

			\`\`\`
			  - x
			\`\`\`

			0 clusters, 2 files read; 1 accepted.
			"
		`);
	});

	test('makes no markup of what stands in a repository', () => {
		const text = markdownReport(evil);
		const prose = text.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/(`+)[^`].*?\1/g, '');
		expect(prose).not.toMatch(/<(?!\/?(?:details|summary)>)|@(?!&#8203;)|(?<!&)#(?!#|&#8203;| dualstack)|(?<!\\)\]\(/);
		expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
	});
});
