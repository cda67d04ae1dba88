import { type FluxKustomization, isFluxKustomization } from '../../src/render/flux/flux-kustomization.ts';
import type { Rendered } from '../../src/render/resource.ts';
import { nodeAt } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const dependencyCycle = defineRule({
	id: 'flux/dependency-cycle',
	title: 'Kustomizations wait for each other',
	severity: 'error',
	docs: block`
		A Kustomization is applied when those in its \`dependsOn\` are ready. When they lead back to it, none of them is ever
		applied, and the cluster keeps what it had, or has nothing of it.

		In the cluster: \`flux get kustomizations -A\` shows "dependency '…' is not ready" for all of them.

		Take one of the dependencies out.
	`,
	references: ['https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies'],

	*check({ kustomizations, rendered }) {
		const byId = new Map(kustomizations.map((one) => [one.id, one]));
		const told = new Set<string>();
		for (const { id } of kustomizations) {
			const cycle = cycleFrom(id, byId);
			if (cycle === undefined || cycle.some((member) => told.has(member))) continue;
			for (const member of cycle) told.add(member);
			const at = dependsOnAt(rendered, id) ?? byId.get(id)?.origin;
			if (at === undefined) continue;
			yield {
				at,
				subject: id,
				message: `${[...cycle, id].join(' waits for ')}`,
				because: cycle.slice(1).flatMap((member) => {
					const at = dependsOnAt(rendered, member);
					return at === undefined ? [] : [{ at, note: `${member} waits too` }];
				}),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'two that wait for each other',
				repo: {
					'clusters/lab/all.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  path: ./apps
						  dependsOn: [{name: network}]
						             ^^^^^^^^^^^^^^^^^ flux-system/apps waits for flux-system/network waits for flux-system/apps
						  sourceRef: {kind: GitRepository, name: flux-system}
						---
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: network, namespace: flux-system}
						spec:
						  path: ./network
						  dependsOn: [{name: apps}]
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
				name: 'one after the other',
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

/** The ids from a Kustomization over its dependencies back to it; undefined when none lead back. */
function cycleFrom(start: string, byId: ReadonlyMap<string, FluxKustomization>): string[] | undefined {
	const seen = new Set<string>();
	const open: { readonly id: string; readonly way: readonly string[] }[] = [{ id: start, way: [start] }];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		for (const next of byId.get(at.id)?.dependsOn ?? []) {
			if (next === start) return [...at.way];
			if (seen.has(next) || !byId.has(next)) continue;
			seen.add(next);
			open.push({ id: next, way: [...at.way, next] });
		}
	}
	return undefined;
}

function dependsOnAt({ resources }: Rendered, id: string): Origin | undefined {
	const own = resources.find((one) => isFluxKustomization(one) && `${one.namespace}/${one.name}` === id);
	return nodeAt(own?.root, ['spec', 'dependsOn'])?.origin;
}
