import { folderOf, type RepoPath, resolvePath } from '../../repo/location.ts';
import { mapAt, stringAt } from '../../repo/node.ts';
import type { Sources } from '../../repo/sources.ts';
import type { Unresolved } from '../resource.ts';
import type { FindObject } from '../substitution/variables.ts';
import type { FluxKustomization } from './flux-kustomization.ts';

/** Where the artifacts of Flux sources stand among the files. */
export interface Artifacts {
	/** Checkouts of other repositories: `namespace/name` of the source → the folder that holds it. */
	readonly checkouts: ReadonlyMap<string, RepoPath>;
	/** URL of the repository itself, when an entry point tells it. */
	readonly url?: string;
}

/**
 * The folder that is the root of a Kustomization's source. A source with another URL is another repository.
 * An artifact may be made of a subfolder: then it is the one folder below which the path exists.
 */
export function artifactRoot(
	sources: Sources,
	kustomization: FluxKustomization,
	path: string,
	root: RepoPath,
	artifacts: Artifacts & { readonly find: FindObject },
): RepoPath | Omit<Unresolved, 'at'> {
	const { source } = kustomization;
	if (source === undefined) return root;
	const checkout = artifacts.checkouts.get(`${source.namespace}/${source.name}`);
	if (checkout !== undefined) return checkout;
	const remote = { why: 'remote', what: `${source.kind} ${source.namespace}/${source.name}` } as const;
	const object = artifacts.find(source.kind, source.namespace, source.name);
	const url = urlOf(object);
	// A source without a known URL is taken for this repository where the path exists. The root exists everywhere.
	const isRoot = path.replace(/[./]/g, '') === '';
	const isSelf =
		source.name === 'flux-system' || (url !== undefined && artifacts.url !== undefined && sameUrl(url, artifacts.url));
	if (isRoot && !isSelf) return remote;
	if (url !== undefined && artifacts.url !== undefined && !sameUrl(url, artifacts.url)) {
		if (source.kind === 'GitRepository') return remote;
	}
	const direct = resolvePath(root, path);
	if (direct !== undefined && sources.isFolder(direct)) return root;
	const candidates = rootsFor(sources, path);
	return candidates.length === 1 && candidates[0] !== undefined ? candidates[0] : remote;
}

function urlOf(source: ReturnType<FindObject>): string | undefined {
	return stringAt(mapAt(source?.root, ['spec']), ['url']);
}

/** `ssh://git@host/a/b.git` and `https://host/a/b` are one repository. */
function sameUrl(a: string, b: string): boolean {
	const bare = (url: string) =>
		url
			.replace(/^[a-z+]+:\/\//, '')
			.replace(/^[^@/]*@/, '')
			.replace(/\.git\/?$/, '')
			.replace(':', '/')
			.toLowerCase();
	return bare(a) === bare(b);
}

/** Folders below which `path` exists, the repository's root left out. */
export function rootsFor(sources: Sources, path: string): RepoPath[] {
	const wanted = resolvePath('' as RepoPath, path);
	if (wanted === undefined || wanted === '') return [];
	const roots = new Set<RepoPath>();
	for (const file of sources.files.paths) {
		for (let folder = folderOf(file); folder !== ''; folder = folderOf(folder)) {
			if (folder.endsWith(`/${wanted}`)) roots.add(folder.slice(0, -wanted.length - 1) as RepoPath);
		}
	}
	return [...roots];
}
