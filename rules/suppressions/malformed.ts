import { nearest } from '../../src/repo/nearest.ts';
import { block, defineRule } from '../../src/rule.ts';

export const malformedSuppression = defineRule({
	id: 'suppressions/malformed',
	title: 'A suppression is not written as one',
	severity: 'warning',
	scope: 'suppressions',
	docs: block`
		A comment begins with \`dualstack-lint-ignore\` and cannot be followed: no rule, no rule of that name, no reason, or a
		day that is none. It suppresses nothing, so that a slip of the pen hides no finding.

		The form is \`# dualstack-lint-ignore <rule> expires=2027-01-31: <reason>\`; \`expires=\` may be left out, the reason
		may not: whoever reads it next must be able to judge it. The annotation \`dualstack-lint.io/ignore\` holds the same
		without the first word, one a line.

		In the cluster nothing happens.

		Write it in that form. \`dualstack-lint rules\` lists the rules.
	`,
	references: ['https://docs.zizmor.sh/usage/#ignoring-results'],

	*check({ suppressions = [], knownRules = new Set() }) {
		for (const { verdict, rule, at, problem } of suppressions) {
			if (verdict === 'malformed') yield { at, subject: rule, message: `this suppression ${problem}` };
			if (verdict === 'unknown-rule') {
				const hint = nearest(rule, [...knownRules]);
				yield { at, subject: rule, message: `this suppression names ${rule}, which is no rule${hint}` };
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'no reason, no rule, a misspelt rule and no day',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16 # dualstack-lint-ignore addressing/host-bits
						                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gives no reason
						  # dualstack-lint-ignore
						  ^^^^^^^^^^^^^^^^^^^^^^^ names no rule
						  # dualstack-lint-ignore addressing/host-bit: the lab is torn down in May
						  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ did you mean addressing/host-bits?
						  # dualstack-lint-ignore addressing/host-bits expires=May: the lab is torn down
						  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ expires on May, which is no day
						  serviceSubnet: 10.96.0.0/12
					`,
				},
			},
		],
		valid: [
			{
				name: 'the rule, the day and the reason',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/host-bits expires=9999-12-31: meant
						  serviceSubnet: 10.96.0.0/12
					`,
				},
			},
			{
				name: 'an annotation of an object that is generated',
				repo: {
					'kustomization.yaml': block`
						apiVersion: kustomize.config.k8s.io/v1beta1
						kind: Kustomization
						resources: [pool.yaml]
						commonAnnotations:
						  dualstack-lint.io/ignore: "addressing/host-bits: the appliance wants it like this"
					`,
					'pool.yaml': block`
						apiVersion: metallb.io/v1beta1
						kind: IPAddressPool
						metadata: {name: public, namespace: metallb-system}
						spec: {addresses: [172.22.30.1/24]}
					`,
				},
			},
		],
	},
});
