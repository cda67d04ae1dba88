import { familyOf, type IpFamily } from '../../src/network/cidr.ts';
import { boundFamily, proxyList } from '../../src/network/kube-proxy.ts';
import { looseCidr } from '../../src/network/loose-address.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodePortAddressesLackFamily = defineRule({
	id: 'nodes/node-port-addresses-lack-family',
	title: 'kube-proxy opens node ports on all addresses of a family',
	severity: 'warning',
	docs: block`
		\`nodePortAddresses\` names the addresses on which Services of the type NodePort listen. With prefixes of one family only,
		kube-proxy logs a line and opens the ports of the other family on every address that a node has, also on those that
		face the world.

		A list that is written and empty opens them on every address of both families. Leaving it out does the same and is
		everybody's default; nothing is said about it.

		In the cluster: \`kubectl -n kube-system logs ds/kube-proxy | grep nodePortAddresses\`; \`ss -ltn\` on a node.

		Name a prefix of each family that kube-proxy works for.
	`,
	references: ['https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/'],

	*check({ plan }) {
		for (const fact of plan.processes) {
			const { process, flags, at } = fact;
			if (process !== 'kube-proxy') continue;
			const addresses = proxyList(fact, 'nodeport-addresses');
			if (addresses === undefined) continue;
			const [first] = addresses;
			if (first === undefined) {
				const [empty] = flags.all.filter(({ name }) => name === 'nodeport-addresses');
				const message = 'nodePortAddresses is an empty list, so node ports open on every address of a node';
				if (empty !== undefined) yield { at: empty.value.origin, message };
				continue;
			}
			const cidrs = addresses.flatMap(({ value }) => looseCidr(value) ?? []);
			// `primary`, and what is not known, is no list of prefixes.
			if (cidrs.length < addresses.length) continue;
			const covered = new Set(cidrs.map(familyOf));
			const { file } = decidedAt(at);
			const own = plan.declarations.filter(
				({ component, at: place }) => component === 'kube-proxy' && decidedAt(place).file === file,
			);
			const used = new Set<IpFamily>([
				...own.flatMap(({ prefixes }) => prefixes.flatMap(({ cidr }) => (cidr === undefined ? [] : [familyOf(cidr)]))),
				...[boundFamily(fact)].filter((one) => one !== undefined),
			]);
			const lacking = [...used].filter((family) => !covered.has(family));
			if (lacking.length === 0) continue;
			yield {
				at: first.origin,
				subject: first.value,
				message: `nodePortAddresses names no ${lacking.join(' and no ')} prefix, so these ports open on every such address`,
			};
		}
	},

	examples: {
		invalid: [
			{
				name: 'IPv4 only, and pods have both',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						clusterCIDR: 10.42.0.0/16,fd10:42::/56
						nodePortAddresses: [192.168.0.0/24]
						                    ^^^^^^^^^^^^^^ names no IPv6 prefix
					`,
				},
			},
			{
				name: 'a list that names nothing',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						clusterCIDR: 10.42.0.0/16
						nodePortAddresses: []
						                   ^^ is an empty list
					`,
				},
			},
		],
		valid: [
			{
				name: 'left to the default',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						clusterCIDR: 10.42.0.0/16,fd10:42::/56
						nodePortAddresses: null
					`,
				},
			},
			{
				name: 'one of each',
				repo: {
					'kube-proxy.yaml': block`
						apiVersion: kubeproxy.config.k8s.io/v1alpha1
						kind: KubeProxyConfiguration
						clusterCIDR: 10.42.0.0/16,fd10:42::/56
						nodePortAddresses: [192.168.0.0/24, "fd10:1::/64"]
					`,
				},
			},
		],
	},
});
