import { hasRookFeature } from '../../network/limits/rook.ts';
import type { Writable } from '../../rule.ts';
import type { RookCluster } from './cluster.ts';
import type { Wanted } from './objects.ts';

/** A Secret that Rook or its drivers read: what is not secret with its value, and the keys that are. */
export interface KeySecret {
	readonly name: string;
	readonly type: string;
	readonly constants: ReadonlyMap<string, string>;
	/** Key of the Secret to what has to stand there. */
	readonly keys: ReadonlyMap<string, string>;
}

/** The Secrets of a consumer cluster. rook/rook deploy/examples/import-external-cluster.sh. */
export function keySecrets({ ceph, fsid, clusterNamespace, version }: RookCluster): KeySecret[] {
	const secrets: KeySecret[] = [
		{
			name: 'rook-ceph-mon',
			type: 'kubernetes.io/rook',
			constants: new Map([
				['cluster-name', clusterNamespace],
				['fsid', fsid],
				['admin-secret', 'admin-secret'],
				['mon-secret', 'mon-secret'],
				['ceph-username', 'client.healthchecker'],
			]),
			keys: new Map([['ceph-secret', 'the key of client.healthchecker']]),
		},
	];
	if (ceph.rbd !== undefined)
		for (const who of ['node', 'provisioner']) secrets.push(driverSecret('rbd', who, ['userID', 'userKey']));
	if (ceph.cephfs !== undefined) {
		const names = hasRookFeature('cephfsUserKeys', version)
			? (['userID', 'userKey'] as const)
			: (['adminID', 'adminKey'] as const);
		for (const who of ['node', 'provisioner']) secrets.push(driverSecret('cephfs', who, names));
	}
	if (ceph.rgw !== undefined)
		secrets.push({
			name: 'rgw-admin-ops-user',
			type: 'kubernetes.io/rook',
			constants: new Map(),
			keys: new Map([
				['accessKey', 'the access key of rgw-admin-ops-user'],
				['secretKey', 'the secret key of rgw-admin-ops-user'],
			]),
		});
	return secrets;
}

function driverSecret(driver: 'rbd' | 'cephfs', who: string, [id, key]: readonly [string, string]): KeySecret {
	const user = `csi-${driver}-${who}`;
	return {
		name: `rook-${user}`,
		type: 'kubernetes.io/rook',
		constants: new Map([[id, user]]),
		keys: new Map([[key, `the key of client.${user}`]]),
	};
}

/** An ExternalSecret that makes the Secret out of a store: the constants are written here, the keys never. */
export function externalSecret(
	{ ceph, clusterNamespace }: RookCluster,
	{ name, type, constants, keys }: KeySecret,
	apiVersion: string,
): Wanted {
	const { store = '', storeKind = 'ClusterSecretStore', path = '' } = ceph.secrets ?? {};
	// Merge: the constants beside the keys, which need no template then.
	const constant =
		constants.size === 0 ? {} : { mergePolicy: 'Merge', data: Object.fromEntries(constants) satisfies Writable };
	return {
		apiVersion,
		kind: 'ExternalSecret',
		name,
		namespace: clusterNamespace,
		body: {
			spec: {
				refreshInterval: '1h',
				secretStoreRef: { kind: storeKind, name: store },
				target: { name, template: { type, ...constant } },
				data: [...keys.keys()].map((key) => ({
					secretKey: key,
					remoteRef: { key: `${path}${name}`, property: key },
				})),
			},
		},
		comment: [`The store holds ${path}${name} with ${[...keys.keys()].join(' and ')}; nothing else is secret.`],
	};
}
