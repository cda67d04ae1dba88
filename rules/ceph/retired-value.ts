import { newestRook, retiredRookValues } from '../../src/network/limits/rook.ts';
import { isAtLeast, releasesOf } from '../../src/network/limits/versions.ts';
import { entriesOf, nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const retiredRookValue = defineRule({
	id: 'ceph/retired-value',
	title: "A value of Rook's chart went with the drivers to another chart",
	severity: 'warning',
	docs: block`
		From 1.20 on Rook deploys no CSI drivers. The values of its chart that were about them are read by nobody, and Helm
		passes over them: \`csi.enableCSIHostNetwork\` no longer puts the controller plugin on the host network, a prefix for the
		drivers' names no longer changes them.

		In the cluster: \`helm -n rook-ceph get manifest rook-ceph | grep -i csi\`, and the Driver objects of the CSI operator.

		Say it in the values of the chart ceph-csi-drivers, or in the CephCluster where the message says so. Other keys that a
		chart does not have are reported by flux/unknown-value.
	`,
	references: ['https://rook.io/docs/rook/latest/Upgrade/rook-upgrade/'],

	*check({ plan }) {
		for (const { version, values } of plan.rookOperators) {
			const { low, high, assumed } = releasesOf(version, newestRook);
			for (const { path, from, instead } of retiredRookValues) {
				const steps = path.split('.');
				const node = nodeAt(values, steps);
				const key = entriesOf(nodeAt(values, steps.slice(0, -1))).find(([name]) => name === steps.at(-1))?.[1].key;
				// Nothing is known of a release that is not pinned: the value may be in use.
				if (assumed || !isAtLeast(low, from) || !isAtLeast(high, from)) continue;
				if (key === undefined || node?.kind === 'unknown' || (node?.kind === 'scalar' && node.value === null)) continue;
				const now = instead === undefined ? '' : `; it is ${instead} now`;
				yield { at: key, subject: path, message: `${path} is ignored by Rook ${from.slice(0, 4)} and later${now}` };
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the host network as it was asked for',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.20.3}}
						  values:
						    csi:
						      enableCSIHostNetwork: true
						      ^^^^^^^^^^^^^^^^^^^^ ignored by Rook 1.20 and later; it is drivers.<name>.controllerPlugin.hostNetwork
					`,
				},
			},
		],
		valid: [
			{
				name: 'a release that reads it',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.19.10}}
						  values:
						    csi: {enableCSIHostNetwork: true}
					`,
				},
			},
		],
	},
});
