import { conflictsIn } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { block, defineRule } from '../../src/rule.ts';
import { repeatedKeys } from './conflict-table.ts';

export const extraConfigRepeats = defineRule({
	id: 'cilium/extra-config-repeats',
	title: 'extraConfig of Cilium repeats a key that the chart writes from a value',
	severity: 'warning',
	docs: block`
		The chart appends \`extraConfig\` to the ConfigMap that it makes of the other values. A key that is there already stands
		twice: Helm takes the last one, tools that read YAML strictly (such as a post-renderer) refuse the object, and whoever
		reads the values believes the first one. Templates go by the value, so half of Cilium follows each.

		In the cluster: \`kubectl -n kube-system get cm cilium-config -o yaml\` against \`helm get values cilium\`.

		Write the value, and leave the key out of \`extraConfig\`.
	`,
	references: ['https://docs.cilium.io/en/stable/helm-reference/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			for (const { conflict, at, related, assumption } of conflictsIn(fact, repeatedKeys)) {
				yield {
					at,
					subject: conflict.at,
					message: `${conflict.says}${assumption}`,
					because: related === undefined ? [] : [{ at: related, note: `${conflict.with} is written here` }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 beside the value for it',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    extraConfig:
						      enable-ipv6: "true"
						                   ^^^^^^ repeats ipv6.enabled
					`,
				},
			},
		],
		valid: [
			{
				name: 'a key that no value writes',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    extraConfig:
						      allow-localhost: policy
					`,
				},
			},
		],
	},
});
