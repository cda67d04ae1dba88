import { valuesOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { known } from '../../src/network/pieces.ts';
import { nodeAt, textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeConfigDiffers = defineRule({
	id: 'cilium/node-config-differs',
	title: 'A CiliumNodeConfig switches a family or the mode of addresses for some nodes only',
	severity: 'error',
	docs: block`
		A CiliumNodeConfig changes the agents of some nodes. The operator reads the common configuration only: it gives
		those nodes no block of a family that is on for them alone, and their agents wait for it without end.

		In the cluster: \`kubectl get ciliumnode NAME -o jsonpath='{.spec.ipam.podCIDRs}'\`.

		Switch families and the IPAM mode for the whole cluster, in the values of the chart.
	`,
	references: ['https://docs.cilium.io/en/stable/configuration/per-node-config/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { ipam, ipv4, ipv6 } = valuesOf(fact);
			const common = new Map<string, string | boolean | undefined>([
				['ipam', ipam],
				['enable-ipv4', ipv4],
				['enable-ipv6', ipv6],
			]);
			for (const { kind, root, name } of plan.ciliumObjects) {
				if (kind !== 'CiliumNodeConfig') continue;
				for (const [key, value] of common) {
					const node = nodeAt(root, ['spec', 'defaults', key]);
					if (value === undefined || node?.kind !== 'scalar' || known(node).kind !== 'scalar') continue;
					if (textOf(node) === String(value)) continue;
					yield {
						at: node.origin,
						subject: key,
						severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
						message: `CiliumNodeConfig ${name} sets ${key} to ${textOf(node)}, the operator goes by ${value}`,
					};
				}
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 for some nodes',
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
					'config.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumNodeConfig
						metadata: {name: racks, namespace: kube-system}
						spec:
						  nodeSelector: {matchLabels: {rack: "1"}}
						  defaults:
						    enable-ipv6: "true"
						    #            ^^^^^^ the operator goes by false
					`,
				},
			},
		],
		valid: [
			{
				name: 'the same for all',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
					`,
					'config.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumNodeConfig
						metadata: {name: racks, namespace: kube-system}
						spec:
						  nodeSelector: {matchLabels: {rack: "1"}}
						  defaults:
						    enable-ipv6: "true"
					`,
				},
			},
		],
	},
});
