import { familyOf } from '../../src/network/cidr.ts';
import { block, defineRule } from '../../src/rule.ts';

export const wrongFamily = defineRule({
	id: 'addressing/wrong-family',
	title: 'A prefix stands in the setting of the other family',
	severity: 'error',
	docs: block`
		Cilium has a setting for each family and does not look at what the other one holds. An IPv4 prefix in
		\`ipv6NativeRoutingCIDR\`, or the reverse, ends the agent at start; in a cluster pool it ends the
		operator, so no node gets a block of either family.

		In the cluster: \`kubectl -n kube-system logs -l io.cilium/app=operator\` says "CIDR is not v6 family",
		the agents say that an IPv6 CIDR is expected.

		Move the prefix to the setting of its own family.

		Settings that take both families are judged by control-plane/family-order-mismatch and
		control-plane/too-many-prefixes.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/concepts/routing/#native-routing',
		'https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/',
	],

	*check({ plan }) {
		for (const { family, prefixes, setting, standing } of plan.declarations) {
			if (family === undefined || standing === 'default') continue;
			for (const { cidr, text, origin } of prefixes) {
				if (cidr === undefined || familyOf(cidr) === family) continue;
				yield {
					at: origin,
					subject: cidr,
					severity: standing === 'bootstrap' ? 'warning' : 'error',
					message: `${setting} holds ${family} prefixes, ${text} is ${familyOf(cidr)}`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the same prefix in both settings',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
						    ipv6NativeRoutingCIDR: 10.42.0.0/16
						    #                      ^^^^^^^^^^^^ holds IPv6 prefixes, 10.42.0.0/16 is IPv4
					`,
				},
			},
			{
				name: 'an IPv6 prefix appended to the IPv4 pool',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      mode: cluster-pool
						      operator:
						        clusterPoolIPv4PodCIDRList:
						          - 10.42.0.0/16
						          - fd10:96e5:42::/104
						          # ^^^^^^^^^^^^^^^^^^ holds IPv4 prefixes
					`,
				},
			},
		],
		valid: [
			{
				name: 'each family in its own setting',
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
						      mode: cluster-pool
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList: ["fd10:96e5:42::/104"]
					`,
				},
			},
		],
	},
});
