import { familyOf, type IpFamily } from '../../src/network/cidr.ts';
import type { Declaration, Prefix } from '../../src/network/facts.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { isIgnored } from '../../src/network/node-blocks.ts';
import { block, defineRule } from '../../src/rule.ts';

export const tooManyPrefixes = defineRule({
	id: 'control-plane/too-many-prefixes',
	title: 'A list names two prefixes of one family',
	severity: 'error',
	docs: block`
		The pod and the service network have one prefix of each family, at most two in all. kubeadm, the API
		server, the controller manager and kube-proxy refuse a list with a third prefix, or with two of one
		family; the process exits at start.

		In the cluster: the component restarts, its log says "expected one (IPv4 or IPv6) CIDR or two CIDRs from
		each family" or "must be of different IP family".

		Keep one prefix of each family. A pod network that is too small is widened, not extended by a second
		prefix; further service ranges are ServiceCIDR objects (Kubernetes 1.33 and later).
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#configure-ipv4-ipv6-dual-stack',
		'https://kubernetes.io/docs/tasks/network/extend-service-ip-ranges/',
	],

	*check({ plan }) {
		const lists = plan.declarations.filter(
			(one) =>
				(one.role === 'pod' || one.role === 'service') &&
				one.relation === 'is' &&
				takesBothFamilies(one) &&
				!isIgnored(plan, one),
		);
		const surplus = lists.flatMap((declaration) => {
			const prefix = repeated(declaration.prefixes);
			return prefix === undefined ? [] : [{ declaration, prefix }];
		});
		const alike = groupedBy(surplus, ({ declaration: { component, setting }, prefix }) =>
			JSON.stringify([component, setting, prefix.text]),
		);
		for (const [{ declaration, prefix }, ...more] of alike) {
			const { component, setting, role, standing, prefixes } = declaration;
			const family = prefix.cidr && familyOf(prefix.cidr);
			const count = prefixes.length > 2 ? `, which has ${prefixes.length} entries` : '';
			yield {
				at: prefix.origin,
				severity: standing === 'bootstrap' ? 'warning' : 'error',
				message: `${prefix.text} is the second ${family} ${role} network of ${component} (${setting})${count}`,
				because: more.map((other) => ({ at: other.prefix.origin, note: 'the same here' })),
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the pod network was extended by a second prefix',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,10.44.0.0/16
						  #                       ^^^^^^^^^^^^ the second IPv4 pod network of kubeadm
						  serviceSubnet: 10.43.0.0/16
					`,
				},
			},
			{
				name: 'three service ranges',
				repo: {
					'nodes/one/kube-apiserver.yaml': block`
						apiVersion: v1
						kind: Pod
						metadata: {name: kube-apiserver, namespace: kube-system}
						spec:
						  containers:
						    - name: kube-apiserver
						      command:
						        - kube-apiserver
						        - --service-cluster-ip-range=10.43.0.0/16,fd10:96e5:43::/112,10.96.0.0/16
						        #                                                            ^^^^^^^^^^^^ which has 3 entries
					`,
				},
			},
		],
		valid: [
			{
				name: 'one of each family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/15,fd10:96e5:42::/56
						  serviceSubnet: 10.96.0.0/16,fd10:96e5:43::/112
					`,
				},
			},
		],
	},
});

/** Settings with a family of their own, such as Cilium's pools, take as many prefixes as one likes. */
function takesBothFamilies({ family, form, standing }: Declaration): boolean {
	return family === undefined && form !== 'one' && (standing === 'live' || standing === 'bootstrap');
}

/** The first prefix of a family that was there before. */
function repeated(prefixes: readonly Prefix[]): Prefix | undefined {
	const families = new Set<IpFamily>();
	for (const prefix of prefixes) {
		if (prefix.cidr === undefined) continue;
		const family = familyOf(prefix.cidr);
		if (families.has(family)) return prefix;
		families.add(family);
	}
	return undefined;
}
