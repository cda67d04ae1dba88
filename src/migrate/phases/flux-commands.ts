import type { CiliumFact } from '../../network/facts.ts';
import { nameOrigin } from '../../network/pieces.ts';
import type { ClusterView } from '../../pipeline.ts';
import type { Resource } from '../../render/resource.ts';
import { nodeAt, stringAt } from '../../repo/node.ts';
import { decidedAt, type Origin, samePlace } from '../../repo/origin.ts';

/** Commands that have Flux fetch the commit and apply these objects now; releases are upgraded behind that. */
export function fluxCommands(resources: readonly Resource[]): string[] {
	const kustomizations = new Set(resources.flatMap(({ appliedBy }) => appliedBy ?? []));
	const releases = new Set(
		resources.flatMap(({ kind, namespace, name }) =>
			kind === 'HelmRelease' ? [`${namespace ?? 'default'}/${name}`] : [],
		),
	);
	const [first, ...others] = [...kustomizations].map(idOf);
	return [
		...(first === undefined ? ['# apply the commit the way this cluster usually gets one'] : []),
		...(first === undefined ? [] : [`flux reconcile kustomization ${first.name} -n ${first.namespace} --with-source`]),
		...others.map(({ namespace, name }) => `flux reconcile kustomization ${name} -n ${namespace}`),
		...[...releases]
			.map(idOf)
			.map(({ namespace, name }) => `flux reconcile helmrelease ${name} -n ${namespace} --timeout=30m`),
	];
}

/** The release that a fact was read from. */
export function releaseOf(view: ClusterView, fact: CiliumFact): Resource | undefined {
	return resourceOf(view, 'HelmRelease', fact.at);
}

/** The object whose name stands at a place. */
export function resourceOf({ input }: ClusterView, kind: string, at: Origin): Resource | undefined {
	const place = decidedAt(at);
	return input.rendered.resources.find((one) => one.kind === kind && samePlace(decidedAt(nameOrigin(one.root)), place));
}

/** The namespace that Cilium runs in. */
export function ciliumNamespace(release: Resource | undefined): string {
	if (release === undefined) return 'kube-system';
	return stringAt(nodeAt(release.root, ['spec']), ['targetNamespace']) ?? release.namespace ?? 'kube-system';
}

function idOf(id: string): { readonly namespace: string; readonly name: string } {
	const slash = id.indexOf('/');
	return { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}
