import { statements } from '../../src/network/agreement.ts';
import { block, defineRule } from '../../src/rule.ts';
import { mismatches } from './mismatches.ts';

export const serviceCidrMismatch = defineRule({
	id: 'control-plane/service-cidr-mismatch',
	title: 'Components name different service networks',
	severity: 'error',
	docs: block`
		All API servers must have the same service ranges, and the controller manager must keep node blocks out
		of exactly these ranges. Nothing in the cluster compares them: an API server with another range hands
		out addresses that the others take for free, and repairs them away. What only a bootstrap script says
		differently is a warning: it hurts when the cluster is built again.

		In the cluster: \`kubectl get servicecidrs\` (Kubernetes 1.33 and later) shows the ranges in use.

		Make every declaration the same. The first range of a running cluster can never change.
	`,
	references: [
		'https://kubernetes.io/docs/tasks/network/reconfigure-default-service-ip-ranges/',
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/',
	],

	*check({ plan }) {
		yield* mismatches('service', statements(plan, 'service'));
	},

	examples: {
		invalid: [
			{
				name: 'an API server has another range than kubeadm',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
					`,
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --service-cluster-ip-range=10.96.0.0/16
						        #                            ^^^^^^^^^^^^ 10.96.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'every component has both ranges in the same order',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});
