import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import type { Report } from '../src/lint/report.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromDisk } from '../src/repo/disk.ts';
import { positionFinder } from '../src/repo/location.ts';
import { jsonReport } from '../src/report/json.ts';

function lintExample(name: string, everything = false): Report {
	const files = filesFromDisk(join(import.meta.dirname, '../examples', name));
	const outcome = lintRepository(files, rules, { everything });
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	return outcome.value;
}

function lines(report: Report): string[] {
	return report.diagnostics
		.filter(({ suppressed }) => suppressed === null)
		.map(({ severity, ruleId, at }) => {
			const { line, column } = positionFinder(report.textOf(at.file))(at.range.start);
			return `${severity} ${ruleId} ${at.file}:${line}:${column}`;
		});
}

describe('the reference cluster', () => {
	test('shows every mistake of its state before the migration, and no other', () => {
		expect(lines(lintExample('dungeon')).join('\n')).toMatchInlineSnapshot(`
			"warning addressing/host-bits .dualstack-lint.yaml:10:30
			warning addressing/undefined-unique-local .dualstack-lint.yaml:10:30
			warning addressing/host-bits .dualstack-lint.yaml:15:13
			warning addressing/undefined-unique-local .dualstack-lint.yaml:15:13
			warning addressing/host-bits .dualstack-lint.yaml:19:32
			warning addressing/undefined-unique-local .dualstack-lint.yaml:19:32
			warning addressing/zero-global-id .dualstack-lint.yaml:20:33
			error nodes/node-ip-single-family bootstrap/init-control-plane.sh:14:10
			info addressing/family-missing bootstrap/init-control-plane.sh:18:11
			info addressing/family-missing bootstrap/init-control-plane.sh:19:15
			error nodes/ipv6-forwarding-missing bootstrap/init-control-plane.sh:23:23
			error nodes/ipv6-forwarding-missing bootstrap/join-node.sh:15:23
			info addressing/family-missing bootstrap/kubeadm-config.yaml:20:14
			info addressing/family-missing bootstrap/kubeadm-config.yaml:21:18
			warning cilium/bgp-advertises-nothing infrastructure/configs/base/bgp/peer-config.yaml:10:5
			warning services/policy-lacks-family infrastructure/configs/base/policies/dungeon-egress.yaml:23:17
			error cilium/ipv6-without-pod-cidr infrastructure/controllers/overlays/production/cilium/helm-release-patch.yaml:11:16
			warning addressing/host-bits infrastructure/controllers/overlays/production/cilium/helm-release-patch.yaml:21:28
			error ceph/malformed-monitor-endpoint infrastructure/storage/overlays/production/rook-ceph-mon-endpoints.yaml:11:10
			info addressing/family-missing nodes/dungeon-map-001/etc/kubernetes/manifests/kube-apiserver.yaml:41:34
			info addressing/family-missing nodes/dungeon-map-001/etc/kubernetes/manifests/kube-controller-manager.yaml:18:22
			info addressing/family-missing nodes/dungeon-map-001/etc/kubernetes/manifests/kube-controller-manager.yaml:28:34"
		`);
	});

	test('has no error and no warning once it is done right', () => {
		expect(lines(lintExample('dungeon-dual-stack'))).toEqual([]);
	});

	test('keeps the choices of its owner as accepted findings with a reason', () => {
		const accepted = lintExample('dungeon-dual-stack').diagnostics.filter(({ suppressed }) => suppressed !== null);
		expect(accepted.map(({ ruleId, suppressed }) => `${ruleId} ${suppressed?.by}`)).toMatchInlineSnapshot(`
			[
			  "addressing/undefined-unique-local accept",
			  "addressing/undefined-unique-local accept",
			  "addressing/undefined-unique-local accept",
			  "addressing/undefined-unique-local accept",
			  "addressing/zero-global-id accept",
			  "addressing/undefined-unique-local accept",
			]
		`);
	});

	test.each(['dungeon', 'dungeon-dual-stack'])('%s: what does not matter changes nothing in the report', (name) => {
		expect(jsonReport(lintExample(name))).toBe(jsonReport(lintExample(name, true)));
	});
});
