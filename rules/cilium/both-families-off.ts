import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumEnabled } from '../../src/network/cilium-values.ts';
import { block, defineRule } from '../../src/rule.ts';

export const bothFamiliesOff = defineRule({
	id: 'cilium/both-families-off',
	title: 'Cilium has neither IPv4 nor IPv6',
	severity: 'error',
	docs: block`
		IPv4 is on and IPv6 is off unless \`ipv4.enabled\` and \`ipv6.enabled\` say otherwise. With both off the agent
		exits at start.

		In the cluster: the agents' log says "Either IPv4 or IPv6 addressing must be enabled".

		Enable the families of the pod network.
	`,
	references: ['https://docs.cilium.io/en/stable/helm-reference/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const [ipv4, ipv6] = [ciliumEnabled(fact, 'IPv4'), ciliumEnabled(fact, 'IPv6')];
			if (ipv4.state !== 'set' || ipv6.state !== 'set' || ipv4.value || ipv6.value) continue;
			const isDefault = ipv6.origin.kind === 'omitted';
			yield {
				at: ipv4.origin,
				severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
				message: `Cilium has IPv4 switched off, and IPv6 is off${isDefault ? ' by default' : ''}`,
				because: isDefault ? [] : [{ at: ipv6.origin, note: 'IPv6 is switched off here' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv4 off, IPv6 forgotten',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv4: {enabled: false}
						    #               ^^^^^ IPv6 is off by default
					`,
				},
			},
		],
		valid: [
			{
				name: 'IPv6 only',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv4: {enabled: false}
						    ipv6: {enabled: true}
					`,
				},
			},
		],
	},
});
