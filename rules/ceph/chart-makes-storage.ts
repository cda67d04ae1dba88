import { nameOrigin } from '../../src/network/pieces.ts';
import { releasesOfChart } from '../../src/network/releases-of-chart.ts';
import { booleanAt, nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const chartMakesStorage = defineRule({
	id: 'ceph/chart-makes-storage',
	title: 'The chart makes pools for a Ceph that Rook only connects to',
	severity: 'warning',
	docs: block`
		The chart rook-ceph-cluster makes a CephBlockPool, a CephFilesystem and a CephObjectStore with their StorageClasses unless
		its values say otherwise. With \`external.enable: true\` Rook is to connect to a Ceph outside, where it has no right to
		make any: the objects never become ready, and StorageClasses stand there whose pools do not exist.

		In the cluster: \`kubectl -n rook-ceph get cephblockpool,cephfilesystem,cephobjectstore\`.

		Empty the three lists as upstream's values-external.yaml does, or write the CephCluster without the chart.
	`,
	references: ['https://rook.io/docs/rook/latest/Helm-Charts/ceph-cluster-chart/#external-cluster'],

	*check({ rendered }) {
		for (const { values, unresolved, resource } of releasesOfChart(rendered, 'rook-ceph-cluster')) {
			const external = nodeAt(values, ['cephClusterSpec', 'external']);
			if (booleanAt(external, ['enable']) !== true || unresolved.length > 0) continue;
			const left = lists.filter((key) => nodeAt(values, [key]) === undefined);
			if (left.length === 0 || external === undefined) continue;
			yield {
				at: external.origin,
				subject: resource.name,
				message: `the chart connects to a Ceph outside, and the values leave its own ${left.join(', ')} in force`,
				because: [{ at: nameOrigin(resource.root), note: 'the release' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'only the switch',
				repo: {
					'cluster.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph-cluster, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph-cluster, version: v1.19.10}}
						  values:
						    cephObjectStores: {}
						    cephClusterSpec:
						      crashCollector: {disable: true}
						      external: {enable: true}
						      #         ^^^^^^^^^^^^^^ cephBlockPools, cephFileSystems in force
					`,
				},
			},
		],
		valid: [
			{
				name: 'the lists are empty',
				repo: {
					'cluster.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph-cluster, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph-cluster, version: v1.19.10}}
						  values:
						    cephObjectStores: {}
						    cephBlockPools: {}
						    cephFileSystems: {}
						    cephClusterSpec:
						      crashCollector: {disable: true}
						      external: {enable: true}
					`,
				},
			},
		],
	},
});

/** What the chart has in its own values. rook/rook `deploy/charts/rook-ceph-cluster/values.yaml`. */
const lists = ['cephBlockPools', 'cephFileSystems', 'cephObjectStores'] as const;
