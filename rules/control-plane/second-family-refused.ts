import { block, defineRule } from '../../src/rule.ts';

export const secondFamilyRefused = defineRule({
	id: 'control-plane/second-family-refused',
	title: 'A distribution without dual-stack is given a second network',
	severity: 'error',
	docs: block`
		EKS Anywhere takes one block for pods and one for Services; its webhook and its command refuse a cluster with more.

		In the cluster: \`eksctl anywhere create cluster -f <file>\` ends with "not yet supported".

		Leave one block of each, or make the cluster with something that has both families.
	`,
	references: ['https://anywhere.eks.amazonaws.com/docs/getting-started/optional/cni/'],

	*check({ plan }) {
		for (const { component, setting, prefixes } of plan.declarations) {
			const [, second] = prefixes;
			if (component !== 'EKS Anywhere' || second === undefined) continue;
			yield { at: second.origin, subject: second.text, message: `EKS Anywhere refuses a second block in ${setting}` };
		}
	},

	examples: {
		invalid: [
			{
				name: 'both families',
				repo: {
					'cluster.yaml': block`
						apiVersion: anywhere.eks.amazonaws.com/v1alpha1
						kind: Cluster
						metadata: {name: lab}
						spec:
						  clusterNetwork:
						    pods:
						      cidrBlocks:
						        - 10.42.0.0/16
						        - fd10:96e5:42::/56
						        # ^^^^^^^^^^^^^^^^^ EKS Anywhere refuses a second block
						    services: {cidrBlocks: [10.43.0.0/16]}
					`,
				},
			},
		],
		valid: [
			{
				name: 'one family',
				repo: {
					'cluster.yaml': block`
						apiVersion: anywhere.eks.amazonaws.com/v1alpha1
						kind: Cluster
						metadata: {name: lab}
						spec:
						  clusterNetwork:
						    pods: {cidrBlocks: [10.42.0.0/16]}
						    services: {cidrBlocks: [10.43.0.0/16]}
					`,
				},
			},
		],
	},
});
