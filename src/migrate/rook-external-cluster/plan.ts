import { hasRookFeature } from '../../network/limits/rook.ts';
import { compareVersions, isAtLeast, parseVersion, versionBounds } from '../../network/limits/versions.ts';
import { releasesOfChart } from '../../network/releases-of-chart.ts';
import { consumers } from '../../network/rook-objects.ts';
import { folderOf, type RepoPath } from '../../repo/location.ts';
import { booleanAt } from '../../repo/node.ts';
import { idle, type PhaseInput, type PhasePlan } from '../phase.ts';
import { checklist, storageChecks } from './checklist.ts';
import type { RookCluster } from './cluster.ts';
import { clusterObjects } from './cluster-objects.ts';
import { type Conventions, conventionsOf } from './conventions.ts';
import { type Draft, filledAll, nothing, together } from './draft.ts';
import { valueChange } from './edits.ts';
import {
	type AwaitedObject,
	clusterKustomizationChanges,
	decryptionByHand,
	fluxNamespace,
	type NewKustomization,
	operatorKustomizationChanges,
} from './flux.ts';
import { hostNetworkChanges, needsHostNetwork } from './host-network.ts';
import { kustomizationFiles } from './kustomizations.ts';
import { fileOf, type Model, modelFrom, modelOf } from './layout.ts';
import { lokiDraft, userShelves } from './loki.ts';
import { clusterName } from './objects.ts';
import { operatorDraft } from './operator.ts';
import { egressPolicies } from './policies.ts';
import { kustomizationIn } from './repository.ts';
import { secretsByHand } from './secret-steps.ts';
import { type StoragePlace, storagePlace } from './storage.ts';
import { driversOf } from './values.ts';
import { habitsOf } from './writing.ts';

/** Everything that the repository lacks for Rook to connect, and what is left to a person. */
export function rookPlan(input: PhaseInput, cluster: RookCluster): PhasePlan {
	if (needsHostNetwork(cluster) && !isAtLeast(cluster.version, '1.15.0'))
		return idle({
			kind: 'blocked',
			reason: `Rook ${cluster.chartVersion} cannot put the provisioners on the network of the nodes, and pods have no IPv6 to reach the monitors with: the phase cilium comes first, or Rook 1.15`,
		});
	const conventions = conventionsOf(input);
	const operator = releasesOfChart(input.view.input.rendered, 'rook-ceph')[0]?.resource;
	const model = (operator === undefined ? undefined : modelFrom(operator, input)) ?? modelOf(input);
	const layout = model === undefined ? undefined : layoutFor(cluster, model, conventions, input);
	if (model === undefined || layout === undefined)
		return finished(cluster, patches(cluster, input), undefined, folderless, input, [
			'No release shows where components go: name operatorFolder and storageFolder in conventions',
		]);
	const { place, storageId } = layout;
	return finished(cluster, together([patches(cluster, input), layout.draft]), storageId, place.overlay, input, []);
}

const folderless = '' as RepoPath;

interface Layout {
	readonly place: StoragePlace;
	readonly draft: Draft;
	/** `namespace/name` of the Flux Kustomization with the CephCluster. */
	readonly storageId: string;
}

function layoutFor(
	cluster: RookCluster,
	model: Model,
	conventions: Conventions,
	input: PhaseInput,
): Layout | undefined {
	const { files } = input;
	const habits = habitsOf(neighbours(model, input), files, conventions);
	const operator = operatorDraft(cluster, model, conventions.operatorFolder, input, habits);
	const place = storagePlace(cluster, model, operator.folder, conventions, input);
	if (place === undefined) return undefined;
	const objects = clusterObjects(cluster, input);
	const isOne = place.base === place.overlay;
	const { writesNamespace } = place;
	const shelves = isOne
		? [{ folder: place.base, objects: [...objects.base, ...objects.overlay], writesNamespace }]
		: [
				{ folder: place.base, objects: objects.base, writesNamespace },
				{
					folder: place.overlay,
					objects: objects.overlay,
					writesNamespace,
					...(place.kustomization === undefined ? { lists: [place.base] } : {}),
				},
			];
	const { groups, byHand } = objects;
	const policies = egressPolicies(cluster, input);
	const own = model.kustomization;
	const operatorId = cluster.operator === undefined && model.shape === 'own' ? undefined : own.id;
	const namespace = fluxNamespace(cluster.clusterNamespace, model);
	const storageId = place.kustomization?.id ?? `${namespace}/${place.name}`;
	const decrypts = cluster.ceph.secrets?.mode === 'sops';
	const before = [
		...(operatorId === undefined ? operator.components.map(({ name }) => `${namespace}/${name}`) : [operatorId]),
		...secretStores(cluster, input),
	].filter((id) => id !== storageId);
	const storage = { id: storageId, after: before, folder: place.base, writesNamespace };
	const made: NewKustomization[] = [
		...(operatorId === undefined || model.shape === 'own' ? operator.components : []).map(
			({ name, folder }): NewKustomization => ({
				name,
				folder,
				after: name === 'rook-ceph' ? [] : operatorId === undefined ? [`${namespace}/rook-ceph`] : [operatorId],
				isCluster: false,
				ownNamespace: cluster.operatorNamespace,
				decrypts: false,
			}),
		),
		...(place.kustomization === undefined
			? [
					{
						name: place.name,
						folder: place.overlay,
						after: before,
						isCluster: true,
						ownNamespace: cluster.clusterNamespace,
						decrypts,
					},
				]
			: []),
	];
	const patched =
		place.kustomization === undefined
			? { ...nothing, byHand: decrypts ? decryptionByHand(storageId, input) : [] }
			: {
					...nothing,
					...clusterKustomizationChanges(place.kustomization, clusterOf(cluster, input), before, decrypts, input),
				};
	const draft = together([
		operator.draft,
		filledAll([...shelves, ...policies.shelves, ...userShelves(cluster, storage, input)], files, habits),
		{ newFiles: [], groups, byHand: [...byHand, ...policies.byHand] },
		kustomizationFiles(made, model, conventions.fluxFolder, input, habits),
		patched,
		{
			...nothing,
			groups:
				operatorId === undefined || operatorId === storageId
					? []
					: operatorKustomizationChanges(own, operatorRelease(input, cluster), input),
		},
		lokiDraft(cluster, storage, input),
	]);
	return { place, draft, storageId };
}

/** The CephCluster, there or to be. */
function clusterOf({ clusterNamespace }: RookCluster, { view }: PhaseInput): AwaitedObject {
	const there = consumers(view.input.plan).find(({ namespace }) => namespace === clusterNamespace);
	return { name: there?.name ?? clusterName, namespace: clusterNamespace };
}

/** The namespace and name of the operator's release, there or to be. */
function operatorRelease({ view }: PhaseInput, { operatorNamespace }: RookCluster): AwaitedObject {
	const release = releasesOfChart(view.input.rendered, 'rook-ceph')[0]?.resource;
	return { name: release?.name ?? 'rook-ceph', namespace: release?.namespace ?? operatorNamespace };
}

/** The files that show how files are written: the model's own folder first. */
function neighbours({ folder, file }: Model, { view, files }: PhaseInput): RepoPath[] {
	const all = new Set(view.input.rendered.resources.map(({ root }) => fileOf(root.origin)));
	const folders = [...new Set([...all].map(folderOf))];
	const lists = [folder, ...folders].flatMap((one) => kustomizationIn(files, one)?.path ?? []);
	const near = [...all].filter((path) => folderOf(path) === folder);
	return [...new Set([file, ...near, ...lists.slice(0, 50), ...all])];
}

/** The Flux Kustomizations that bring the store of secrets. */
function secretStores({ ceph }: RookCluster, { view }: PhaseInput): string[] {
	const { secrets } = ceph;
	if (secrets?.mode !== 'externalSecret') return [];
	const store = view.input.rendered.resources.find(
		({ kind, name }) => kind === secrets.storeKind && name === secrets.store,
	);
	return store?.appliedBy === undefined ? [] : [store.appliedBy];
}

/** What releases that are there lack. */
function patches(cluster: RookCluster, input: PhaseInput): Draft {
	const { rendered } = input.view.input;
	const { operator, version, ceph } = cluster;
	const network = { ...nothing, groups: hostNetworkChanges(cluster, rendered, input.files) };
	if (operator === undefined) return network;
	const asked = ceph.rook.version;
	const differs = asked !== undefined && differsFrom(asked, cluster.chartVersion);
	const byHand = differs
		? [
				{
					what: `ceph.rook.version is ${asked}, the release pins ${cluster.chartVersion}, which is what this plan is made for. Update one minor release at a time, to 1.20 from 1.19.5 or later only`,
				},
			]
		: [];
	const root = operator.values.kind === 'map' ? operator.values : undefined;
	const changes =
		root === undefined || hasRookFeature('separateDrivers', version)
			? []
			: driversOf(cluster).flatMap((driver) => {
					const path = ['csi', driver === 'rbd' ? 'enableRbdDriver' : 'enableCephfsDriver'];
					return booleanAt(root, path) === false ? valueChange(root, path, true) : [];
				});
	const title = 'Have Rook run the drivers that StorageClasses name';
	const groups = changes.length === 0 ? [] : [{ title, changes, otherwise: 'csi:\n  enableRbdDriver: true' }];
	return together([network, { newFiles: [], groups, byHand }]);
}

function differsFrom(asked: string, pinned: string): boolean {
	const version = parseVersion(asked);
	const bounds = versionBounds(pinned);
	return (
		version !== undefined &&
		bounds !== undefined &&
		(compareVersions(version, bounds.low) < 0 || compareVersions(version, bounds.high) > 0)
	);
}

function finished(
	cluster: RookCluster,
	{ newFiles, groups, byHand }: Draft,
	storageId: string | undefined,
	place: RepoPath,
	input: PhaseInput,
	missing: readonly string[],
): PhasePlan {
	const left = [...byHand, ...missing.map((what) => ({ what })), ...secretsByHand(cluster, place, input)];
	const isDone = newFiles.length + groups.length + left.length === 0;
	return {
		state: isDone ? { kind: 'done' } : { kind: 'to-do' },
		changes: groups,
		newFiles,
		preconditions: preconditions(cluster),
		runbook: checklist(cluster, storageId, place, input),
		checks: storageChecks(cluster),
		rollback:
			'Revert the commit. Deleting the CephCluster also deletes the list of monitors and the Secrets of the drivers, which then have to be made again; the list alone cannot be deleted while the CephCluster is there.',
		pointOfNoReturn: undefined,
		byHand: left,
	};
}

function preconditions({ podIpv6, ceph }: RookCluster): string[] {
	const gateway =
		ceph.rgw === undefined
			? []
			: ['Loki and other clients of the object gateway need IPv6 in their pods: they work after the phase cilium.'];
	switch (podIpv6) {
		case 'present':
			return ['Pods have IPv6: the phase cilium is rolled out, and Pods were made again since.'];
		case 'absent':
			return [
				'Every node reaches the monitors over IPv6: until pods have it, Rook and its drivers use the network of the nodes. A second run of this phase takes them off it again.',
				...gateway,
			];
		case 'unknown':
			return [
				'Whether pods have IPv6 cannot be seen in the repository: without it, set useOperatorHostNetwork and the host network of the drivers.',
				...gateway,
			];
	}
}
