import { groupedBy } from '../../src/network/grouped.ts';
import { nameOrigin } from '../../src/network/pieces.ts';
import { releasesOfChart } from '../../src/network/releases-of-chart.ts';
import type { FluxKustomization } from '../../src/render/flux/flux-kustomization.ts';
import { describe, groupOf } from '../../src/render/resource.ts';
import { block, defineRule } from '../../src/rule.ts';

export const definitionNotAwaited = defineRule({
	id: 'flux/definition-not-awaited',
	title: 'An object is applied without waiting for the chart that defines its kind',
	severity: 'warning',
	docs: block`
		Flux asks the API server about every object of a Kustomization before it applies any. One of a kind that is not defined
		yet fails the whole Kustomization: "no matches for kind". When the HelmRelease that installs the definition is in the
		same Kustomization, it is not applied either, and a new cluster never gets there. When it is in another one that is not
		waited for, Flux tries again until the definition is there (an info).

		Only kinds of MetalLB and Rook are looked at, and only where the repository holds no definition of the kind and no
		Kustomization was left unread.

		In the cluster: \`flux get kustomizations -A\` on the day on which the cluster is made anew.

		Put the objects into a Kustomization of their own with \`dependsOn\` on that of the chart, which has \`wait: true\`.
	`,
	references: ['https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies'],

	*check({ rendered, kustomizations, defines }) {
		const byId = new Map(kustomizations.map((one) => [one.id, one]));
		if (kustomizations.some(({ elsewhere }) => elsewhere)) return;
		if (rendered.unresolved.some(({ why }) => why === 'remote')) return;
		for (const [group, chart] of charts) {
			const [release, other] = releasesOfChart(rendered, chart);
			const installer = release?.resource.appliedBy;
			if (release === undefined || installer === undefined || other !== undefined) continue;
			const objects = rendered.resources.filter(
				(one) => groupOf(one) === group && one.appliedBy !== undefined && !waitsFor(one.appliedBy, installer, byId),
			);
			for (const [first, ...more] of groupedBy(objects, ({ appliedBy }) => appliedBy ?? '')) {
				const plural = `${first.kind.toLowerCase()}s.${group}`;
				if (defines?.('apiextensions.k8s.io', 'CustomResourceDefinition', plural) !== false) continue;
				const isSame = first.appliedBy === installer;
				yield {
					at: nameOrigin(first.root),
					subject: first.name,
					...(isSame ? {} : { severity: 'info' as const }),
					message: isSame
						? `${describe(first)} is in the Kustomization ${installer} with the chart ${chart}, which defines its kind`
						: `${first.appliedBy} applies ${describe(first)} and does not wait for ${installer}, whose chart ${chart} defines its kind`,
					because: [
						{ at: nameOrigin(release.resource.root), note: `the chart ${chart}` },
						...more.map((one) => ({ at: nameOrigin(one.root), note: 'so does this' })),
					],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a pool beside the chart',
				repo: {
					'clusters/lab/network.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: network, namespace: flux-system}
						spec:
						  path: ./network
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'network/metallb.yaml': block`
						apiVersion: source.toolkit.fluxcd.io/v1
						kind: HelmRepository
						metadata: {name: metallb, namespace: flux-system}
						spec: {url: "https://metallb.github.io/metallb"}
						---
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: metallb, namespace: metallb-system}
						spec:
						  chart: {spec: {chart: metallb, version: 0.15.2, sourceRef: {kind: HelmRepository, name: metallb, namespace: flux-system}}}
					`,
					'network/pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: public, namespace: metallb-system}
						#                ^^^^^^ with the chart metallb
						spec: {addresses: [172.22.30.0/24]}
					`,
				},
			},
		],
		valid: [
			{
				name: 'one after the other',
				repo: {
					'clusters/lab/network.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: metallb, namespace: flux-system}
						spec:
						  path: ./metallb
						  wait: true
						  sourceRef: {kind: GitRepository, name: flux-system}
						---
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: pools, namespace: flux-system}
						spec:
						  path: ./pools
						  dependsOn: [{name: metallb}]
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'metallb/metallb.yaml': block`
						apiVersion: source.toolkit.fluxcd.io/v1
						kind: HelmRepository
						metadata: {name: metallb, namespace: flux-system}
						spec: {url: "https://metallb.github.io/metallb"}
						---
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: metallb, namespace: metallb-system}
						spec:
						  chart: {spec: {chart: metallb, version: 0.15.2, sourceRef: {kind: HelmRepository, name: metallb, namespace: flux-system}}}
					`,
					'pools/pool.yaml': block`
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

/** API group → the chart that installs its definitions. Cilium's are there before Flux can run. */
const charts: ReadonlyMap<string, string> = new Map([
	['metallb.io', 'metallb'],
	['ceph.rook.io', 'rook-ceph'],
]);

/** True when the dependencies of a Kustomization lead to the other one. */
function waitsFor(id: string, other: string, byId: ReadonlyMap<string, FluxKustomization>): boolean {
	const seen = new Set<string>();
	const open = [...(byId.get(id)?.dependsOn ?? [])];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next === other) return true;
		if (seen.has(next)) continue;
		seen.add(next);
		open.push(...(byId.get(next)?.dependsOn ?? []));
	}
	return false;
}
