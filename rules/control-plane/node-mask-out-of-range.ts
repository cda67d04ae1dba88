import { maxLength, prefixLength } from '../../src/network/cidr.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { isKubeadm } from '../../src/network/kubeadm.ts';
import { nodeMaskDistance } from '../../src/network/limits/kubernetes.ts';
import { type NodeBlocks, nodeBlocks } from '../../src/network/node-blocks.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { placeOf } from '../../src/network/setting.ts';
import { originWithin, textOf } from '../../src/repo/node.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';
import { tooSmallForKubeadm } from './pod-cidr-size.ts';

export const nodeMaskOutOfRange = defineRule({
	id: 'control-plane/node-mask-out-of-range',
	title: 'The node mask does not fit the pod network',
	severity: 'error',
	docs: block`
		Each node gets a block out of the pod network, as long as the node mask says: /24 and /64 unless
		\`node-cidr-mask-size-ipv4\` and \`-ipv6\` say otherwise. The controller manager exits when a block would
		be larger than the pod network, and when an IPv6 mask is more than 16 bits longer than the pod network;
		kubeadm refuses such a distance for IPv4 too. A mask beyond 32 or 128 bits is
		control-plane/node-mask-too-long. A mask such as \`/80\` is no number to either of them.

		In the cluster: \`kubectl -n kube-system logs -l component=kube-controller-manager\` says "New CIDR set
		failed" or "mask size of cluster CIDR must be less than or equal to".

		Choose a mask from the length of the pod network to 16 more. A mask that gives too few blocks is
		reported by control-plane/too-few-node-blocks, a pod network that kubeadm finds too small by
		control-plane/pod-cidr-size, Cilium's own pools by cilium/pool-mask-out-of-range.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#configure-ipv4-ipv6-dual-stack',
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
	],

	*check({ plan }) {
		yield* notNumbers(plan);
		const small = new Set(tooSmallForKubeadm(plan).map(({ cidr }) => cidr));
		const misfits = nodeBlocks(plan).filter((one) => complaint(one) !== undefined && !small.has(one.cidr));
		for (const [first, ...more] of groupedBy(misfits, ({ cidr, mask }) => `${cidr} ${mask}`)) {
			const { standing } = first.declaration;
			const at = placeOfMask(first);
			yield {
				at,
				subject: first.cidr,
				severity: standing === 'live' ? 'error' : 'warning',
				message: `the ${first.maskBy === undefined ? 'default ' : ''}${first.family} node mask ${first.mask} ${complaint(first)}`,
				because: [
					...(first.maskBy === undefined
						? []
						: [{ at: first.prefix.origin, note: `the pod network is ${first.cidr}` }]),
					...more.map((other) => ({ at: placeOfMask(other), note: 'the same here' })),
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a pod network smaller than the block of one node',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/104
						  #                       ^^^^^^^^^^^^^^^^^^ the default IPv6 node mask 64 is shorter than
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
			{
				name: 'one bit too far',
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/64
						        - --node-cidr-mask-size-ipv6=81
						        #                            ^^ is 17 bits longer than the pod network fd10:96e5:42::/64
					`,
				},
			},
			{
				name: 'a slash before the number',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/64
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
						controllerManager:
						  extraArgs:
						    - name: node-cidr-mask-size-ipv6
						      value: /80
						      #      ^^^ is /80, which is no number
					`,
				},
			},
		],
		valid: [
			{
				name: 'sixteen bits longer',
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/64
						        - --node-cidr-mask-size-ipv6=80
					`,
				},
			},
			{
				name: 'nobody hands out blocks',
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
						        - --allocate-node-cidrs=false
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/64
						        - --node-cidr-mask-size-ipv6=120
					`,
				},
			},
		],
	},
});

/** Masks such as `/80`: kubeadm and the controller manager read plain numbers only. */
function* notNumbers({ nodeMasks, processes }: AddressPlan): Generator<Finding> {
	for (const { component, setting, at, size, standing } of nodeMasks) {
		if (size.state !== 'unknown') continue;
		const written = processes.flatMap(({ flags }) => flags.all).find(({ value }) => value.origin === at)?.value;
		if (written?.kind !== 'scalar' || /^[+-]?\d+$/.test(textOf(written))) continue;
		yield {
			at: originWithin(written, 0, textOf(written).length),
			severity: standing === 'live' ? 'error' : 'warning',
			message: `${component} (${setting}) is ${textOf(written) || 'empty'}, which is no number`,
		};
	}
}

function placeOfMask({ maskBy, prefix }: NodeBlocks) {
	return maskBy === undefined ? prefix.origin : placeOf(maskBy.size);
}

/** What is wrong with the mask, as the end of a sentence; undefined when the controller manager and kubeadm take it. */
function complaint({ mask, cidr, family, declaration }: NodeBlocks): string | undefined {
	const length = prefixLength(cidr);
	if (mask > maxLength(family)) return undefined;
	if (mask < length) return `is shorter than the pod network ${cidr}, no block fits`;
	const distance = mask - length;
	const judged = family === 'IPv6' || isKubeadm(declaration);
	if (!judged || distance <= nodeMaskDistance) return undefined;
	return `is ${distance} bits longer than the pod network ${cidr}, ${nodeMaskDistance} is the most`;
}
