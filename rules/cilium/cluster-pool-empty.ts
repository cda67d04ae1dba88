import { ciliumInForce, isOn } from '../../src/network/cilium-pods.ts';
import { ciliumEnabled, ipamMode } from '../../src/network/cilium-values.ts';
import { familyValues } from '../../src/network/limits/cilium.ts';
import { placeOf } from '../../src/network/setting.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const clusterPoolEmpty = defineRule({
	id: 'cilium/cluster-pool-empty',
	title: 'A family is on and its cluster pool is an empty list',
	severity: 'error',
	docs: block`
		With \`ipam.mode: cluster-pool\` Cilium's operator needs at least one prefix for each family that is on. It
		exits at start when the list of a family is empty; a list that is left out is another matter, it has a
		default.

		In the cluster: \`kubectl -n kube-system logs -l io.cilium/app=operator\` says that the CIDR "must be provided
		when using ClusterPool".

		List the pod network of that family, or switch the family off.

		A list that is left out is reported by cilium/cluster-pool-unset.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const mode = ipamMode(fact);
			if (mode.state !== 'set' || mode.value !== 'cluster-pool') continue;
			for (const family of ['IPv4', 'IPv6'] as const) {
				const enabled = ciliumEnabled(fact, family);
				const path = familyValues[family].pool;
				const list = nodeAt(fact.values, path.split('.'));
				if (!isOn(enabled) || list?.kind !== 'seq' || list.items.length > 0) continue;
				const isDefault = placeOf(enabled).kind === 'omitted';
				yield {
					at: list.origin,
					severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
					message: `${path} is empty, and ${family} is on${isDefault ? ' by default' : ''}`,
					because: isDefault ? [] : [{ at: placeOf(enabled), note: `${family} is on` }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 without a pool',
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
						        clusterPoolIPv6PodCIDRList: []
						        #                           ^^ is empty, and IPv6 is on
					`,
				},
			},
		],
		valid: [
			{
				name: 'an empty list for a family that is off',
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
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList: []
					`,
				},
			},
		],
	},
});
