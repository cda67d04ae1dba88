import { ciliumInForce, isOn } from '../../src/network/cilium-pods.ts';
import { ciliumValue, routingMode } from '../../src/network/cilium-values.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const autoDirectNodeRoutesTunnel = defineRule({
	id: 'cilium/auto-direct-node-routes-tunnel',
	title: 'Cilium is to route to nodes directly and through a tunnel',
	severity: 'error',
	docs: block`
		\`autoDirectNodeRoutes\` writes a route to each node's block; a tunnel does without. The agent exits at start
		when it is given both. Routing is by tunnel unless \`routingMode: native\` is written.

		In the cluster: the agents' log says that auto-direct-node-routes "cannot be used with tunneling".

		Write \`routingMode: native\` where all nodes share a network, else take \`autoDirectNodeRoutes\` out.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/routing/#native-routing'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const routes = ciliumValue(fact, 'autoDirectNodeRoutes');
			const mode = routingMode(fact);
			if (!isOn(routes) || mode.state !== 'set' || mode.value !== 'tunnel') continue;
			const isDefault = mode.origin.kind === 'omitted';
			yield {
				at: placeOf(routes),
				severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
				message: `autoDirectNodeRoutes is on, and nodes are reached through a tunnel${isDefault ? ' by default' : ''}`,
				because: isDefault ? [] : [{ at: mode.origin, note: 'the tunnel is asked for here' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the routing mode was forgotten',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    autoDirectNodeRoutes: true
						    #                     ^^^^ through a tunnel by default
					`,
				},
			},
		],
		valid: [
			{
				name: 'native routing',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    routingMode: native
						    autoDirectNodeRoutes: true
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
					`,
				},
			},
		],
	},
});
