import { hasRookFeature } from '../../src/network/limits/rook.ts';
import { nameOrigin } from '../../src/network/pieces.ts';
import { isEveryRook, objectsOf, operatorNamespace } from '../../src/network/rook-objects.ts';
import { booleanAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const operatorOwnedObject = defineRule({
	id: 'ceph/operator-owned-object',
	title: 'An object is in the repository that the Rook operator writes itself',
	severity: 'error',
	docs: block`
		Rook tells the CSI drivers where the monitors are: with the CSI operator (the default from Rook 1.18 on) through a
		CephConnection and a ClientProfile, out of which the ConfigMap \`ceph-csi-config\` is made; without it through
		\`rook-ceph-csi-config\`. It writes them again at every reconciliation. A copy in the repository is written again by
		Flux, and volumes are mounted with the monitors of whoever came last.

		A ConfigMap \`ceph-csi-config\` in another namespace belongs to a ceph-csi of its own and is not meant.

		In the cluster: \`kubectl -n rook-ceph get cm ceph-csi-config -o yaml --show-managed-fields\` shows both writers.

		Remove it; the monitors stand in \`rook-ceph-mon-endpoints\`.
	`,
	references: ['https://rook.io/docs/rook/latest/Storage-Configuration/Ceph-CSI/ceph-csi-drivers/'],

	*check({ plan, rendered }) {
		const namespace = operatorNamespace(plan);
		if (namespace === undefined) return;
		const hasOperator =
			isEveryRook(plan, (version) => hasRookFeature('csiOperatorByDefault', version)) &&
			booleanAt(plan.rookOperators[0]?.values, ['csi', 'rookUseCsiOperator']) !== false;
		const names = hasOperator ? ['ceph-csi-config', 'rook-ceph-csi-config'] : ['rook-ceph-csi-config'];
		const clusters = new Set(plan.cephClusters.map((cluster) => cluster.namespace));
		const owned = [
			...objectsOf(rendered, '', 'ConfigMap').filter(({ name }) => names.includes(name)),
			...['CephConnection', 'ClientProfile']
				.flatMap((kind) => objectsOf(rendered, 'csi.ceph.io', kind))
				.filter(({ name }) => hasOperator && clusters.has(name)),
		];
		for (const { kind, name, namespace: own, root } of owned) {
			if (own !== namespace) continue;
			yield {
				at: nameOrigin(root),
				subject: name,
				message: `${kind} ${namespace}/${name} is written by the Rook operator as well`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the configuration of the drivers under Rook 1.18',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.2}}
					`,
					'config.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: ceph-csi-config, namespace: rook-ceph}
						#                ^^^^^^^^^^^^^^^ is written by the Rook operator
						data:
						  config.json: '[{"clusterID": "rook-ceph", "monitors": ["[fd5c:9a3e::1]:6789"]}]'
					`,
				},
			},
		],
		valid: [
			{
				name: 'a ceph-csi of its own',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.2}}
					`,
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
