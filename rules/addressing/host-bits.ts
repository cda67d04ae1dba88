import { block, defineRule } from '../../src/rule.ts';

export const hostBits = defineRule({
	id: 'addressing/host-bits',
	title: 'A prefix has bits set beyond its length',
	severity: 'warning',
	docs: block`
		kubeadm, the control plane and Cilium cut such a prefix down to its network without a word, so the
		addresses start elsewhere than the text says. Others keep the text: a firewall, a policy or a person
		reads another network than the cluster uses. ServiceCIDR and CiliumPodIPPool objects refuse it or
		lose track of the pool; there it is an error.

		In the cluster: \`kubectl get nodes -o jsonpath='{.items[*].spec.podCIDRs}'\` shows the network in use.

		Write the network itself, the same text everywhere.
	`,
	references: [
		'https://www.rfc-editor.org/rfc/rfc4291#section-2.3',
		'https://github.com/kubernetes/enhancements/tree/master/keps/sig-network/4858-ip-cidr-validation',
	],

	*check({ plan }) {
		for (const declaration of plan.declarations) {
			if (declaration.standing === 'default') continue;
			for (const { text, origin, problem } of declaration.prefixes) {
				if (problem?.kind !== 'host-bits') continue;
				yield {
					at: origin,
					subject: problem.network,
					severity: declaration.hostBits === 'refused' ? 'error' : 'warning',
					message: `${text} has bits set beyond its length; the network is ${problem.network}`,
					fix: {
						title: `Write ${problem.network}`,
						// Who cuts the prefix down uses this network already; for others it is a guess.
						applicability: declaration.hostBits === 'refused' ? 'unsafe' : 'safe',
						changes: [{ op: 'set', target: origin, value: problem.network }],
					},
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'five groups do not fit into a /64',
				repo: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipv6NativeRoutingCIDR: "fd10:f1:d759:3053:a573::/64"  # pods
						    #                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the network is fd10:f1:d759:3053::/64
						    ipam: {mode: kubernetes}
					`,
				},
				fixed: {
					'cilium.yaml': block`
						apiVersion: helm.toolkit.fluxcd.io/v2
						kind: HelmRelease
						metadata: {name: cilium, namespace: kube-system}
						spec:
						  chart: {spec: {chart: cilium, version: 1.18.2}}
						  values:
						    ipv6: {enabled: true}
						    ipv6NativeRoutingCIDR: "fd10:f1:d759:3053::/64"  # pods
						    ipam: {mode: kubernetes}
					`,
				},
			},
			{
				name: 'only the second of two prefixes',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::1/56
						  #                       ^^^^^^^^^^^^^^^^^^ the network is fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
				fixed: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
		valid: [
			{
				name: 'host bits are zero',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						kubernetesVersion: v1.34.1
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});
