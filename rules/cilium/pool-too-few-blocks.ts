import { prefixLength } from '../../src/network/cidr.ts';
import { clusterPools, poolBlocks } from '../../src/network/cilium-pods.ts';
import { block, defineRule } from '../../src/rule.ts';

export const poolTooFewBlocks = defineRule({
	id: 'cilium/pool-too-few-blocks',
	title: "Cilium's pool has fewer blocks than the cluster has nodes",
	severity: 'error',
	docs: block`
		The operator gives each node one block out of the pool. When there is none left, the agent of the next
		node waits and no pod starts there. From 80 % on it is a warning: a node that is made anew needs a free
		block while the old one is still there.

		In the cluster: \`kubectl get ciliumnodes -o jsonpath='{.items[*].status.ipam.operator-status.error}'\`.

		Append a prefix to the pool; neither a prefix in use nor the mask size can change.

		Limits: how many nodes there are is known when the configuration or the files of the nodes name them;
		else only a pool of one block is reported, as a warning. A mask that gives no block at all is reported by
		cilium/pool-mask-out-of-range.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/'],

	*check({ plan }) {
		const nodes = BigInt(new Set(plan.nodes.map(({ name }) => name)).size);
		for (const pool of clusterPools(plan)) {
			const { fact, family, mask, prefixes, declaration } = pool;
			const count = poolBlocks(pool);
			if (count === undefined || count === 0n || mask.state !== 'set') continue;
			// A prefix beyond the mask gives the operator another reason to complain.
			if (prefixes.some(({ cidr }) => prefixLength(cidr) > mask.value)) continue;
			const isFull = nodes > count;
			const isTight = nodes === 0n ? count === 1n : nodes * 100n >= count * 80n;
			if (!isFull && !isTight) continue;
			yield {
				at: prefixes[0]?.origin ?? declaration.at,
				subject: prefixes.map(({ cidr }) => cidr).join(','),
				severity: isFull && fact.source === 'HelmRelease' ? 'error' : 'warning',
				message:
					`the ${family} pool ${prefixes.map(({ cidr }) => cidr).join(', ')} has ${counted(count, 'block')} with the mask ` +
					`size ${mask.value}, ${nodes === 0n ? 'a second node gets none' : `there ${nodes === 1n ? 'is' : 'are'} ${counted(nodes, 'node')}`}`,
				because: mask.origin.kind === 'omitted' ? [] : [{ at: mask.origin, note: `the mask size is ${mask.value}` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'five nodes and four blocks',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.1]}
						  - {name: two, addresses: [192.168.1.2]}
						  - {name: three, addresses: [192.168.1.3]}
						  - {name: four, addresses: [192.168.1.4]}
						  - {name: five, addresses: [192.168.1.5]}
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/22]
						        #                            ^^^^^^^^^^^^ has 4 blocks with the mask size 24, there are 5 nodes
					`,
				},
			},
			{
				name: 'one block for everybody',
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
						        #                            ^^^^^^^^^^^^^^^^^^^ a second node gets none
						        clusterPoolIPv6MaskSize: 64
					`,
				},
			},
		],
		valid: [
			{
				name: 'a second prefix was appended',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.1]}
						  - {name: two, addresses: [192.168.1.2]}
						  - {name: three, addresses: [192.168.1.3]}
						  - {name: four, addresses: [192.168.1.4]}
						  - {name: five, addresses: [192.168.1.5]}
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/22, 10.44.0.0/22]
					`,
				},
			},
		],
	},
});

function counted(count: bigint, thing: string): string {
	return `${count} ${thing}${count === 1n ? '' : 's'}`;
}
