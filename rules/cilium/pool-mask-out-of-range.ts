import { type Cidr, maxLength, prefixLength } from '../../src/network/cidr.ts';
import { type ClusterPool, clusterPools } from '../../src/network/cilium-pods.ts';
import { maxPoolBits } from '../../src/network/limits/cilium.ts';
import { unsetPools } from '../../src/network/unset-pools.ts';
import { block, defineRule } from '../../src/rule.ts';

export const poolMaskOutOfRange = defineRule({
	id: 'cilium/pool-mask-out-of-range',
	title: "The mask size does not fit Cilium's pool",
	severity: 'error',
	docs: block`
		Each node gets a block of the mask size out of the pool: /24 and /120 unless \`clusterPoolIPv4MaskSize\` and
		\`clusterPoolIPv6MaskSize\` say otherwise. The operator exits when an IPv6 mask is more than 16 bits longer
		than a prefix of the pool, so a /64 needs a mask from 65 to 80 and the default does not do; or when a mask
		is longer than an address. A mask shorter than the prefix is accepted and gives no block at all.

		In the cluster: \`kubectl -n kube-system logs -l io.cilium/app=operator\` says "unable to initialize IPv6
		allocator"; without blocks agents wait for "required IPv6 PodCIDR not available".

		Set the mask size between the length of the prefix and 16 more. It cannot change once nodes have blocks.

		A pool with too few blocks is reported by cilium/pool-too-few-blocks, the node masks of the controller
		manager by control-plane/node-mask-out-of-range.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/',
		'https://github.com/cilium/cilium/issues/20756',
	],

	*check({ plan }) {
		const unset = new Set(unsetPools(plan).map(({ cidr }) => cidr));
		for (const pool of clusterPools(plan)) {
			const { mask, family, fact, prefixes, isDefault } = pool;
			if (mask.state !== 'set') continue;
			const isWritten = mask.origin.kind !== 'omitted';
			for (const { cidr, origin } of prefixes) {
				const complaint = complaintOf(pool, cidr, mask.value);
				if (complaint === undefined || (isDefault && unset.has(cidr))) continue;
				yield {
					at: isWritten ? mask.origin : origin,
					subject: cidr,
					severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
					message: `the ${isWritten ? '' : 'default '}${family} mask size ${mask.value} ${complaint}`,
					because: [
						isWritten ? { at: origin, note: `the pool is ${cidr}` } : { at: mask.origin, note: 'no mask size here' },
					],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a /64 with the default mask',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList:
						          - fd10:96e5:42::/64
						          # ^^^^^^^^^^^^^^^^^ the default IPv6 mask size 120 is 56 bits longer than the pool fd10:96e5:42::/64
					`,
				},
			},
			{
				name: 'blocks larger than the pool',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/24]
						        clusterPoolIPv4MaskSize: 23
						        #                        ^^ is shorter than the pool 10.42.0.0/24, no block fits
					`,
				},
			},
		],
		valid: [
			{
				name: 'sixteen bits longer',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList: ["fd10:96e5:42::/64"]
						        clusterPoolIPv6MaskSize: 80
					`,
				},
			},
		],
	},
});

/** What is wrong with the mask, as the end of a sentence; undefined when the operator cuts blocks with it. */
function complaintOf({ family }: ClusterPool, cidr: Cidr, mask: number): string | undefined {
	const distance = mask - prefixLength(cidr);
	if (mask > maxLength(family)) return `is longer than an ${family} address`;
	if (distance < 0) return `is shorter than the pool ${cidr}, no block fits`;
	if (distance <= maxPoolBits[family]) return undefined;
	return `is ${distance} bits longer than the pool ${cidr}, ${maxPoolBits[family]} is the most`;
}
