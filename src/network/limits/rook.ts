import { isAtLeast, type Version } from './versions.ts';

/** The newest release that was read; an unknown version is taken for it. rook/rook v1.20.6. */
export const newestRook: Version = { major: 1, minor: 20, patch: 6, pre: '' };

/** Which network a process uses, and the settings that decide it. */
export interface ProcessNetwork {
	/** What is in force when nobody writes one of the settings. */
	readonly byDefault: 'pod' | 'host';
	/** Settings that put it on the host network when true; on `host` by default all of them must be off. */
	readonly switches: readonly NetworkSwitch[];
}

/** A chart value; `chart` is the release that has it. */
export interface NetworkSwitch {
	readonly chart: 'rook-ceph' | 'ceph-csi-drivers';
	readonly path: string;
	/** On where nobody writes it. */
	readonly isOnByDefault?: true;
}

interface Row {
	readonly from: string;
	readonly network: ProcessNetwork;
}

const enforced: NetworkSwitch = { chart: 'rook-ceph', path: 'enforceHostNetwork' };
const enabled: NetworkSwitch = { chart: 'rook-ceph', path: 'csi.enableCSIHostNetwork', isOnByDefault: true };

/**
 * The controller plugin, which makes volumes and speaks to monitors, OSDs and the manager. The driver's own field
 * wins over `operatorConfig.driverSpecDefaults`. rook/rook `pkg/operator/ceph/csi/spec.go`, `operator_config.go`.
 */
const controllerPlugin: readonly Row[] = [
	{ from: '1.14.0', network: { byDefault: 'pod', switches: [] } },
	{ from: '1.15.0', network: { byDefault: 'pod', switches: [enforced] } },
	// `enableCSIHostNetwork`, true by default, reaches the controller plugin from PR 16972 on.
	{ from: '1.19.1', network: { byDefault: 'host', switches: [enforced, enabled] } },
	// Rook deploys no drivers any more; the chart ceph-csi-drivers prints hostNetwork: false into each.
	{
		from: '1.20.0',
		network: {
			byDefault: 'pod',
			switches: [
				{ chart: 'ceph-csi-drivers', path: 'drivers.rbd.controllerPlugin.hostNetwork' },
				{ chart: 'ceph-csi-drivers', path: 'drivers.cephfs.controllerPlugin.hostNetwork' },
			],
		},
	},
];

/** The network of the CSI controller plugin. Releases before 1.14 are taken for 1.14. */
export function controllerPluginNetwork(version: Version): ProcessNetwork {
	const row = controllerPlugin.findLast(({ from }) => isAtLeast(version, from)) ?? controllerPlugin[0];
	if (row === undefined) throw new Error('the table of controller plugins is empty');
	return row.network;
}

/** The network of the Rook operator, which asks the monitors and the object gateway. Every release. */
export const operatorNetwork: ProcessNetwork = {
	byDefault: 'pod',
	switches: [{ chart: 'rook-ceph', path: 'useOperatorHostNetwork' }],
};

/** First releases of behaviour that Ceph over IPv6 depends on. */
const features = {
	/** CSI drivers are run by the CSI operator unless `csi.rookUseCsiOperator` is off. */
	csiOperatorByDefault: '1.18.0',
	/** Rook deploys no CSI drivers; the chart ceph-csi-drivers does. `Documentation/Upgrade/rook-upgrade.md`. */
	separateDrivers: '1.20.0',
	/** `externalMgrEndpoints` with IPv6: `a077dbb6c`. */
	managerEndpointIpv6: '1.19.0',
	/** The object gateway's URL has brackets around IPv6: PR 17161. */
	gatewayBrackets: '1.19.3',
	/** CSI Secrets for CephFS have `userID` and `userKey`. */
	cephfsUserKeys: '1.18.0',
	/** The lowest release from which 1.20 can be reached: it marks the drivers for adoption. */
	driversAdoptable: '1.19.5',
} as const;

export type RookFeature = keyof typeof features;

/** True when a release has the behaviour. */
export function hasRookFeature(feature: RookFeature, version: Version): boolean {
	return isAtLeast(version, features[feature]);
}

/** Ports of a Ceph monitor: messenger 1 and 2. docs.ceph.com, network-config-ref. */
export const monitorPorts = { v1: 6789, v2: 3300 } as const;

/** A value of the chart rook-ceph that a release no longer reads. */
export interface RetiredRookValue {
	readonly path: string;
	readonly from: string;
	/** Where the same is said from then on. */
	readonly instead: string | undefined;
}

/** Values of the drivers that went with them to a chart of their own. rook/rook `Documentation/Upgrade/rook-upgrade.md`. */
export const retiredRookValues: readonly RetiredRookValue[] = (
	[
		['csi.enableCSIHostNetwork', 'drivers.<name>.controllerPlugin.hostNetwork of the chart ceph-csi-drivers'],
		['csi.cephFSKernelMountOptions', 'csi.cephfs.kernelMountOptions of the CephCluster'],
		['csi.csiDriverNamePrefix', 'drivers.<name>.name of the chart ceph-csi-drivers'],
		['csi.enableRbdDriver', 'drivers.rbd.enabled of the chart ceph-csi-drivers'],
		['csi.enableCephfsDriver', 'drivers.cephfs.enabled of the chart ceph-csi-drivers'],
		['csi.rookUseCsiOperator', undefined],
		['csi.forceCephFSKernelClient', undefined],
	] as const
).map(([path, instead]) => ({ path, from: features.separateDrivers, instead }));
