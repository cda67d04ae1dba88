import { flowText } from '../../fix/write-value.ts';
import type { GatewaySettings, LokiSettings } from '../../network/ceph-settings.ts';
import { releasesOfChart } from '../../network/releases-of-chart.ts';
import type { HelmRelease } from '../../render/helm/helm-release.ts';
import type { RepoPath } from '../../repo/location.ts';
import { booleanAt, itemsAt, type MapNode, nodeAt, stringAt } from '../../repo/node.ts';
import type { Change, Writable } from '../../rule.ts';
import type { PhaseInput } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { type Draft, nothing, type Shelf, together } from './draft.ts';
import { valueChange } from './edits.ts';
import { dependencyChanges, reaches } from './flux.ts';
import { modelFrom } from './layout.ts';
import { isLiteral, objectStoreUser, userSecret } from './objects.ts';
import { rootOf } from './writing.ts';

/** Where the external cluster is, for those who come after it. */
export interface Storage {
	/** Of its Flux Kustomization. */
	readonly id: string;
	/** What it waits for. */
	readonly after: readonly string[];
	readonly folder: RepoPath;
	readonly writesNamespace: boolean;
}

/** Loki's values, its user in the gateway, and that it waits for the storage. */
export function lokiDraft(cluster: RookCluster, storage: Storage, input: PhaseInput): Draft {
	const { loki, rgw } = cluster.ceph;
	if (loki === undefined) return nothing;
	if (rgw === undefined)
		return { ...nothing, byHand: [{ what: 'ceph.loki names buckets, and ceph.rgw names no gateway that holds them' }] };
	const user = objectStoreUser(cluster, rgw, loki);
	const release = lokiRelease(loki, input);
	const values = root(release);
	if (release === undefined || values === undefined)
		return {
			...nothing,
			byHand: [
				{
					what: `No release of the chart loki is in ${loki.namespace}; give one these values`,
					text: valuesText(rgw, loki),
				},
				{ what: 'Beside it its user in the gateway', text: JSON.stringify(rootOf(user, true)) },
			],
		};
	const schemas = itemsAt(values, ['loki', 'schemaConfig', 'configs']);
	const others = schemas.filter((one) => (stringAt(one, ['object_store']) ?? 's3') !== 's3');
	if (others.length > 0 && others.length === schemas.length)
		return {
			...nothing,
			byHand: [
				{
					what: 'Loki keeps its logs elsewhere so far. Add a period with object_store: s3 to loki.schemaConfig.configs that begins in the future; then these values come by themselves',
					text: valuesText(rgw, loki),
				},
			],
		};
	const ownKeys = keysOf(values);
	const changes = [
		...[...storageValues(values, rgw, loki)].flatMap(([path, value]) => valueChange(values, path.split('.'), value)),
		...(ownKeys === undefined ? credentials(values, rgw.store) : []),
	];
	const title = 'Have Loki keep its logs in the object gateway';
	return together([
		{ ...nothing, groups: changes.length === 0 ? [] : [{ title, changes, otherwise: valuesText(rgw, loki) }] },
		waiting(release, storage, input),
		ownKeys === 'literal'
			? {
					...nothing,
					byHand: [
						{
							what: `The keys of Loki stand in its values. Take accessKeyId and secretAccessKey out: Rook writes others into the Secret ${userSecret(rgw.store)}`,
						},
					],
				}
			: nothing,
	]);
}

/** The release of Loki's chart. */
function lokiRelease({ namespace }: LokiSettings, { view }: PhaseInput): HelmRelease | undefined {
	const releases = releasesOfChart(view.input.rendered, 'loki');
	const own = releases.filter(
		({ resource }) => (stringAt(resource.root, ['spec', 'targetNamespace']) ?? resource.namespace) === namespace,
	);
	return own.length === 1 ? own[0] : undefined;
}

/** The values where they can be written; a release without any gets them. */
function root(release: HelmRelease | undefined): MapNode | undefined {
	return release === undefined || release.unresolved.length > 0 ? undefined : release.values;
}

/** How Loki's own keys are given now. */
function keysOf(values: MapNode): 'literal' | 'elsewhere' | undefined {
	const node = nodeAt(values, ['loki', 'storage', 's3', 'accessKeyId']);
	if (node?.kind === 'unknown' || node?.origin.kind === 'substituted') return 'elsewhere';
	const key = stringAt(node);
	if (key !== undefined && key !== '') return key.includes('${') ? 'elsewhere' : 'literal';
	const isGiven = ['global', 'singleBinary', 'write', 'read', 'backend'].some(
		(part) =>
			itemsAt(values, [part, 'extraEnvFrom']).length > 0 ||
			// Variables in the values themselves.
			itemsAt(values, [part, 'extraArgs']).some(
				(item) => item.kind === 'scalar' && String(item.value).startsWith('-config.expand-env'),
			),
	);
	return isGiven ? 'elsewhere' : undefined;
}

function storageValues(
	values: MapNode | undefined,
	rgw: GatewaySettings,
	loki: LokiSettings,
): ReadonlyMap<string, Writable> {
	const host = isLiteral(rgw) && rgw.hostname.includes(':') ? `[${rgw.hostname}]` : rgw.hostname;
	const isThanos = booleanAt(values, ['loki', 'storage', 'use_thanos_objstore']) === true;
	const buckets = [...loki.buckets].map(([use, name]) => [`loki.storage.bucketNames.${use}`, name] as const);
	const address = `${host}:${rgw.port}`;
	if (isThanos)
		return new Map<string, Writable>([
			['loki.storage.object_store.type', 's3'],
			['loki.storage.object_store.s3.endpoint', address],
			['loki.storage.object_store.s3.insecure', !rgw.tls],
			...buckets,
		]);
	return new Map<string, Writable>([
		['loki.storage.type', 's3'],
		...buckets,
		['loki.storage.s3.endpoint', `${rgw.tls ? 'https' : 'http'}://${address}`],
		['loki.storage.s3.region', stringAt(values, ['loki', 'storage', 's3', 'region']) ?? 'us-east-1'],
		['loki.storage.s3.s3ForcePathStyle', true],
		['loki.storage.s3.insecure', !rgw.tls],
	]);
}

/** The parts of Loki that speak to the gateway. Charts before 6.30 do not pass `global.extraEnv` on to all of them. */
function partsOf(values: MapNode): string[] {
	switch (stringAt(values, ['deploymentMode'])) {
		case 'SingleBinary':
			return ['singleBinary'];
		case 'Distributed':
			return ['global'];
		default:
			return ['write', 'read', 'backend'];
	}
}

const keyNames = [
	['AWS_ACCESS_KEY_ID', 'AccessKey'],
	['AWS_SECRET_ACCESS_KEY', 'SecretKey'],
] as const;

function variables(store: string): { readonly name: string; readonly valueFrom: Writable }[] {
	return keyNames.map(([name, key]) => ({ name, valueFrom: { secretKeyRef: { name: userSecret(store), key } } }));
}

/** The environment from which Loki's client takes its keys. */
function credentials(values: MapNode, store: string): Change[] {
	return partsOf(values).flatMap((part): Change[] => {
		const list = nodeAt(values, [part, 'extraEnv']);
		const known = new Set(itemsAt(list).map((item) => stringAt(item, ['name'])));
		const missing = variables(store).filter(({ name }) => !known.has(name));
		if (missing.length === 0) return [];
		if (list?.kind === 'seq' && list.items.length > 0)
			return missing.map((value) => ({ op: 'append', into: list, value }));
		return list === undefined ? valueChange(values, [part, 'extraEnv'], missing) : [];
	});
}

/**
 * The folder that gets the user: that of the release, whose namespace is there, and which comes after the storage. Where
 * the release comes before the storage, with Rook itself, the user stands with the storage.
 */
export function userShelves(cluster: RookCluster, storage: Storage, input: PhaseInput): Shelf[] {
	const { loki, rgw } = cluster.ceph;
	const release = loki === undefined ? undefined : lokiRelease(loki, input);
	const model = release === undefined ? undefined : modelFrom(release.resource, input);
	if (loki === undefined || rgw === undefined || model === undefined || release === undefined) return [];
	const isThere = input.view.input.rendered.resources.some(
		({ kind, namespace }) => kind === 'CephObjectStoreUser' && namespace === loki.namespace,
	);
	if (isThere || release.unresolved.length > 0 || keysOf(release.values) === 'elsewhere') return [];
	const objects = [objectStoreUser(cluster, rgw, loki)];
	if (comesFirst(model.kustomization.id, storage, input)) return [{ ...storage, objects }];
	const { folder, writesNamespace } = model;
	return [
		{ folder, objects, writesNamespace, ...(model.shape === 'files' ? { oneFile: 'loki-object-store-user' } : {}) },
	];
}

/** True when the storage waits for that Kustomization. */
function comesFirst(id: string, { after }: Storage, { view }: PhaseInput): boolean {
	return after.some((one) => one === id || reaches(one, id, view.input.kustomizations));
}

function waiting({ resource }: HelmRelease, storage: Storage, input: PhaseInput): Draft {
	const own = input.view.input.kustomizations.find(({ id }) => id === resource.appliedBy);
	if (own === undefined || own.id === storage.id || comesFirst(own.id, storage, input)) return nothing;
	const changes = dependencyChanges(own, [storage.id], input);
	const title = `Have the Flux Kustomization ${own.id} wait for ${storage.id}`;
	const name = storage.id.split('/')[1] ?? '';
	return changes.length === 0
		? nothing
		: { ...nothing, groups: [{ title, changes, otherwise: `dependsOn:\n  - name: ${name}` }] };
}

/** The values as a person would paste them. */
function valuesText(rgw: GatewaySettings, loki: LokiSettings): string {
	const style = { step: 2, listStep: 2, quoting: 'plain', isJson: false } as const;
	return [
		...[...storageValues(undefined, rgw, loki)].map(([path, value]) => `${path}: ${flowText(value, style)}`),
		`<part>.extraEnv: ${flowText(variables(rgw.store), style)}`,
	].join('\n');
}
