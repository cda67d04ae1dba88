import { known } from '../../src/network/pieces.ts';
import { objectsOf } from '../../src/network/rook-objects.ts';
import { entriesOf, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const plainKey = defineRule({
	id: 'ceph/plain-key',
	title: 'A cephx key stands in the repository in plain text',
	severity: 'error',
	docs: block`
		Whoever can read the repository, or any clone that was ever made of it, can log in to Ceph. Base64, as in \`data\`,
		hides nothing. The key is neither shown nor written anywhere by this linter.

		In the cluster nothing happens.

		Make a new key (\`ceph auth rotate\` or a new user), and keep it with SOPS, or in a store that an ExternalSecret reads.
		Removing the line does not take the key out of the history.
	`,
	references: [
		'https://fluxcd.io/flux/guides/mozilla-sops/',
		'https://docs.ceph.com/en/latest/rados/operations/user-management/',
	],

	*check({ rendered }) {
		for (const { root, name } of objectsOf(rendered, '', 'Secret')) {
			for (const part of ['stringData', 'data']) {
				for (const [key, { key: at, value }] of entriesOf(nodeAt(root, [part]))) {
					const node = known(value);
					if (node.kind !== 'scalar' || typeof node.value !== 'string') continue;
					const text = part === 'data' ? Buffer.from(textOf(node), 'base64').toString('latin1') : textOf(node);
					if (cephx.test(text.trim()))
						yield { at, subject: key, message: `${key} of Secret ${name} is a cephx key in plain text` };
				}
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'as text, and in base64',
				repo: {
					'secrets.yaml': block`
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-csi-rbd-node, namespace: rook-ceph}
						stringData:
						  userID: csi-rbd-node
						  userKey: AQC1iDxip45JDRAAVahaBhKz1z0WW98+ACLqMQ==
						  ^^^^^^^ is a cephx key in plain text
						---
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-csi-rbd-provisioner, namespace: rook-ceph}
						data:
						  userID: Y3NpLXJiZC1wcm92aXNpb25lcg==
						  userKey: QVFDMWlEeGlwNDVKRFJBQVZhaGFCaEt6MXowV1c5OCtBQ0xxTVE9PQ==
						  ^^^^^^^ is a cephx key in plain text
					`,
				},
			},
		],
		valid: [
			{
				name: 'encrypted',
				repo: {
					'secrets.yaml': block`
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-csi-rbd-node, namespace: rook-ceph}
						stringData:
						  userID: csi-rbd-node
						  userKey: placeholder
					`,
				},
			},
		],
	},
});

/** An AES key of cephx: 28 bytes in base64, of which the first are the type. ceph/ceph, `src/auth/Crypto.cc`. */
const cephx = /^AQ[A-D][A-Za-z0-9+/]{35}==$/;
