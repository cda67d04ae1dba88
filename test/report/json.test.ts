import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import reportSchema from '../../schema/report.json' with { type: 'json' };
import { roles } from '../../src/network/plan.ts';
import { jsonReport, planJson } from '../../src/report/json.ts';
import { printableJson } from '../../src/report/printable.ts';
import { dungeon } from './dungeon.ts';
import { report } from './reports.ts';
import { complaints, isPlan, isReport } from './schemas.ts';

const parsed = JSON.parse(jsonReport(dungeon));

describe('the JSON report', () => {
	test('is what its schema says', () => {
		expect(complaints(isReport, parsed)).toEqual([]);
		expect(complaints(isReport, JSON.parse(jsonReport(report({}))))).toEqual([]);
	});

	test('would be refused by its schema with a key missing or a line of 0', () => {
		const { summary: _, ...rest } = parsed;
		expect(complaints(isReport, rest)).toEqual([" must have required property 'summary'"]);
		const [first, ...others] = parsed.diagnostics;
		expect(complaints(isReport, { ...parsed, diagnostics: [{ ...first, line: 0 }, ...others] })).toEqual([
			'/diagnostics/0/line must be >= 1',
		]);
	});

	test('has every role in its schema', () => {
		expect(reportSchema.definitions.network.properties.role.enum).toEqual(roles);
	});

	test('places each diagnostic, from 1, the end excluded', () => {
		expect(parsed.diagnostics[0]).toMatchInlineSnapshot(`
			{
			  "cluster": "production",
			  "column": 35,
			  "endColumn": 47,
			  "endLine": 4,
			  "file": "infrastructure/cilium/helm-release.yaml",
			  "fix": {
			    "applicability": "unsafe",
			    "edits": [
			      {
			        "column": 35,
			        "endColumn": 47,
			        "endLine": 4,
			        "file": "infrastructure/cilium/helm-release.yaml",
			        "line": 4,
			        "text": "10.42.0.0/16",
			      },
			    ],
			    "title": "Write 10.42.0.0/16",
			  },
			  "line": 4,
			  "message": "Cilium gives pods addresses of 10.43.0.0/16, 2 others say 10.42.0.0/16",
			  "related": [
			    {
			      "column": 14,
			      "file": "bootstrap/kubeadm.yaml",
			      "line": 2,
			      "note": "kubeadm: 10.42.0.0/16",
			    },
			    {
			      "column": 18,
			      "file": "nodes/one/kube-controller-manager.yaml",
			      "line": 1,
			      "note": "kube-controller-manager: 10.42.0.0/16",
			    },
			  ],
			  "rule": "addressing/pod-network-mismatch",
			  "severity": "error",
			  "suppressed": null,
			}
		`);
	});

	test('keeps accepted findings and does not count them', () => {
		expect(parsed.diagnostics[1].suppressed).toEqual({ by: 'accept', reason: 'the migration starts next week' });
		expect(parsed.summary).toEqual({ errors: 1, warnings: 0, infos: 1, accepted: 1, unresolved: 1, files: 7 });
	});

	test('lists each network with everybody who declares it', () => {
		const networks: { role: string; family: string; cidr: string; declarations: unknown[] }[] =
			parsed.clusters[0].networks;
		expect(networks.map(({ role, family, cidr, declarations }) => [role, family, cidr, declarations.length])).toEqual([
			['node', 'IPv4', '172.22.144.0/24', 1],
			['pod', 'IPv4', '10.42.0.0/16', 3],
			['pod', 'IPv4', '10.43.0.0/16', 1],
			['pod', 'IPv6', 'fd00:10:42::/56', 1],
			['service', 'IPv4', '10.96.0.0/12', 1],
			['service', 'IPv6', 'fd00:10:96::/112', 1],
			['load-balancer', 'IPv4', '172.22.30.0/24', 1],
			['load-balancer', null, null, 1],
		]);
	});

	test('shows a text that is no prefix as written', () => {
		expect(parsed.clusters[0].networks.at(-1).declarations[0]).toMatchInlineSnapshot(`
			{
			  "cidr": null,
			  "column": 11,
			  "component": "Cilium",
			  "file": "apps/pool.yaml",
			  "line": 2,
			  "node": null,
			  "problem": "bad-length",
			  "relation": "is",
			  "setting": "spec.blocks",
			  "standing": "live",
			  "text": "10.0.0.0/33",
			}
		`);
	});

	test('tells of masks, machines and what could not be read', () => {
		const [{ nodeMasks, nodes }] = parsed.clusters;
		expect(nodeMasks[0]).toMatchObject({
			family: null,
			size: 24,
			file: 'nodes/one/kube-controller-manager.yaml',
			line: 2,
		});
		expect(nodes.map((node: { name: string }) => node.name)).toEqual(['web', 'db']);
		expect(parsed.unresolved).toEqual([
			{ why: 'encrypted', what: 'key mon_host of Secret ceph', file: 'apps/pool.yaml', line: 3, column: 11 },
		]);
	});
});

describe('the plan as JSON', () => {
	test('is the same plan and what its schema says', () => {
		const plan = JSON.parse(planJson(dungeon));
		expect(complaints(isPlan, plan)).toEqual([]);
		expect(plan).toEqual({ version: 1, clusters: parsed.clusters, unresolved: parsed.unresolved });
	});
});

describe('printable JSON', () => {
	const text = fc.string({ unit: 'binary', maxLength: 20 });

	test('parses back to the same value and holds no character a terminal acts on', () => {
		fc.assert(
			fc.property(fc.array(fc.dictionary(text, text)), (value) => {
				const json = printableJson(value);
				expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(value));
				expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
			}),
		);
	});
});
