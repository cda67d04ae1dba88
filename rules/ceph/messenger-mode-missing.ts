import { monitorPorts } from '../../src/network/limits/rook.ts';
import { parseEndpointList } from '../../src/network/monitor-endpoint.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { consumers, driverOf, rookClasses, scalarIn } from '../../src/network/rook-objects.ts';
import { booleanAt, nodeAt, stringAt, textOf } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const messengerModeMissing = defineRule({
	id: 'ceph/messenger-mode-missing',
	title: 'Volumes are mapped by the kernel without the messenger that the monitors speak',
	severity: 'error',
	docs: block`
		With \`network.connections.requireMsgr2\`, or with one monitor on port 3300, Rook gives the CSI drivers monitors on 3300
		only. The kernel's client speaks messenger 1 unless it is told otherwise: "failed to get mon address (possible ms_mode
		mismatch)", and no RBD volume is attached. CephFS with the kernel client has the same trap.

		In the cluster: \`kubectl describe pod\` of a pod with a volume; \`dmesg\` on its node.

		Write \`mapOptions: "krbd:ms_mode=prefer-crc"\` into the StorageClass of RBD (or \`ms_mode=secure\`), and
		\`csi.cephfs.kernelMountOptions: ms_mode=prefer-crc\` into the CephCluster. Parameters of a StorageClass cannot be
		changed: it is deleted and made again. Kernels know it from 5.11 on.
	`,
	references: ['https://github.com/rook/rook/issues/11522'],

	*check({ plan, rendered }) {
		const reason = onlyMessenger2(plan);
		if (reason === undefined) return;
		for (const { root, name } of rookClasses(plan, rendered)) {
			if (driverOf(stringAt(root, ['provisioner']) ?? '')?.type !== 'rbd') continue;
			const parameters = nodeAt(root, ['parameters']);
			const options = nodeAt(parameters, ['mapOptions']);
			const text = scalarIn(parameters, ['mapOptions']);
			if (
				options?.kind === 'unknown' ||
				(options !== undefined && text === undefined) ||
				parameters?.kind === 'unknown'
			)
				continue;
			if (text !== undefined && /\bms_mode=/.test(textOf(text))) continue;
			yield {
				at: options?.origin ?? { kind: 'omitted', from: parameters?.origin ?? root.origin, field: 'mapOptions' },
				subject: name,
				message: `StorageClass ${name} has no ms_mode in mapOptions, and its monitors speak messenger 2 only`,
				because: [reason],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'monitors on 3300',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data: {data: "a=[fd5c:9a3e::1]:3300", mapping: "{}", maxMonId: "0"}
					`,
					'class.yaml': block`
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: ceph-rbd}
						provisioner: rook-ceph.rbd.csi.ceph.com
						parameters:
						  clusterID: rook-ceph
						  ^^^^^^^^^^^^^^^^^^^^ has no ms_mode in mapOptions
						  pool: kubernetes
						  imageFeatures: layering
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
				name: 'the mode is given',
				repo: {
					'monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
						data: {data: "a=[fd5c:9a3e::1]:3300", mapping: "{}", maxMonId: "0"}
					`,
					'class.yaml': block`
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: ceph-rbd}
						provisioner: rook-ceph.rbd.csi.ceph.com
						parameters:
						  clusterID: rook-ceph
						  pool: kubernetes
						  imageFeatures: layering
						  mapOptions: krbd:ms_mode=prefer-crc
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

/** Why monitors are given on port 3300 alone. */
function onlyMessenger2(plan: AddressPlan): { readonly at: Origin; readonly note: string } | undefined {
	for (const { root } of consumers(plan)) {
		const path = ['spec', 'network', 'connections', 'requireMsgr2'];
		const setting = nodeAt(root, path);
		if (setting !== undefined && booleanAt(root, path) === true)
			return { at: setting.origin, note: 'requireMsgr2 gives the drivers port 3300' };
	}
	for (const { reader, endpoints, unresolved } of plan.monitors) {
		if (reader !== 'Rook' || unresolved) continue;
		for (const { value, origin } of endpoints) {
			const [read] = parseEndpointList(value);
			if (read?.result.ok && read.result.value.port === monitorPorts.v2)
				return { at: origin, note: 'a monitor on port 3300' };
		}
	}
	return undefined;
}
