import { valuesOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { routingMode } from '../../src/network/cilium-values.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nativeRoutingWithoutRoutes = defineRule({
	id: 'cilium/native-routing-without-routes',
	title: 'Packets are routed natively, and nobody tells the nodes where pods are',
	severity: 'warning',
	docs: block`
		With native routing the network must know which node has which block. Cilium writes routes itself with
		\`autoDirectNodeRoutes\`, where nodes share a network, and tells routers with its BGP control plane. With neither
		somebody else has to: the cloud, or routes on the nodes and routers. Without them pods of different nodes do
		not reach each other.

		In the cluster: \`ip -6 route\` and \`ip route\` on a node show a route for each other node's block.

		Write \`autoDirectNodeRoutes: true\`, or announce the pods with BGP.

		Limits: routes outside of the repository are not seen, so it is a warning; silent in the modes of clouds and
		where the BGP control plane or another route daemon is configured.
	`,
	references: ['https://docs.cilium.io/en/stable/network/concepts/routing/#native-routing'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { ipam, on, routing, text } = valuesOf(fact);
			if (routing !== 'native' || (ipam !== 'kubernetes' && ipam !== 'cluster-pool' && ipam !== 'multi-pool')) continue;
			if (routers.some((path) => on(path) !== false) || text('cni.chainingMode') !== '') continue;
			const at = placeOf(routingMode(fact));
			yield {
				at,
				message:
					'routingMode is native, and neither autoDirectNodeRoutes nor BGP brings routes to the pods of other nodes',
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'routes were forgotten',
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
						    #            ^^^^^^ neither autoDirectNodeRoutes nor BGP brings routes
						    ipv4NativeRoutingCIDR: 10.42.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'nodes share a network',
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

/** Switches of what brings routes. */
const routers = [
	'autoDirectNodeRoutes',
	'bgpControlPlane.enabled',
	'bgp.enabled',
	'gke.enabled',
	'azure.enabled',
] as const;
