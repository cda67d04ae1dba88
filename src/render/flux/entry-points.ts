import { baseName, folderOf, type RepoPath, resolvePath } from '../../repo/location.ts';
import { itemsAt, type MapNode, mapAt, nodeAt, type ScalarNode, stringAt, textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { mapsOf } from '../../repo/parse.ts';
import type { Sources } from '../../repo/sources.ts';
import { resourceFrom } from '../resource.ts';
import type { EntryPoint } from './flux.ts';
import { type FluxText, startsAmong } from './flux-graph.ts';
import { isFluxKustomization } from './flux-kustomization.ts';
import { rootsFor } from './flux-source.ts';
import { isKustomizationFile, referencesIn } from './text-graph.ts';

/** An entry point and, where its declaration tells it, the URL of the repository. */
export interface FoundEntryPoint extends EntryPoint {
	readonly url?: string;
}

/**
 * Finds where Flux starts: the sync paths of gotk-sync files, FluxInstances and flux-instance values,
 * and Kustomizations whose path holds their own file; else the folders of Kustomizations that lie in
 * no other's path.
 */
export function findEntryPoints(sources: Sources): FoundEntryPoint[] {
	const texts = readTexts(sources);
	const explicit = texts.flatMap(({ path, mayHoldSync }) => (mayHoldSync ? syncsIn(sources, path) : []));
	const { holdsItself, isStart } = startsAmong(sources, texts);
	const own = texts.flatMap((text) => {
		const isSync = baseName(text.path) === 'gotk-sync.yaml' || holdsItself(text);
		if (!isSync || !isStart(text)) return [];
		return kustomizationsIn(sources, text.path).filter(({ folder }) => isBelow(text.path, folder));
	});
	const chosen = outermost([...explicit, ...own]);
	const roots = chosen.length > 0 ? chosen : foldersOfLoose(sources, texts.filter(isStart));
	return named(roots.map((root) => ({ ...root, url: root.url ?? urlIn(sources, root.file) })));
}

function readTexts(sources: Sources): (FluxText & { readonly mayHoldSync: boolean })[] {
	const exists = (path: RepoPath) => sources.has(path) || sources.isFolder(path);
	return sources.files.paths.flatMap((path) => {
		const read = /\.ya?ml$/.test(path) ? sources.files.read(path) : undefined;
		if (!read?.ok) return [];
		const text = read.value;
		const isFlux = text.includes('kustomize.toolkit.fluxcd.io/');
		const mayHoldSync = text.includes('FluxInstance') || (text.includes('sync:') && text.includes('instance:'));
		if (!isFlux && !mayHoldSync) return [];
		// The root of some repository, which need not be this one, is no hint unless the sync file says so.
		const isHint = (folder: RepoPath) => folder !== '' || baseName(path) === 'gotk-sync.yaml';
		const folders = isFlux ? (referencesIn(sources.files, path, exists)?.resources ?? []).filter(isHint) : [];
		return [{ path, mayHoldSync, folders }];
	});
}

interface Declared {
	readonly path: ScalarNode;
	readonly file: RepoPath;
	readonly url: string | undefined;
}

interface Resolved {
	readonly folder: RepoPath;
	readonly root: RepoPath;
	readonly file: RepoPath;
	readonly origin: Origin;
	readonly url: string | undefined;
}

function syncsIn(sources: Sources, path: RepoPath): Resolved[] {
	return documentsIn(sources, path).flatMap((document) => {
		const sync = syncOf(document, path);
		return sync === undefined ? [] : resolved(sources, sync);
	});
}

function kustomizationsIn(sources: Sources, path: RepoPath): Resolved[] {
	return documentsIn(sources, path).flatMap((document) => {
		const kustomization = kustomizationOf(document, path);
		return kustomization === undefined ? [] : resolved(sources, kustomization);
	});
}

function documentsIn(sources: Sources, path: RepoPath): MapNode[] {
	const file = sources.get(path);
	return file === undefined ? [] : mapsOf(file);
}

/** `sync.path` of a FluxInstance, of the values of its chart, or of the HelmRelease that installs it. */
function syncOf(document: MapNode, file: RepoPath): Declared | undefined {
	const places = [
		stringAt(document, ['kind']) === 'FluxInstance' ? ['spec', 'sync'] : undefined,
		stringAt(document, ['kind']) === 'HelmRelease' ? ['spec', 'values', 'instance', 'sync'] : undefined,
		document.entries.has('kind') ? undefined : ['instance', 'sync'],
	];
	for (const place of places) {
		const sync = place && mapAt(document, place);
		const path = nodeAt(sync, ['path']);
		if (path?.kind === 'scalar') return { path, file, url: stringAt(sync, ['url']) };
	}
	return undefined;
}

function kustomizationOf(document: MapNode, file: RepoPath): Declared | undefined {
	const resource = resourceFrom(document);
	if (resource === undefined || !isFluxKustomization(resource)) return undefined;
	const path = nodeAt(document, ['spec', 'path']);
	return path?.kind === 'scalar' ? { path, file, url: undefined } : undefined;
}

/** URL of a GitRepository that stands in the same file, as `flux bootstrap` writes it. */
function urlIn(sources: Sources, file: RepoPath): string | undefined {
	const repository = documentsIn(sources, file).find((document) => stringAt(document, ['kind']) === 'GitRepository');
	return stringAt(repository, ['spec', 'url']);
}

function resolved(sources: Sources, { path, file, url }: Declared): Resolved[] {
	const text = textOf(path).replace(/^\/+/, '');
	const folder = resolvePath('' as RepoPath, text);
	if (folder === undefined || text.includes('$')) return [];
	if (sources.isFolder(folder)) return [{ folder, root: '' as RepoPath, file, origin: path.origin, url }];
	const [root, ...more] = rootsFor(sources, text);
	if (root === undefined || more.length > 0) return [];
	return [{ folder: `${root}/${folder}` as RepoPath, root, file, origin: path.origin, url }];
}

/** Entry points that lie in no other one's folder, each folder once. */
function outermost(found: readonly Resolved[]): Resolved[] {
	const folders = new Set(found.map(({ folder }) => folder));
	return found.filter(({ folder }, i) => {
		if (found.findIndex((other) => other.folder === folder) !== i) return false;
		return ![...folders].some((other) => other !== folder && isBelow(folder, other));
	});
}

/** Nothing says where Flux starts: the folders of Kustomizations that no other one applies. */
function foldersOfLoose(sources: Sources, loose: readonly FluxText[]): Resolved[] {
	return outermost(
		loose.flatMap(({ path }) =>
			documentsIn(sources, path).flatMap((document) => {
				const origin = kustomizationOf(document, path)?.path.origin;
				if (origin === undefined) return [];
				return [{ folder: folderOf(path), root: '' as RepoPath, file: path, origin, url: undefined }];
			}),
		),
	);
}

function isBelow(path: RepoPath, folder: RepoPath): boolean {
	return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** Steps of a path that say nothing about which cluster it is. */
const common = new Set([
	'app-of-apps',
	'apps',
	'base',
	'bootstrap',
	'cluster',
	'clusters',
	'config',
	'flux',
	'flux-system',
	'k8s',
	'kube',
	'kubernetes',
	'sites',
]);

/** Names clusters by the last step of their folder that tells something; equal names become whole paths. */
function named(roots: readonly (Resolved & { url: string | undefined })[]): FoundEntryPoint[] {
	const names = roots.map(({ folder }) => clusterName(folder));
	return roots.map(({ folder, root, origin, url }, i) => {
		const name = names[i] ?? 'cluster';
		const isUnique = names.filter((other) => other === name).length === 1;
		return { name: isUnique ? name : folder, folder, root, origin, ...(url === undefined ? {} : { url }) };
	});
}

/** The name of a cluster whose Flux starts in `folder`. */
export function clusterName(folder: RepoPath): string {
	return folder.split('/').findLast((step) => step !== '' && !common.has(step)) ?? 'cluster';
}

/** Folders with a kustomization file that no other kustomization refers to: what a person would build by hand. */
export function kustomizationRoots(sources: Sources): RepoPath[] {
	const folders = new Set<RepoPath>();
	const referred = new Set<RepoPath>();
	for (const path of sources.files.paths) {
		if (!isKustomizationFile(path) || !sources.matters(path)) continue;
		const folder = folderOf(path);
		folders.add(folder);
		const [root] = sources.get(path)?.documents ?? [];
		if (stringAt(root, ['kind']) === 'Component') referred.add(folder);
		for (const field of ['resources', 'bases', 'components']) {
			for (const item of itemsAt(root, [field])) {
				const target = item.kind === 'scalar' ? resolvePath(folder, textOf(item)) : undefined;
				if (target !== undefined) referred.add(target);
			}
		}
	}
	return [...folders].filter((folder) => !referred.has(folder));
}
