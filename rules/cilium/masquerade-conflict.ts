import { conflictsIn } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { block, defineRule } from '../../src/rule.ts';
import { masqueradeConflicts } from './conflict-table.ts';

export const masqueradeConflict = defineRule({
	id: 'cilium/masquerade-conflict',
	title: 'Two settings say differently how Cilium masquerades',
	severity: 'error',
	docs: block`
		Masquerading is done by BPF programs or by iptables. \`bpf.masquerade\` needs the replacement of kube-proxy
		before 1.19, and excludes what is for iptables: \`egressMasqueradeInterfaces\`, \`enableMasqueradeRouteSource\`.
		\`ipMasqAgent\` and the egress gateway need \`bpf.masquerade\`. The agent compares at its start and exits.

		In the cluster: the cilium pods restart, and the last line of \`kubectl -n kube-system logs ds/cilium\` names both.

		Decide for one way, or upgrade where the message names a version.

		Limits: judged by the version of the chart; of a range by the lowest and the highest.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/masquerading/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			for (const { conflict, at, related, assumption } of conflictsIn(fact, masqueradeConflicts)) {
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
				name: 'the agent without the programs',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipMasqAgent: {enabled: true}
						    #                      ^^^^ bpf.masquerade, which it needs, is off
					`,
				},
			},
		],
		valid: [
			{
				name: 'BPF masquerades',
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
						    bpf: {masquerade: true}
						    ipMasqAgent: {enabled: true}
					`,
				},
			},
		],
	},
});
