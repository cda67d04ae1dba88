import type { IpAddress } from '../../src/network/cidr.ts';
import { nodeIpsOf } from '../../src/network/node-ips.ts';
import { block, defineRule } from '../../src/rule.ts';

export const nodeIpUnusable = defineRule({
	id: 'nodes/node-ip-unusable',
	title: 'An address in --node-ip is of a kind that no node may have',
	severity: 'error',
	docs: block`
		The kubelet validates the addresses of \`--node-ip\` when it tells the API server about its node: loopback, link-local
		and multicast addresses fail, and then none of the node's addresses is updated, those of the other family included.
		Only its log says so; the node keeps what it had, or has no address at all.

		In the cluster: \`kubectl get node -o wide\`; \`journalctl -u kubelet | grep nodeIP\`.

		Write the global or unique local address of the machine.
	`,
	references: ['https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/'],

	*check({ plan }) {
		for (const { entries } of nodeIpsOf(plan)) {
			for (const { text, origin, address } of entries) {
				const kind = address === undefined ? undefined : kindOf(address);
				if (kind !== undefined)
					yield { at: origin, subject: text, message: `${text} in --node-ip is a ${kind} address` };
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'link-local',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10,fe80::10
						      #                   ^^^^^^^^ is a link-local address
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

/** What the kubelet refuses. kubernetes/kubernetes, `pkg/kubelet/kubelet_node_status.go`, validateNodeIP. */
function kindOf(address: IpAddress): string | undefined {
	if (/^127\./.test(address) || address === '::1') return 'loopback';
	if (/^169\.254\./.test(address) || /^fe[89ab]/.test(address)) return 'link-local';
	return /^(?:22[4-9]|23\d)\./.test(address) || /^ff/.test(address) ? 'multicast' : undefined;
}
