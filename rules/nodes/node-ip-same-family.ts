import { familyOf } from '../../src/network/cidr.ts';
import { nodeIpsOf } from '../../src/network/node-ips.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeIpSameFamily = defineRule({
	id: 'nodes/node-ip-same-family',
	title: 'Two addresses of one family are given as --node-ip',
	severity: 'error',
	docs: block`
		The kubelet takes one address, or one of each family, and exits at start with anything else. The node stays
		NotReady, and a new machine never joins.

		In the cluster: \`journalctl -u kubelet\` on the node says "must contain either a single IP or a dual-stack pair
		of IPs".

		Keep the address that the other nodes reach and one of the other family.
	`,
	references: [
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/',
		'https://pkg.go.dev/k8s.io/component-helpers/node/util#ParseNodeIPArgument',
	],

	*check({ plan }) {
		for (const { entries, text } of nodeIpsOf(plan)) {
			const seen = new Map<string, string>();
			for (const { address, origin } of entries) {
				if (address === undefined) continue;
				const family = familyOf(address);
				const first = seen.get(family);
				seen.set(family, first ?? address);
				if (first === undefined) continue;
				yield {
					at: origin,
					subject: text,
					message: `--node-ip names two ${family} addresses, ${first} and ${address}`,
				};
				break;
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'two IPv4 addresses',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10,10.0.0.10
						      #                   ^^^^^^^^^ two IPv4 addresses, 192.168.1.10 and 10.0.0.10
					`,
				},
			},
		],
		valid: [
			{
				name: 'one address of each family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10,fd10:96e5:1::10
					`,
				},
			},
		],
	},
});
