import { ciliumInForce, isOn } from '../../src/network/cilium-pods.ts';
import { ciliumEnabled, ciliumValue, ipamMode } from '../../src/network/cilium-values.ts';
import { isReadable } from '../../src/network/families.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { controlPlanePodLists, controlPlanePods } from '../../src/network/pod-networks.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const ipv6WithoutPodCidr = defineRule({
	id: 'cilium/ipv6-without-pod-cidr',
	title: 'Cilium waits for IPv6 blocks that the control plane does not hand out',
	severity: 'error',
	docs: block`
		With \`ipam.mode: kubernetes\` an agent takes its ranges from Node.spec.podCIDRs and, once IPv6 is on, waits
		without limit until an IPv6 range is there; \`k8s.requireIPv6PodCIDR: false\` does not help. The controller
		manager has no IPv6 pod network to cut one from. Every agent that restarts hangs, node by node, and pods of
		its node get no addresses. A node that exists already never gets a second range: it must be deleted and
		registered again after the controller manager has both.

		In the cluster: the agents' log says "required IPv6 PodCIDR not available";
		\`kubectl get nodes -o jsonpath='{.items[*].spec.podCIDRs}'\` shows one range for each node.

		Leave IPv6 off until the control plane has an IPv6 pod network and the nodes have been registered again, or
		take the pools of \`cluster-pool\` in a new cluster.

		Limits: silent while the repository does not show the pod network of the control plane, and with
		\`annotateK8sNode\`, which can bring the range in an annotation. Where only some components lack the IPv6 pod
		network, addressing/family-missing reports them.
	`,
	references: [
		'https://docs.cilium.io/en/stable/network/concepts/ipam/kubernetes/',
		'https://github.com/k3s-io/k3s/issues/4404',
	],

	*check({ plan }) {
		const lists = controlPlanePodLists(plan);
		const [first] = lists;
		if (first === undefined || !lists.every(isReadable) || controlPlanePods(plan, 'IPv6').length > 0) return;
		for (const fact of ciliumInForce(plan)) {
			const enabled = ciliumEnabled(fact, 'IPv6');
			const mode = ipamMode(fact);
			const annotates = ciliumValue(fact, 'annotateK8sNode');
			if (!isOn(enabled) || mode.state !== 'set' || mode.value !== 'kubernetes') continue;
			if (annotates.state === 'unknown' || isOn(annotates)) continue;
			const isLive = first.standing === 'live' && fact.source === 'HelmRelease';
			const { component, setting } = lists.find((one) => one.component === 'kube-controller-manager') ?? first;
			yield {
				at: placeOf(enabled),
				severity: isLive ? 'error' : 'warning',
				message: `Cilium waits for an IPv6 range on each node, ${component} (${setting}) has no IPv6 pod network to give`,
				because: [
					...groupedBy(lists, (one) => `${one.component} ${one.setting}`).map(([one]) => ({
						at: one.at,
						note: `${one.component} (${one.setting}) is IPv4 only`,
					})),
					{ at: placeOf(mode), note: 'ranges come from the nodes' },
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 is on before the control plane has it',
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
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
						    #               ^^^^ kubeadm (networking.podSubnet) has no IPv6 pod network to give
					`,
				},
			},
		],
		valid: [
			{
				name: 'both are there',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipam: {mode: kubernetes}
						    ipv6: {enabled: true}
					`,
				},
			},
		],
	},
});
