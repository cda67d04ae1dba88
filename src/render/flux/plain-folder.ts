import type { RepoPath } from '../../repo/location.ts';
import { mapsOf } from '../../repo/parse.ts';
import type { Sources } from '../../repo/sources.ts';
import { renderFolder } from '../kustomize/kustomize.ts';
import { type Rendered, type RenderProblem, type Resource, resourceFrom } from '../resource.ts';
import { substituteResource } from '../substitution/post-build.ts';
import type { Variables } from '../substitution/variables.ts';
import type { RenderedCluster } from './flux.ts';

/** A kustomization that is built by hand, without Flux. */
export function renderPlainFolder(sources: Sources, folder: RepoPath): RenderedCluster {
	return withoutFlux(renderFolder(sources, folder));
}

/** All manifests of the repository as they are, as `kubectl apply -R` would send them. */
export function renderPlainFiles(sources: Sources): RenderedCluster {
	const resources: Resource[] = [];
	for (const path of sources.files.paths) {
		if (!/\.(ya?ml|json)$/.test(path) || sources.skips(path)) continue;
		const read = sources.files.read(path);
		// An object has a kind; a file without the word holds none and need not be parsed. One that is not readable is
		// asked for all the same, so that it is named.
		if (read?.ok && !(read.value.includes('kind') && read.value.includes('metadata'))) continue;
		const file = sources.get(path);
		for (const document of file === undefined ? [] : mapsOf(file)) {
			const resource = resourceFrom(document);
			if (resource !== undefined) resources.push(resource);
		}
	}
	return withoutFlux({ resources, unresolved: [], problems: [] });
}

/** Who would substitute `${…}` is not known, so such a value is not known either. */
const unknownVariables: Variables = {
	isEmpty: false,
	lookup: () => null,
	originsOf: () => [],
	reason: () => 'templated',
};

function withoutFlux(rendered: Rendered): RenderedCluster {
	const ignored: RenderProblem[] = [];
	const resources = rendered.resources.map((resource) => substituteResource(resource, unknownVariables, ignored));
	const objects = new Map(resources.map((one) => [`${one.kind} ${one.namespace ?? 'default'}/${one.name}`, one]));
	return {
		...rendered,
		resources,
		kustomizations: [],
		find: (kind, namespace, name) => objects.get(`${kind} ${namespace}/${name}`),
	};
}
