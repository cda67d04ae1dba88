import { hasRookFeature } from '../../network/limits/rook.ts';
import { isAtLeast, type Version } from '../../network/limits/versions.ts';
import type { Writable } from '../../rule.ts';
import type { RookCluster } from './cluster.ts';

type Values = ReadonlyMap<string, Writable>;

/** Values of the chart rook-ceph by path, without those for the host network. */
export function operatorValues({ ceph, version }: RookCluster): Values {
	const values = new Map<string, Writable>([['enableDiscoveryDaemon', false]]);
	if (!hasRookFeature('separateDrivers', version)) {
		values.set('csi.enableRbdDriver', ceph.rbd !== undefined);
		values.set('csi.enableCephfsDriver', ceph.cephfs !== undefined);
	}
	return values;
}

/** The switches of the chart rook-ceph that are needed while pods have no IPv6. */
export function operatorSwitches({ version }: RookCluster): string[] {
	const isEnforceable = isAtLeast(version, '1.15.0') && !isAtLeast(version, '1.19.1');
	return ['useOperatorHostNetwork', ...(isEnforceable ? ['enforceHostNetwork'] : [])];
}

/** Drivers that the configuration asks for. */
export function driversOf({ ceph }: RookCluster): ('rbd' | 'cephfs')[] {
	return [
		...(ceph.rbd === undefined ? [] : ['rbd' as const]),
		...(ceph.cephfs === undefined ? [] : ['cephfs' as const]),
	];
}

/** The switches of the chart ceph-csi-drivers; the driver's own value wins over the defaults of all drivers. */
export function driverSwitches(cluster: RookCluster): string[] {
	return driversOf(cluster).map((driver) => `drivers.${driver}.controllerPlugin.hostNetwork`);
}

/** Values of the chart ceph-csi-drivers. rook/rook deploy/charts/ceph-csi-drivers/values.yaml. */
export function driverValues(cluster: RookCluster): Writable {
	const { operatorNamespace, podIpv6 } = cluster;
	const asked = new Set<string>(driversOf(cluster));
	const driver = (name: string): Writable => {
		if (!asked.has(name)) return { enabled: false };
		return {
			enabled: true,
			name: `${operatorNamespace}.${name}.csi.ceph.com`,
			...(podIpv6 === 'absent' ? { controllerPlugin: { hostNetwork: true } } : {}),
		};
	};
	return {
		operatorConfig: {
			namespace: operatorNamespace,
			driverSpecDefaults: { imageSet: { name: 'rook-csi-operator-image-set-configmap' } },
		},
		drivers: Object.fromEntries(['rbd', 'cephfs', 'nfs', 'nvmeof'].map((name) => [name, driver(name)])),
	};
}

/** Releases of ceph-csi-operator, and so of its charts, by the release of Rook that brings them. */
const csiOperators = [
	['1.20.0', '1.0.1'],
	['1.20.2', '1.0.4'],
] as const;

/** The version of the chart ceph-csi-drivers that goes with a release of Rook. */
export function driversChartVersion(version: Version): string {
	return csiOperators.findLast(([from]) => isAtLeast(version, from))?.[1] ?? csiOperators[0][1];
}
