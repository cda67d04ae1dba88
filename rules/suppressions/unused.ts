import { block, defineRule, withoutSuppression } from '../../src/rule.ts';

export const unusedSuppression = defineRule({
	id: 'suppressions/unused',
	title: 'A suppression suppresses nothing',
	severity: 'warning',
	scope: 'suppressions',
	docs: block`
		A comment \`# dualstack-lint-ignore <rule>: <reason>\` or an annotation \`dualstack-lint.io/ignore\` stands at a place
		where its rule finds nothing. What it was written for has been mended or has moved; the next finding that comes to
		this line would be hidden by words that were never meant for it.

		A comment behind a value is about its own line, a comment alone on its line about the next line that is no comment.

		In the cluster nothing happens. \`dualstack-lint --no-ignores\` shows what all suppressions together hide.

		Remove it.

		## Limits

		With \`--rule\` and \`--skip\` only suppressions of the rules that ran are judged.
	`,
	references: ['https://eslint.org/docs/latest/use/configure/rules#report-unused-eslint-disable-comments'],

	*check({ suppressions = [] }) {
		for (const suppression of suppressions) {
			const { verdict, rule, at, by } = suppression;
			if (verdict !== 'unused') continue;
			const message = `this ${by} suppresses nothing: ${rule} finds nothing here`;
			yield { at, subject: rule, message, ...withoutSuppression(suppression, 'safe') };
		}
	},

	examples: {
		invalid: [
			{
				name: 'a comment that outlived what it was for',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16 # dualstack-lint-ignore addressing/host-bits: the lab is torn down in May
						                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ addressing/host-bits finds nothing here
						  serviceSubnet: 10.96.0.0/12
					`,
				},
				fixed: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.96.0.0/12
					`,
				},
			},
			{
				name: 'an annotation that outlived what it was for',
				repo: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata:
						  name: lab
						  annotations:
						    owner: network
						    dualstack-lint.io/ignore: "addressing/host-bits: the lab is torn down in May"
						                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ addressing/host-bits finds nothing here
						spec:
						  blocks:
						    - cidr: 10.20.0.0/24
					`,
				},
				fixed: {
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata:
						  name: lab
						  annotations:
						    owner: network
						spec:
						  blocks:
						    - cidr: 10.20.0.0/24
					`,
				},
			},
		],
		valid: [
			{
				name: 'a comment behind the value, and one above it',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/host-bits: the lab is torn down in May
						  # dualstack-lint-ignore addressing/host-bits: so is this one
						  serviceSubnet: 10.96.0.1/12
					`,
				},
			},
		],
	},
});
