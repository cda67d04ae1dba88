import type { CephSettings, GatewaySettings } from '../../network/ceph-settings.ts';
import { parseIp } from '../../network/cidr.ts';
import { isAtLeast } from '../../network/limits/versions.ts';
import { type Endpoint, formatEndpoint } from '../../network/monitor-endpoint.ts';
import { byText } from '../../repo/files.ts';
import type { Writable } from '../../rule.ts';
import type { RookCluster } from './cluster.ts';

/** An object to be written: keys of ours only, in the order of the text. */
export interface Wanted {
	readonly apiVersion: string;
	readonly kind: string;
	readonly name: string;
	readonly namespace: string | undefined;
	readonly metadata?: Writable;
	/** Everything behind `metadata`. */
	readonly body: { readonly [key: string]: Writable };
	/** Why it is as it is, for whoever reads the file. */
	readonly comment: readonly string[];
	/** Lines above a key further inside. */
	readonly notes?: ReadonlyMap<string, string>;
}

/** The value that makes clients agree with monitors on messenger 2. Linux 5.11; rook/rook#11522. */
const messengerMode = 'ms_mode=prefer-crc';

/** The name of a CephCluster that nobody has named yet. */
export const clusterName = 'rook-ceph-external';

/** A consumer: Rook starts no daemon, it only connects. rook/rook deploy/examples/external/cluster-external.yaml. */
export function cephCluster({ ceph, clusterNamespace }: RookCluster): Wanted {
	const csi =
		ceph.messenger === 'v2' && ceph.cephfs !== undefined
			? { csi: { cephfs: { kernelMountOptions: messengerMode } } }
			: undefined;
	return {
		apiVersion: 'ceph.rook.io/v1',
		kind: 'CephCluster',
		name: clusterName,
		namespace: clusterNamespace,
		body: {
			spec: {
				external: { enable: true },
				crashCollector: { disable: true },
				healthCheck: { daemonHealth: { mon: { disabled: false, interval: '45s' } } },
				...csi,
			},
		},
		comment: ['A consumer of a Ceph cluster that runs elsewhere. Rook starts no daemon, it only connects.'],
	};
}

/** `name=[address]:port,…`, the list that Rook reads; by name where no order is given. */
export function endpointList(monitors: readonly Endpoint[]): string {
	return [...monitors]
		.sort((a, b) => byText(a.name ?? '', b.name ?? ''))
		.map(formatEndpoint)
		.join(',');
}

/** The annotations that make Flux create an object and leave it alone. */
export const createOnly = {
	'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent',
	'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

/** Where Rook finds the monitors for the first time. */
export function monitorEndpoints({ ceph, clusterNamespace }: RookCluster): Wanted {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		name: 'rook-ceph-mon-endpoints',
		namespace: clusterNamespace,
		metadata: { annotations: createOnly },
		body: {
			data: { data: endpointList(ceph.monitors), mapping: '{}', maxMonId: String(ceph.monitors.length - 1) },
		},
		comment: ['A first hint for Rook, which keeps the list itself from then on: Flux creates it and leaves it alone.'],
	};
}

/** The StorageClasses that the configuration asks for. Parameters of a class can never be changed. */
export function storageClasses(cluster: RookCluster): Wanted[] {
	const { rbd, cephfs, messenger } = cluster.ceph;
	const classes: Wanted[] = [];
	if (rbd !== undefined)
		classes.push(
			storageClass(cluster, 'rbd', rbd.storageClass, {
				pool: rbd.pool,
				...(rbd.dataPool === undefined ? {} : { dataPool: rbd.dataPool }),
				imageFormat: '2',
				imageFeatures: 'layering',
				...(messenger === 'v2' ? { mapOptions: `krbd:${messengerMode}` } : {}),
			}),
		);
	if (cephfs !== undefined)
		classes.push(storageClass(cluster, 'cephfs', cephfs.storageClass, { fsName: cephfs.name, pool: cephfs.pool }));
	return classes;
}

/** The first release whose import script names Secrets for attaching; rook/rook#17356. */
const publishSecretsFrom = '1.19.8';

function storageClass(
	{ version, operatorNamespace, clusterNamespace }: RookCluster,
	driver: 'rbd' | 'cephfs',
	name: string,
	own: { readonly [key: string]: string },
): Wanted {
	const secret = (use: string, who: string) => ({
		[`csi.storage.k8s.io/${use}-secret-name`]: `rook-csi-${driver}-${who}`,
		[`csi.storage.k8s.io/${use}-secret-namespace`]: clusterNamespace,
	});
	return {
		apiVersion: 'storage.k8s.io/v1',
		kind: 'StorageClass',
		name,
		namespace: undefined,
		body: {
			provisioner: `${operatorNamespace}.${driver}.csi.ceph.com`,
			parameters: {
				clusterID: clusterNamespace,
				...own,
				...secret('provisioner', 'provisioner'),
				...secret('controller-expand', 'provisioner'),
				...(isAtLeast(version, publishSecretsFrom) ? secret('controller-publish', 'provisioner') : {}),
				...secret('node-stage', 'node'),
				...(driver === 'rbd' ? { 'csi.storage.k8s.io/fstype': 'ext4' } : {}),
			},
			allowVolumeExpansion: true,
			reclaimPolicy: 'Delete',
		},
		comment: ['clusterID is the namespace of the CephCluster. Parameters cannot be changed, only made anew.'],
	};
}

/** The gateway, which runs outside: one endpoint, because Rook tells clients the first one only. */
export function objectStore({ ceph, clusterNamespace }: RookCluster, rgw: GatewaySettings): Wanted {
	const { hostname, port, tls, certificateSecret, store } = rgw;
	const endpoint = isLiteral(rgw) ? { ip: hostname } : { hostname };
	return {
		apiVersion: 'ceph.rook.io/v1',
		kind: 'CephObjectStore',
		name: store,
		namespace: clusterNamespace,
		body: {
			spec: {
				gateway: {
					...(tls ? { securePort: port, sslCertificateRef: certificateSecret } : { port }),
					externalRgwEndpoints: [endpoint],
				},
				...(ceph.loki === undefined || ceph.loki.namespace === clusterNamespace
					? {}
					: { allowUsersInNamespaces: [ceph.loki.namespace] }),
			},
		},
		comment: ['The object gateway runs outside as well; Rook makes users in it.'],
	};
}

/** True for a gateway that is named by its address. */
export function isLiteral({ hostname }: GatewaySettings): boolean {
	return parseIp(hostname).ok;
}

/** The name of Loki's user in the object gateway. */
const lokiUser = 'loki';

/** Loki's user; Rook writes its keys into a Secret beside it, so that none stands in Git. */
export function objectStoreUser(
	{ clusterNamespace }: RookCluster,
	{ store }: GatewaySettings,
	{ namespace }: NonNullable<CephSettings['loki']>,
): Wanted {
	return {
		apiVersion: 'ceph.rook.io/v1',
		kind: 'CephObjectStoreUser',
		name: lokiUser,
		namespace,
		body: {
			spec: {
				store,
				...(namespace === clusterNamespace ? {} : { clusterNamespace }),
				displayName: 'Loki',
			},
		},
		comment: [`Rook writes the keys into the Secret ${userSecret(store)}.`],
	};
}

/** The Secret in which Rook keeps the keys of Loki's user. */
export function userSecret(store: string): string {
	return `rook-ceph-object-user-${store}-${lokiUser}`;
}
