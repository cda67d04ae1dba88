import { hasRookFeature } from '../../network/limits/rook.ts';
import { releasesOfChart } from '../../network/releases-of-chart.ts';
import { objectsOf } from '../../network/rook-objects.ts';
import type { Resource } from '../../render/resource.ts';
import { baseName, folderOf, type RepoPath } from '../../repo/location.ts';
import { booleanAt, mapAt, nodeAt, stringAt } from '../../repo/node.ts';
import type { Writable } from '../../rule.ts';
import type { PhaseInput } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { type Draft, filledAll, nothing, type Shelf, together } from './draft.ts';
import { needsHostNetwork } from './host-network.ts';
import { fileOf, isNested, type Model } from './layout.ts';
import type { Wanted } from './objects.ts';
import { joined, kustomizationIn, listing } from './repository.ts';
import { driversChartVersion, driversOf, driverValues, operatorSwitches, operatorValues } from './values.ts';
import type { Habits } from './writing.ts';

/** Where the operator and its drivers are, or where they go. */
export interface OperatorPlace {
	readonly draft: Draft;
	/** The folder of the operator's release. */
	readonly folder: RepoPath;
	/** What is new, and where. */
	readonly components: readonly { readonly name: string; readonly folder: RepoPath }[];
}

/** The releases of Rook's operator and, from 1.20 on, of the drivers that are not there yet. */
export function operatorDraft(
	cluster: RookCluster,
	model: Model,
	folder: RepoPath | undefined,
	input: PhaseInput,
	habits: Habits,
): OperatorPlace {
	const { rendered } = input.view.input;
	const wantsOperator = cluster.operator === undefined;
	const wantsDrivers =
		hasRookFeature('separateDrivers', cluster.version) &&
		driversOf(cluster).length > 0 &&
		releasesOfChart(rendered, 'ceph-csi-drivers').length === 0 &&
		objectsOf(rendered, 'csi.ceph.io', 'Driver').length === 0;
	const own = folder ?? (wantsOperator ? folderFor('rook-ceph', model) : model.folder);
	const components: Component[] = [];
	if (wantsOperator) components.push({ folder: own, ...operatorObjects(cluster, model, input), name: 'rook-ceph' });
	if (wantsDrivers) {
		const drivers = folder === undefined ? folderFor('ceph-csi-drivers', model) : joined(folder, 'ceph-csi-drivers');
		components.push({ folder: drivers, ...driverObjects(cluster, model, input), name: 'ceph-csi-drivers' });
	}
	const shelves = components.flatMap((one) => shelvesOf(one, model, input));
	const { shape, lister } = model;
	const isListed = (shape === 'overlay' || shape === 'folders') && lister !== undefined;
	const folders = components.map((one) => one.folder);
	const groups = isListed ? listing(lister, folders) : [];
	return {
		draft: together([filledAll(shelves, input.files, habits), { ...nothing, groups }]),
		folder: own,
		components,
	};
}

interface Component {
	readonly name: string;
	readonly folder: RepoPath;
	readonly objects: readonly Wanted[];
	/** Sources of charts, which may have a folder of their own. */
	readonly sources: readonly Wanted[];
}

/** A folder for a component beside that of the model. */
function folderFor(name: string, { shape, folder, applied }: Model): RepoPath {
	switch (shape) {
		case 'files':
			return folder;
		case 'own':
			return folderOf(applied) === '' ? joined(name) : ownFolder(name, applied);
		case 'overlay':
		case 'folders':
			return joined(folderOf(folder), name);
	}
}

/** `apps/kube-system/cilium/app` shows `apps/rook-ceph/rook-ceph/app`. */
function ownFolder(name: string, folder: RepoPath): RepoPath {
	const leaf = baseName(folder);
	const app = folderOf(folder);
	const isNested = /^(?:app|release|operator|deploy|manifests)$/.test(leaf);
	return isNested ? joined(folderOf(folderOf(app)), 'rook-ceph', name, leaf) : joined(folderOf(folder), name);
}

function shelvesOf({ name, folder, objects, sources }: Component, model: Model, input: PhaseInput): Shelf[] {
	const { writesNamespace, shape } = model;
	const central = centralSources(model, input);
	return [
		{
			folder,
			objects: central === undefined ? inOrder([...sources, ...objects]) : objects,
			writesNamespace,
			...(shape === 'files' ? { oneFile: name } : {}),
		},
		...(central === undefined ? [] : [{ folder: central, objects: sources, writesNamespace: true, isByName: true }]),
	];
}

/** A Namespace first, then sources, then releases. */
function inOrder(objects: readonly Wanted[]): Wanted[] {
	const rank = ({ kind }: Wanted) => ['Namespace', 'HelmRepository'].indexOf(kind) + 1 || 9;
	return [...objects].sort((a, b) => rank(a) - rank(b));
}

/** The folder for sources, where the model has its own somewhere else. */
function centralSources({ release, folder }: Model, { view, files }: PhaseInput): RepoPath | undefined {
	const name = stringAt(release.root, ['spec', 'chart', 'spec', 'sourceRef', 'name']);
	const source = view.input.rendered.resources.find((one) => one.kind === 'HelmRepository' && one.name === name);
	const other = source === undefined ? undefined : folderOf(fileOf(source.root.origin));
	return other === undefined || other === folder || kustomizationIn(files, other) === undefined ? undefined : other;
}

function operatorObjects(
	cluster: RookCluster,
	model: Model,
	input: PhaseInput,
): Pick<Component, 'objects' | 'sources'> {
	const { operatorNamespace, chartVersion } = cluster;
	const values = new Map(operatorValues(cluster));
	if (needsHostNetwork(cluster)) for (const path of operatorSwitches(cluster)) values.set(path, true);
	const source = chartSource(
		'rook-release',
		'https://charts.rook.io/release',
		namespaceFor(cluster, model),
		model,
		input,
	);
	const release = releaseObject('rook-ceph', chartVersion, source.reference, nested(values), cluster, model);
	// Where a folder stands for a namespace, it makes it.
	const namespaces = model.shape === 'own' && isNested(model) ? [] : namespaceObjects(operatorNamespace, input);
	return { objects: [...namespaces, release], sources: source.objects };
}

function driverObjects(cluster: RookCluster, model: Model, input: PhaseInput): Pick<Component, 'objects' | 'sources'> {
	const source = chartSource(
		'ceph-csi-operator',
		'https://ceph.github.io/ceph-csi-operator',
		namespaceFor(cluster, model),
		model,
		input,
	);
	const version = driversChartVersion(cluster.version);
	const release = releaseObject('ceph-csi-drivers', version, source.reference, driverValues(cluster), cluster, model);
	const operator = cluster.operator === undefined ? 'rook-ceph' : (operatorRelease(input)?.name ?? 'rook-ceph');
	const { spec } = release.body;
	const first = { dependsOn: [{ name: operator }] };
	return {
		objects: [{ ...release, body: { spec: { ...first, ...(typeof spec === 'object' ? spec : {}) } } }],
		sources: source.objects,
	};
}

/** The release of Rook's operator. */
function operatorRelease({ view }: PhaseInput): Resource | undefined {
	return releasesOfChart(view.input.rendered, 'rook-ceph')[0]?.resource;
}

/** A Namespace, where the repository makes none. */
export function namespaceObjects(name: string, { view }: PhaseInput): Wanted[] {
	const { resources } = view.input.rendered;
	if (resources.some((one) => one.kind === 'Namespace' && one.name === name)) return [];
	const isLabelled = resources.some(
		(one) =>
			one.kind === 'Namespace' &&
			nodeAt(one.root, ['metadata', 'labels', 'pod-security.kubernetes.io/enforce']) !== undefined,
	);
	return [
		{
			apiVersion: 'v1',
			kind: 'Namespace',
			name,
			namespace: undefined,
			...(isLabelled ? { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } } : {}),
			body: {},
			comment: [],
		},
	];
}

interface ChartSource {
	readonly reference: Writable;
	readonly objects: readonly Wanted[];
}

/** The HelmRepository with a URL: the one that is there, or a new one like that of the model. */
function chartSource(
	name: string,
	url: string,
	releaseNamespace: string,
	model: Model,
	{ view }: PhaseInput,
): ChartSource {
	const { release, writesNamespace } = model;
	const repositories = view.input.rendered.resources.filter((one) => one.kind === 'HelmRepository');
	const there = repositories.find(({ root }) => stringAt(root, ['spec', 'url'])?.replace(/\/$/, '') === url);
	const reference = mapAt(release.root, ['spec', 'chart', 'spec', 'sourceRef']);
	const elsewhere = stringAt(reference, ['namespace']);
	const namespace = there?.namespace ?? elsewhere ?? releaseNamespace;
	const [other] = repositories;
	return {
		reference: {
			kind: 'HelmRepository',
			name: there?.name ?? name,
			...(namespace === releaseNamespace || (there === undefined && !writesNamespace) ? {} : { namespace }),
		},
		objects:
			there !== undefined
				? []
				: [
						{
							apiVersion: other?.apiVersion ?? 'source.toolkit.fluxcd.io/v1',
							kind: 'HelmRepository',
							name,
							namespace,
							body: { spec: { interval: stringAt(other?.root, ['spec', 'interval']) ?? '12h', url } },
							comment: [],
						},
					],
	};
}

/** True where releases stand in one namespace and install into others. */
function installsElsewhere({ release, kustomization }: Model): boolean {
	const target = stringAt(release.root, ['spec', 'targetNamespace']);
	return target !== undefined && target !== release.namespace && release.namespace === kustomization.namespace;
}

/** The namespace of a new release. */
function namespaceFor({ operatorNamespace }: RookCluster, model: Model): string {
	return installsElsewhere(model) ? (model.release.namespace ?? operatorNamespace) : operatorNamespace;
}

/** A HelmRelease in the manner of the model. */
function releaseObject(
	name: string,
	version: string,
	sourceRef: Writable,
	values: Writable,
	cluster: RookCluster,
	model: Model,
): Wanted {
	const { operatorNamespace } = cluster;
	const { release } = model;
	const spec = mapAt(release.root, ['spec']);
	const plain = (key: string) => {
		const text = stringAt(spec, [key]);
		return text === undefined ? {} : { [key]: text };
	};
	const installs = installsElsewhere(model);
	const remediation = { remediation: { retries: 3 } };
	const createNamespace = booleanAt(spec, ['install', 'createNamespace']) === true;
	return {
		apiVersion: release.apiVersion,
		kind: 'HelmRelease',
		name,
		namespace: namespaceFor(cluster, model),
		body: {
			spec: {
				interval: stringAt(spec, ['interval']) ?? '1h',
				...plain('timeout'),
				...(installs || name === 'ceph-csi-drivers' ? { releaseName: name } : {}),
				...(installs ? { targetNamespace: operatorNamespace } : {}),
				chart: { spec: { chart: name, version, sourceRef } },
				install: { ...(createNamespace ? { createNamespace } : {}), ...remediation },
				upgrade: remediation,
				values,
			},
		},
		comment:
			name === 'ceph-csi-drivers'
				? ['From Rook 1.20 on the drivers have a chart of their own; the operator deploys none.']
				: [],
		notes: new Map([
			[
				'useOperatorHostNetwork',
				"The monitors speak IPv6 only and pods have none yet, so Rook uses the nodes' network.",
			],
			['hostNetwork', "Until pods have IPv6, provisioners use the nodes' network."],
		]),
	};
}

/** Dotted paths as a tree. */
function nested(values: ReadonlyMap<string, Writable>): Writable {
	let tree: { readonly [key: string]: Writable } = {};
	for (const [path, value] of values) {
		const [first = '', second] = path.split('.');
		const below = tree[first];
		tree = {
			...tree,
			[first]: second === undefined ? value : { ...(typeof below === 'object' ? below : {}), [second]: value },
		};
	}
	return tree;
}
