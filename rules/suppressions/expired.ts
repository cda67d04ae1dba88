import { block, defineRule, withoutSuppression } from '../../src/rule.ts';

export const expiredSuppression = defineRule({
	id: 'suppressions/expired',
	title: 'A suppression has expired',
	severity: 'warning',
	scope: 'suppressions',
	docs: block`
		Somebody gave a finding time until a day, and that day has passed: \`expires=2027-01-31\` holds on that day and no
		longer. What it suppressed counts again.

		In the cluster nothing happens.

		Mend what is suppressed, or write a later day and say why in the reason.
	`,
	references: ['https://docs.zizmor.sh/usage/#ignoring-results'],

	*check({ suppressions = [] }) {
		for (const suppression of suppressions) {
			const { verdict, rule, at, expires } = suppression;
			if (verdict !== 'expired') continue;
			const message = `this suppression of ${rule} expired on ${expires}`;
			// Whoever wrote it may want more time.
			yield { at, subject: rule, message, ...withoutSuppression(suppression, 'unsafe') };
		}
	},

	examples: {
		invalid: [
			{
				name: 'a day in the past',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  # dualstack-lint-ignore addressing/host-bits expires=2020-05-31: the lab is torn down in May
						  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expired on 2020-05-31
						  podSubnet: 10.42.0.1/16
						  serviceSubnet: 10.96.0.0/12
					`,
				},
				fixed: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.1/16
						  serviceSubnet: 10.96.0.0/12
					`,
				},
			},
		],
		valid: [
			{
				name: 'a day far away',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  # dualstack-lint-ignore addressing/host-bits expires=9999-12-31: meant for good
						  podSubnet: 10.42.0.1/16
						  serviceSubnet: 10.96.0.0/12
					`,
				},
			},
		],
	},
});
