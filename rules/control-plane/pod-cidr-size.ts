import { type Statement, statements } from '../../src/network/agreement.ts';
import { addressCount } from '../../src/network/cidr.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { isKubeadm } from '../../src/network/kubeadm.ts';
import { kubeadmMinimum } from '../../src/network/limits/kubernetes.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { block, defineRule } from '../../src/rule.ts';

export const podCidrSize = defineRule({
	id: 'control-plane/pod-cidr-size',
	title: 'The pod network is smaller than kubeadm accepts',
	severity: 'error',
	docs: block`
		kubeadm asks for at least 14 addresses in each pod subnet, so /28 and /124 are the smallest; \`kubeadm
		init\` and \`kubeadm config validate\` refuse less. A config that is only read back from the cluster is
		not validated: there the mistake goes on into the manifests.

		In the cluster: \`kubeadm config validate --config <file>\` says "subnet with 8 address(es) is too small".

		Choose a prefix that has room for a block on each node: control-plane/too-few-node-blocks counts them.
	`,
	references: [
		'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/',
		'https://github.com/kubernetes/kubernetes/blob/v1.34.1/cmd/kubeadm/app/constants/constants.go',
	],

	*check({ plan }) {
		for (const [{ declaration, prefix, cidr }, ...more] of groupedBy(tooSmallForKubeadm(plan), (one) => one.cidr)) {
			yield {
				at: prefix.origin,
				subject: cidr,
				severity: declaration.standing === 'bootstrap' ? 'warning' : 'error',
				message: `the pod network ${cidr} has ${addressCount(cidr)} addresses, kubeadm asks for at least ${kubeadmMinimum.pod}`,
				because: more.map((other) => ({ at: other.prefix.origin, note: 'the same here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'eight addresses',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/29
						  #          ^^^^^^^^^^^^ has 8 addresses
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'sixteen addresses on a single node',
				repo: {
					'.dualstack-lint.yaml': block`
						version: 1
						nodes:
						  - {name: one, addresses: [192.168.1.1]}
					`,
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/28
						  serviceSubnet: 10.43.0.0/16
						controllerManager:
						  extraArgs:
						    - {name: node-cidr-mask-size-ipv4, value: "30"}
					`,
				},
			},
		],
	},
});

/** The pod networks of kubeadm that it refuses for their size. */
export function tooSmallForKubeadm(plan: AddressPlan): Statement[] {
	return statements(plan, 'pod').filter(
		({ declaration, cidr }) => isKubeadm(declaration) && addressCount(cidr) < kubeadmMinimum.pod,
	);
}
