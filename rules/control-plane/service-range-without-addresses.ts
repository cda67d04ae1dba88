import { type Statement, statements } from '../../src/network/agreement.ts';
import { familyOf, prefixLength } from '../../src/network/cidr.ts';
import { apiServerGate } from '../../src/network/feature-gates.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { kubernetesAssumption, kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import { allocatesFrom64, apiServerServiceBits, shortestServiceRange } from '../../src/network/limits/kubernetes.ts';
import { versionText } from '../../src/network/limits/versions.ts';
import { block, defineRule } from '../../src/rule.ts';

export const serviceRangeWithoutAddresses = defineRule({
	id: 'control-plane/service-range-without-addresses',
	title: 'kube-apiserver accepts a service range and takes no address from it',
	severity: 'error',
	docs: block`
		From Kubernetes 1.34 on kube-apiserver limits the size of its service ranges no more. What hands out the
		addresses does: it refuses an IPv6 range shorter than /64, the API server writes a line to its log and goes
		on, and every Service that needs the family fails to get a ClusterIP. A range of exactly /64 gives wrong
		addresses before 1.34.8, a warning.

		In the cluster: \`kubectl get servicecidrs\` shows a range that is not ready; \`kubectl -n kube-system logs
		-l component=kube-apiserver\` says "shortest allowed prefix length for service CIDR is 64".

		Take a /112 or a /108 out of the same prefix before the first Service has an address of it. Ranges that the
		API server or kubeadm refuses outright are control-plane/service-cidr-size.
	`,
	references: [
		'https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/',
		'https://github.com/kubernetes/kubernetes/blob/v1.34.1/pkg/registry/core/service/ipallocator/ipallocator.go',
	],

	*check({ plan }) {
		const { high } = kubernetesReleases(plan);
		const gates = {
			multiCidr: apiServerGate(plan, 'MultiCIDRServiceAllocator'),
			noDualWrite: apiServerGate(plan, 'DisableAllocatorDualWrite'),
		};
		if (apiServerServiceBits(high, gates) !== undefined) return;
		for (const [first, ...more] of groupedBy(statements(plan, 'service').filter(isRead), ({ cidr }) => cidr)) {
			const length = prefixLength(first.cidr);
			const isBad64 = length === shortestServiceRange && !allocatesFrom64(high);
			if (familyOf(first.cidr) !== 'IPv6' || (length >= shortestServiceRange && !isBad64)) continue;
			const fate = isBad64
				? `is a /${length}, kube-apiserver ${versionText(high)} takes wrong addresses from it`
				: `is shorter than /${shortestServiceRange}, it gives no ClusterIP`;
			yield {
				at: first.prefix.origin,
				subject: first.cidr,
				severity: isBad64 || first.declaration.standing !== 'live' ? 'warning' : 'error',
				message: `the service network ${first.cidr} ${fate}${kubernetesAssumption(plan)}`,
				because: more.map(({ prefix }) => ({ at: prefix.origin, note: 'the same here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'a range that starts and gives nothing',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      image: registry.k8s.io/kube-apiserver:v1.34.1
						      command:
						        - kube-apiserver
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/60
						        #                                         ^^^^^^^^^^^^^^^^^ is shorter than /64
					`,
				},
			},
		],
		valid: [
			{
				name: 'a range from which addresses are taken',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      image: registry.k8s.io/kube-apiserver:v1.34.8
						      command:
						        - kube-apiserver
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/108
					`,
				},
			},
		],
	},
});

/** kubeadm lets no such range through; the controller manager takes no addresses. */
function isRead({ declaration: { component } }: Statement): boolean {
	return component === 'kube-apiserver';
}
