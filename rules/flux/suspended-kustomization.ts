import { isFluxKustomization } from '../../src/render/flux/flux-kustomization.ts';
import { describe, type Rendered } from '../../src/render/resource.ts';
import { nodeAt } from '../../src/repo/node.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const suspendedKustomization = defineRule({
	id: 'flux/suspended-kustomization',
	title: 'A Kustomization is suspended, so the cluster has an older state of it',
	severity: 'info',
	docs: block`
		Flux does not apply a suspended Kustomization. What the cluster has of it is the state of the day on which it
		was suspended, changed since then by whoever had reason to. This linter reads the repository, so what it
		says about these objects may not be what the cluster does.

		In the cluster: \`flux get kustomizations -A\` shows SUSPENDED and the revision that was applied last.

		Resume it with \`flux resume kustomization\` and the removal of \`spec.suspend\`, or remove what is not wanted.
	`,
	references: ['https://fluxcd.io/flux/components/kustomize/kustomizations/#suspend'],

	*check({ kustomizations, rendered }) {
		const places = suspendedAt(rendered);
		for (const { id, namespace, name, suspended, origin } of kustomizations) {
			if (!suspended) continue;
			const what = describe({ kind: 'Kustomization', namespace, name });
			yield {
				at: places.get(id) ?? origin,
				subject: id,
				message: `${what} is suspended; the cluster has an older state`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'an application that is not applied',
				repo: {
					'clusters/one/flux-system/gotk-sync.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: flux-system, namespace: flux-system}
						spec:
						  path: ./clusters/one
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'clusters/one/apps.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  suspend: true
						  #        ^^^^ Kustomization flux-system/apps is suspended
						  path: ./apps
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'apps/service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
		valid: [
			{
				name: 'resumed',
				repo: {
					'clusters/one/flux-system/gotk-sync.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: flux-system, namespace: flux-system}
						spec:
						  path: ./clusters/one
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'clusters/one/apps.yaml': block`
						apiVersion: kustomize.toolkit.fluxcd.io/v1
						kind: Kustomization
						metadata: {name: apps, namespace: flux-system}
						spec:
						  suspend: false
						  path: ./apps
						  sourceRef: {kind: GitRepository, name: flux-system}
					`,
					'apps/service.yaml': block`
						apiVersion: v1
						kind: Service
						metadata: {name: web, namespace: default}
						spec:
						  type: LoadBalancer
						  selector: {app: web}
						  ports: [{port: 80}]
					`,
				},
			},
		],
	},
});

/** Where each Kustomization says that it is suspended, by `namespace/name`. */
function suspendedAt({ resources }: Rendered): ReadonlyMap<string, Origin> {
	const places = new Map<string, Origin>();
	for (const resource of resources.filter(isFluxKustomization)) {
		const suspend = nodeAt(resource.root, ['spec', 'suspend']);
		const id = `${resource.namespace ?? 'flux-system'}/${resource.name}`;
		if (suspend !== undefined) places.set(id, suspend.origin);
	}
	return places;
}
