import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { plain } from '../../src/report/paint.ts';
import { verifyMarkdown, verifyText } from '../../src/report/verify-report.ts';
import { expectedOf } from '../../src/verify/expected.ts';
import { liveReader } from '../../src/verify/live-objects.ts';
import { verifyPhases } from '../../src/verify/verify.ts';
import { objectsOf, type Stage, stages } from './dumps.ts';

const outcome = lintRepository(filesFromDisk(resolve(import.meta.dirname, '../../examples/dungeon')), rules);
const [cluster] = outcome.ok ? outcome.value.clusters : [];
if (cluster === undefined) throw new Error('the example has no cluster');
const expected = expectedOf(cluster.plan);

const { schemas, definitions } = JSON.parse(readFileSync(join(import.meta.dirname, 'schemas.json'), 'utf8'));
const ajv = new Ajv({ strict: false });
const validators = new Map(
	Object.entries<object>(schemas).map(([kind, schema]) => [kind, ajv.compile({ ...schema, definitions })]),
);

function phasesOf(objects: readonly object[]) {
	const reader = liveReader();
	for (const object of objects) reader.add(object);
	return verifyPhases(reader.cluster(), expected);
}

const statesOf = (stage: Stage) => phasesOf(objectsOf(stage)).map(({ phase, state }) => `${phase}: ${state}`);

describe('each dump', () => {
	test.each(Object.entries(stages))('%s is what an API server holds', (_, stage) => {
		for (const object of objectsOf(stage)) {
			const kind = String(Reflect.get(object, 'kind'));
			if (kind === 'Secret') continue;
			const validate = validators.get(kind);
			expect([kind, validate?.(object), validate?.errors]).toEqual([kind, true, null]);
		}
	});
});

describe('a cluster', () => {
	test('before the migration has everything to do', () => {
		expect(statesOf(stages.before)).toMatchInlineSnapshot(`
			[
			  "hold: done",
			  "nodes: to-do",
			  "control-plane: to-do",
			  "re-registration: to-do",
			  "policies: unknown",
			  "cilium: in-progress",
			  "services: not-needed",
			  "rook: to-do",
			]
		`);
	});

	test('with half of its control plane done names the replicas that are left behind', () => {
		expect(statesOf(stages.halfway)).toMatchInlineSnapshot(`
			[
			  "hold: done",
			  "nodes: done",
			  "control-plane: in-progress",
			  "re-registration: to-do",
			  "policies: unknown",
			  "cilium: in-progress",
			  "services: not-needed",
			  "rook: to-do",
			]
		`);
		const [, , controlPlane] = phasesOf(objectsOf(stages.halfway));
		expect(controlPlane?.checks[1]).toMatchObject({ state: 'in-progress', done: 2, total: 5 });
		expect(controlPlane?.checks[1]?.details[0]).toBe(
			'kube-apiserver on dungeon-map-003 has 10.144.0.0/12, not fd00::/108',
		);
	});

	test('whose nodes were not registered again has no IPv6 blocks', () => {
		expect(statesOf(stages.unregistered)).toMatchInlineSnapshot(`
			[
			  "hold: done",
			  "nodes: done",
			  "control-plane: done",
			  "re-registration: to-do",
			  "policies: unknown",
			  "cilium: in-progress",
			  "services: not-needed",
			  "rook: to-do",
			]
		`);
	});

	test('with Cilium waiting names the agents', () => {
		expect(statesOf(stages.waiting)).toMatchInlineSnapshot(`
			[
			  "hold: in-progress",
			  "nodes: done",
			  "control-plane: done",
			  "re-registration: in-progress",
			  "policies: unknown",
			  "cilium: in-progress",
			  "services: not-needed",
			  "rook: to-do",
			]
		`);
		const cilium = phasesOf(objectsOf(stages.waiting)).find(({ phase }) => phase === 'cilium');
		expect(cilium?.checks.find(({ title }) => title === 'Cilium agents are Ready')).toMatchObject({
			done: 3,
			total: 10,
			details: expect.arrayContaining(['the agent on dungeon-map-001 is not Ready; it may wait for an IPv6 pod CIDR']),
		});
	});

	test('that has arrived is done', () => {
		expect(statesOf(stages.done)).toMatchInlineSnapshot(`
			[
			  "hold: done",
			  "nodes: done",
			  "control-plane: done",
			  "re-registration: done",
			  "policies: unknown",
			  "cilium: done",
			  "services: done",
			  "rook: done",
			]
		`);
	});

	test('that was rolled back shows that its ServiceCIDR was not', () => {
		expect(statesOf(stages['rolled back'])).toMatchInlineSnapshot(`
			[
			  "hold: done",
			  "nodes: done",
			  "control-plane: in-progress",
			  "re-registration: to-do",
			  "policies: unknown",
			  "cilium: in-progress",
			  "services: not-needed",
			  "rook: to-do",
			]
		`);
	});

	test('with a range that nobody wants contradicts the repository', () => {
		const [, , controlPlane] = phasesOf(objectsOf(stages['another range']));
		expect(controlPlane).toMatchObject({ state: 'contradicts' });
		expect(controlPlane?.checks[2]?.details).toEqual([
			'kube-controller-manager on dungeon-map-001 has 192.168.144.0/20,fd00:bad::/64, the repository 192.168.144.0/20,fc00:f1:d759:3053::/64',
		]);
	});

	test('of which nothing is seen is not judged', () => {
		expect(phasesOf([]).map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => 'unknown'));
	});

	test('keeps no secret and no flag that nobody asked for', () => {
		const reader = liveReader();
		for (const object of objectsOf(stages.done)) reader.add(object);
		const kept = JSON.stringify(reader.cluster(), (_, value) => (value instanceof Map ? [...value] : value));
		expect(kept).not.toMatch(/AQDa0tJl|etcd-servers|registry\.example/);
	});

	test('survives objects that are none', () => {
		const strange = [
			null,
			1,
			'x',
			[],
			{ kind: 'Node' },
			{ kind: 'Pod', spec: null },
			{ kind: 'Service', spec: { clusterIPs: [1, null] } },
		];
		const nested = {
			kind: 'ConfigMap',
			metadata: { name: '__proto__', namespace: 'constructor' },
			data: { __proto__: 'x' },
		};
		const reader = liveReader();
		for (const object of [...strange, nested]) reader.add(object);
		expect(() => verifyPhases(reader.cluster(), expected)).not.toThrow();
	});
});

describe('the report', () => {
	const phases = phasesOf(objectsOf(stages.halfway));

	test('shows what is missing and the command that shows it', () => {
		const text = verifyText({ cluster: 'production', phases }, { width: 120, paint: plain });
		expect(text).toMatchInlineSnapshot(`
			"Migration of production

			hold             done
			  + no agent of Cilium waits for an IPv6 block that its node does not have
			nodes            done
			  + nodes are Ready (10 of 10)
			  + nodes have an InternalIP of both families (10 of 10)
			control-plane    in progress
			  + the ConfigMap kubeadm-config names both ranges (2 of 2)
			  ~ every kube-apiserver has both ranges (2 of 5)
			      kube-apiserver on dungeon-map-003 has 10.144.0.0/12, not fd00::/108
			      kube-apiserver on dungeon-map-004 has 10.144.0.0/12, not fd00::/108
			      kube-apiserver on dungeon-map-005 has 10.144.0.0/12, not fd00::/108
			      $ kubectl -n kube-system get pods -l component=kube-apiserver -o jsonpath='{range .items[*]}{.spec.nodeName}{" "}{.spec.containers[0].command}{"\\n"}{end}'
			  ~ every kube-controller-manager has both ranges (2 of 5)
			      kube-controller-manager on dungeon-map-003 has 192.168.144.0/20, not fc00:f1:d759:3053::/64
			      kube-controller-manager on dungeon-map-004 has 192.168.144.0/20, not fc00:f1:d759:3053::/64
			      kube-controller-manager on dungeon-map-005 has 192.168.144.0/20, not fc00:f1:d759:3053::/64
			      $ kubectl -n kube-system get pods -l component=kube-controller-manager -o jsonpath='{range .items[*]}{.spec.nodeName}{" "}{.spec.containers[0].command}{"\\n"}{end}'
			  - the default ServiceCIDR has both ranges (0 of 1)
			      ServiceCIDR kubernetes has 10.144.0.0/12, not fd00::/108
			      $ kubectl get servicecidr kubernetes -o yaml
			re-registration  to do
			  - nodes have a pod CIDR of both families (0 of 10)
			      dungeon-chest-001 has 192.168.149.0/24, none of IPv6
			      dungeon-chest-002 has 192.168.150.0/24, none of IPv6
			      dungeon-chest-003 has 192.168.151.0/24, none of IPv6
			      dungeon-chest-004 has 192.168.152.0/24, none of IPv6
			      dungeon-chest-005 has 192.168.153.0/24, none of IPv6
			      dungeon-map-001 has 192.168.144.0/24, none of IPv6
			      dungeon-map-002 has 192.168.145.0/24, none of IPv6
			      dungeon-map-003 has 192.168.146.0/24, none of IPv6
			      dungeon-map-004 has 192.168.147.0/24, none of IPv6
			      dungeon-map-005 has 192.168.148.0/24, none of IPv6
			      $ kubectl get nodes -o custom-columns='NAME:.metadata.name,POD CIDRS:.spec.podCIDRs'
			policies         cannot tell
			  ? policies let both families through
			      no object shows it; try a connection over IPv6 between pods
			      $ kubectl get networkpolicies,ciliumnetworkpolicies -A -o yaml
			cilium           in progress
			  - Cilium has IPv6 switched on
			      enable-ipv6 is not true
			      $ kubectl -n kube-system get cm cilium-config -o yaml | grep -E 'ipv6|ipam'
			  + native routing covers the pods of both families (2 of 2)
			  - Cilium has a block of both families for each node (0 of 10)
			      dungeon-chest-001 has 192.168.149.0/24, none of IPv6
			      dungeon-chest-002 has 192.168.150.0/24, none of IPv6
			      dungeon-chest-003 has 192.168.151.0/24, none of IPv6
			      dungeon-chest-004 has 192.168.152.0/24, none of IPv6
			      dungeon-chest-005 has 192.168.153.0/24, none of IPv6
			      dungeon-map-001 has 192.168.144.0/24, none of IPv6
			      dungeon-map-002 has 192.168.145.0/24, none of IPv6
			      dungeon-map-003 has 192.168.146.0/24, none of IPv6
			      dungeon-map-004 has 192.168.147.0/24, none of IPv6
			      dungeon-map-005 has 192.168.148.0/24, none of IPv6
			      $ kubectl get ciliumnodes -o custom-columns='NAME:.metadata.name,POD CIDRS:.spec.ipam.podCIDRs,ERROR:.status.ipam.operator-status.error'
			  + Cilium agents are Ready (10 of 10)
			  - pods have an address of both families (0 of 2)
			      compass/compass-5d8f-0 (ReplicaSet compass-5d8f) has only 192.168.149.10, since 2025-03-01T08:00:00Z
			      compass/compass-5d8f-1 (ReplicaSet compass-5d8f) has only 192.168.149.11, since 2025-03-01T08:00:00Z
			      $ kubectl get pods -A -o custom-columns='NAMESPACE:.metadata.namespace,NAME:.metadata.name,IPS:.status.podIPs[*].ip'
			services         not needed
			    Services that are to have both families have both
			  + kubernetes.default keeps its family
			rook             to do
			  - Ceph is connected
			      there is no CephCluster
			      $ kubectl get cephclusters -A
			  - Rook knows the monitors of the repository
			      there is no rook-ceph-mon-endpoints
			      $ kubectl get cm -A --field-selector metadata.name=rook-ceph-mon-endpoints -o jsonpath='{.items[*].data.data}'
			    CSI plugins use the network of pods again
			"
		`);
	});

	test('can be pasted into a pull request and read back', () => {
		const text = verifyMarkdown({ cluster: 'production', phases });
		const [, line] = /`dualstack-lint-verify (\{.*\})`/.exec(text) ?? [];
		expect(JSON.parse(line ?? '')).toMatchObject({ version: 1, cluster: 'production', states: { nodes: 'done' } });
		expect(text).toContain('| nodes | **done** | nodes are Ready: 10 of 10<br>');
	});
});
