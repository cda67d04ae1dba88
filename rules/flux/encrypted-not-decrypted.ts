import { objectsOf } from '../../src/network/rook-objects.ts';
import { describe } from '../../src/render/resource.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const encryptedNotDecrypted = defineRule({
	id: 'flux/encrypted-not-decrypted',
	title: 'A Kustomization applies objects that SOPS has encrypted, and does not decrypt them',
	severity: 'error',
	docs: block`
		Flux decrypts the files of a Kustomization only when it has \`spec.decryption\`. Without it the object is applied as it
		stands, with \`ENC[AES256_GCM,…]\` as its values and the field \`sops\`, which the API server does not know: the build is
		refused, or worse, the texts are taken for passwords.

		In the cluster: \`flux get kustomizations -A\` shows "is SOPS encrypted, configuring decryption is required".

		Add \`decryption: {provider: sops, secretRef: {name: …}}\` to the Kustomization.
	`,
	references: ['https://fluxcd.io/flux/components/kustomize/kustomizations/#decryption'],

	*check({ rendered }) {
		const encrypted = rendered.resources.filter(({ root }) => nodeAt(root, ['sops', 'mac']) !== undefined);
		for (const { root, name, namespace } of objectsOf(rendered, 'kustomize.toolkit.fluxcd.io', 'Kustomization')) {
			const id = `${namespace}/${name}`;
			const [first, ...others] = encrypted.filter(({ appliedBy }) => appliedBy === id);
			const spec = nodeAt(root, ['spec']);
			if (first === undefined || spec?.kind !== 'map' || nodeAt(spec, ['decryption']) !== undefined) continue;
			const more = others.length === 0 ? '' : ` and ${others.length} more`;
			yield {
				at: { kind: 'omitted', from: spec.origin, field: 'decryption' },
				subject: id,
				message: `Kustomization ${id} applies ${describe(first)}${more}, encrypted by SOPS, and has no decryption`,
				because: [{ at: first.root.origin, note: 'encrypted' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a Secret',
				repo: {
					'clusters/lab/storage.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: storage, namespace: flux-system}
						spec:
						  path: ./storage
						  ^^^^^^^^^^^^^^^ has no decryption
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'storage/secret.yaml': block`
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-ceph-mon, namespace: rook-ceph}
						stringData:
						  fsid: ENC[AES256_GCM,data:xx,iv:xx,tag:xx,type:str]
						  mon-secret: ENC[AES256_GCM,data:xx,iv:xx,tag:xx,type:str]
						  admin-secret: ENC[AES256_GCM,data:xx,iv:xx,tag:xx,type:str]
						sops: {mac: "ENC[AES256_GCM,data:xx,iv:xx,tag:xx,type:str]", version: 3.9.0}
					`,
				},
			},
		],
		valid: [
			{
				name: 'no Secret at all',
				repo: {
					'clusters/lab/storage.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: storage, namespace: flux-system}
						spec:
						  path: ./storage
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'storage/secret.yaml': block`
						apiVersion: v1
						kind: Secret
						metadata: {name: rook-ceph-mon, namespace: rook-ceph}
						stringData: {fsid: a, mon-secret: mon-secret, admin-secret: admin-secret}
					`,
				},
			},
		],
	},
});
