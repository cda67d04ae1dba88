import { nameOrigin } from '../../src/network/pieces.ts';
import { objectsOf } from '../../src/network/rook-objects.ts';
import { mapAt, nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const monitorsNotCreateOnly = defineRule({
	id: 'ceph/monitors-not-create-only',
	title: 'Flux keeps writing the list of monitors that the Rook operator keeps too',
	severity: 'warning',
	docs: block`
		The operator writes \`rook-ceph-mon-endpoints\` anew whenever the quorum differs from it: a monitor that was added, or
		renamed, or is down for long. Flux puts its own text back at every reconciliation, and the two go on for ever; clients
		get the old list in between. When the object is taken out of the repository, Flux deletes it, and the operator knows
		no monitor after its next start.

		In the cluster: \`kubectl -n rook-ceph get cm rook-ceph-mon-endpoints -o yaml --show-managed-fields\`.

		Let Flux create it and leave it alone: the annotations \`kustomize.toolkit.fluxcd.io/ssa: IfNotPresent\` and
		\`kustomize.toolkit.fluxcd.io/prune: disabled\`.
	`,
	references: [
		'https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources',
		'https://github.com/red-hat-storage/ocs-operator/pull/3539',
	],

	*check({ rendered }) {
		for (const { root, name, appliedBy } of objectsOf(rendered, '', 'ConfigMap')) {
			if (name !== 'rook-ceph-mon-endpoints' || appliedBy === undefined) continue;
			const annotations = nodeAt(root, ['metadata', 'annotations']);
			const metadata = mapAt(root, ['metadata']);
			if (annotations?.kind === 'unknown' || metadata === undefined) continue;
			const missing = wanted.filter(([key, values]) => {
				const value = nodeAt(annotations, [key]);
				return value === undefined || (value.kind === 'scalar' && !values.includes(textOf(value).toLowerCase()));
			});
			if (missing.length === 0) continue;
			const value = Object.fromEntries(missing.map(([key, , text]) => [key, text]));
			const isMissing = missing.every(([key]) => nodeAt(annotations, [key]) === undefined);
			yield {
				at: nameOrigin(root),
				subject: name,
				message: `Flux applies ${name} without ${missing.map(([key, , text]) => `${key}: ${text}`).join(' and ')}, and the operator writes it too`,
				...(isMissing && {
					fix: {
						title: 'Let Flux create it and leave it alone',
						applicability: 'unsafe',
						changes: [{ op: 'add', into: metadata, key: 'annotations', value }],
					},
				}),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'applied like any other',
				repo: {
					'clusters/lab/storage.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: storage, namespace: flux-system}
						spec:
						  path: ./storage
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'storage/monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata:
						  name: rook-ceph-mon-endpoints
						  #     ^^^^^^^^^^^^^^^^^^^^^^^ the operator writes it too
						  namespace: rook-ceph
						data: {data: "a=[fd5c:9a3e::1]:6789", mapping: "{}", maxMonId: "2"}
					`,
				},
				fixed: {
					'storage/monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata:
						  name: rook-ceph-mon-endpoints
						  namespace: rook-ceph
						  annotations:
						    kustomize.toolkit.fluxcd.io/ssa: IfNotPresent
						    kustomize.toolkit.fluxcd.io/prune: disabled
						data: {data: "a=[fd5c:9a3e::1]:6789", mapping: "{}", maxMonId: "2"}
					`,
				},
			},
		],
		valid: [
			{
				name: 'created once',
				repo: {
					'clusters/lab/storage.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: storage, namespace: flux-system}
						spec:
						  path: ./storage
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'storage/monitors.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata:
						  name: rook-ceph-mon-endpoints
						  namespace: rook-ceph
						  annotations:
						    kustomize.toolkit.fluxcd.io/ssa: IfNotPresent
						    kustomize.toolkit.fluxcd.io/prune: disabled
						data: {data: "a=[fd5c:9a3e::1]:6789", mapping: "{}", maxMonId: "2"}
					`,
				},
			},
		],
	},
});

/** Annotation, values that do, and the one to write. fluxcd/pkg `ssa`: both are compared without regard to case. */
const wanted: readonly (readonly [string, readonly string[], string])[] = [
	['kustomize.toolkit.fluxcd.io/ssa', ['ifnotpresent', 'ignore'], 'IfNotPresent'],
	['kustomize.toolkit.fluxcd.io/prune', ['disabled'], 'disabled'],
];
