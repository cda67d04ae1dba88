import { known } from '../../src/network/pieces.ts';
import { isFluxKustomization } from '../../src/render/flux/flux-kustomization.ts';
import { itemsAt, nodeAt, stringAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const dependencyNotFound = defineRule({
	id: 'flux/dependency-not-found',
	title: 'A Kustomization waits for one that nothing makes',
	severity: 'error',
	docs: block`
		Flux applies a Kustomization with \`dependsOn\` when all that it names are ready. One that does not exist never is:
		nothing of the Kustomization is applied on a new cluster, and it keeps its last state on an old one.

		A name without a namespace is looked for in the namespace of whoever waits.

		This rule speaks only where no file of the repository defines such an object, and everything of the cluster could be
		read.

		In the cluster: \`flux get kustomizations -A\` shows "dependency '…' not found", or "unable to get … dependency".

		Correct the name, or take the dependency out.
	`,
	references: ['https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies'],

	*check({ rendered, kustomizations, defines }) {
		// Whoever applies something unseen, or suspends somebody, may make the object too.
		if (rendered.unresolved.length > 0 || rendered.problems.length > 0 || kustomizations.length === 0) return;
		if (kustomizations.some(({ suspended, elsewhere }) => suspended || elsewhere)) return;
		const made = new Set(kustomizations.map(({ id }) => id));
		const namespaces = new Map(kustomizations.map(({ name, namespace }) => [name, namespace]));
		for (const { root, name, namespace } of rendered.resources.filter(isFluxKustomization)) {
			for (const item of itemsAt(root, ['spec', 'dependsOn'])) {
				const node = nodeAt(item, ['name']);
				const value = node && known(node);
				if (value?.kind !== 'scalar') continue;
				const wanted = textOf(value);
				const id = `${stringAt(item, ['namespace']) ?? namespace ?? namespaces.get(name)}/${wanted}`;
				if (made.has(id) || defines?.('kustomize.toolkit.fluxcd.io', 'Kustomization', wanted) !== false) continue;
				yield { at: value.origin, subject: wanted, message: `${name} waits for ${id}, which nothing makes` };
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a misspelt name',
				repo: {
					'clusters/lab/all.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  path: ./apps
						  dependsOn: [{name: netwrok}]
						                     ^^^^^^^ waits for flux-system/netwrok, which nothing makes
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
						metadata: {name: a, namespace: metallb-system}
						spec: {addresses: [172.22.30.0/24]}
					`,
					'network/pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: b, namespace: metallb-system}
						spec: {addresses: [172.22.31.0/24]}
					`,
				},
			},
		],
		valid: [
			{
				name: 'it is there',
				repo: {
					'clusters/lab/all.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  path: ./apps
						  dependsOn: [{name: network}]
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
						metadata: {name: a, namespace: metallb-system}
						spec: {addresses: [172.22.30.0/24]}
					`,
					'network/pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: b, namespace: metallb-system}
						spec: {addresses: [172.22.31.0/24]}
					`,
				},
			},
		],
	},
});
