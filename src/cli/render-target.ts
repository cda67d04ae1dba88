import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Cluster, renderClusters } from '../render/flux/clusters.ts';
import { findKustomization } from '../render/kustomize/kustomization-file.ts';
import { renderFolder } from '../render/kustomize/kustomize.ts';
import type { Rendered } from '../render/resource.ts';
import type { FindObject } from '../render/substitution/variables.ts';
import { type Config, configName, readConfig } from '../repo/config.ts';
import { filesFromDisk } from '../repo/disk.ts';
import type { FileProblem } from '../repo/file-problem.ts';
import type { RepoFiles } from '../repo/files.ts';
import type { RepoPath } from '../repo/location.ts';
import { nearest } from '../repo/nearest.ts';
import { openSources, type Sources } from '../repo/sources.ts';
import { UsageError } from './exit.ts';
import type { RenderArguments } from './options.ts';
import { readSources } from './read.ts';
import { existing, findRoot, insideOf, pathInside, type Root } from './root.ts';

/** What `render` was asked for, rendered. */
export interface Target extends Rendered {
	readonly files: RepoFiles;
	/** Finds an object beside the rendered ones: those of the whole cluster, or of the folder. */
	readonly find: FindObject;
	/** Files that were needed and could not be read. */
	readonly unreadable: ReadonlyMap<RepoPath, FileProblem>;
	/** What was rendered, for a person: a path on the disk or a name. */
	readonly title: string;
}

/** Finds and renders a folder, a Flux Kustomization, or all that a cluster receives. */
export function renderTarget(options: RenderArguments, cwd: string): Target {
	const { target, cluster, root: given } = options;
	// A folder and a Kustomization may have the same name; a cluster has Kustomizations only.
	const stat = target === undefined || cluster !== undefined ? undefined : statOf(target, cwd);
	if (stat?.isFile())
		throw new UsageError(`${target} is a file; render takes its folder, or the name of a Kustomization`);
	const folder = stat?.isDirectory() ? target : undefined;
	const root = folder === undefined ? findRoot([], given, cwd) : rootOf(folder, given, cwd);
	const { checkouts, mounts } = readSources(options.source ?? [], root.folder, cwd);
	const files = filesFromDisk(root.folder, mounts);
	const sources = openSources(files);
	if (folder !== undefined) {
		const [path] = root.paths;
		if (path === undefined) throw new Error('a folder has a path below its root');
		return { files, ...ofFolder(sources, path), unreadable: sources.problems(), title: resolve(cwd, folder) };
	}
	const config = configOf(files, options, root, cwd);
	const all = renderClusters(sources, { ...config, sources: new Map([...config.sources, ...checkouts]) });
	const clusters = withName(all, cluster);
	if (target !== undefined)
		return { files, ...ofKustomization(clusters, target), unreadable: new Map(), title: target };
	return { files, ...onlyOf(clusters), unreadable: sources.problems(), title: root.folder };
}

function statOf(target: string, cwd: string) {
	return target === '' ? undefined : statSync(resolve(cwd, target), { throwIfNoEntry: false });
}

/** Where nothing tells the root, it is the current folder: overlays name folders beside and above their own. */
function rootOf(folder: string, given: string | undefined, cwd: string): Root {
	const found = findRoot([folder], given, cwd);
	const isTold = given !== undefined || ['.git', configName].some((name) => existsSync(join(found.folder, name)));
	const inside = isTold ? undefined : pathInside(cwd, resolve(cwd, folder));
	return inside === undefined ? found : { folder: cwd, paths: [inside] };
}

function ofFolder(sources: Sources, folder: RepoPath): Rendered & { readonly find: FindObject } {
	const hasFile = findKustomization(sources, folder) !== undefined;
	const rendered = renderFolder(sources, folder, hasFile ? undefined : {});
	const objects = new Map(
		rendered.resources.map((one) => [`${one.kind} ${one.namespace ?? 'default'}/${one.name}`, one]),
	);
	return { ...rendered, find: (kind, namespace, name) => objects.get(`${kind} ${namespace}/${name}`) };
}

function configOf(files: RepoFiles, { config }: RenderArguments, root: Root, cwd: string): Config {
	const path =
		config === undefined
			? undefined
			: insideOf(root.folder, existing(config, cwd), `${config} lies outside the root ${root.folder}`);
	const read = readConfig(files, path);
	if (!read.ok) throw new UsageError('the configuration cannot be used; dualstack-lint plan shows why');
	return read.value;
}

function withName(all: readonly Cluster[], wanted: string | undefined): readonly Cluster[] {
	const found = wanted === undefined ? all : all.filter(({ name }) => name === wanted);
	if (found.length > 0) return found;
	const names = all.map(({ name }) => name);
	throw new UsageError(`no cluster ${wanted}: there are ${names.join(', ')}${nearest(wanted ?? '', names)}`);
}

function onlyOf(clusters: readonly Cluster[]): Cluster {
	const [only, ...more] = clusters;
	if (only !== undefined && more.length === 0) return only;
	const names = clusters.map(({ name }) => name);
	throw new UsageError(`there are several clusters: ${names.join(', ')}; choose with --cluster`);
}

function ofKustomization(clusters: readonly Cluster[], target: string): Rendered & { readonly find: FindObject } {
	const every = clusters.flatMap((cluster) =>
		cluster.kustomizations.map(({ id, namespace, name }) => ({ cluster, id, name, fullName: `${namespace}/${name}` })),
	);
	const [only, ...more] = every.filter(({ name, fullName }) => target === fullName || target === name);
	if (only === undefined) {
		const names = every.map(({ name, fullName }) => (target.includes('/') ? fullName : name));
		throw new UsageError(`no folder and no Kustomization ${target}${nearest(target, names)}`);
	}
	if (more.length > 0) {
		const names = [only, ...more].map(({ fullName, cluster }) => `${fullName} of ${cluster.name}`);
		throw new UsageError(`${target} may be ${names.join(', ')}; choose with namespace/name or --cluster`);
	}
	const { resources, unresolved, problems, find } = only.cluster;
	const isOfIt = ({ appliedBy }: { readonly appliedBy?: string | undefined }) => appliedBy === only.id;
	return {
		resources: resources.filter(isOfIt),
		unresolved: unresolved.filter(isOfIt),
		problems: problems.filter(isOfIt),
		find,
	};
}
