import type { ClusterConfig, Config } from '../../repo/config.ts';
import type { RepoPath } from '../../repo/location.ts';
import type { Sources } from '../../repo/sources.ts';
import { clusterName, type FoundEntryPoint, findEntryPoints, kustomizationRoots } from './entry-points.ts';
import { type RenderedCluster, renderCluster } from './flux.ts';
import { renderPlainFiles, renderPlainFolder } from './plain-folder.ts';

/** One cluster of the repository, rendered. */
export interface Cluster extends RenderedCluster {
	readonly name: string;
	readonly config: ClusterConfig | undefined;
	/** The folders that Flux applies first; none without Flux. */
	readonly entryPoints: readonly RepoPath[];
}

/** Every cluster of the repository: those the configuration names, then those that Flux or kustomize files show. */
export function renderClusters(sources: Sources, config: Config): Cluster[] {
	const found = findEntryPoints(sources);
	const configured = config.clusters.flatMap((cluster) => configuredCluster(sources, cluster, found, config));
	const taken = new Set(config.clusters.flatMap((cluster) => entriesFor(cluster, found).map(({ folder }) => folder)));
	const rest = found.filter(({ folder }) => !taken.has(folder));
	const others = rest.map((entry) => ({
		...renderCluster(sources, entry, artifactsOf(entry, config)),
		name: entry.name,
		config: undefined,
		entryPoints: [entry.folder],
	}));
	const all = [...configured, ...others];
	return all.length > 0 ? all : clustersWithoutFlux(sources);
}

function configuredCluster(
	sources: Sources,
	cluster: ClusterConfig,
	found: readonly FoundEntryPoint[],
	config: Config,
): Cluster[] {
	const entries = entriesFor(cluster, found);
	if (entries.length === 0) {
		const [only, ...more] = clustersWithoutFlux(sources);
		const plain = more.length === 0 && only !== undefined ? only : renderPlainFiles(sources);
		return [{ ...plain, name: cluster.name ?? 'cluster', config: cluster, entryPoints: [] }];
	}
	const rendered = entries.map((entry) => renderCluster(sources, entry, artifactsOf(entry, config)));
	const name = cluster.name ?? entries[0]?.name ?? 'cluster';
	// Keys at the top level without entry points hold for every cluster that is found.
	if (cluster.name === undefined && cluster.entryPoints.length === 0 && entries.length > 1)
		return entries.flatMap((entry, i) => {
			const one = rendered[i];
			return one === undefined ? [] : [{ ...one, name: entry.name, config: cluster, entryPoints: [entry.folder] }];
		});
	return [{ ...joined(rendered), name, config: cluster, entryPoints: entries.map(({ folder }) => folder) }];
}

function entriesFor(cluster: ClusterConfig, found: readonly FoundEntryPoint[]): FoundEntryPoint[] {
	if (cluster.entryPoints.length === 0) {
		return cluster.name === undefined ? [...found] : found.filter(({ name }) => name === cluster.name);
	}
	return cluster.entryPoints.map(({ folder, origin }) => {
		const known = found.find((entry) => entry.folder === folder);
		return known ?? { name: clusterName(folder), folder, root: '' as RepoPath, origin };
	});
}

function artifactsOf(entry: FoundEntryPoint, config: Config) {
	return { checkouts: config.sources, ...(entry.url === undefined ? {} : { url: entry.url }) };
}

function joined(rendered: readonly RenderedCluster[]): RenderedCluster {
	return {
		resources: rendered.flatMap((one) => one.resources),
		unresolved: rendered.flatMap((one) => one.unresolved),
		problems: rendered.flatMap((one) => one.problems),
		kustomizations: rendered.flatMap((one) => one.kustomizations),
		find: (kind, namespace, name) => {
			for (const one of rendered) {
				const found = one.find(kind, namespace, name);
				if (found !== undefined) return found;
			}
			return undefined;
		},
	};
}

/** No Flux: each kustomization that no other refers to is a cluster of its own; without any, all manifests are one. */
function clustersWithoutFlux(sources: Sources): Cluster[] {
	const roots = kustomizationRoots(sources);
	if (roots.length === 0)
		return [{ ...renderPlainFiles(sources), name: 'cluster', config: undefined, entryPoints: [] }];
	return roots.map((folder) => ({
		...renderPlainFolder(sources, folder),
		name: roots.length === 1 ? clusterName(folder) : folder,
		config: undefined,
		entryPoints: [],
	}));
}
