import { familyOf } from '../../src/network/cidr.ts';
import { valuesOf } from '../../src/network/cilium-conflicts.ts';
import { ciliumInForce } from '../../src/network/cilium-pods.ts';
import { ciliumReleases, ciliumValue } from '../../src/network/cilium-values.ts';
import { hasFeature } from '../../src/network/limits/cilium.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const l2AnnouncementIpv6 = defineRule({
	id: 'cilium/l2-announcement-ipv6',
	title: 'L2 announcements do not speak IPv6 in this version',
	severity: 'error',
	docs: block`
		\`l2announcements\` makes a node answer for the addresses of load balancers. Before 1.19 it answers ARP only: IPv6
		addresses are handed out and nobody answers neighbour solicitations for them, so no client arrives. L2
		announcements of pods are for IPv4 in every version.

		In the cluster: \`ip -6 neigh\` on a neighbour shows the address as FAILED.

		Upgrade to 1.19, or announce IPv6 with the BGP control plane.

		Limits: silent where the BGP control plane is on, which may announce them.
	`,
	references: ['https://docs.cilium.io/en/stable/network/l2-announcements/'],

	*check({ plan }) {
		for (const fact of ciliumInForce(plan)) {
			const { on } = valuesOf(fact);
			if (hasFeature('l2Ipv6', ciliumReleases(fact).high)) continue;
			if (on('l2announcements.enabled') !== true || on('bgpControlPlane.enabled') !== false) continue;
			for (const { product, name, blocks, disabled } of plan.pools) {
				if (product !== 'Cilium' || disabled) continue;
				const block = blocks.find(({ cidrs }) => cidrs.some((cidr) => familyOf(cidr) === 'IPv6'));
				if (block === undefined) continue;
				yield {
					at: block.origin,
					subject: block.text,
					severity: fact.source === 'HelmRelease' ? 'error' : 'warning',
					message: `the pool ${name} hands out ${block.text}, which L2 announcements do not announce before 1.19`,
					because: [{ at: placeOf(ciliumValue(fact, 'l2announcements.enabled')), note: 'they are switched on here' }],
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'nobody answers',
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
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    l2announcements: {enabled: true}
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: fd10:96e5:45::/112
						    #       ^^^^^^^^^^^^^^^^^^ which L2 announcements do not announce before 1.19
					`,
				},
			},
		],
		valid: [
			{
				name: 'neighbours get an answer',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.19.4}}
						  values:
						    ipv6: {enabled: true}
						    ipam: {mode: kubernetes}
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
						    l2announcements: {enabled: true}
					`,
					'pool.yaml': block`
						apiVersion: cilium.io/v2
						kind: CiliumLoadBalancerIPPool
						metadata: {name: lan}
						spec:
						  blocks:
						    - cidr: fd10:96e5:45::/112
					`,
				},
			},
		],
	},
});
