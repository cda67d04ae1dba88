import { compareVersions, parseVersion } from '../../src/network/limits/versions.ts';
import { consumers, scalarIn } from '../../src/network/rook-objects.ts';
import { placeOf } from '../../src/network/setting.ts';
import { textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const imageNewerThanCluster = defineRule({
	id: 'ceph/image-newer-than-cluster',
	title: 'The image of Ceph is newer than the cluster that it is to speak to',
	severity: 'warning',
	docs: block`
		A CephCluster that connects to a Ceph outside needs no image. With one, Rook compares its release with that of the
		cluster outside and refuses one that is newer; tools of a later release also write what an earlier one cannot read.

		The version of the cluster outside stands in the configuration, \`ceph: {version: 19.2.3}\`. Without it this rule is
		silent.

		In the cluster: \`kubectl -n rook-ceph get cephcluster -o yaml\`, \`ceph versions\` outside.

		Leave the image out, or name the release of the cluster outside.
	`,
	references: ['https://rook.io/docs/rook/latest/CRDs/Cluster/external-cluster/external-cluster/'],

	*check({ plan }) {
		const outside = plan.versions.find(({ product }) => product === 'ceph')?.version;
		const version = outside?.state === 'set' ? parseVersion(outside.value) : undefined;
		if (outside === undefined || version === undefined) return;
		for (const { root, name } of consumers(plan)) {
			const image = scalarIn(root, ['spec', 'cephVersion', 'image']);
			const [, tag] = /:(v?\d+\.\d+\.\d+)/.exec(image === undefined ? '' : textOf(image)) ?? [];
			const own = tag === undefined ? undefined : parseVersion(tag);
			if (image === undefined || own === undefined || compareVersions(own, version) <= 0) continue;
			yield {
				at: image.origin,
				subject: name,
				message: `the image of CephCluster ${name} is ${tag}, the Ceph outside ${outside.state === 'set' ? outside.value : ''}`,
				because: [{ at: placeOf(outside), note: 'the Ceph outside' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a release ahead',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						ceph: {version: 19.2.3}
					`,
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
						  dataDirHostPath: /var/lib/rook
						  cephVersion: {image: "quay.io/ceph/ceph:v20.2.4"}
						  #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the Ceph outside 19.2.3
					`,
				},
			},
		],
		valid: [
			{
				name: 'the same release',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						ceph: {version: 19.2.3}
					`,
					'cluster.yaml': block`
						apiVersion: ceph.rook.io/v1
						kind: CephCluster
						metadata: {name: outside, namespace: rook-ceph}
						spec:
						  external: {enable: true}
						  crashCollector: {disable: true}
						  dataDirHostPath: /var/lib/rook
						  cephVersion: {image: "quay.io/ceph/ceph:v19.2.3"}
					`,
				},
			},
		],
	},
});
