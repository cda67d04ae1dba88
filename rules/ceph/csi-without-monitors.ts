import { known } from '../../src/network/pieces.ts';
import { csiClusters, objectsOf } from '../../src/network/rook-objects.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const csiWithoutMonitors = defineRule({
	id: 'ceph/csi-without-monitors',
	title: 'A cluster in the configuration of ceph-csi has no list of monitors',
	severity: 'error',
	docs: block`
		ceph-csi reads \`config.json\` as a list of clusters, each with \`monitors\`, a list of texts. One text with commas does
		not decode, and an empty list is an error of its own: no volume of any StorageClass with that cluster is made or
		mounted.

		In the cluster: \`kubectl logs\` of the provisioner says "failed to fetch monitor list".

		Write \`"monitors": ["[fd5c:9a3e::1]:6789", …]\`.
	`,
	references: ['https://github.com/ceph/ceph-csi/blob/devel/docs/rbd/deploy.md'],

	*check({ rendered }) {
		for (const resource of objectsOf(rendered, '', 'ConfigMap')) {
			if (resource.name !== 'ceph-csi-config') continue;
			for (const cluster of csiClusters(resource)) {
				const monitors = nodeAt(cluster, ['monitors']);
				if (monitors === undefined) {
					const at = { kind: 'omitted', from: cluster.origin, field: 'monitors' } as const;
					yield { at, message: 'this cluster of ceph-csi has no monitors' };
				} else if (known(monitors).kind === 'scalar')
					yield { at: monitors.origin, message: 'monitors of ceph-csi are one text, not a list' };
				else if (monitors.kind === 'seq' && monitors.items.length === 0)
					yield { at: monitors.origin, message: 'the list of monitors of ceph-csi is empty' };
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a text, and an empty list',
				repo: {
					'config.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: ceph-csi-config, namespace: ceph-csi}
						data:
						  config.json: |
						    [
						      {"clusterID": "c1", "monitors": "[fd5c:9a3e::1]:6789"},
						                                      ^^^^^^^^^^^^^^^^^^^^^ one text
						      {"clusterID": "c2", "monitors": []}
						                                      ^^ is empty
						    ]
					`,
				},
			},
		],
		valid: [
			{
				name: 'a list of texts',
				repo: {
					'config.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: ceph-csi-config, namespace: ceph-csi}
						data:
						  config.json: '[{"clusterID": "c1", "monitors": ["[fd5c:9a3e::1]:6789"]}]'
					`,
				},
			},
		],
	},
});
