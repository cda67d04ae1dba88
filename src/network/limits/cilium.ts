import type { Scalar } from '../../repo/node.ts';
import type { IpFamily } from '../cidr.ts';
import { isAtLeast, type Version } from './versions.ts';

/** The newest chart whose values were read; an unknown version is taken for it. cilium/charts, 1.20.0. */
export const newestCilium: Version = { major: 1, minor: 20, patch: 0, pre: '' };

interface Default {
	readonly path: string;
	readonly value: Scalar;
	/** First chart with it; without, since 1.14.0 or before. */
	readonly from?: string;
	/** First chart without it. */
	readonly before?: string;
}

/**
 * What a value is when nobody writes it. cilium/charts, `cilium/values.yaml` of 1.14.0 to 1.20.0; the values as
 * rendered, so a null that the templates read as true is true.
 */
const defaults: readonly Default[] = [
	{ path: 'ipv4.enabled', value: true },
	{ path: 'ipv6.enabled', value: false },
	{ path: 'ipam.mode', value: 'cluster-pool' },
	{ path: 'ipam.operator.clusterPoolIPv4MaskSize', value: 24 },
	// The operator's own default is 112, which the chart never lets through.
	{ path: 'ipam.operator.clusterPoolIPv6MaskSize', value: 120 },
	{ path: 'ipv4NativeRoutingCIDR', value: '' },
	{ path: 'ipv6NativeRoutingCIDR', value: '' },
	{ path: 'nativeRoutingCIDRFromClusterPool', value: false, from: '1.20.0' },
	{ path: 'routingMode', value: '' },
	{ path: 'tunnel', value: '', before: '1.15.0' },
	{ path: 'tunnelProtocol', value: '' },
	{ path: 'tunnelPort', value: 0 },
	{ path: 'tunnelSourcePortRange', value: '0-0', from: '1.17.2' },
	{ path: 'underlayProtocol', value: '', from: '1.18.0' },
	{ path: 'autoDirectNodeRoutes', value: false },
	{ path: 'directRoutingSkipUnreachable', value: false, from: '1.16.0' },
	// Null from 1.18.0 on; rendered as true unless the mode is eni, see `ciliumMasquerades`.
	{ path: 'enableIPv4Masquerade', value: true },
	{ path: 'enableIPv6Masquerade', value: true },
	{ path: 'enableMasqueradeRouteSource', value: false, from: '1.15.0' },
	{ path: 'bpf.masquerade', value: null },
	{ path: 'ipMasqAgent.enabled', value: false },
	{ path: 'k8s.requireIPv4PodCIDR', value: false, from: '1.16.0' },
	{ path: 'k8s.requireIPv6PodCIDR', value: false, from: '1.16.0' },
	{ path: 'kubeProxyReplacement', value: 'false' },
	{ path: 'k8sServiceHost', value: '' },
	{ path: 'nodePort.enabled', value: false, before: '1.19.0' },
	{ path: 'loadBalancer.acceleration', value: 'disabled', from: '1.15.0' },
	{ path: 'bgpControlPlane.enabled', value: false },
	{ path: 'l2announcements.enabled', value: false },
	{ path: 'enableIPv4BIGTCP', value: false },
	{ path: 'enableIPv6BIGTCP', value: false },
	{ path: 'hubble.preferIpv6', value: false, before: '1.20.0' },
	{ path: 'preferIpv6', value: false, from: '1.20.0' },
	{ path: 'egressGateway.enabled', value: false },
	{ path: 'nodeIPAM.enabled', value: false, from: '1.16.0' },
	{ path: 'endpointRoutes.enabled', value: false },
	{ path: 'nat46x64Gateway.enabled', value: false },
	{ path: 'hostFirewall.enabled', value: false },
	{ path: 'encryption.enabled', value: false },
	{ path: 'encryption.type', value: 'ipsec' },
	{ path: 'annotateK8sNode', value: false },
	{ path: 'eni.enabled', value: false },
];

/** The value of a chart when nobody writes it; undefined where that chart has no such value. */
export function ciliumDefault(path: string, version: Version): Scalar | undefined {
	return defaults.find((row) => row.path === path && isIn(row, version))?.value;
}

/** The pool that the operator hands out when nobody lists one. `values.yaml` of 1.14.0 to 1.20.0. */
export const defaultPools: Readonly<Record<IpFamily, string>> = { IPv4: '10.0.0.0/8', IPv6: 'fd00::/104' };

/** Paths of the values that hold a family's settings. */
export const familyValues = {
	IPv4: {
		enabled: 'ipv4.enabled',
		pool: 'ipam.operator.clusterPoolIPv4PodCIDRList',
		maskSize: 'ipam.operator.clusterPoolIPv4MaskSize',
		nativeRoutingCidr: 'ipv4NativeRoutingCIDR',
		masquerade: 'enableIPv4Masquerade',
	},
	IPv6: {
		enabled: 'ipv6.enabled',
		pool: 'ipam.operator.clusterPoolIPv6PodCIDRList',
		maskSize: 'ipam.operator.clusterPoolIPv6MaskSize',
		nativeRoutingCidr: 'ipv6NativeRoutingCIDR',
		masquerade: 'enableIPv6Masquerade',
	},
} as const satisfies Record<IpFamily, Readonly<Record<string, string>>>;

/**
 * Bits that the mask size may be longer than a pool's prefix; the operator exits beyond. IPv4 has no such limit.
 * cilium/cilium `pkg/ipam/cidrset/cidr_set.go` NewCIDRSet, 1.14 to 1.20.
 */
export const maxPoolBits: Readonly<Record<IpFamily, number>> = { IPv4: 32, IPv6: 16 };

/** Where pods keep their addresses unless a list says otherwise. cilium/cilium `pkg/ipmasq/ipmasq.go`, 1.14 to 1.20. */
export const builtInKeptAddresses: readonly string[] = [
	'10.0.0.0/8',
	'172.16.0.0/12',
	'192.168.0.0/16',
	'100.64.0.0/10',
	'192.0.0.0/24',
	'192.0.2.0/24',
	'192.88.99.0/24',
	'198.18.0.0/15',
	'198.51.100.0/24',
	'203.0.113.0/24',
	'240.0.0.0/4',
	'169.254.0.0/16',
	'fe80::/10',
];

/** What a chart does with a value that it no longer has. */
export type RetiredEffect = 'used' | 'ignored' | 'refused';

/** A value that was renamed or removed. */
export interface RetiredValue {
	readonly path: string;
	/** What to write now; undefined when nothing takes its place. */
	readonly replacement: string | undefined;
	/** From which chart on it has which effect; ascending. */
	readonly since: readonly { readonly from: string; readonly effect: RetiredEffect }[];
}

/** Renamed and removed values. cilium/charts, `templates/validate.yaml`, `templates/cilium-configmap.yaml`. */
export const retiredValues: readonly RetiredValue[] = [
	{
		path: 'tunnel',
		replacement: 'routingMode',
		since: [
			{ from: '1.14.0', effect: 'used' },
			{ from: '1.15.0', effect: 'ignored' },
			{ from: '1.15.8', effect: 'refused' },
			{ from: '1.16.0', effect: 'ignored' },
			{ from: '1.16.2', effect: 'refused' },
		],
	},
	...(['IPv4', 'IPv6'] as const).map((family) => ({
		path: `ipam.operator.clusterPool${family}PodCIDR`,
		replacement: familyValues[family].pool,
		// Refused only where it would be read: mode cluster-pool with the family enabled.
		since: [
			{ from: '1.14.0', effect: 'refused' },
			{ from: '1.19.0', effect: 'ignored' },
		] as const,
	})),
	{ path: 'nativeRoutingCIDR', replacement: 'ipv4NativeRoutingCIDR', since: [{ from: '1.12.0', effect: 'ignored' }] },
	{ path: 'egressGateway.installRoutes', replacement: undefined, since: [{ from: '1.16.0', effect: 'ignored' }] },
	...['keyFile', 'mountPath', 'secretName', 'interface'].map((key) => ({
		path: `encryption.${key}`,
		replacement: `encryption.ipsec.${key}`,
		since: [{ from: '1.16.2', effect: 'refused' }] as const,
	})),
	...['remoteNodeIdentity', 'endpointStatus', 'containerRuntime.integration', 'proxy.prometheus', 'etcd.managed'].map(
		(path) => ({ path, replacement: undefined, since: [{ from: '1.16.2', effect: 'refused' }] as const }),
	),
	...['enabled', 'cidr', 'allowRemoteNodeIdentities'].map((key) => ({
		path: `encryption.strictMode.${key}`,
		replacement: `encryption.strictMode.egress.${key}`,
		since: [{ from: '1.20.0', effect: 'ignored' }] as const,
	})),
	{ path: 'hubble.preferIpv6', replacement: 'preferIpv6', since: [{ from: '1.20.0', effect: 'ignored' }] },
	{
		path: 'l2podAnnouncements.interface',
		replacement: 'l2podAnnouncements.interfacePattern',
		since: [{ from: '1.19.5', effect: 'ignored' }],
	},
];

/** What the chart does with a retired value; undefined before it was retired and for values that are none. */
export function retiredEffect(value: RetiredValue, version: Version): RetiredEffect | undefined {
	return value.since.findLast(({ from }) => isAtLeast(version, from))?.effect;
}

/** First releases of behaviour that addressing depends on. */
const features = {
	/** The chart fails when native routing lacks a CIDR. cilium/cilium PR 38372. */
	chartChecksNativeCidr: '1.18.0',
	/** `ipMasqAgent.enabled` makes a native routing CIDR dispensable. `pkg/option/config.go`. */
	masqueradeAgentSparesNativeCidr: '1.15.0',
	/** `nativeRoutingCIDRFromClusterPool`. */
	nativeCidrFromPool: '1.20.0',
	/** IPv6 in `destinationCIDRs` of an egress gateway policy. */
	egressGatewayIpv6: '1.18.0',
	/** An IPv6 `egressIP`. */
	egressIpIpv6: '1.20.0',
	/** L2 announcements answer neighbour solicitations. */
	l2Ipv6: '1.19.0',
	/** `families` of a BGP peer. */
	bgpFamilies: '1.15.0',
	/** Mask sizes must be integers, switches booleans: the chart has a schema. */
	valuesSchema: '1.16.0',
} as const;

export type CiliumFeature = keyof typeof features;

/** True when a release has the behaviour. */
export function hasFeature(feature: CiliumFeature, version: Version): boolean {
	return isAtLeast(version, features[feature]);
}

function isIn({ from, before }: Default, version: Version): boolean {
	return (from === undefined || isAtLeast(version, from)) && (before === undefined || !isAtLeast(version, before));
}
