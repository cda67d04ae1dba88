import { newestRook } from '../../src/network/limits/rook.ts';
import { isAtLeast, releasesOf } from '../../src/network/limits/versions.ts';
import { releasesOfChart } from '../../src/network/releases-of-chart.ts';
import { booleanAt, nodeAt, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const hostNetworkPortClash = defineRule({
	id: 'ceph/host-network-port-clash',
	title: 'The controller and the node plugin of a CSI driver want the same port of a node',
	severity: 'warning',
	docs: block`
		The node plugin of a CSI driver is on the host network of every node. With its controller plugin there too, both open
		the same ports on the nodes where they meet: 9070 for csi-addons, 9080 and 9081 for the liveness metrics. The second
		one does not start: "address already in use".

		The controller plugin is on the host network with \`enforceHostNetwork\` from Rook 1.15 on, by default in 1.19.1 and
		later 1.19 releases (\`csi.enableCSIHostNetwork\`), and from 1.20 on with \`controllerPlugin.hostNetwork\` of the chart
		ceph-csi-drivers.

		In the cluster: \`kubectl -n rook-ceph get pods\` shows CrashLoopBackOff; the log names the port.

		Switch csi-addons and liveness off, or give the controller plugin other ports, or the pod network.
	`,
	references: ['https://github.com/rook/rook/issues/16473', 'https://github.com/ceph/ceph-csi-operator/issues/319'],

	*check({ plan, rendered }) {
		for (const { values, version, unresolved } of plan.rookOperators) {
			const { low, high, assumed } = releasesOf(version, newestRook);
			if (assumed || unresolved.length > 0 || isAtLeast(high, '1.20.0')) continue;
			const isEnforced = booleanAt(values, ['enforceHostNetwork']) === true && isAtLeast(low, '1.15.0');
			const isDefault = booleanAt(values, ['csi', 'enableCSIHostNetwork']) !== false && isAtLeast(low, '1.19.1');
			if (!isEnforced && !isDefault) continue;
			const why = isEnforced ? 'enforceHostNetwork is on' : 'the controller plugin is on the host network by default';
			if (!ports.some((name) => nodeAt(values, ['csi', name]) !== undefined))
				yield* clash(values, ['csi', 'csiAddons', 'enabled'], 'port 9070', why);
			yield* clash(values, ['csi', 'enableLiveness'], 'ports 9080 and 9081', why);
		}
		for (const { values, unresolved } of releasesOfChart(rendered, 'ceph-csi-drivers')) {
			if (unresolved.length > 0) continue;
			for (const driver of ['rbd', 'cephfs']) {
				const own = ['drivers', driver];
				if (booleanAt(values, [...own, 'controllerPlugin', 'hostNetwork']) !== true) continue;
				const why = `drivers.${driver}.controllerPlugin.hostNetwork is on`;
				yield* clash(values, [...own, 'deployCsiAddons'], 'port 9070', why);
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'csi-addons with the default of 1.19',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.19.5}}
						  values:
						    csi:
						      csiAddons:
						        enabled: true
						        #        ^^^^ port 9070
					`,
				},
			},
		],
		valid: [
			{
				name: 'a release with the controller on the pod network',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.5}}
						  values:
						    csi:
						      csiAddons:
						        enabled: true
					`,
				},
			},
		],
	},
});

/** Values that give the controller's csi-addons ports of their own. */
const ports = ['csiAddonsRBDProvisionerPort', 'csiAddonsCephFSProvisionerPort'] as const;

function* clash(values: YamlNode, path: readonly string[], what: string, why: string): Iterable<Finding> {
	const node = nodeAt(values, path);
	if (node === undefined || booleanAt(node) !== true) return;
	const name = path.join('.');
	yield { at: node.origin, subject: name, message: `${name} opens ${what} twice on a node: ${why}` };
}
