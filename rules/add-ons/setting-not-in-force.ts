import { dualStack } from '../../src/network/families.ts';
import { block, defineRule } from '../../src/rule.ts';

export const settingNotInForce = defineRule({
	id: 'add-ons/setting-not-in-force',
	title: 'A setting about IPv6 is written, and another one keeps it from being read',
	severity: 'warning',
	docs: block`
		flannel reads \`IPv6Network\` with \`EnableIPv6: true\` only, which is false unless written. k0s reads \`IPv6podCIDR\` and
		\`IPv6serviceCIDR\` with \`dualStack.enabled: true\` only. Neither complains: the cluster comes up with IPv4 alone.

		kubespray reads \`ipv6_stack\` and takes \`enable_dual_stack_networks\` for its default only. RKE2 switches the IPv6 of its
		Cilium on where \`cluster-cidr\` has an IPv6 prefix, whatever the HelmChartConfig says.

		In the cluster: \`kubectl get nodes -o jsonpath='{.items[*].spec.podCIDRs}'\` shows one range for each node.

		Change the setting that is read, or take this one out.
	`,
	references: [
		'https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md',
		'https://docs.k0sproject.io/stable/dual-stack/',
	],

	*check({ plan }) {
		const isDual = dualStack(plan)?.standing === 'live';
		for (const { component, setting, at, why, ofDualStack = false } of plan.idleSettings)
			if (isDual || !ofDualStack)
				yield { at, subject: setting, message: `${component} does not read ${setting}: ${why}` };
	},

	examples: {
		invalid: [
			{
				name: 'RKE2 with an IPv6 prefix',
				repo: {
					'server.yaml': block`
						cni: cilium
						cluster-cidr: 10.42.0.0/16,fd10:96e5:42::/56
						service-cidr: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'cilium.yaml': block`
						apiVersion: helm.cattle.io/v1
						kind: HelmChartConfig
						metadata: {name: rke2-cilium, namespace: kube-system}
						spec:
						  valuesContent: |-
						    ipv6:
						      enabled: false
						      #        ^^^^^ rke2-cilium does not read ipv6.enabled: false: an IPv6 prefix in cluster-cidr switches it on
					`,
				},
			},
			{
				name: 'flannel without the switch',
				repo: {
					'flannel.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: kube-flannel-cfg, namespace: kube-flannel}
						data:
						  net-conf.json: |
						    {
						      "Network": "10.42.0.0/16",
						      "IPv6Network": "fd10:96e5:42::/56",
						      #              ^^^^^^^^^^^^^^^^^^^ flannel does not read net-conf.json, IPv6Network: EnableIPv6 is not true
						      "Backend": {"Type": "vxlan"}
						    }
					`,
				},
			},
		],
		valid: [
			{
				name: 'flannel with both',
				repo: {
					'flannel.yaml': block`
						apiVersion: v1
						kind: ConfigMap
						metadata: {name: kube-flannel-cfg, namespace: kube-flannel}
						data:
						  net-conf.json: |
						    {
						      "Network": "10.42.0.0/16",
						      "IPv6Network": "fd10:96e5:42::/56",
						      "EnableIPv6": true,
						      "Backend": {"Type": "vxlan"}
						    }
					`,
				},
			},
		],
	},
});
