import { statements } from '../../src/network/agreement.ts';
import { block, defineRule } from '../../src/rule.ts';
import { mismatches } from './mismatches.ts';

/** Who hands out pod addresses from ranges that need not be the whole pod network. */
const ownPools = new Set(['Cilium', 'Calico']);

export const podCidrMismatch = defineRule({
	id: 'control-plane/pod-cidr-mismatch',
	title: 'Components name different pod networks',
	severity: 'error',
	docs: block`
		kubeadm, the controller manager, kube-proxy and the scripts that set the cluster up must name the same pod
		network. The controller manager cuts the nodes' blocks out of its own; whoever reads another one treats
		pod addresses as foreign: traffic is masqueraded or dropped. What only a bootstrap script says
		differently is a warning: it hurts when the cluster is built again.

		In the cluster: \`kubectl get nodes -o jsonpath='{.items[*].spec.podCIDRs}'\` shows the blocks in use.

		Make every declaration the same. The range of a running cluster can be widened, not moved.

		Cilium's own ranges are judged by cilium/native-routing-cidr-mismatch and cilium/cluster-pool-mismatch.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/',
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
	],

	*check({ plan }) {
		yield* mismatches(
			'pod',
			statements(plan, 'pod').filter(({ declaration }) => !ownPools.has(declaration.component)),
		);
	},

	examples: {
		invalid: [
			{
				name: 'the controller manager of one node differs from kubeadm',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
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
						        - --cluster-cidr=10.44.0.0/16
						        #                ^^^^^^^^^^^^ 10.44.0.0/16
						        - --service-cluster-ip-range=10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'the same network in another spelling',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,FD10:96E5:0042::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
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
						        - --cluster-cidr=10.42.0.0/16,fd10:96e5:42::/56
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});
