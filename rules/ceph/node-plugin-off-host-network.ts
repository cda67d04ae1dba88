import { newestRook } from '../../src/network/limits/rook.ts';
import { isAtLeast, releasesOf } from '../../src/network/limits/versions.ts';
import { booleanAt, nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodePluginOffHostNetwork = defineRule({
	id: 'ceph/node-plugin-off-host-network',
	title: 'The CSI node plugin is taken off the host network',
	severity: 'warning',
	docs: block`
		The node plugin maps and mounts volumes for the kernel of the node. Off the host network, the connections to Ceph belong to
		the plugin's pod: they need pods that reach Ceph, over IPv6 where Ceph has nothing else, and they end with the pod.
		A restart of the plugin then hangs what is mounted on the node.

		Only drivers that Rook deploys itself follow the setting; those of the CSI operator are on the host network always.

		In the cluster: \`kubectl -n rook-ceph get ds -o custom-columns=NAME:.metadata.name,HOST:.spec.template.spec.hostNetwork\`.

		Leave \`csi.enableCSIHostNetwork\` out.
	`,
	references: ['https://rook.io/docs/rook/latest/Helm-Charts/operator-chart/'],

	*check({ plan }) {
		for (const { values, version, unresolved } of plan.rookOperators) {
			const { low, high, assumed } = releasesOf(version, newestRook);
			const node = nodeAt(values, ['csi', 'enableCSIHostNetwork']);
			if (assumed || unresolved.length > 0 || node === undefined || booleanAt(node) !== false) continue;
			const operator = booleanAt(values, ['csi', 'rookUseCsiOperator']);
			const isOwn = !isAtLeast(high, '1.18.0') ? operator !== true : isAtLeast(low, '1.18.0') && operator === false;
			if (!isOwn || isAtLeast(high, '1.20.0')) continue;
			yield {
				at: node.origin,
				subject: 'csi.enableCSIHostNetwork',
				message: 'csi.enableCSIHostNetwork is false, so the node plugin reaches Ceph from the pod network only',
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'drivers of Rook itself',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.16.9}}
						  values:
						    csi:
						      enableCSIHostNetwork: false
						      #                     ^^^^^ from the pod network only
					`,
				},
			},
		],
		valid: [
			{
				name: 'the CSI operator does not ask',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.5}}
						  values:
						    csi:
						      enableCSIHostNetwork: false
					`,
				},
			},
		],
	},
});
