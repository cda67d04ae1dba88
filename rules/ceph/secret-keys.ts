import { isAtLeast } from '../../src/network/limits/versions.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { isEveryRook, objectsOf } from '../../src/network/rook-objects.ts';
import { entriesOf, nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const secretKeys = defineRule({
	id: 'ceph/secret-keys',
	title: 'A Secret of Rook lacks a key that its reader asks for',
	severity: 'error',
	docs: block`
		Whoever reads a Secret of Rook asks for keys by name, and their names differ between the Secrets and the releases.

		| Secret | keys |
		|---|---|
		| \`rook-ceph-mon\` | \`fsid\`, \`mon-secret\` (any text), and \`ceph-username\` with \`ceph-secret\`, or \`admin-secret\` |
		| \`rook-csi-rbd-node\`, \`rook-csi-rbd-provisioner\` | \`userID\`, \`userKey\` |
		| \`rook-csi-cephfs-node\`, \`rook-csi-cephfs-provisioner\` | \`adminID\`, \`adminKey\` until Rook 1.16; either pair later |
		| \`rgw-admin-ops-user\` | \`accessKey\`, \`secretKey\` |

		Without them the operator says "failed to find either the cluster admin key or the username", or volumes are neither
		made nor mounted.

		In the cluster: \`kubectl -n rook-ceph get secret <name> -o jsonpath='{.data}' | jq keys\`.

		Add the key. Its value does not belong into the repository in plain text.
	`,
	references: ['https://github.com/rook/rook/blob/master/deploy/examples/import-external-cluster.sh'],

	*check({ plan, rendered }) {
		for (const { root, name } of objectsOf(rendered, '', 'Secret')) {
			const alternatives = neededIn(name, plan);
			const blocks = ['data', 'stringData'].map((key) => nodeAt(root, [key])).filter((one) => one?.kind === 'map');
			const given = new Set(blocks.flatMap((one) => entriesOf(one).map(([key]) => key)));
			// A part of an encrypted Secret may come from elsewhere: whoever encrypts often splits it.
			if (alternatives === undefined || given.size === 0 || nodeAt(root, ['sops']) !== undefined) continue;
			const missing = alternatives.map((keys) => keys.filter((key) => !given.has(key)));
			if (missing.some((keys) => keys.length === 0)) continue;
			const [least = []] = [...missing].sort((a, b) => a.length - b.length);
			// Not at the keys that are there: a report prints the line, and with it what nobody may read.
			const from = nodeAt(root, ['metadata', 'name'])?.origin ?? root.origin;
			const others = missing.length > 1 ? ' (or another way to give them)' : '';
			yield {
				at: { kind: 'omitted', from, field: least[0] ?? '' },
				subject: name,
				message: `Secret ${name} has no ${least.join(' and no ')}${others}`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'nobody to log in as, and the keys of a later release',
				repo: {
					'rook.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: rook-ceph, namespace: rook-ceph}
						spec:
						  chart: {spec: {chart: rook-ceph, version: v1.14.12}}
					`,
					'secrets.yaml': block`
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-ceph-mon, namespace: rook-ceph}
						#                ^^^^^^^^^^^^^ has no admin-secret
						stringData:
						  fsid: 797f411a-aafe-11ec-a254-fa163e1539f5
						  mon-secret: mon-secret
						---
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-csi-cephfs-node, namespace: rook-ceph}
						#                ^^^^^^^^^^^^^^^^^^^^ has no adminID
						stringData: {userID: csi-cephfs-node, userKey: filled-in-elsewhere}
					`,
				},
			},
		],
		valid: [
			{
				name: 'what the import script writes',
				repo: {
					'secrets.yaml': block`
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-ceph-mon, namespace: rook-ceph}
						stringData:
						  fsid: 797f411a-aafe-11ec-a254-fa163e1539f5
						  mon-secret: mon-secret
						  admin-secret: admin-secret
						---
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-csi-rbd-node, namespace: rook-ceph}
						stringData: {userID: csi-rbd-node, userKey: filled-in-elsewhere}
					`,
				},
			},
		],
	},
});

/** The first release whose CSI driver for CephFS reads `userID` as well. ceph/ceph-csi, PR 4988. */
const userKeysSince = '1.17.0';

/** Sets of keys, one of which has to be there; undefined for Secrets of others. */
function neededIn(name: string, plan: AddressPlan): readonly (readonly string[])[] | undefined {
	if (name === 'rook-ceph-mon')
		return [
			['fsid', 'mon-secret', 'ceph-username', 'ceph-secret'],
			['fsid', 'mon-secret', 'admin-secret'],
		];
	if (name === 'rgw-admin-ops-user') return [['accessKey', 'secretKey']];
	if (/^rook-csi-rbd-(?:node|provisioner)$/.test(name)) return [['userID', 'userKey']];
	if (!/^rook-csi-cephfs-(?:node|provisioner)$/.test(name)) return undefined;
	const admin = ['adminID', 'adminKey'];
	const isOld = isEveryRook(plan, (version) => !isAtLeast(version, userKeysSince));
	return isOld ? [admin] : [['userID', 'userKey'], admin];
}
