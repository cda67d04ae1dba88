import type { Cluster } from '../render/flux/clusters.ts';
import { globTest } from '../repo/glob.ts';
import type { RepoPath } from '../repo/location.ts';
import { decidedAt } from '../repo/origin.ts';
import type { Sources } from '../repo/sources.ts';
import { classify, isSetAside } from './node-files.ts';

/**
 * The files outside Flux that belong to each cluster: those its configuration names, else every file that
 * holds node-level declarations when there is one cluster, else those with the cluster's name in their path. What is
 * left belongs to the cluster at the index `main`, where only one of several has networks.
 */
export function assignFiles(sources: Sources, clusters: readonly Cluster[], main?: number): RepoPath[][] {
	const applied = new Set<RepoPath>();
	for (const { resources } of clusters) {
		for (const { root, appliedBy } of resources) if (appliedBy !== undefined) applied.add(decidedAt(root.origin).file);
	}
	const claimed = clusters.map(({ config }) => {
		const globs = config?.files ?? [];
		return globs.length === 0 ? undefined : globTest(globs);
	});
	const assigned: RepoPath[][] = clusters.map(() => []);
	// A cluster that lists its files takes no others.
	const only = claimed.some((globs) => globs !== undefined) ? undefined : clusters.length === 1 ? 0 : main;
	for (const path of sources.files.paths) {
		const byConfig = claimed.findIndex((matches) => matches?.(path));
		if (byConfig !== -1) assigned[byConfig]?.push(path);
		else if (!applied.has(path) && isNodeFile(sources, path)) {
			const owner = ownerByName(path, clusters, claimed) ?? (isSetAsideHere(sources, path) ? undefined : only);
			if (owner !== undefined) assigned[owner]?.push(path);
		}
	}
	return assigned;
}

/** Names of files that hold configuration, a script or a template of one; files without a suffix may be any. */
const readable =
	/(?:^|\/)[^./]*$|\.(?:ya?ml|json|sh|bash|conf|cfg|service|network|env|txt|j2|jinja2?|tpl|tmpl|template|gotmpl)$/;

function isNodeFile(sources: Sources, path: RepoPath): boolean {
	if (!readable.test(path)) return false;
	const read = sources.files.read(path);
	if (read?.ok) return classify(path, read.value) !== undefined;
	// What the file holds is not known; asking for it has it named.
	return /\.(?:ya?ml|sh|bash)$/.test(path) && sources.get(path) === undefined;
}

function isSetAsideHere(sources: Sources, path: RepoPath): boolean {
	const read = sources.files.read(path);
	return read?.ok === true && isSetAside(path, read.value);
}

/** Index of the one cluster that a folder of the path is named after; a cluster that lists its files takes no others. */
function ownerByName(
	path: RepoPath,
	clusters: readonly Cluster[],
	claimed: readonly (((path: string) => boolean) | undefined)[],
): number | undefined {
	const steps = path.split('/');
	// `Pulumi.<stack>.yaml` holds the settings of one stack.
	const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(steps.at(-1) ?? '')?.[1];
	if (stack !== undefined) steps.push(stack);
	const owners = clusters.flatMap(({ name }, i) => (claimed[i] === undefined && steps.includes(name) ? [i] : []));
	return owners.length === 1 ? owners[0] : undefined;
}
