import { familyOf, type IpFamily } from '../../src/network/cidr.ts';
import { looseCidr } from '../../src/network/loose-address.ts';
import { textOf } from '../../src/repo/node.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodePortAddressesLackFamily = defineRule({
	id: 'nodes/node-port-addresses-lack-family',
	title: 'kube-proxy limits node ports in one family and opens them on all addresses of the other',
	severity: 'warning',
	docs: block`
		\`nodePortAddresses\` names the addresses on which Services of the type NodePort listen. With prefixes of one family only,
		kube-proxy logs a line and opens the ports of the other family on every address that a node has, also on those that
		face the world.

		In the cluster: \`kubectl -n kube-system logs ds/kube-proxy | grep nodePortAddresses\`; \`ss -ltn\` on a node.

		Name a prefix of each family that kube-proxy works for.
	`,
	references: ['https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/'],

	*check({ plan }) {
		for (const { process, flags, at } of plan.processes) {
			if (process !== 'kube-proxy') continue;
			const addresses = flags.all.filter(({ name }) => name === 'nodeport-addresses').map(({ value }) => value);
			const cidrs = addresses.flatMap((value) => (value.kind === 'scalar' ? (looseCidr(textOf(value)) ?? []) : []));
			const [first] = addresses;
			// `primary`, and what is not known, is no list of prefixes.
			if (first === undefined || cidrs.length < addresses.length) continue;
			const covered = new Set(cidrs.map(familyOf));
			const { file } = decidedAt(at);
			const own = plan.declarations.filter(
				({ component, at: place }) => component === 'kube-proxy' && decidedAt(place).file === file,
			);
			const used = new Set<IpFamily>(
				own.flatMap(({ prefixes }) => prefixes.flatMap(({ cidr }) => (cidr === undefined ? [] : [familyOf(cidr)]))),
			);
			const lacking = [...used].filter((family) => !covered.has(family));
			if (lacking.length === 0) continue;
			yield {
				at: first.origin,
				subject: first.kind === 'scalar' ? textOf(first) : '',
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
		],
		valid: [
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
