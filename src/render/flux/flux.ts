import { type RepoPath, resolvePath } from '../../repo/location.ts';
import { type MapNode, mapAt, stringAt, textOf } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { Sources } from '../../repo/sources.ts';
import { renderFolder } from '../kustomize/kustomize.ts';
import type { Rendered, RenderProblem, Resource, Unresolved } from '../resource.ts';
import { substituteResource } from '../substitution/post-build.ts';
import { type FindObject, missingSources, readVariables } from '../substitution/variables.ts';
import { withCommonMetadata } from './common-metadata.ts';
import { type FluxKustomization, fluxKustomization, isFluxKustomization } from './flux-kustomization.ts';
import { type Artifacts, artifactRoot } from './flux-source.ts';

/** Where Flux starts on one cluster. */
export interface EntryPoint {
	/** Name of the cluster in reports. */
	readonly name: string;
	/** The folder that Flux applies first. */
	readonly folder: RepoPath;
	/** The folder that is the root of the source artifact; paths of Kustomizations start there. */
	readonly root: RepoPath;
	/** What declares the entry point, such as a gotk-sync.yaml. */
	readonly origin: Origin | undefined;
}

/** One cluster as Flux would build it. */
export interface RenderedCluster extends Rendered {
	readonly kustomizations: readonly FluxKustomization[];
	readonly find: FindObject;
}

/** Kustomizations that one cluster may have; a chain that renames itself would never end. */
const maxKustomizations = 3000;

/**
 * Renders an entry point, then every Kustomization among its results, to a fixed
 * point: parents patch and complete their children, so a child is read from its
 * parent's output and never from its file.
 */
export function renderCluster(sources: Sources, entry: EntryPoint, artifacts: Artifacts): RenderedCluster {
	const state = new Map<string, Built>();
	const objects = new Map<string, Resource>();
	const find: FindObject = (kind, namespace, name) => objects.get(`${kind} ${namespace}/${name}`);
	const unresolved: Unresolved[] = [];
	const problems: RenderProblem[] = [];
	const queue: FluxKustomization[] = [rootKustomization(entry)];
	const run = (isWanted: (child: FluxKustomization) => boolean, done: (built: Built) => void) => {
		while (queue.length > 0 && state.size < maxKustomizations) {
			const kustomization = takeNext(queue, find);
			const built = build(sources, kustomization, entry, { ...artifacts, find });
			state.set(kustomization.id, built);
			done(built);
			for (const resource of built.resources.filter(isFluxKustomization)) {
				const child = fluxKustomization(resource, kustomization.namespace);
				if (!queue.some((waiting) => waiting.id === child.id) && isWanted(child)) queue.push(child);
			}
		}
	};
	run(
		(child) => isNew(child, state, entry),
		(built) => {
			for (const resource of built.resources) if (!objects.has(keyOf(resource))) objects.set(keyOf(resource), resource);
		},
	);
	// What was missing when it was first wanted may have come since, even out of the same Kustomization. Whatever
	// follows from the second result is built again too.
	const again = new Set<string>();
	for (const built of state.values()) if (hasCome(built, find)) queue.push(built.kustomization);
	run(
		(child) => !again.has(child.id),
		(built) => {
			again.add(built.kustomization.id);
			for (const resource of built.resources) objects.set(keyOf(resource), resource);
		},
	);
	const builds = [...state.values()];
	for (const built of builds) {
		const appliedBy = built.kustomization.id;
		for (const one of built.unresolved) unresolved.push({ ...one, appliedBy });
		for (const one of built.problems) problems.push({ ...one, appliedBy });
	}
	if (queue.length > 0) {
		const message = `more than ${maxKustomizations} Kustomizations follow from each other`;
		problems.push({ message, at: queue[0]?.origin ?? entryOrigin(entry) });
	}
	return {
		resources: builds.flatMap((built) => built.resources),
		unresolved,
		problems,
		kustomizations: builds.map((built) => built.kustomization),
		find,
	};
}

interface Built extends Rendered {
	readonly kustomization: FluxKustomization;
	/** Variables come from an object that was not there when it was built. */
	readonly lacksVariables: boolean;
}

function keyOf({ kind, namespace, name }: Resource): string {
	return `${kind} ${namespace ?? 'default'}/${name}`;
}

function hasCome({ kustomization, lacksVariables }: Built, find: FindObject): boolean {
	return lacksVariables && !missingSources(kustomization.postBuild, kustomization.namespace, find);
}

/** The Kustomization that `flux bootstrap` makes. Its own file, once rendered, takes its place if it says more. */
function rootKustomization(entry: EntryPoint): FluxKustomization {
	const origin = entryOrigin(entry);
	const path = entry.folder.slice(entry.root === '' ? 0 : entry.root.length + 1);
	return {
		id: rootId,
		namespace: 'flux-system',
		name: 'flux-system',
		path: { kind: 'scalar', value: path, origin },
		source: undefined,
		injected: {},
		postBuild: undefined,
		commonMetadata: undefined,
		targetNamespace: undefined,
		dependsOn: [],
		suspended: false,
		elsewhere: false,
		origin,
	};
}

const rootId = ' root';

function entryOrigin(entry: EntryPoint): Origin {
	return entry.origin ?? { kind: 'written', at: { file: entry.folder, range: { start: 0, end: 0 } } };
}

/**
 * Whether a Kustomization still has to be built. One that names the entry's folder again is the root itself;
 * it is built a second time only when it adds something, and then takes the root's place.
 */
function isNew(child: FluxKustomization, state: Map<string, Built>, entry: EntryPoint): boolean {
	if (state.has(child.id)) return false;
	const path = child.path?.kind === 'scalar' ? resolvePath(entry.root, relative(textOf(child.path))) : undefined;
	if (path !== entry.folder || !state.has(rootId)) return true;
	const root = state.get(rootId);
	if (root === undefined) return true;
	state.delete(rootId);
	if (addsNothing(child)) {
		const resources = root.resources.map((resource) => ({ ...resource, appliedBy: child.id }));
		state.set(child.id, { ...root, kustomization: child, resources });
		return false;
	}
	return true;
}

function addsNothing(child: FluxKustomization): boolean {
	const { ignoreMissingComponents: _, ...injected } = child.injected;
	return child.postBuild === undefined && child.commonMetadata === undefined && Object.keys(injected).length === 0;
}

/** The first that has all its variables at hand, else the first: what is missing then stays missing. */
function takeNext(queue: FluxKustomization[], find: FindObject): FluxKustomization {
	const ready = queue.findIndex((waiting) => !missingSources(waiting.postBuild, waiting.namespace, find));
	const [next] = queue.splice(Math.max(0, ready), 1);
	if (next === undefined) throw new Error('the queue of Kustomizations is empty');
	return next;
}

function build(
	sources: Sources,
	kustomization: FluxKustomization,
	entry: EntryPoint,
	artifacts: Artifacts & { readonly find: FindObject },
): Built {
	const nothing = (unresolved: readonly Unresolved[]): Built => ({
		kustomization,
		resources: [],
		unresolved,
		problems: [],
		lacksVariables: false,
	});
	const at = kustomization.path?.origin ?? kustomization.origin;
	if (kustomization.elsewhere) return nothing([{ why: 'remote', what: 'objects for another cluster', at }]);
	const folder = folderToBuild(sources, kustomization, entry, artifacts);
	if (typeof folder !== 'string') return nothing([{ ...folder, at }]);
	if (sources.skips(folder)) return nothing([]);
	const rendered = renderFolder(sources, folder, kustomization.injected);
	const unresolved = [...rendered.unresolved];
	const problems = [...rendered.problems];
	const lacksVariables = missingSources(kustomization.postBuild, kustomization.namespace, artifacts.find);
	const variables = readVariables(
		kustomization.postBuild,
		kustomization.namespace,
		artifacts.find,
		unresolved,
		problems,
	);
	const resources = rendered.resources
		.filter((resource) => !isIgnored(resource.root))
		.map((resource) => substituteResource(resource, variables, problems))
		.map((resource) => withCommonMetadata(resource, kustomization.commonMetadata))
		.map((resource) => ({ ...resource, appliedBy: kustomization.id }));
	// Nobody asks for what could not be seen of a folder that does not matter.
	return { ...nothing([]), resources, lacksVariables, ...(sources.matters(folder) && { unresolved, problems }) };
}

function folderToBuild(
	sources: Sources,
	kustomization: FluxKustomization,
	entry: EntryPoint,
	artifacts: Artifacts & { readonly find: FindObject },
): RepoPath | Omit<Unresolved, 'at'> {
	const { path } = kustomization;
	if (path?.kind === 'unknown') return { why: path.why, what: path.what };
	const text = path?.kind === 'scalar' && path.value !== null ? textOf(path) : '';
	const root = artifactRoot(sources, kustomization, relative(text), entry.root, artifacts);
	if (typeof root !== 'string') return root;
	const folder = resolvePath(root, relative(text));
	if (folder === undefined) return { why: 'remote', what: `the path ${text}, outside the source` };
	return sources.isFolder(folder) ? folder : { why: 'missing', what: `the folder ${text}` };
}

/** Flux joins the path below the artifact: a leading slash does not matter. */
function relative(path: string): string {
	return path.replace(/^\/+/, '');
}

const ssaKey = 'kustomize.toolkit.fluxcd.io/ssa';
const reconcileKey = 'kustomize.toolkit.fluxcd.io/reconcile';

/** Objects that Flux leaves alone although they are in the folder. */
function isIgnored(root: MapNode): boolean {
	return ['annotations', 'labels'].some((field) => {
		const marks = mapAt(root, ['metadata', field]);
		const ssa = stringAt(marks, [ssaKey])?.toLowerCase();
		return ssa === 'ignore' || stringAt(marks, [reconcileKey])?.toLowerCase() === 'disabled';
	});
}
