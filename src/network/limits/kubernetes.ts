import type { IpFamily } from '../cidr.ts';
import { isAtLeast, type Version } from './versions.ts';

/** The newest release that was read; an unknown version is taken for it. */
export const newestKubernetes: Version = { major: 1, minor: 36, patch: 3, pre: '' };

/**
 * Length of the block that each node gets when nobody says.
 * cmd/kube-controller-manager/app/core.go setNodeCIDRMaskSizes, 1.25 to 1.36.
 */
export const defaultNodeMask: Readonly<Record<IpFamily, number>> = { IPv4: 24, IPv6: 64 };

/**
 * Bits that a node mask may be longer than the pod network: kubeadm for both families, kube-controller-manager for
 * IPv6 only. kubeadm `validation.go` ValidatePodSubnetNodeMask, `cidrset/cidr_set.go`, 1.25 to 1.36.
 */
export const nodeMaskDistance = 16;

/** Addresses that kubeadm asks for in each subnet. cmd/kubeadm/app/constants/constants.go, 1.31 to 1.36. */
export const kubeadmMinimum = { pod: 14, service: 10 } as const;

/** Addresses that kube-apiserver asks for in the first service range. `options.go` ServiceIPRange, 1.31 to 1.36. */
export const apiServerMinimum = 8;

/** Host bits that kubeadm allows in a service subnet, in every version. constants.go MaximumBitsForServiceSubnet. */
export const kubeadmServiceBits = 20;

/** Gates that somebody set; undefined leaves the default of the release. */
export interface AllocatorGates {
	readonly multiCidr?: boolean | undefined;
	readonly noDualWrite?: boolean | undefined;
}

/**
 * Host bits that kube-apiserver allows in a service range; undefined where nothing limits them.
 * Enforced unless MultiCIDRServiceAllocator and DisableAllocatorDualWrite are on, by default from 1.33 and 1.34 on; the
 * second came with 1.31. `pkg/features/kube_features.go`.
 */
export function apiServerServiceBits(
	version: Version,
	{ multiCidr, noDualWrite }: AllocatorGates = {},
): number | undefined {
	const isMultiCidr = multiCidr ?? isAtLeast(version, '1.33.0');
	const isSingleWrite = noDualWrite ?? (isAtLeast(version, '1.34.0') || !isAtLeast(version, '1.31.0'));
	return isMultiCidr && isSingleWrite ? undefined : 20;
}

/**
 * First release of a line that takes addresses out of an IPv6 range of exactly /64 correctly. PR 134193 and 138385.
 */
export function allocatesFrom64(version: Version): boolean {
	return isAtLeast(version, '1.34.8');
}

interface GateLife {
	/** First release that has it. */
	readonly from: string;
	/** First release in which it cannot be switched off any more. */
	readonly locked?: string;
	/** First release that does not know it and refuses its name. */
	readonly gone?: string;
}

/** Gates of addresses that some release refuses. `pkg/features/kube_features.go`, 1.25 to 1.36. */
export const gateLives: ReadonlyMap<string, GateLife> = new Map([
	['IPv6DualStack', { from: '1.15.0', gone: '1.25.0' }],
	['MultiCIDRRangeAllocator', { from: '1.25.0', gone: '1.29.0' }],
	['MultiCIDRServiceAllocator', { from: '1.27.0', locked: '1.34.0' }],
	['DisableAllocatorDualWrite', { from: '1.31.0', locked: '1.35.0' }],
]);

/**
 * The shortest IPv6 service range that ClusterIPs can be taken from where nothing else limits it. A shorter one
 * starts and then gives no address. `ipallocator.go` NewIPAllocator, in use by default from 1.33 on.
 */
export const shortestServiceRange = 64;

/** First releases of behaviour that a migration depends on. */
const features = {
	/** The object ServiceCIDR `kubernetes` follows when a second range is appended. PR 131263. */
	serviceCidrFollows: '1.33.0',
	/** ServiceCIDR objects hold the ranges. MultiCIDRServiceAllocator, general in 1.33. */
	serviceCidrObjects: '1.33.0',
	/** A pair in `--node-ip` beside `--cloud-provider=external`. CloudDualStackNodeIPs, on from 1.29. */
	nodeIpPairWithCloud: '1.29.0',
	/** kubeadm v1beta4, whose extraArgs are lists. */
	kubeadmV1beta4: '1.31.0',
	/** New API objects must spell prefixes canonically. StrictIPCIDRValidation. */
	strictPrefixes: '1.36.0',
} as const;

export type KubernetesFeature = keyof typeof features;

/** True when a release has the behaviour by default. */
export function hasKubernetesFeature(feature: KubernetesFeature, version: Version): boolean {
	return isAtLeast(version, features[feature]);
}

/** What kubeadm of a release makes of a version of its configuration. `util/config/common.go`, 1.31 to 1.36. */
export function kubeadmReads(apiVersion: string, version: Version): 'read' | 'deprecated' | 'refused' {
	// Which of the old versions a release before 1.31 reads is not in the sources that were read.
	if (!isAtLeast(version, '1.31.0')) return apiVersion === 'v1beta4' ? 'refused' : 'read';
	if (apiVersion === 'v1beta4') return 'read';
	return apiVersion === 'v1beta3' ? 'deprecated' : 'refused';
}

/**
 * True for releases of kubeadm that write a flag given twice sorted by value; later ones keep the order.
 * `util/arguments.go` ArgumentsToCommand: changed in 1.34.4.
 */
export function sortsRepeatedArgs(version: Version): boolean {
	return !isAtLeast(version, '1.34.4');
}
