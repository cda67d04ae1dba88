import { groupedBy } from '../../src/network/grouped.ts';
import { readsNodeBlocks } from '../../src/network/node-block-readers.ts';
import { type NodeBlocks, nodeBlocks } from '../../src/network/node-blocks.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { block, defineRule, type Severity } from '../../src/rule.ts';

export const tooFewNodeBlocks = defineRule({
	id: 'control-plane/too-few-node-blocks',
	title: 'The pod network has fewer blocks than the cluster has nodes',
	severity: 'error',
	docs: block`
		The controller manager cuts the pod network into blocks of the node mask's length, one for each node. A
		/64 with the default IPv6 mask of 64 is one block: the second node gets none, stays NotReady, and each
		attempt takes an IPv4 block that is not given back. From 80 % on it is a warning: a node that is made
		anew needs a free block while the old one is still there.

		In the cluster: \`kubectl get events -A --field-selector reason=CIDRNotAvailable\`.

		Choose a longer node mask before the first node has a block, or widen the pod network.

		Limits: how many nodes there are is known when the configuration or the files of the nodes name them;
		else only a network of one block is reported. The default masks count for kubeadm and the controller
		manager's own flags; of a distribution only masks that are written down. Where pods get their addresses
		from Cilium's own pools or from Calico, nobody reads these blocks and the rule is silent;
		cilium/pool-too-few-blocks looks at the pools.
	`,
	references: [
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
		'https://github.com/kubernetes/test-infra/issues/22325',
	],

	*check({ plan }) {
		if (!readsNodeBlocks(plan)) return;
		const nodes = countOfNodes(plan);
		const few = inForce(nodeBlocks(plan)).filter((one) => severityOf(one, nodes) !== undefined);
		for (const [first, ...more] of groupedBy(few, ({ cidr, mask }) => `${cidr} ${mask}`)) {
			const { prefix, cidr, mask, maskBy, count, declaration } = first;
			const blocks = count === 1n ? '1 block' : `${count} blocks`;
			const asked =
				nodes === 0 ? 'a second node gets none' : `there ${nodes === 1 ? 'is 1 node' : `are ${nodes} nodes`}`;
			const severity = severityOf(first, nodes);
			yield {
				at: prefix.origin,
				subject: cidr,
				severity: severity === 'error' && declaration.standing === 'live' ? 'error' : 'warning',
				message: `the pod network ${cidr} has ${blocks} with the ${maskBy === undefined ? 'default ' : ''}node mask ${mask}, ${asked}`,
				because: [
					...(maskBy === undefined ? [] : [{ at: maskBy.at, note: `the node mask is ${mask}` }]),
					...more.map((other) => ({ at: other.prefix.origin, note: 'the same here' })),
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a /64 with the default mask',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  #                       ^^^^^^^^^^^^^^^^^ has 1 block with the default node mask 64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
			{
				name: 'five nodes and four blocks',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.1]}
						  - {name: two, addresses: [192.168.1.2]}
						  - {name: three, addresses: [192.168.1.3]}
						  - {name: four, addresses: [192.168.1.4]}
						  - {name: five, addresses: [192.168.1.5]}
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/22
						  #          ^^^^^^^^^^^^ has 4 blocks with the default node mask 24, there are 5 nodes
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'a /64 cut into blocks of 80 bits',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - {name: node-cidr-mask-size-ipv6, value: "80"}
					`,
				},
			},
			{
				name: "pods get their addresses from Cilium's pool",
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
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
						      mode: cluster-pool
						      operator:
						        clusterPoolIPv4PodCIDRList: [10.42.0.0/16]
						        clusterPoolIPv6PodCIDRList: ["fd10:96e5:42::/64"]
						        clusterPoolIPv6MaskSize: 80
					`,
				},
			},
		],
	},
});

/** The nodes that the repository names. One Node object alone says nothing of how many there are. */
function countOfNodes({ nodes, nodeObjects }: AddressPlan): number {
	const named = new Set(nodes.map(({ name }) => name));
	const all = new Set([...named, ...nodeObjects.map(({ name }) => name)]);
	return named.size === 0 && all.size < 2 ? 0 : all.size;
}

/** A running controller manager's own flags decide; what kubeadm would write next time is another matter. */
function inForce(all: readonly NodeBlocks[]): NodeBlocks[] {
	const running = new Set(all.filter(({ declaration }) => isManager(declaration)).map(({ cidr }) => cidr));
	return all.filter(({ declaration, cidr }) => isManager(declaration) || !running.has(cidr));
}

function isManager({ component }: AddressPlan['declarations'][number]): boolean {
	return component === 'kube-controller-manager';
}

/** With an unknown number of nodes (0) only a network of one block is worth a word. No block at all has its own rule. */
function severityOf({ count, maskBy }: NodeBlocks, nodes: number): Severity | undefined {
	if (count === 0n) return undefined;
	if (nodes === 0) return count > 1n ? undefined : maskBy === undefined ? 'error' : 'warning';
	if (BigInt(nodes) > count) return 'error';
	return BigInt(nodes) * 100n >= count * 80n ? 'warning' : undefined;
}
