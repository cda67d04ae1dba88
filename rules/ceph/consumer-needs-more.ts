import { consumers, scalarIn } from '../../src/network/rook-objects.ts';
import { booleanAt, nodeAt } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const consumerNeedsMore = defineRule({
	id: 'ceph/consumer-needs-more',
	title: 'A CephCluster that connects to a Ceph outside lacks a setting it cannot do without',
	severity: 'error',
	docs: block`
		A CephCluster with \`external.enable: true\` runs nothing of Ceph, and two of Rook's defaults are for clusters that do:

		- The crash collector. Unless \`crashCollector.disable\` is true, Rook asks Ceph to create the user \`client.crash\`. The
		  user of the import script, \`client.healthchecker\`, may not, and the CephCluster stays in error.
		- With \`cephVersion.image\` Rook looks for daemons of its own, and refuses the object without \`dataDirHostPath\`.

		In the cluster: \`kubectl -n rook-ceph get cephcluster\` does not come to \`Connected\`; the operator's log says why.

		Write \`crashCollector: {disable: true}\`, and leave the image out.
	`,
	references: ['https://github.com/rook/rook/blob/master/deploy/examples/external/cluster-external.yaml'],

	*check({ plan }) {
		for (const { root, name, at } of consumers(plan)) {
			const collector = nodeAt(root, ['spec', 'crashCollector', 'disable']);
			if (collector === undefined || booleanAt(root, ['spec', 'crashCollector', 'disable']) === false) {
				yield {
					at: collector?.origin ?? omitted(nodeAt(root, ['spec'])?.origin ?? at, 'crashCollector.disable'),
					subject: name,
					message: `CephCluster ${name} connects to a Ceph outside and leaves the crash collector on`,
				};
			}
			// The chart that makes a CephCluster fills in the folder.
			const isObject = nodeAt(root, ['kind']) !== undefined;
			const image = isObject ? scalarIn(root, ['spec', 'cephVersion', 'image']) : undefined;
			if (image !== undefined && nodeAt(root, ['spec', 'dataDirHostPath']) === undefined)
				yield { at: image.origin, subject: name, message: `CephCluster ${name} names an image and no dataDirHostPath` };
		}
	},

	examples: {
		invalid: [
			{
				name: 'the crash collector left on, an image without a folder',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  ^^^^^^^^^^^^^^^^^^^^^^^^ leaves the crash collector on
						  cephVersion:
						    image: quay.io/ceph/ceph:v19.2.3
						           ^^^^^^^^^^^^^^^^^^^^^^^^^ no dataDirHostPath
					`,
				},
			},
		],
		valid: [
			{
				name: 'the smallest object that connects, and one of Rook itself',
				repo: {
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
						---
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: inside, namespace: rook}
						spec:
						  cephVersion: {image: quay.io/ceph/ceph:v19.2.3}
						  dataDirHostPath: /var/lib/rook
					`,
				},
			},
		],
	},
});

function omitted(from: Origin, field: string): Origin {
	return { kind: 'omitted', from, field };
}
