import { overlaps } from '../../src/network/cidr.ts';
import type { Declaration, NodeBlocksFact } from '../../src/network/facts.ts';
import { isReadable } from '../../src/network/families.ts';
import { podLists } from '../../src/network/node-blocks.ts';
import { block, defineRule } from '../../src/rule.ts';

export const podCidrsOutsideClusterCidr = defineRule({
	id: 'nodes/pod-cidrs-outside-cluster-cidr',
	title: "A Node's block lies in no pod network of the controller manager",
	severity: 'error',
	docs: block`
		At start the controller manager takes the first block of every Node for one of the first prefix of
		\`--cluster-cidr\` and the second for one of the second. A block that lies elsewhere, because the pod network was
		moved, its families changed places or one of them was taken out, stops it, for ever: no controller of the
		cluster runs. The blocks of a Node never change; only deleting the Node object frees them.

		In the cluster: \`kubectl get nodes -o custom-columns=N:.metadata.name,C:.spec.podCIDRs\`; the log of the
		controller manager says "is out the range of cluster cidr" or "does not exist in cluster cidrs configuration".

		Keep the family first that the Nodes have first, and each prefix at least as wide as it was.
	`,
	references: [
		'https://github.com/kubernetes/kubernetes/issues/102698',
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/',
	],

	*check({ plan }) {
		const lists = podLists(plan).filter((one) => one.standing === 'live' && isReadable(one));
		for (const node of plan.nodeObjects) {
			const [found] = lists.flatMap((list) => strayIn(node, list));
			if (found === undefined) continue;
			const { list, index, text, at } = found;
			const expected = list.prefixes[index];
			const { component, setting } = list;
			yield {
				at,
				subject: text,
				message:
					expected === undefined
						? `block ${index + 1} of Node ${node.name} is ${text}, ${component} (${setting}) has ${index === 1 ? 'one prefix' : `${list.prefixes.length} prefixes`}`
						: `block ${index + 1} of Node ${node.name} is ${text}, outside ${expected.text} of ${component} (${setting})`,
				because: [{ at: (expected ?? list.prefixes[0])?.origin ?? list.at, note: `${component} (${setting})` }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 was put first',
				repo: {
					'node.yaml': block`
						apiVersion: v1
						kind: Node
						metadata: {name: one}
						spec:
						  podCIDRs:
						    - 10.42.0.0/24
						    # ^^^^^^^^^^^^ block 1 of Node one is 10.42.0.0/24, outside fd10:96e5:42::/56
					`,
					'nodes/one/kube-controller-manager.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-controller-manager, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-controller-manager
						      command:
						        - kube-controller-manager
						        - --allocate-node-cidrs=true
						        - --cluster-cidr=fd10:96e5:42::/56,10.42.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'the pod network became wider',
				repo: {
					'node.yaml': block`
						apiVersion: v1
						kind: Node
						metadata: {name: one}
						spec:
						  podCIDRs: [10.42.0.0/24]
					`,
					'nodes/one/kube-controller-manager.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-controller-manager, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-controller-manager
						      command:
						        - kube-controller-manager
						        - --allocate-node-cidrs=true
						        - --cluster-cidr=10.40.0.0/14,fd10:96e5:42::/56
					`,
				},
			},
		],
	},
});

/** The blocks that the prefix of their place does not touch. */
function strayIn({ prefixes }: NodeBlocksFact, list: Declaration) {
	return prefixes.flatMap(({ cidr, text, origin }, index) => {
		const expected = list.prefixes[index]?.cidr;
		if (cidr === undefined || (expected !== undefined && overlaps(cidr, expected))) return [];
		return [{ list, index, text, at: origin }];
	});
}
