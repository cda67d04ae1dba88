/** The releases that serve one version of a kind. */
export interface Served {
	readonly from: string;
	readonly before?: string;
}

type Versions = Readonly<Record<'v2alpha1' | 'v2', Served | undefined>>;

const earlier = { from: '1.14.0' } as const;
const bgp = { v2alpha1: { from: '1.15.0' }, v2: { from: '1.18.0' } } as const;

/** Versions of Cilium's kinds. cilium/cilium `pkg/k8s/apis/cilium.io`, 1.14 to 1.20; deprecated ones are served. */
const kinds = new Map<string, Versions>([
	['CiliumLoadBalancerIPPool', { v2alpha1: earlier, v2: { from: '1.18.0' } }],
	['CiliumBGPPeeringPolicy', { v2alpha1: { from: '1.14.0', before: '1.19.0' }, v2: undefined }],
	['CiliumBGPClusterConfig', bgp],
	['CiliumBGPPeerConfig', bgp],
	['CiliumBGPAdvertisement', bgp],
	['CiliumBGPNodeConfigOverride', bgp],
	['CiliumL2AnnouncementPolicy', { v2alpha1: earlier, v2: undefined }],
	['CiliumNodeConfig', { v2alpha1: { from: '1.14.0', before: '1.20.0' }, v2: { from: '1.16.0' } }],
	['CiliumCIDRGroup', { v2alpha1: earlier, v2: { from: '1.18.0' } }],
]);

/** The releases that serve a version of a kind; undefined where that is not known. */
export function servedVersions(kind: string, version: string): Served | undefined {
	const versions = kinds.get(kind);
	return version === 'v2' || version === 'v2alpha1' ? versions?.[version] : undefined;
}
