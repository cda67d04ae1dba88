import { maxLength } from '../../src/network/cidr.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { type NodeBlocks, nodeBlocks } from '../../src/network/node-blocks.ts';
import { placeOf } from '../../src/network/setting.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeMaskTooLong = defineRule({
	id: 'control-plane/node-mask-too-long',
	title: 'A node mask is longer than an address',
	severity: 'error',
	docs: block`
		An IPv4 node mask above 32 and an IPv6 one above 128 pass kubeadm and the controller manager alike, as long as
		they are not more than 16 bits longer than an IPv6 pod network. Every node then gets the block \`<nil>\`, and no
		pod an address of the family.

		In the cluster: \`kubectl get nodes -o custom-columns=N:.metadata.name,C:.spec.podCIDRs\` shows \`<nil>\`.

		Choose a mask from the length of the pod network to 16 more.
	`,
	references: [
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
		'https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/controller/nodeipam/ipam/cidrset/cidr_set.go',
	],

	*check({ plan }) {
		const long = nodeBlocks(plan).filter(({ mask, family }) => mask > maxLength(family));
		for (const [first, ...more] of groupedBy(long, ({ cidr, mask }) => `${cidr} ${mask}`)) {
			const { family, mask, cidr, declaration } = first;
			yield {
				at: placeOfMask(first),
				subject: cidr,
				severity: declaration.standing === 'live' ? 'error' : 'warning',
				message: `the ${family} node mask ${mask} is longer than an ${family} address, every node gets the block <nil>`,
				because: more.map((other) => ({ at: placeOfMask(other), note: 'the same here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'one too many',
				repo: {
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/120
						        - --node-cidr-mask-size-ipv6=129
						        #                            ^^^ is longer than an IPv6 address
					`,
				},
			},
		],
		valid: [
			{
				name: 'one address for each node',
				repo: {
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/120
						        - --node-cidr-mask-size-ipv6=128
					`,
				},
			},
		],
	},
});

function placeOfMask({ maskBy, prefix }: NodeBlocks) {
	return maskBy === undefined ? prefix.origin : placeOf(maskBy.size);
}
