import { hasRookFeature } from '../../src/network/limits/rook.ts';
import { releasesOfChart } from '../../src/network/releases-of-chart.ts';
import {
	driverOf,
	isEveryRook,
	objectsOf,
	operatorNamespace,
	rookClasses,
	scalarIn,
} from '../../src/network/rook-objects.ts';
import { placeOf } from '../../src/network/setting.ts';
import { stringAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const driversNotDeployed = defineRule({
	id: 'ceph/drivers-not-deployed',
	title: 'Nothing deploys the CSI drivers that StorageClasses of Rook name',
	severity: 'error',
	docs: block`
		From 1.20 on Rook deploys no CSI drivers. The chart \`ceph-csi-drivers\`, or objects of the kind Driver, do, and an
		update from 1.19 without them takes the drivers away: no volume is made, mounted or unmounted any more.

		A driver is called \`<namespace of the operator>.rbd.csi.ceph.com\`, or with \`cephfs\`. Under another name it serves none
		of the StorageClasses and volumes that are there.

		In the cluster: \`kubectl get csidrivers\`, \`kubectl get drivers.csi.ceph.io -A\`.

		Add the chart in the operator's namespace, from Rook 1.19.5 on before the update.
	`,
	references: ['https://rook.io/docs/rook/latest/Upgrade/rook-upgrade/', 'https://github.com/rook/rook/issues/17644'],

	*check({ plan, rendered }) {
		const operator = plan.rookOperators[0];
		const namespace = operatorNamespace(plan);
		const classes = rookClasses(plan, rendered);
		if (operator === undefined || namespace === undefined || classes.length === 0) return;
		if (!isEveryRook(plan, (version) => hasRookFeature('separateDrivers', version))) return;
		const releases = releasesOfChart(rendered, 'ceph-csi-drivers');
		const drivers = objectsOf(rendered, 'csi.ceph.io', 'Driver');
		// What another repository or an unread file holds may be the drivers.
		const isAllSeen = rendered.unresolved.every(({ why }) => why !== 'remote' && why !== 'missing');
		if (releases.length === 0 && drivers.length === 0) {
			const [first] = classes;
			if (isAllSeen && first !== undefined)
				yield {
					at: placeOf(operator.version),
					subject: namespace,
					message: 'this release of Rook deploys no CSI drivers, and nothing else does',
					because: [
						{
							at: first.root.origin,
							note: `StorageClass ${first.name} names ${stringAt(first.root, ['provisioner'])}`,
						},
					],
				};
			return;
		}
		for (const { values } of releases) {
			for (const type of ['rbd', 'cephfs'] as const) {
				const name = scalarIn(values, ['drivers', type, 'name']);
				const used = classes.some(({ root }) => driverOf(stringAt(root, ['provisioner']) ?? '')?.type === type);
				if (name === undefined || !used || textOf(name) === `${namespace}.${type}.csi.ceph.com`) continue;
				const text = textOf(name);
				yield {
					at: name.origin,
					subject: text,
					message: `the driver is called ${text}, the StorageClasses name ${namespace}.${type}.csi.ceph.com`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'Rook 1.20 alone',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.20.6}}
						  #                                         ^^^^^^^ deploys no CSI drivers
					`,
					'class.yaml': block`
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: ceph-rbd}
						provisioner: rook-ceph.rbd.csi.ceph.com
						parameters:
						  clusterID: rook-ceph
						  pool: kubernetes
						  csi.storage.k8s.io/provisioner-secret-name: rook-csi-rbd-provisioner
						  csi.storage.k8s.io/provisioner-secret-namespace: rook-ceph
						  csi.storage.k8s.io/node-stage-secret-name: rook-csi-rbd-node
						  csi.storage.k8s.io/node-stage-secret-namespace: rook-ceph
					`,
				},
			},
		],
		valid: [
			{
				name: 'the chart beside it',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.20.6}}
						---
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: ceph-csi-drivers, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: ceph-csi-drivers, version: 1.0.4}}
						  values: {drivers: {rbd: {name: rook-ceph.rbd.csi.ceph.com}}}
					`,
					'class.yaml': block`
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: ceph-rbd}
						provisioner: rook-ceph.rbd.csi.ceph.com
						parameters:
						  clusterID: rook-ceph
						  pool: kubernetes
						  csi.storage.k8s.io/provisioner-secret-name: rook-csi-rbd-provisioner
						  csi.storage.k8s.io/provisioner-secret-namespace: rook-ceph
						  csi.storage.k8s.io/node-stage-secret-name: rook-csi-rbd-node
						  csi.storage.k8s.io/node-stage-secret-namespace: rook-ceph
					`,
				},
			},
		],
	},
});
