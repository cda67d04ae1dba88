import { conflictsIn } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { block, defineRule } from '../../src/rule.ts';
import { chartConflicts } from './conflict-table.ts';

export const chartRefuses = defineRule({
	id: 'cilium/chart-refuses',
	title: 'The chart of Cilium refuses a value',
	severity: 'error',
	docs: block`
		Some combinations fail while the chart is rendered: words for \`kubeProxyReplacement\` other than true and false,
		a routing mode that the cloud does not have, the API server named twice. Helm installs or upgrades nothing.

		In the cluster: \`flux get helmrelease -A\` shows the message of the chart.

		Write what the message says.

		Values that were renamed are reported by cilium/retired-value, types by cilium/value-type, a missing native
		routing CIDR by cilium/native-routing-cidr-missing.
	`,
	references: ['https://docs.cilium.io/en/stable/operations/upgrade/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			for (const { conflict, at, related, assumption } of conflictsIn(fact, chartConflicts)) {
				yield {
					at,
					subject: conflict.at,
					severity: fact.source === 'HelmRelease' ? (conflict.severity ?? 'error') : 'warning',
					message: `${conflict.says}${assumption}`,
					because: related === undefined ? [] : [{ at: related, note: `${conflict.with} is written here` }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a word of old charts',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    kubeProxyReplacement: strict
						    #                     ^^^^^^ takes true or false
					`,
				},
			},
		],
		valid: [
			{
				name: 'what the chart takes',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
					`,
				},
			},
		],
	},
});
