import { describe, expect, test } from 'vitest';
import { contentFingerprints, lineHasher } from '../../src/report/fingerprints.ts';
import { sarifReport } from '../../src/report/sarif.ts';
import type { Rule } from '../../src/rule.ts';
import { dungeon } from './dungeon.ts';
import { diagnostic, marked, report } from './reports.ts';
import { complaints, isSarif } from './schemas.ts';

function rule(id: string, severity: Rule['severity']): Rule {
	return {
		id,
		severity,
		title: `what ${id} finds`,
		docs: 'Why it matters.',
		references: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/'],
		check: () => [],
		examples: { valid: [], invalid: [] },
	};
}

const rules = [
	rule('addressing/not-a-prefix', 'error'),
	rule('addressing/pod-network-mismatch', 'error'),
	rule('cilium/ipv6-off', 'info'),
];
const sarif = JSON.parse(sarifReport(dungeon, rules, '0.1.0'));
const [run] = sarif.runs;

describe('the SARIF report', () => {
	test('is what the schema of SARIF 2.1.0 says', () => {
		expect(complaints(isSarif, sarif)).toEqual([]);
		expect(complaints(isSarif, JSON.parse(sarifReport(report({}), [], '0.1.0')))).toEqual([]);
		expect(complaints(isSarif, { ...sarif, version: '2.2.0' })).not.toEqual([]);
	});

	test('has the text that a fix writes', () => {
		expect(run.results[0].fixes).toEqual([
			{
				description: { text: 'Write 10.42.0.0/16 (unsafe)' },
				artifactChanges: [
					{
						artifactLocation: { uri: 'infrastructure/cilium/helm-release.yaml', uriBaseId: '%SRCROOT%' },
						replacements: [
							{
								deletedRegion: { startLine: 4, startColumn: 35, endLine: 4, endColumn: 47 },
								insertedContent: { text: '10.42.0.0/16' },
							},
						],
					},
				],
			},
		]);
	});

	test('has a result per diagnostic, with all four numbers of its region', () => {
		expect(run.results[0]).toMatchInlineSnapshot(
			{
				partialFingerprints: { 'dualstackLint/v1': expect.stringMatching(/^[0-9a-f]{32}:1$/) },
			},
			`
			{
			  "fixes": [
			    {
			      "artifactChanges": [
			        {
			          "artifactLocation": {
			            "uri": "infrastructure/cilium/helm-release.yaml",
			            "uriBaseId": "%SRCROOT%",
			          },
			          "replacements": [
			            {
			              "deletedRegion": {
			                "endColumn": 47,
			                "endLine": 4,
			                "startColumn": 35,
			                "startLine": 4,
			              },
			              "insertedContent": {
			                "text": "10.42.0.0/16",
			              },
			            },
			          ],
			        },
			      ],
			      "description": {
			        "text": "Write 10.42.0.0/16 (unsafe)",
			      },
			    },
			  ],
			  "level": "error",
			  "locations": [
			    {
			      "physicalLocation": {
			        "artifactLocation": {
			          "uri": "infrastructure/cilium/helm-release.yaml",
			          "uriBaseId": "%SRCROOT%",
			        },
			        "region": {
			          "endColumn": 47,
			          "endLine": 4,
			          "startColumn": 35,
			          "startLine": 4,
			        },
			      },
			    },
			  ],
			  "message": {
			    "text": "Cilium gives pods addresses of 10.43.0.0/16, 2 others say 10.42.0.0/16
			See: [kubeadm: 10.42.0.0/16](1), [kube-controller-manager: 10.42.0.0/16](2).",
			  },
			  "partialFingerprints": {
			    "dualstackLint/v1": StringMatching /\\^\\[0-9a-f\\]\\{32\\}:1\\$/,
			    "primaryLocationLineHash": "6dc61c0230ef3ec6:1",
			  },
			  "properties": {
			    "cluster": "production",
			    "fix": "Write 10.42.0.0/16",
			  },
			  "relatedLocations": [
			    {
			      "id": 1,
			      "message": {
			        "text": "kubeadm: 10.42.0.0/16",
			      },
			      "physicalLocation": {
			        "artifactLocation": {
			          "uri": "bootstrap/kubeadm.yaml",
			          "uriBaseId": "%SRCROOT%",
			        },
			        "region": {
			          "endColumn": 26,
			          "endLine": 2,
			          "startColumn": 14,
			          "startLine": 2,
			        },
			      },
			    },
			    {
			      "id": 2,
			      "message": {
			        "text": "kube-controller-manager: 10.42.0.0/16",
			      },
			      "physicalLocation": {
			        "artifactLocation": {
			          "uri": "nodes/one/kube-controller-manager.yaml",
			          "uriBaseId": "%SRCROOT%",
			        },
			        "region": {
			          "endColumn": 30,
			          "endLine": 1,
			          "startColumn": 18,
			          "startLine": 1,
			        },
			      },
			    },
			  ],
			  "ruleId": "addressing/pod-network-mismatch",
			  "ruleIndex": 1,
			}
		`,
		);
	});

	test('points each result at its rule', () => {
		for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
	});

	test('maps the severities, each finding its own', () => {
		expect(run.results.map((result: { level: string }) => result.level)).toEqual(['error', 'warning', 'note']);
		const levels = run.tool.driver.rules.map(
			(one: { defaultConfiguration: { level: string } }) => one.defaultConfiguration,
		);
		expect(levels).toEqual([{ level: 'error' }, { level: 'error' }, { level: 'note' }]);
	});

	test('marks what was accepted as suppressed, with the reason', () => {
		expect(run.results[1].suppressions).toEqual([
			{ kind: 'external', status: 'accepted', justification: 'the migration starts next week' },
		]);
		expect(run.results[0]).not.toHaveProperty('suppressions');
	});

	test('gives each rule the help that code scanning asks for', () => {
		expect(run.tool.driver.rules[2]).toMatchInlineSnapshot(`
			{
			  "defaultConfiguration": {
			    "level": "note",
			  },
			  "fullDescription": {
			    "text": "what cilium/ipv6-off finds",
			  },
			  "help": {
			    "markdown": "Why it matters.

			- https://kubernetes.io/docs/concepts/services-networking/dual-stack/",
			    "text": "Why it matters.

			- https://kubernetes.io/docs/concepts/services-networking/dual-stack/",
			  },
			  "helpUri": "https://kubernetes.io/docs/concepts/services-networking/dual-stack/",
			  "id": "cilium/ipv6-off",
			  "name": "cilium/ipv6-off",
			  "properties": {
			    "precision": "high",
			    "problem.severity": "recommendation",
			    "tags": [
			      "cilium",
			    ],
			  },
			  "shortDescription": {
			    "text": "what cilium/ipv6-off finds",
			  },
			}
		`);
	});

	test('escapes what a path or a message must not hold', () => {
		const texts = marked({ 'a b/ü#[x]%.yaml': '«x»' });
		const odd = diagnostic({
			at: texts.at(),
			message: 'it says [here](1)',
			related: [{ at: { ...texts.at(), range: { start: 0, end: 0 } }, note: 'a [b](2) c' }],
		});
		const [result] = JSON.parse(sarifReport(report({ textOf: texts.textOf, diagnostics: [odd] }), [], '0')).runs[0]
			.results;
		expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC%23%5Bx%5D%25.yaml');
		expect(result.message.text).toBe('it says [here\\](1)\nSee: [a \\[b\\](2) c](1).');
	});
});

describe('a content fingerprint', () => {
	const finding = (text: string) => {
		const texts = marked({ 'a.yaml': text });
		return contentFingerprints([diagnostic({ at: texts.at() })], texts.textOf)[0];
	};

	test('stays when lines above come and go', () => {
		expect(finding('# new\n\npodSubnet: «10.42.0.0/16»\n')).toBe(finding('podSubnet: «10.42.0.0/16»\n'));
	});

	test('changes with the line it speaks of', () => {
		expect(finding('podSubnet: «10.43.0.0/16»\n')).not.toBe(finding('podSubnet: «10.42.0.0/16»\n'));
	});

	test('numbers what is otherwise the same', () => {
		const texts = marked({ 'a.yaml': '- «1 a»\n- «2 a»\n' });
		const both = [diagnostic({ at: texts.at('1') }), diagnostic({ at: texts.at('2') })];
		const [first, second] = contentFingerprints(both, texts.textOf);
		expect(second).toBe(first?.replace(/1$/, '2'));
	});
});

// Expected values: github/codeql-action, src/fingerprints.test.ts.
describe('a line hash', () => {
	test.each([
		['', ['c129715d7a2bc9a3:1']],
		[' a\nb\n  \t\tc\n d', ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1']],
		[
			' hello; \t\r\nworld!!!\n\r\r\n  \t\tGreetings\r End\r\n',
			['e9496ae3ebfced30:1', 'fb7c023a8b9ccb3f:1', 'ce8ba1a563dcdaca:1', 'e20e36e16fcb0cc8:1', 'b3edc88f2938467e:1'],
		],
	])('of %j is the one that code scanning computes', (text, expected) => {
		expect(expected.map((_, i) => lineHasher(text)(i + 1))).toEqual(expected);
	});

	test('numbers equal lines', () => {
		const hashOf = lineHasher('Lorem ipsum dolor sit amet.\n'.repeat(10));
		expect([1, 2, 6, 7].map(hashOf)).toEqual([
			'a7f2ff13bc495cf2:1',
			'a7f2ff13bc495cf2:2',
			'a7f2ff13bc495cf2:6',
			'a7f2ff1481e87703:1',
		]);
	});
});
