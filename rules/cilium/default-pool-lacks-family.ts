import { valuesOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumValue } from '../../src/network/cilium-values.ts';
import { placeOf } from '../../src/network/setting.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const defaultPoolLacksFamily = defineRule({
	id: 'cilium/default-pool-lacks-family',
	title: 'The default pool of pods lacks a family that Cilium has on',
	severity: 'error',
	docs: block`
		In the mode multi-pool each node asks the pool \`default\` for a block of each family that is on. Without
		addresses of one of them in that pool the agents wait for it without end.

		In the cluster: \`kubectl get ciliumpodippool default -o yaml\`, and agents that do not become ready.

		Add the family to the pool. The operator takes a new family of an existing pool only after it was restarted.

		Limits: silent where no pool \`default\` can be seen.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/ipam/multi-pool/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const values = valuesOf(fact);
			if (values.ipam !== 'multi-pool' || fact.partial || fact.unresolved.length > 0) continue;
			const created = nodeAt(fact.values, ['ipam', 'operator', 'autoCreateCiliumPodIPPools', 'default']);
			const [object] = plan.ciliumObjects.filter(({ kind, name }) => kind === 'CiliumPodIPPool' && name === 'default');
			const pool = nodeAt(object?.root, ['spec']) ?? created;
			if (pool?.kind !== 'map') continue;
			for (const [family, key] of [
				['IPv4', 'ipv4'],
				['IPv6', 'ipv6'],
			] as const) {
				if (values[key] !== true) continue;
				const cidrs = nodeAt(pool, [key, 'cidrs']);
				if (cidrs !== undefined && (cidrs.kind !== 'seq' || cidrs.items.length > 0)) continue;
				yield {
					at: cidrs?.origin ?? pool.origin,
					subject: family,
					severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
					message: `the default pool has no ${family} addresses, and Cilium has ${family} on: agents wait for a block`,
					because: [{ at: placeOf(ciliumValue(fact, `${key}.enabled`)), note: `${family} is on` }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 came, the pool stayed',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: multi-pool}
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
						    ipv6NativeRoutingCIDR: fd10:96e5:42::/64
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2alpha1
						kind: CiliumPodIPPool
						metadata: {name: default}
						spec:
						  ipv4: {cidrs: [10.42.0.0/16], maskSize: 27}
						# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the default pool has no IPv6 addresses
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
						    ipv6: {enabled: true}
						    ipam: {mode: multi-pool}
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
						    ipv6NativeRoutingCIDR: fd10:96e5:42::/64
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2alpha1
						kind: CiliumPodIPPool
						metadata: {name: default}
						spec:
						  ipv4: {cidrs: [10.42.0.0/16], maskSize: 27}
						  ipv6: {cidrs: ["fd10:96e5:42::/64"], maskSize: 80}
					`,
				},
			},
		],
	},
});
