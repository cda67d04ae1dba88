import { isAtLeast } from '../../network/limits/versions.ts';
import { consumers, driverOf, rookClasses } from '../../network/rook-objects.ts';
import { itemsAt, mapAt, nodeAt, stringAt } from '../../repo/node.ts';
import type { Change } from '../../rule.ts';
import type { ByHand, ChangeGroup, PhaseInput } from '../phase.ts';
import type { RookCluster } from './cluster.ts';
import { objectAt, valueChange } from './edits.ts';
import { monitorChanges } from './monitors.ts';
import { cephCluster, isLiteral, monitorEndpoints, objectStore, storageClasses, type Wanted } from './objects.ts';
import { rbacObjects } from './rbac.ts';
import { externalSecret, type KeySecret, keySecrets } from './secrets.ts';

/** Objects that are not there, and what those lack that are. */
export interface ClusterObjects {
	readonly base: readonly Wanted[];
	readonly overlay: readonly Wanted[];
	readonly groups: readonly ChangeGroup[];
	readonly byHand: readonly ByHand[];
}

/** The objects of the consumer cluster against those of the repository. */
export function clusterObjects(cluster: RookCluster, input: PhaseInput): ClusterObjects {
	const { rendered, plan } = input.view.input;
	const { clusterNamespace, ceph } = cluster;
	const endpoints = objectAt(rendered, 'ConfigMap', 'rook-ceph-mon-endpoints', clusterNamespace);
	const known = endpoints === undefined ? { groups: [], byHand: [] } : monitorChanges(endpoints, cluster);
	const consumer = consumers(plan).find(({ namespace }) => namespace === clusterNamespace);
	const classes = classesOf(cluster, input);
	const store = storeOf(cluster, input);
	const secrets = ceph.secrets?.mode === 'externalSecret' ? lackingSecrets(cluster, input) : [];
	const apiVersion =
		rendered.resources.find(({ kind }) => kind === 'ExternalSecret')?.apiVersion ?? 'external-secrets.io/v1';
	return {
		base: [
			...(consumer === undefined ? [...rbacObjects(cluster, input), cephCluster(cluster)] : []),
			...classes.wanted,
			...store.wanted,
		],
		overlay: [
			...(endpoints === undefined ? [monitorEndpoints(cluster)] : []),
			...secrets.map((one) => externalSecret(cluster, one, apiVersion)),
		],
		groups: [
			...known.groups,
			...(consumer === undefined ? [] : consumerChanges(cluster, consumer.root)),
			...store.groups,
		],
		byHand: [...known.byHand, ...classes.byHand, ...store.byHand],
	};
}

/** What a CephCluster of a consumer must say. */
function consumerChanges({ ceph }: RookCluster, node: Parameters<typeof mapAt>[0]): ChangeGroup[] {
	const root = mapAt(node);
	if (root === undefined) return [];
	const options = stringAt(root, ['spec', 'csi', 'cephfs', 'kernelMountOptions']) ?? '';
	const isModeMissing = ceph.messenger === 'v2' && ceph.cephfs !== undefined && !options.includes('ms_mode=');
	const changes: Change[] = [
		...valueChange(root, ['spec', 'crashCollector', 'disable'], true),
		...(isModeMissing
			? valueChange(
					root,
					['spec', 'csi', 'cephfs', 'kernelMountOptions'],
					[options, 'ms_mode=prefer-crc'].filter((one) => one !== '').join(','),
				)
			: []),
	];
	const title = 'Have the CephCluster be a mere consumer';
	return changes.length === 0 ? [] : [{ title, changes, otherwise: 'crashCollector:\n  disable: true' }];
}

/** Classes that are missing; those that are there cannot be changed. */
function classesOf(cluster: RookCluster, input: PhaseInput): { wanted: Wanted[]; byHand: ByHand[] } {
	const { rendered, plan } = input.view.input;
	const there = rookClasses(plan, rendered);
	const wanted: Wanted[] = [];
	const byHand: ByHand[] = [];
	for (const one of storageClasses(cluster)) {
		const parameters = new Map(Object.entries(one.body['parameters'] ?? {}));
		const driver = driverOf(String(one.body['provisioner']))?.type;
		const same = there.find(
			({ root }) =>
				driverOf(stringAt(root, ['provisioner']) ?? '')?.type === driver &&
				['clusterID', 'pool', 'fsName'].every((key) => text(root, key) === parameters.get(key)),
		);
		const named = rendered.resources.find(({ kind, name }) => kind === 'StorageClass' && name === one.name);
		if (same === undefined && named === undefined) wanted.push(one);
		const found = same ?? named;
		const modes = parameters.get('mapOptions');
		if (
			found === undefined ||
			(same !== undefined && (modes === undefined || text(found.root, 'mapOptions') !== undefined))
		)
			continue;
		byHand.push({
			what: `The StorageClass ${found.name} has other parameters. Parameters cannot be changed: delete the class and let Flux make it anew, or name another one in the configuration; volumes that are there keep theirs`,
			text: [...parameters]
				.filter(([key, value]) => text(found.root, key) !== value && !key.startsWith('csi.'))
				.map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
				.join('\n'),
		});
	}
	return { wanted, byHand };
}

function text(root: Parameters<typeof stringAt>[0], key: string): string | undefined {
	const found = nodeAt(root, ['parameters', key]);
	return found?.kind === 'scalar' ? String(found.value) : undefined;
}

/** The first release whose published URL has brackets around an IPv6 address: PR 17161. */
const literalsFrom = '1.19.3';

function storeOf(
	cluster: RookCluster,
	input: PhaseInput,
): { wanted: Wanted[]; groups: ChangeGroup[]; byHand: ByHand[] } {
	const { rgw, loki } = cluster.ceph;
	const none = { wanted: [], groups: [], byHand: [] };
	if (rgw === undefined) return none;
	const byHand: ByHand[] = [];
	if (isLiteral(rgw)) {
		if (rgw.hostname.includes(':') && !isAtLeast(cluster.version, literalsFrom))
			return {
				...none,
				byHand: [
					{
						what: `Rook ${cluster.chartVersion} publishes the URL of the gateway ${rgw.hostname} without brackets; give it a DNS name with an AAAA record, or use Rook ${literalsFrom} or later`,
					},
				],
			};
		byHand.push({
			what: 'Claims for buckets publish an IPv6 address without brackets in every release; give the gateway a DNS name before anybody makes one',
		});
	}
	const { resources } = input.view.input.rendered;
	const stores = resources.filter(
		({ kind, namespace }) => kind === 'CephObjectStore' && namespace === cluster.clusterNamespace,
	);
	const same = stores.find(({ root }) =>
		itemsAt(root, ['spec', 'gateway', 'externalRgwEndpoints']).some(
			(item) => (stringAt(item, ['hostname']) ?? stringAt(item, ['ip'])) === rgw.hostname,
		),
	);
	const found = same ?? stores.find(({ name }) => name === rgw.store);
	if (found === undefined) return { ...none, wanted: [objectStore(cluster, rgw)], byHand };
	const allowed = nodeAt(found.root, ['spec', 'allowUsersInNamespaces']);
	const isAllowed =
		loki === undefined ||
		loki.namespace === cluster.clusterNamespace ||
		itemsAt(allowed).some((item) => item.kind === 'scalar' && (item.value === loki.namespace || item.value === '*'));
	const [endpoint] = itemsAt(found.root, ['spec', 'gateway', 'externalRgwEndpoints']);
	const host = nodeAt(endpoint, ['hostname']) ?? nodeAt(endpoint, ['ip']);
	const changes: Change[] = [
		...(same === undefined && host !== undefined
			? [{ op: 'set', target: host.origin, value: rgw.hostname } as const]
			: []),
		...valueChange(found.root, ['spec', 'gateway', rgw.tls ? 'securePort' : 'port'], rgw.port),
		...(isAllowed || loki === undefined
			? []
			: allowed?.kind === 'seq'
				? [{ op: 'append', into: allowed, value: loki.namespace } as const]
				: valueChange(found.root, ['spec', 'allowUsersInNamespaces'], [loki.namespace])),
	];
	const title = `Have the CephObjectStore ${found.name} name the gateway of the configuration`;
	const otherwise = `hostname: ${rgw.hostname}`;
	return { ...none, groups: changes.length === 0 ? [] : [{ title, changes, otherwise }], byHand };
}

/** The Secrets that nothing of the repository makes. */
export function lackingSecrets(cluster: RookCluster, { view }: PhaseInput): KeySecret[] {
	const { resources } = view.input.rendered;
	return keySecrets(cluster).filter(
		({ name }) =>
			!resources.some(({ kind, namespace, root, name: own }) => {
				if (namespace !== undefined && namespace !== cluster.clusterNamespace) return false;
				if (kind === 'Secret' || kind === 'SealedSecret') return own === name;
				return kind === 'ExternalSecret' && (stringAt(root, ['spec', 'target', 'name']) ?? own) === name;
			}),
	);
}
