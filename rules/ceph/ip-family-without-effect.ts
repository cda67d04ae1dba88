import { consumers } from '../../src/network/rook-objects.ts';
import { entriesOf, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const ipFamilyWithoutEffect = defineRule({
	id: 'ceph/ip-family-without-effect',
	title: 'The family of a CephCluster means nothing to a Ceph outside',
	severity: 'info',
	docs: block`
		\`network.ipFamily\` and \`network.dualStack\` are about the daemons that Rook starts: to which addresses they bind. A
		CephCluster with \`external.enable: true\` starts none. How it connects follows from the addresses of the monitors alone.

		In the cluster: \`kubectl -n rook-ceph get cephcluster -o yaml\` shows the fields, no pod shows an effect.

		Leave them out, so that nobody takes them for the reason why IPv6 works or does not.
	`,
	references: ['https://rook.io/docs/rook/latest/CRDs/Cluster/network-providers/#ipfamily'],

	*check({ plan }) {
		for (const { root, name } of consumers(plan)) {
			for (const [field, { key, value }] of entriesOf(nodeAt(root, ['spec', 'network']))) {
				if ((field !== 'ipFamily' && field !== 'dualStack') || value.kind !== 'scalar' || value.value === null)
					continue;
				if (value.value === false || value.value === '') continue;
				yield {
					at: key,
					subject: name,
					message: `network.${field} ${textOf(value)} has no effect: CephCluster ${name} connects to a Ceph outside`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 for daemons that there are not',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
						  network:
						    ipFamily: IPv6
						    ^^^^^^^^ has no effect
					`,
				},
			},
		],
		valid: [
			{
				name: 'a cluster of its own',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: inside, namespace: rook-ceph}
						spec:
						  dataDirHostPath: /var/lib/rook
						  cephVersion: {image: "quay.io/ceph/ceph:v19.2.3"}
						  network: {ipFamily: IPv6}
					`,
				},
			},
		],
	},
});
