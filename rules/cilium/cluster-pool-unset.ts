import { type Cidr, contains, type IpFamily, overlaps } from '../../src/network/cidr.ts';
import { isMasqueraded, isOn, nativeRoutingCidr } from '../../src/network/cilium-pods.ts';
import { ciliumValue, routingMode } from '../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../src/network/facts.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { kubeProxyWithPodCidr } from '../../src/network/kube-proxy.ts';
import { type AddressPlan, type Network, networksOf } from '../../src/network/plan.ts';
import { controlPlanePods } from '../../src/network/pod-networks.ts';
import { reachesNodes, type UnsetPool, unsetPools } from '../../src/network/unset-pools.ts';
import { block, defineRule } from '../../src/rule.ts';

export const clusterPoolUnset = defineRule({
	id: 'cilium/cluster-pool-unset',
	title: "Cilium's default pool is in force while the cluster names another pod network",
	severity: 'warning',
	docs: block`
		Cilium's default \`ipam.mode\` is \`cluster-pool\`, and its pools, unless set, are 10.0.0.0/8 and fd00::/104.
		Pods get addresses of these, not of the pod network that kubeadm, the control plane or the native routing
		CIDR name. It is an error where that breaks something at once: a kube-proxy or native routing that takes
		the pods for foreign, or another network in the blocks that the first nodes get; the IPv6 default contains
		the popular service range fd00::/108 from its first address on. Where nobody but Cilium's native routing
		CIDR names another network, it stays a warning: nodes that have blocks keep them.

		In the cluster: \`kubectl get ciliumnodes -o jsonpath='{.items[*].spec.ipam.podCIDRs}'\` shows the blocks in use.

		Set the pool of the family to the pod network, and its mask size to at most 16 bits more, before nodes have
		blocks; or let Cilium take the blocks of the nodes with \`ipam.mode: kubernetes\`. Neither changes in a running
		cluster without care.

		Networks that share addresses with such a pool are named here and not by addressing/networks-overlap.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/',
		'https://github.com/cilium/cilium/issues/20756',
	],

	*check({ plan }) {
		for (const unset of unsetPools(plan)) {
			const { pool, cidr, named } = unset;
			const [first] = named;
			const shared = networksOf(plan).filter((one) => one.role !== 'pod' && overlaps(one.cidr, cidr));
			const hit = shared.find((one) => reachesNodes(plan, pool, one.cidr));
			const isBroken = hit !== undefined || isForeign(plan, unset);
			yield {
				at: pool.declaration.at,
				subject: cidr,
				severity: isBroken && pool.fact.source === 'HelmRelease' ? 'error' : 'warning',
				message:
					`${pool.declaration.setting} is not set, so pods get addresses of ${cidr}; ${first.by} names ${first.cidr}` +
					(hit === undefined ? '' : `, and the ${hit.role} network ${hit.cidr} is in the first blocks`),
				because: [
					...groupedBy(named, ({ by, cidr: other }) => `${by} ${other}`).map(([one]) => ({
						at: one.at,
						note: `${one.by} names ${one.cidr}`,
					})),
					...shared.flatMap(witnessOf),
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 is on, its pool is forgotten',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd00::/108
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam:
						      operator: {clusterPoolIPv4PodCIDRList: [10.42.0.0/16]}
						      #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ is not set, so pods get addresses of fd00::/104
					`,
				},
			},
		],
		valid: [
			{
				name: 'the pool is the pod network',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/108
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipam:
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList: ["fd10:96e5:42::/64"]
						        clusterPoolIPv6MaskSize: 80
					`,
				},
			},
			{
				name: 'nobody names another pod network',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    kubeProxyReplacement: true
						    k8sServiceHost: 192.168.1.10
						    k8sServicePort: 6443
					`,
				},
			},
		],
	},
});

/** True when somebody masquerades what the pods send, because it comes from outside of the network that he knows. */
function isForeign(plan: AddressPlan, { pool: { fact, family }, cidr }: UnsetPool): boolean {
	if (isRoutedElsewhere(fact, family, cidr) && controlPlanePods(plan, family).length > 0) return true;
	if (isOn(ciliumValue(fact, 'kubeProxyReplacement'))) return false;
	const proxy = kubeProxyWithPodCidr(plan, family);
	return proxy !== undefined && !contains(proxy.cidr, cidr);
}

/** True when Cilium itself routes natively and masquerades what leaves another network than the pool. */
function isRoutedElsewhere(fact: CiliumFact, family: IpFamily, pool: Cidr): boolean {
	const native = nativeRoutingCidr(fact, family);
	const mode = routingMode(fact);
	if (native === undefined || mode.state !== 'set' || mode.value === 'tunnel') return false;
	const agent = ciliumValue(fact, 'ipMasqAgent.enabled');
	if (agent.state === 'unknown' || isOn(agent)) return false;
	return isMasqueraded(fact, family) && !contains(native.cidr, pool);
}

function witnessOf({ role, cidr, declaredBy }: Network) {
	const [first] = declaredBy;
	return first === undefined ? [] : [{ at: first.prefix.origin, note: `the ${role} network ${cidr} shares addresses` }];
}
