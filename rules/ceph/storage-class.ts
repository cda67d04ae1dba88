import { known } from '../../src/network/pieces.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { driverOf, operatorNamespace, rookClasses, scalarIn } from '../../src/network/rook-objects.ts';
import type { Rendered, Resource } from '../../src/render/resource.ts';
import { nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const storageClass = defineRule({
	id: 'ceph/storage-class',
	title: 'A StorageClass of Rook names a driver, a cluster or a Secret that is not there',
	severity: 'error',
	docs: block`
		A claim of such a class stays pending, and nothing says so before somebody makes one:

		- The provisioner is \`<namespace of the operator>.rbd.csi.ceph.com\` or \`….cephfs.csi.ceph.com\`.
		- \`clusterID\` is the namespace of the CephCluster, not the fsid, and has 36 bytes at most.
		- The drivers need a Secret to provision and one to stage, each with its namespace; Rook and its import script call them
		  \`rook-csi-rbd-provisioner\`, \`rook-csi-rbd-node\` and the same with \`cephfs\`.
		- RBD needs \`pool\`, CephFS \`fsName\`; \`imageFeatures\` contains \`layering\`.

		A class of a stand-alone ceph-csi is none of these and is not looked at.

		In the cluster: \`kubectl describe pvc\` shows what the provisioner says, or that there is none.

		Parameters of a StorageClass cannot be changed: it is deleted and made again, which does not touch its volumes.
	`,
	references: ['https://rook.io/docs/rook/latest/Storage-Configuration/Block-Storage-RBD/block-storage/'],

	*check({ plan, rendered }) {
		for (const resource of rookClasses(plan, rendered)) yield* findings(resource, plan, rendered);
	},

	examples: {
		invalid: [
			{
				name: 'the driver of another, an id that is too long, and a Secret that nobody makes',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.18.2}}
					`,
					'class.yaml': block`
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: ceph-rbd}
						provisioner: rook.rbd.csi.ceph.com
						             ^^^^^^^^^^^^^^^^^^^^^ no driver of the operator in rook-ceph
						parameters:
						  clusterID: this-cluster-id-is-longer-than-thirty-six
						             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ longer than 36 bytes
						  pool: kubernetes
						  imageFeatures: layering
						  csi.storage.k8s.io/provisioner-secret-name: rook-csi-rbd-provisioner
						  csi.storage.k8s.io/provisioner-secret-namespace: rook-ceph
						  csi.storage.k8s.io/node-stage-secret-name: csi-rbd-node
						                                             ^^^^^^^^^^^^ no Secret of that name
						  csi.storage.k8s.io/node-stage-secret-namespace: rook-ceph
					`,
				},
			},
			{
				name: 'what is left out',
				repo: {
					'class.yaml': block`
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: cephfs}
						provisioner: rook-ceph.cephfs.csi.ceph.com
						parameters:
						  clusterID: rook-ceph
						  ^^^^^^^^^^^^^^^^^^^^ has no node-stage-secret-name, node-stage-secret-namespace, fsName
						  csi.storage.k8s.io/provisioner-secret-name: rook-csi-cephfs-provisioner
						  csi.storage.k8s.io/provisioner-secret-namespace: rook-ceph
					`,
				},
			},
		],
		valid: [
			{
				name: 'a class of Rook, and one of another ceph-csi',
				repo: {
					'classes.yaml': block`
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: ceph-rbd}
						provisioner: rook-ceph.rbd.csi.ceph.com
						parameters:
						  clusterID: rook-ceph
						  pool: kubernetes
						  imageFeatures: layering
						  csi.storage.k8s.io/provisioner-secret-name: rook-csi-rbd-provisioner
						  csi.storage.k8s.io/provisioner-secret-namespace: rook-ceph
						  csi.storage.k8s.io/node-stage-secret-name: rook-csi-rbd-node
						  csi.storage.k8s.io/node-stage-secret-namespace: rook-ceph
						---
						apiVersion: storage.k8s.io/v1
						kind: StorageClass
						metadata: {name: own}
						provisioner: rbd.csi.ceph.com
						parameters: {clusterID: 797f411a-aafe-11ec-a254-fa163e1539f5, pool: kubernetes}
					`,
				},
			},
		],
	},
});

/** Bytes of a cluster's id. ceph/ceph-csi, `docs/rbd/deploy.md`. */
const longestId = 36;

/** The Secrets that both drivers cannot do without. */
const secretKeys = [
	'provisioner-secret-name',
	'provisioner-secret-namespace',
	'node-stage-secret-name',
	'node-stage-secret-namespace',
];

function* findings({ root, name }: Resource, plan: AddressPlan, rendered: Rendered): Iterable<Finding> {
	const provisioner = scalarIn(root, ['provisioner']);
	const parameters = nodeAt(root, ['parameters']);
	const driver = provisioner === undefined ? undefined : driverOf(textOf(provisioner));
	if (provisioner === undefined || driver === undefined || parameters?.kind !== 'map') return;
	const operator = operatorNamespace(plan);
	const prefix = scalarIn(plan.rookOperators[0]?.values, ['csi', 'csiDriverNamePrefix']);
	const prefixes = [operator, prefix === undefined ? undefined : textOf(prefix)];
	const text = textOf(provisioner);
	if (operator !== undefined && !prefixes.includes(driver.prefix))
		yield { at: provisioner.origin, subject: text, message: `${text} is no driver of the operator in ${operator}` };
	const id = scalarIn(parameters, ['clusterID']);
	if (id !== undefined && Buffer.byteLength(textOf(id)) > longestId)
		yield { at: id.origin, subject: textOf(id), message: `clusterID ${textOf(id)} is longer than ${longestId} bytes` };
	const secrets = [...parameters.entries].filter(([key]) => key.endsWith('-secret-name'));
	for (const [, { value }] of secrets) {
		const secret = known(value);
		if (secret.kind !== 'scalar' || textOf(secret).startsWith('rook-')) continue;
		const isThere = rendered.resources.some(
			({ kind, name: own }) => own === textOf(secret) && (kind === 'Secret' || kind === 'ExternalSecret'),
		);
		if (!isThere)
			yield {
				at: secret.origin,
				subject: textOf(secret),
				message: `no Secret of that name is made: ${textOf(secret)}`,
			};
	}
	const missing = [...secretKeys.map((key) => `csi.storage.k8s.io/${key}`), driver.type === 'rbd' ? 'pool' : 'fsName']
		.filter((key) => !parameters.entries.has(key))
		.map((key) => key.replace('csi.storage.k8s.io/', ''));
	if (missing.length > 0) {
		const at = { kind: 'omitted', from: parameters.origin, field: missing[0] ?? '' } as const;
		yield { at, subject: name, message: `StorageClass ${name} has no ${missing.join(', ')}` };
	}
	const features = scalarIn(parameters, ['imageFeatures']);
	if (features !== undefined && !textOf(features).split(',').includes('layering'))
		yield {
			at: features.origin,
			subject: textOf(features),
			message: `imageFeatures ${textOf(features)} lacks layering`,
		};
}
