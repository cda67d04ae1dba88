import type { FluxKustomization } from '../../render/flux/flux-kustomization.ts';
import type { Resource } from '../../render/resource.ts';
import { baseName, folderOf, type RepoPath } from '../../repo/location.ts';
import type { PhaseInput } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import type { Conventions } from './conventions.ts';
import { fileOf, type Model, modelFrom, overlayParts, writesNamespace } from './layout.ts';
import { isBelow, joined } from './repository.ts';

/** Where the objects of the external cluster go. */
export interface StoragePlace {
	/** What every cluster could share. */
	readonly base: RepoPath;
	/** Addresses and secrets of this cluster; often the same folder. */
	readonly overlay: RepoPath;
	readonly writesNamespace: boolean;
	/** The Flux Kustomization that applies it already. */
	readonly kustomization: FluxKustomization | undefined;
	/** The name of a new one. */
	readonly name: string;
}

/** The place beside what is there of the external cluster, else one like that of other components. */
export function storagePlace(
	cluster: RookCluster,
	model: Model,
	operatorFolder: RepoPath,
	asked: Conventions,
	input: PhaseInput,
): StoragePlace | undefined {
	const there = placeOfExisting(cluster, input);
	if (there !== undefined) return there;
	const { writesNamespace: isWritten } = model;
	const place = (base: RepoPath, overlay: RepoPath, name: string): StoragePlace => ({
		base: asked.storageFolder ?? base,
		overlay: asked.overlayFolder ?? (asked.storageFolder === undefined ? overlay : asked.storageFolder),
		writesNamespace: isWritten,
		kustomization: undefined,
		name,
	});
	const isFree = (folder: RepoPath) => !input.files.paths.some((path) => isBelow(path, folder));
	const names = ['storage', 'rook-ceph-cluster', 'ceph-external'];
	const parts = model.shape === 'overlay' ? overlayParts(model) : undefined;
	if (parts !== undefined) {
		const layer = names.map((name) => joined(folderOf(parts.layer), name)).find(isFree);
		if (layer !== undefined) return place(joined(layer, parts.base), joined(layer, parts.overlay), baseName(layer));
	}
	if (model.shape === 'own') {
		const beside = isBelow(operatorFolder, model.applied) ? model.applied : operatorFolder;
		const folder = ['cluster', 'external-cluster'].map((name) => joined(folderOf(beside), name)).find(isFree);
		return folder === undefined ? undefined : place(folder, folder, freeName(input));
	}
	const folder = names
		.map((name) => joined(folderOf(model.applied), name))
		.find((one) => isFree(one) && !isApplied(one, input));
	const known = folder ?? asked.storageFolder;
	return known === undefined ? undefined : place(known, known, baseName(known));
}

/** A name that no Flux Kustomization has. */
function freeName({ view }: PhaseInput): string {
	const taken = new Set(view.input.kustomizations.map(({ name }) => name));
	const names = ['rook-ceph-cluster', 'rook-ceph-external', 'ceph-external'];
	return names.find((name) => !taken.has(name)) ?? 'ceph-external-cluster';
}

/** Where objects of the external cluster are. */
function placeOfExisting({ clusterNamespace, operator }: RookCluster, input: PhaseInput): StoragePlace | undefined {
	const { rendered, kustomizations } = input.view.input;
	const own = (kinds: readonly string[]) =>
		rendered.resources.find(
			(one) => kinds.includes(one.kind) && one.namespace === clusterNamespace && one.appliedBy !== undefined,
		);
	const endpoints = rendered.resources.find(
		(one) => one.kind === 'ConfigMap' && one.name === 'rook-ceph-mon-endpoints' && one.namespace === clusterNamespace,
	);
	const shared =
		own(['CephCluster']) ?? clusterRelease(rendered.resources, clusterNamespace) ?? own(['CephObjectStore']);
	const anchor = shared ?? endpoints;
	if (anchor === undefined || operator === undefined) return undefined;
	const base = folderOf(fileOf(anchor.root.origin));
	const kustomization = kustomizations.find(({ id }) => id === anchor.appliedBy);
	const applied = modelFrom(anchor, input)?.applied;
	const overlay =
		endpoints !== undefined
			? folderOf(fileOf(endpoints.root.origin))
			: applied === undefined || isBelow(base, applied)
				? base
				: applied;
	return { base, overlay, writesNamespace: writesNamespace(anchor), kustomization, name: kustomization?.name ?? '' };
}

/** The release of the chart that makes a CephCluster. */
function clusterRelease(resources: readonly Resource[], namespace: string): Resource | undefined {
	return resources.find(
		(one) => one.kind === 'HelmRelease' && one.name === 'rook-ceph-cluster' && one.namespace === namespace,
	);
}

/** True inside of a folder that a Flux Kustomization applies as a whole. */
function isApplied(folder: RepoPath, { view, files }: PhaseInput): boolean {
	return view.input.kustomizations.some(({ path }) => {
		if (path?.kind !== 'scalar') return false;
		const other = joined(String(path.value));
		const hasList = files.paths.some((one) => folderOf(one) === other && /^kustomization\.ya?ml$/.test(baseName(one)));
		return !hasList && isBelow(folder, other) && other !== '';
	});
}
