import { assumptionOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumReleases } from '../../src/network/cilium-values.ts';
import { isAtLeast } from '../../src/network/limits/versions.ts';
import { itemsAt, nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const poolFieldNotRead = defineRule({
	id: 'cilium/pool-field-not-read',
	title: 'A pool of load balancer addresses has a field that this version does not read',
	severity: 'error',
	docs: block`
		The prefixes of a CiliumLoadBalancerIPPool stand in \`spec.cidrs\` in 1.14, in both in 1.15, and in \`spec.blocks\` from
		1.16 on. The API server drops or refuses the other field, and the pool is empty: Services wait for an address.

		In the cluster: \`kubectl get ciliumloadbalancerippools\` shows no addresses available.

		Write the field of the version.
	`,
	references: ['https://docs.cilium.io/en/stable/network/lb-ipam/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { low, high } = ciliumReleases(fact);
			const lost = isAtLeast(low, '1.16.0') ? 'cidrs' : isAtLeast(high, '1.15.0') ? undefined : 'blocks';
			if (lost === undefined) continue;
			for (const { kind, root, name } of plan.ciliumObjects) {
				const node = kind === 'CiliumLoadBalancerIPPool' ? nodeAt(root, ['spec', lost]) : undefined;
				if (node === undefined || itemsAt(node).length === 0) continue;
				const read = lost === 'cidrs' ? 'spec.blocks from 1.16 on' : 'spec.cidrs in 1.14';
				yield {
					at: node.origin,
					subject: name,
					severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
					message: `the pool ${name} has its prefixes in spec.${lost}, Cilium reads ${read}${assumptionOf(fact)}`,
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the field of 1.14',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  cidrs: [{cidr: 192.168.5.0/24}]
						  #      ^^^^^^^^^^^^^^^^^^^^^^^^ Cilium reads spec.blocks from 1.16 on
					`,
				},
			},
		],
		valid: [
			{
				name: 'the field that is read',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks: [{cidr: 192.168.5.0/24}]
					`,
				},
			},
		],
	},
});
