import type { FluxKustomization } from '../../render/flux/flux-kustomization.ts';
import { isHelmRelease } from '../../render/helm/helm-release.ts';
import type { Resource } from '../../render/resource.ts';
import type { RepoFiles } from '../../repo/files.ts';
import { baseName, folderOf, type RepoPath, resolvePath } from '../../repo/location.ts';
import { stringAt, textOf } from '../../repo/node.ts';
import { decidedAt, type Origin } from '../../repo/origin.ts';
import type { PhaseInput } from '../phase.ts';
import { isBelow, type KustomizationAt, kustomizationIn, kustomizationsBelow } from './repository.ts';

/** A release of the repository that shows how components are laid out. */
export interface Model {
	readonly release: Resource;
	readonly file: RepoPath;
	/** The folder of the component, or of all components. */
	readonly folder: RepoPath;
	readonly kustomization: FluxKustomization;
	/** The folder that the Flux Kustomization applies. */
	readonly applied: RepoPath;
	/** The folder that paths of the Flux Kustomization start from: the root, unless the source is a part of it. */
	readonly root: RepoPath;
	/**
	 * `overlay`: components in a base, listed by an overlay. `folders`: components in folders below the applied one.
	 * `files`: one file for each component. `own`: each component has a Flux Kustomization of its own.
	 */
	readonly shape: 'overlay' | 'folders' | 'files' | 'own';
	/** What lists the component. */
	readonly lister: KustomizationAt | undefined;
	readonly writesNamespace: boolean;
	/** The same of the Flux Kustomization. */
	readonly writesKustomizationNamespace: boolean;
}

/** Components that show the layout of controllers best, the best first. */
const preferred = ['rook-ceph', 'rook-ceph-operator', 'cilium', 'cert-manager', 'ingress-nginx', 'external-dns'];

/** The release that a new component is to look like; undefined where none is applied from a folder. */
export function modelOf(input: PhaseInput): Model | undefined {
	const releases = input.view.input.rendered.resources.filter(isHelmRelease);
	const rank = ({ name }: Resource) => {
		const at = preferred.indexOf(name);
		return at === -1 ? preferred.length : at;
	};
	const sorted = [...releases].sort((a, b) => rank(a) - rank(b));
	for (const release of sorted) {
		const model = modelFrom(release, input);
		if (model !== undefined) return model;
	}
	return undefined;
}

/** How one release is laid out. */
export function modelFrom(release: Resource, { view, files }: PhaseInput): Model | undefined {
	const kustomization = view.input.kustomizations.find(({ id }) => id === release.appliedBy);
	const file = fileOf(release.root.origin);
	const folder = folderOf(file);
	if (kustomization === undefined || files.read(file)?.ok !== true) return undefined;
	const place = appliedFolder(kustomization, folder, files);
	if (place === undefined) return undefined;
	const { applied, root } = place;
	const declared = view.input.rendered.resources.find(({ root: own }) => own.origin === kustomization.origin);
	const shared = {
		release,
		file,
		folder,
		kustomization,
		applied,
		root,
		writesNamespace: writesNamespace(release),
		writesKustomizationNamespace: declared === undefined || writesNamespace(declared),
	};
	const definedIn = folderOf(fileOf(kustomization.origin));
	const own = kustomizationIn(files, folder);
	if (applied === folder || definedIn === folderOf(applied))
		return isComponent(folder, view.input.rendered.resources) || applied !== folder
			? { ...shared, shape: 'own', lister: listerOf(fileOf(kustomization.origin), files) }
			: { ...shared, shape: 'files', lister: own };
	const lister = kustomizationsBelow(files, applied).find(({ entries }) =>
		entries.some(({ target }) => target === folder),
	);
	if (lister !== undefined) return { ...shared, shape: isBelow(folder, applied) ? 'folders' : 'overlay', lister };
	return { ...shared, shape: 'files', lister: own };
}

/** What lists a file, or the folder that it stands in. */
function listerOf(file: RepoPath, files: RepoFiles): KustomizationAt | undefined {
	for (let folder = folderOf(file); ; folder = folderOf(folder)) {
		const found = kustomizationIn(files, folder);
		if (found?.entries.some(({ target }) => target === file || isBelow(file, target))) return found;
		if (folder === '') return undefined;
	}
}

/** True for a folder with one release. */
function isComponent(folder: RepoPath, resources: readonly Resource[]): boolean {
	return resources.filter((one) => isHelmRelease(one) && folderOf(fileOf(one.root.origin)) === folder).length === 1;
}

/** The folder that a Flux Kustomization applies. The source may hold a part of the repository, as the holder shows. */
function appliedFolder(
	{ path }: FluxKustomization,
	holder: RepoPath,
	files: RepoFiles,
): { readonly applied: RepoPath; readonly root: RepoPath } | undefined {
	if (path?.kind !== 'scalar') return undefined;
	const written = resolvePath('' as RepoPath, textOf(path).replace(/^\/+/, ''));
	if (written === undefined) return undefined;
	const root = '' as RepoPath;
	if (written === '' || files.paths.some((one) => isBelow(one, written))) return { applied: written, root };
	for (let folder = holder; folder !== ''; folder = folderOf(folder))
		if (folder.endsWith(`/${written}`))
			return { applied: folder, root: folder.slice(0, -written.length - 1) as RepoPath };
	return undefined;
}

/** True where each component has its Flux Kustomization in a file beside its folder: `rook-ceph/ks.yaml`, `rook-ceph/app/`. */
export function isNested({ kustomization, applied }: Model): boolean {
	return folderOf(fileOf(kustomization.origin)) === folderOf(applied);
}

/** The first file that wrote something: the base, not a patch on it. */
export function fileOf(origin: Origin): RepoPath {
	let at = origin;
	while (at.kind === 'patched') at = at.over;
	return decidedAt(at).file;
}

/** True when an object names its namespace itself, and no folder or Kustomization does. */
export function writesNamespace({ root, kind }: Resource): boolean {
	const namespace = root.entries.get('metadata')?.value;
	if (kind === 'Namespace' || namespace?.kind !== 'map') return true;
	const written = namespace.entries.get('namespace');
	return (
		written !== undefined &&
		stringAt(namespace, ['namespace']) !== undefined &&
		isOwn(written.value.origin, root.origin)
	);
}

function isOwn(part: Origin, whole: Origin): boolean {
	return part.kind === 'written' && decidedAt(part).file === fileOf(whole);
}

/** `overlays/production` below the part that both share, for `infrastructure/controllers/overlays/production`. */
export function overlayParts({
	applied,
	folder,
}: Model): { readonly layer: RepoPath; readonly base: string; readonly overlay: string } | undefined {
	const steps = folder.split('/');
	for (let i = steps.length - 1; i > 0; i--) {
		const layer = steps.slice(0, i).join('/') as RepoPath;
		if (!isBelow(applied, layer) || applied === layer) continue;
		const base = steps[i];
		return base === undefined || baseName(folder) === base
			? undefined
			: { layer, base, overlay: applied.slice(layer.length + 1) };
	}
	return undefined;
}
