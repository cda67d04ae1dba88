import { familyOf, type IpFamily } from '../../src/network/cidr.ts';
import { block, defineRule } from '../../src/rule.ts';

/** Lengths of the blocks that Calico gives to nodes. tigera/operator, `pkg/controller/installation/validation.go`. */
const blockSizes: Readonly<Record<IpFamily, readonly [least: number, most: number]>> = {
	IPv4: [20, 32],
	IPv6: [116, 128],
};

export const calicoPoolRefused = defineRule({
	id: 'add-ons/calico-pool-refused',
	title: 'Calico refuses a pool of addresses',
	severity: 'error',
	docs: block`
		Calico has no IP-in-IP for IPv6: such a pool is refused, and the operator stops with all pools as they were. VXLAN and
		no encapsulation work. The block that a node gets is between /20 and /32 for IPv4, between /116 and /128 for IPv6.

		In the cluster: \`kubectl get tigerastatus\` and the log of the operator.

		Take VXLAN or None, and a block size of the family.
	`,
	references: [
		'https://docs.tigera.io/calico/latest/reference/resources/ippool',
		'https://docs.tigera.io/calico/latest/networking/ipam/ipv6',
	],

	*check({ plan }) {
		for (const { prefix, ipip, blockSize } of plan.calicoPools) {
			if (prefix.cidr === undefined) continue;
			const family = familyOf(prefix.cidr);
			const because = [{ at: prefix.origin, note: `the pool ${prefix.text}` }];
			if (family === 'IPv6' && ipip !== undefined)
				yield {
					at: ipip.origin,
					subject: ipip.value,
					message: `${ipip.value} is for IPv4, the pool is ${prefix.text}`,
					because,
				};
			const [least, most] = blockSizes[family];
			if (blockSize === undefined || (blockSize.value >= least && blockSize.value <= most)) continue;
			yield {
				at: blockSize.origin,
				subject: String(blockSize.value),
				message: `the block size ${blockSize.value} of the pool ${prefix.text} is not between ${least} and ${most}`,
				because,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IP-in-IP, and the block size of the other family',
				repo: {
					'installation.yaml': block`
						apiVersion: operator.tigera.io/v1
						kind: Installation
						metadata: {name: default}
						spec:
						  calicoNetwork:
						    ipPools:
						      - cidr: 10.42.0.0/16
						        encapsulation: IPIP
						      - cidr: fd10:96e5:42::/56
						        encapsulation: IPIP
						        #              ^^^^ IPIP is for IPv4
						        blockSize: 26
						        #          ^^ the block size 26 of the pool fd10:96e5:42::/56 is not between 116 and 128
					`,
				},
			},
		],
		valid: [
			{
				name: 'VXLAN for both',
				repo: {
					'installation.yaml': block`
						apiVersion: operator.tigera.io/v1
						kind: Installation
						metadata: {name: default}
						spec:
						  calicoNetwork:
						    ipPools:
						      - {cidr: 10.42.0.0/16, encapsulation: VXLAN, blockSize: 26}
						      - {cidr: "fd10:96e5:42::/56", encapsulation: VXLAN, blockSize: 122}
					`,
				},
			},
		],
	},
});
