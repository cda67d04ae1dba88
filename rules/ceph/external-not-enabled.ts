import { entriesOf, nodeAt, type ScalarNode, textOf, type YamlNode } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule, type Finding, type Fix } from '../../src/rule.ts';

export const externalNotEnabled = defineRule({
	id: 'ceph/external-not-enabled',
	title: 'A key under spec.external of a CephCluster is not the one that Rook reads',
	severity: 'error',
	docs: block`
		Rook reads \`spec.external.enable\` and nothing else there, and the API keeps keys that it does not know. With
		\`enabled: true\` the object is accepted and Rook starts a Ceph cluster of its own on the nodes, beside the one
		outside that was meant. A value that is no boolean is refused by the API server.

		A key that changes nothing, because \`enable\` stands beside it or because it says false, is an info.

		In the cluster: \`kubectl -n rook-ceph get pods\` shows monitors and OSDs where none belong.

		Write \`enable: true\`.
	`,
	references: ['https://rook.io/docs/rook/latest/CRDs/Cluster/external-cluster/external-cluster/'],

	*check({ plan }) {
		for (const { root, name } of plan.cephClusters) {
			const external = nodeAt(root, ['spec', 'external']);
			const enable = nodeAt(external, ['enable']);
			if (enable?.kind === 'scalar' && typeof enable.value !== 'boolean') yield notBoolean(enable, name);
			for (const [key, entry] of entriesOf(external)) {
				if (key === 'enable') continue;
				const isHarmless = enable !== undefined || isFalse(entry.value);
				const isMeant = enable === undefined && /^enable/i.test(key) && isBoolean(entry.value);
				yield {
					at: entry.key,
					subject: key,
					severity: isHarmless ? 'info' : 'error',
					message: `spec.external.${key} of CephCluster ${name} is a key that Rook does not read`,
					...(isMeant && { fix: rename(entry.key) }),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'enabled in place of enable',
				repo: {
					'ceph-cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: rook-ceph-external, namespace: rook-ceph}
						spec:
						  external:
						    enabled: true
						    ^^^^^^^ spec.external.enabled of CephCluster rook-ceph-external
						  crashCollector: {disable: true}
					`,
				},
				fixed: {
					'ceph-cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: rook-ceph-external, namespace: rook-ceph}
						spec:
						  external:
						    enable: true
						  crashCollector: {disable: true}
					`,
				},
			},
			{
				name: 'a text in place of a boolean',
				repo: {
					'ceph-cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: rook-ceph-external, namespace: rook-ceph}
						spec:
						  external: {enable: "true"}
						  #                  ^^^^^^ is no boolean
						  crashCollector: {disable: true}
					`,
				},
				fixed: {
					'ceph-cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: rook-ceph-external, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
					`,
				},
			},
		],
		valid: [
			{
				name: 'the key that Rook reads',
				repo: {
					'ceph-cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: rook-ceph-external, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
					`,
				},
			},
		],
	},
});

function notBoolean(enable: ScalarNode, name: string): Finding {
	const text = textOf(enable);
	const meant = new Map([
		['true', true],
		['false', false],
	]).get(text.toLowerCase());
	return {
		at: enable.origin,
		subject: text,
		message: `spec.external.enable of CephCluster ${name} is no boolean: ${text === '' ? '""' : text}`,
		...(meant !== undefined && {
			fix: {
				title: `Write ${meant}`,
				applicability: 'safe',
				changes: [{ op: 'set', target: enable.origin, value: meant }],
			},
		}),
	};
}

function rename(key: Origin): Fix {
	return { title: 'Write enable', applicability: 'safe', changes: [{ op: 'set', target: key, value: 'enable' }] };
}

function isBoolean(node: YamlNode): boolean {
	return node.kind === 'scalar' && typeof node.value === 'boolean';
}

function isFalse(node: YamlNode): boolean {
	return node.kind === 'scalar' && (node.value === false || node.value === null);
}
