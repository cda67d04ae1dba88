import { type Cidr, contains, parseCidr, parseIp } from '../../src/network/cidr.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { textOf } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const clusterDnsOutsideServices = defineRule({
	id: 'nodes/cluster-dns-outside-services',
	title: 'The kubelet sends pods to a DNS server outside the service range',
	severity: 'warning',
	docs: block`
		The kubelet writes \`clusterDNS\` into the resolv.conf of pods as it is. The Service of CoreDNS has an address of
		the service range, kubeadm takes the tenth of the first one. After the range was changed or copied from another
		cluster, pods ask an address that nobody answers at. A cache on each node (a link-local address) is left alone.

		In the cluster: \`kubectl -n kube-system get service kube-dns\` and \`kubectl exec <pod> -- cat /etc/resolv.conf\`.

		Give the kubelet the address of the Service.
	`,
	references: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/'],

	*check({ plan }) {
		const { stated, isKnown } = networkFamilies(plan, 'service');
		if (!isKnown) return;
		const ranges = stated.flatMap(({ prefixes }) => prefixes.flatMap(({ cidr }) => cidr ?? []));
		const more = plan.serviceCidrs.flatMap(({ prefixes }) => prefixes.flatMap(({ cidr }) => cidr ?? []));
		const strays = plan.processes
			.filter(({ process }) => process === 'kubelet')
			.flatMap(({ flags }) => flags.all.filter(({ name }) => name === 'cluster-dns'))
			.flatMap(({ value }) => {
				const ip = value.kind === 'scalar' ? parseIp(textOf(value)) : undefined;
				if (ip?.ok !== true || [...ranges, ...more, ...linkLocal].some((range) => contains(range, ip.value))) return [];
				return [{ ip: ip.value, at: value.origin }];
			});
		const [witness] = stated;
		if (witness === undefined) return;
		for (const [{ ip, at }, ...others] of groupedBy(strays, (one) => one.ip)) {
			yield {
				at,
				subject: ip,
				message: `the kubelet's cluster DNS ${ip} lies in no service range (${ranges.join(', ')})`,
				because: [
					{ at: witness.at, note: `${witness.component} (${witness.setting})` },
					...others.map((other) => ({ at: other.at, note: 'the same here' })),
				],
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'the address of another cluster',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
						---
						apiVersion: kubelet.config.k8s.io/v1beta1
						kind: KubeletConfiguration
						clusterDNS:
						  - 10.96.0.10
						  # ^^^^^^^^^^ lies in no service range
					`,
				},
			},
		],
		valid: [
			{
				name: 'CoreDNS, and a cache on each node',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16
						  serviceSubnet: 10.43.0.0/16
						---
						apiVersion: kubelet.config.k8s.io/v1beta1
						kind: KubeletConfiguration
						clusterDNS: [169.254.20.10, 10.43.0.10]
					`,
				},
			},
		],
	},
});

/** RFC 3927 and RFC 4291, 2.5.6. */
const linkLocal: readonly Cidr[] = ['169.254.0.0/16', 'fe80::/10'].flatMap((text) => {
	const parsed = parseCidr(text);
	return parsed.ok ? [parsed.value] : [];
});
