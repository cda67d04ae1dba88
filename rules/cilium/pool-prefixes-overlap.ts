import { overlaps } from '../../src/network/cidr.ts';
import { clusterPools } from '../../src/network/cilium-pods.ts';
import { block, defineRule } from '../../src/rule.ts';

export const poolPrefixesOverlap = defineRule({
	id: 'cilium/pool-prefixes-overlap',
	title: 'Two prefixes of a pool of Cilium share addresses',
	severity: 'error',
	docs: block`
		The operator refuses a cluster pool of which one prefix shares addresses with another, and exits: no node gets a
		block.

		In the cluster: \`kubectl -n kube-system logs -l io.cilium/app=operator\` names both.

		Take the smaller one out. A prefix of which nodes have blocks must stay.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/'],

	*check({ plan }) {
		for (const { fact, prefixes } of clusterPools(plan)) {
			for (const [i, { cidr, origin }] of prefixes.entries()) {
				const other = prefixes.slice(0, i).find((earlier) => overlaps(earlier.cidr, cidr));
				if (other === undefined) continue;
				yield {
					at: origin,
					subject: cidr,
					severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
					message: `the pool has ${cidr} beside ${other.cidr}, which shares addresses with it`,
					because: [{ at: other.origin, note: 'the other one' }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'one lies within the other',
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
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16, 10.42.128.0/17]
						        #                                          ^^^^^^^^^^^^^^ the pool has 10.42.128.0/17 beside 10.42.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'side by side',
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
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/17, 10.42.128.0/17]
					`,
				},
			},
		],
	},
});
