import { familyOf } from '../../src/network/cidr.ts';
import type { Declaration, Prefix } from '../../src/network/facts.ts';
import { isReadable } from '../../src/network/families.ts';
import { kubernetesAssumption, kubernetesReleases } from '../../src/network/kubernetes-version.ts';
import { hasKubernetesFeature } from '../../src/network/limits/kubernetes.ts';
import { block, defineRule } from '../../src/rule.ts';

export const defaultServiceCidrConflict = defineRule({
	id: 'control-plane/default-service-cidr-conflict',
	title: 'The ServiceCIDR of the cluster is another one than the API server is started with',
	severity: 'error',
	docs: block`
		From Kubernetes 1.33 on kube-apiserver keeps its service ranges in the ServiceCIDR \`kubernetes\`. Afterwards the
		object wins: it follows the flags in one case only, when a second range of the other family is appended to the
		first. A first range that changed, ranges in another order and a range that is gone leave the object as it is;
		the API server tells so in an event, and new Services fail or get addresses that nobody routes.

		In the cluster: \`kubectl get servicecidr kubernetes -o yaml\`, and \`kubectl get events -A\` with the reason
		KubernetesDefaultServiceCIDRInconsistent.

		Give the flags the ranges of the object, in its order. Other ranges go into ServiceCIDR objects of other names.
	`,
	references: [
		'https://kubernetes.io/docs/tasks/network/reconfigure-default-service-ip-ranges/',
		'https://github.com/kubernetes/kubernetes/pull/131263',
	],

	*check({ plan }) {
		if (!hasKubernetesFeature('serviceCidrObjects', kubernetesReleases(plan).high)) return;
		for (const { name, prefixes: held } of plan.serviceCidrs) {
			const [first] = held;
			if (name !== 'kubernetes' || first === undefined || held.some(({ cidr }) => cidr === undefined)) continue;
			const flags = plan.declarations.filter(isFlag).find(({ prefixes }) => !follows(held, prefixes));
			if (flags === undefined) continue;
			yield {
				at: flags.at,
				message: `${flags.component} (${flags.setting}) is ${textsOf(flags.prefixes)}, the ServiceCIDR kubernetes holds ${textsOf(held)}${kubernetesAssumption(plan)}`,
				because: [{ at: first.origin, note: 'the ranges of the cluster' }],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv6 was put first',
				repo: {
					'range.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: ServiceCIDR
						metadata: {name: kubernetes}
						spec:
						  cidrs: [10.43.0.0/16]
					`,
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
						        - --service-cluster-ip-range=fd10:96e5:43::/112,10.43.0.0/16
						        #                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the ServiceCIDR kubernetes holds 10.43.0.0/16
					`,
				},
			},
		],
		valid: [
			{
				name: 'the other family is appended',
				repo: {
					'range.yaml': block`
						apiVersion: networking.k8s.io/v1
						kind: ServiceCIDR
						metadata: {name: kubernetes}
						spec:
						  cidrs: [10.43.0.0/16]
					`,
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
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});

function isFlag(one: Declaration): boolean {
	return one.component === 'kube-apiserver' && one.role === 'service' && one.standing === 'live' && isReadable(one);
}

/** True when the object is what the flags say, or becomes it: one range, to which the other family is appended. */
function follows(held: readonly Prefix[], flags: readonly Prefix[]): boolean {
	const isSame = held.every(({ cidr }, i) => cidr === flags[i]?.cidr);
	if (!isSame || held.length === flags.length) return isSame;
	const families = new Set(flags.flatMap(({ cidr }) => (cidr === undefined ? [] : [familyOf(cidr)])));
	return flags.length === 2 && families.size === 2;
}

function textsOf(prefixes: readonly Prefix[]): string {
	return prefixes.map(({ text }) => text).join(',');
}
