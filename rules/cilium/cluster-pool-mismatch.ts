import { contains } from '../../src/network/cidr.ts';
import { clusterPools, isOn } from '../../src/network/cilium-pods.ts';
import { ciliumValue } from '../../src/network/cilium-values.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { kubeProxyWithPodCidr } from '../../src/network/kube-proxy.ts';
import { controlPlanePods } from '../../src/network/pod-networks.ts';
import { block, defineRule } from '../../src/rule.ts';

export const clusterPoolMismatch = defineRule({
	id: 'cilium/cluster-pool-mismatch',
	title: "Cilium's pool lies outside of the pod network that the control plane names",
	severity: 'warning',
	docs: block`
		With \`ipam.mode: cluster-pool\` pods get their addresses from Cilium's pools, whatever the control plane
		says. A kube-proxy with a cluster CIDR takes such addresses for foreign ones and masquerades what pods
		send to Services: an error. With kube-proxy replaced by Cilium only people, firewalls and the blocks in
		Node.spec.podCIDRs are misled: a warning.

		In the cluster: \`kubectl get ciliumnodes -o jsonpath='{.items[*].spec.ipam.podCIDRs}'\` shows the blocks in use.

		Make the pod network of the control plane contain the pools. The pools of a running cluster stay: their
		elements can only be appended to.

		A pool inside the pod network is fine. A pool that nobody set is reported by cilium/cluster-pool-unset.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/',
		'https://github.com/cilium/cilium/issues/28266',
	],

	*check({ plan }) {
		for (const { fact, family, prefixes, declaration, isDefault } of clusterPools(plan)) {
			const stated = controlPlanePods(plan, family);
			const [witness] = stated;
			if (isDefault || witness === undefined) continue;
			const proxy = isOn(ciliumValue(fact, 'kubeProxyReplacement')) ? undefined : kubeProxyWithPodCidr(plan, family);
			for (const { cidr, origin } of prefixes) {
				if (stated.some((one) => contains(one.cidr, cidr))) continue;
				yield {
					at: origin,
					subject: cidr,
					severity: proxy === undefined || fact.source === 'bootstrap' ? 'warning' : 'error',
					message:
						`Cilium (${declaration.setting}) gives pods addresses of ${cidr}, the pod network of ` +
						`${witness.declaration.component} (${witness.declaration.setting}) is ${witness.cidr}`,
					because: groupedBy(stated, ({ declaration: { component, setting } }) => `${component} ${setting}`).map(
						([
							{
								declaration: { component, setting },
								cidr: named,
								prefix,
							},
						]) => ({
							at: prefix.origin,
							note: `${component} (${setting}) names ${named}`,
						}),
					),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a pool of its own',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
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
						    ipam:
						      mode: cluster-pool
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.44.0.0/16]
						        #                            ^^^^^^^^^^^^ is 10.42.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'a part of the pod network',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
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
						    ipam:
						      mode: cluster-pool
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/17]
					`,
				},
			},
		],
	},
});
