import { conflictsIn } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { block, defineRule } from '../../src/rule.ts';
import { featureConflicts } from './conflict-table.ts';

export const featureConflict = defineRule({
	id: 'cilium/feature-conflict',
	title: 'Settings of Cilium exclude each other',
	severity: 'error',
	docs: block`
		Features work with some families, routing modes and ways of handing out addresses only: ENI has no IPv6, the
		gateway between the families needs both, the underlay needs its family, BIG TCP wants neither a tunnel nor
		encryption, multi-pool wanted native routing before 1.18, a delegated plugin leaves the router's addresses to
		be written in \`extraConfig\`. The agent compares at its start and exits.

		In the cluster: the cilium pods restart, and the last line of \`kubectl -n kube-system logs ds/cilium\` names both.

		Take one of the two back, or upgrade where the message names a version.

		Limits: judged by the version of the chart; of a range by the lowest and the highest. Strict encryption and
		announcements without kube-proxy replacement are warnings: the agent starts.
	`,
	references: ['https://docs.cilium.io/en/stable/helm-reference/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			for (const { conflict, at, related, assumption } of conflictsIn(fact, featureConflicts)) {
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
				name: 'one family is not enough',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    nat46x64Gateway: {enabled: true}
						    #                          ^^^^ the gateway between the families is on, and one of them is off
					`,
				},
			},
		],
		valid: [
			{
				name: 'both families',
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
						    nat46x64Gateway: {enabled: true}
					`,
				},
			},
		],
	},
});
