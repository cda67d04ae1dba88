import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumEnabled, ipamMode } from '../../src/network/cilium-values.ts';
import { familyValues } from '../../src/network/limits/cilium.ts';
import type { Setting } from '../../src/network/setting.ts';
import { nodeAt } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const poolValuesUnused = defineRule({
	id: 'cilium/pool-values-unused',
	title: 'Pools are written that nobody reads',
	severity: 'warning',
	docs: block`
		The chart hands the cluster pools on only where \`ipam.mode\` is cluster-pool. In other modes they have no effect:
		with \`kubernetes\` the blocks come from the controller manager, with \`multi-pool\` from pools of their own.

		In the cluster: \`kubectl -n kube-system get configmap cilium-config -o yaml | grep cluster-pool\` shows nothing.

		Take them out, or choose the mode that reads them.

		Limits: a pool of a family that is not on yet is taken for a preparation and passed over.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/ipam/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const mode = ipamMode(fact);
			if (mode.state !== 'set' || mode.value === 'cluster-pool' || mode.value === 'multi-pool') continue;
			for (const family of ['IPv4', 'IPv6'] as const) {
				const path = familyValues[family].pool.split('.');
				const node = nodeAt(fact.values, path);
				if (node === undefined || node.kind === 'unknown' || isOff(ciliumEnabled(fact, family))) continue;
				if (node.kind === 'scalar' ? !node.value : node.kind === 'seq' && node.items.length === 0) continue;
				const message = `${path.at(-1)} is not read, as ipam.mode is ${mode.value}`;
				yield { at: node.origin, subject: path.join('.'), message, because: [{ at: mode.origin, note: 'the mode' }] };
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'the mode came later',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      mode: kubernetes
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        #                           ^^^^^^^^^^^^^^ clusterPoolIPv4PodCIDRList is not read
					`,
				},
			},
		],
		valid: [
			{
				name: 'the mode that reads them',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam:
						      mode: cluster-pool
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
					`,
				},
			},
		],
	},
});

function isOff(setting: Setting<boolean>): boolean {
	return setting.state !== 'set' || !setting.value;
}
