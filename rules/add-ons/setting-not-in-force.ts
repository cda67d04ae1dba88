import { block, defineRule } from '../../src/rule.ts';

export const settingNotInForce = defineRule({
	id: 'add-ons/setting-not-in-force',
	title: 'An IPv6 network is written and switched off',
	severity: 'warning',
	docs: block`
		flannel reads \`IPv6Network\` with \`EnableIPv6: true\` only, which is false unless written. k0s reads \`IPv6podCIDR\` and
		\`IPv6serviceCIDR\` with \`dualStack.enabled: true\` only. Neither complains: the cluster comes up with IPv4 alone.

		In the cluster: \`kubectl get nodes -o jsonpath='{.items[*].spec.podCIDRs}'\` shows one range for each node.

		Switch it on, or take the network out.
	`,
	references: [
		'https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md',
		'https://docs.k0sproject.io/stable/dual-stack/',
	],

	*check({ plan }) {
		for (const { component, setting, at, why } of plan.idleSettings)
			yield { at, subject: setting, message: `${component} does not read ${setting}: ${why}` };
	},

	examples: {
		invalid: [
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
