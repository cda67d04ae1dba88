import { known } from '../../src/network/pieces.ts';
import { groupOf } from '../../src/render/resource.ts';
import { nodeAt, stringAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const referenceNotFound = defineRule({
	id: 'flux/reference-not-found',
	title: 'A HelmRelease names a source of charts that nothing makes',
	severity: 'error',
	docs: block`
		A HelmRelease whose HelmRepository, OCIRepository or HelmChart is not there installs nothing. What it would have
		brought, such as the whole network, is silently absent, or stays at its last state.

		This rule speaks only where no file of the repository defines such an object, and everything of the cluster could be
		read: with a source in another repository, or a value that could not be seen, it is silent.

		In the cluster: \`flux get helmreleases -A\` shows "HelmRepository … not found".

		Add the object, or correct the name.
	`,
	references: ['https://fluxcd.io/flux/components/helm/helmreleases/#chart-template'],

	*check({ rendered, kustomizations, defines }) {
		// Whoever applies something unseen, or suspends somebody, may make the object too.
		if (rendered.unresolved.length > 0 || rendered.problems.length > 0 || kustomizations.length === 0) return;
		if (kustomizations.some(({ suspended, elsewhere }) => suspended || elsewhere)) return;
		for (const resource of rendered.resources) {
			if (resource.kind !== 'HelmRelease' || groupOf(resource) !== 'helm.toolkit.fluxcd.io') continue;
			for (const path of [
				['spec', 'chart', 'spec', 'sourceRef'],
				['spec', 'chartRef'],
			]) {
				const reference = nodeAt(resource.root, path);
				const kind = stringAt(reference, ['kind']);
				const name = nodeAt(reference, ['name']);
				const value = name && known(name);
				if (kind === undefined || !sourceKinds.has(kind) || value?.kind !== 'scalar') continue;
				const text = textOf(value);
				if (defines?.('source.toolkit.fluxcd.io', kind, text) !== false) continue;
				const where = stringAt(reference, ['namespace']) ?? resource.namespace;
				yield { at: value.origin, subject: text, message: `nothing makes ${kind} ${where}/${text}` };
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
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'apps/cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart:
						    spec:
						      chart: cilium
						      version: 1.18.2
						      sourceRef: {kind: HelmRepository, name: cillium}
						                                              ^^^^^^^ nothing makes HelmRepository kube-system/cillium
					`,
					'apps/source.yaml': block`
						apiVersion: source.toolkit.fluxcd.io/v1
						kind: HelmRepository
						metadata: {name: cilium, namespace: flux-system}
						spec: {url: "https://helm.cilium.io"}
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
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'apps/cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart:
						    spec:
						      chart: cilium
						      version: 1.18.2
						      sourceRef: {kind: HelmRepository, name: cilium, namespace: flux-system}
						---
						apiVersion: source.toolkit.fluxcd.io/v1
						kind: HelmRepository
						metadata: {name: cilium, namespace: flux-system}
						spec: {url: "https://helm.cilium.io"}
					`,
				},
			},
		],
	},
});

/** Where charts come from. */
const sourceKinds = new Set(['HelmRepository', 'OCIRepository', 'HelmChart']);
