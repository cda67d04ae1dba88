import { groupedBy } from '../../src/network/grouped.ts';
import { nameOrigin } from '../../src/network/pieces.ts';
import { describe, groupOf } from '../../src/render/resource.ts';
import { block, defineRule } from '../../src/rule.ts';

export const appliedTwice = defineRule({
	id: 'flux/applied-twice',
	title: 'Two Kustomizations apply the same object',
	severity: 'warning',
	docs: block`
		Flux applies each Kustomization by itself. An object that two of them hold is written by one and then by the other,
		at every reconciliation; where the two differ, it changes back and forth. When one of them is removed, the object is
		pruned, and is gone until the other one runs.

		Only objects that hold addresses are looked at: those of Cilium, MetalLB, Rook and Calico.

		In the cluster: \`kubectl get <object> -o yaml --show-managed-fields\`; the labels
		\`kustomize.toolkit.fluxcd.io/name\` change.

		Take it out of one of the two.
	`,
	references: [
		'https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources',
	],

	*check({ rendered }) {
		const applied = rendered.resources.filter((one) => one.appliedBy !== undefined && groups.has(groupOf(one)));
		const idOf = (one: (typeof applied)[number]) => JSON.stringify([groupOf(one), one.kind, one.namespace, one.name]);
		for (const group of groupedBy(applied, idOf)) {
			const [first] = group;
			const second = group.find(({ appliedBy }) => appliedBy !== first.appliedBy);
			if (second === undefined) continue;
			yield {
				at: nameOrigin(second.root),
				subject: describe(second),
				message: `${describe(second)} is applied by ${first.appliedBy} and by ${second.appliedBy}`,
				because: [{ at: nameOrigin(first.root), note: `applied by ${first.appliedBy}` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a pool in a shared folder',
				repo: {
					'clusters/lab/all.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  path: ./apps
						  sourceRef: {kind: GitRepository, name: flux-system}
						---
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: network, namespace: flux-system}
						spec:
						  path: ./network
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'apps/pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: public, namespace: metallb-system}
						spec: {addresses: [172.22.30.0/24]}
					`,
					'network/pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: public, namespace: metallb-system}
						#                ^^^^^^ is applied by flux-system/apps and by flux-system/network
						spec: {addresses: [172.22.30.0/24]}
					`,
				},
			},
		],
		valid: [
			{
				name: 'once',
				repo: {
					'clusters/lab/all.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  path: ./apps
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'apps/pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: public, namespace: metallb-system}
						spec: {addresses: [172.22.30.0/24]}
					`,
				},
			},
		],
	},
});

/** Whose objects hold addresses; of others not all are read. */
const groups = new Set(['cilium.io', 'metallb.io', 'ceph.rook.io', 'crd.projectcalico.org', 'operator.tigera.io']);
