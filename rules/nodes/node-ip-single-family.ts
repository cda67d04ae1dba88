import { dualStack } from '../../src/network/families.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { type NodeIps, nodeIpFamilies, nodeIpsOf } from '../../src/network/node-ips.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeIpSingleFamily = defineRule({
	id: 'nodes/node-ip-single-family',
	title: 'A kubelet is given an address of one family on a dual-stack cluster',
	severity: 'error',
	docs: block`
		A kubelet with one \`--node-ip\` reports one InternalIP, whatever else the machine has. Pods on the host network
		have that one address, Services of the other family reach none of them, and Cilium, which reads the
		node's addresses once at its start, takes an invented address for the family that is missing.

		While only the target of the configuration has both families, this is pending: an info. It comes first in a
		migration, before the control plane and before Cilium.

		In the cluster: \`kubectl get nodes -o jsonpath='{.items[*].status.addresses}'\` shows what each node reports.

		Give each kubelet an address of each family, in the order of the service network's families, and restart it.

		## Limits

		A kubelet without \`--node-ip\` reports one address as well, but the repository may hold that flag elsewhere.
		\`0.0.0.0\` and \`::\` leave the choice to the kubelet and the cloud provider; nothing is said about them.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#configure-ipv4-ipv6-dual-stack',
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/',
		'https://github.com/kubernetes/kubernetes/pull/95239',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		const isPending = dual.standing === 'target';
		const single = nodeIpsOf(plan).filter((one) => isFixed(one) && nodeIpFamilies(one).length === 1);
		for (const [first] of groupedBy(single, ({ at }) => JSON.stringify(decidedAt(at)))) {
			const { process, text, at } = first;
			const node = process.node === undefined ? '' : ` of ${process.node}`;
			const fact = `--node-ip${node} (${process.component}) names ${nodeIpFamilies(first)[0]} only: ${text}`;
			yield {
				at,
				subject: text,
				severity: isPending ? 'info' : 'error',
				message: `${isPending ? 'pending: ' : ''}${fact}; ${dual.note}`,
				because: [{ at: dual.at, note: dual.note }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the pod network is dual-stack, the node is not',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10
						      #      ^^^^^^^^^^^^ names IPv4 only
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - {name: node-cidr-mask-size-ipv6, value: "64"}
					`,
				},
			},
			{
				name: 'only the target is dual-stack',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						target:
						  podCIDRs: [10.42.0.0/16, "fd10:96e5:42::/56"]
						  serviceCIDRs: [10.43.0.0/16, "fd10:96e5:43::/112"]
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: JoinConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10
						      #      ^^^^^^^^^^^^ pending
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'an address of each family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10,fd10:96e5:1::10
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - {name: node-cidr-mask-size-ipv6, value: "64"}
					`,
				},
			},
			{
				name: 'a cluster of one family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
	},
});

/** Every entry is an address, and none of them leaves the choice to the kubelet. */
function isFixed({ entries }: NodeIps): boolean {
	return entries.every(({ address }) => address !== undefined && address !== '0.0.0.0' && address !== '::');
}
