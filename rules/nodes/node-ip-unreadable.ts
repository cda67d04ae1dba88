import { cidrProblemText, type IpProblem, parseCidr, parseIp } from '../../src/network/cidr.ts';
import { nodeIpsOf } from '../../src/network/node-ips.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule, type Fix } from '../../src/rule.ts';

export const nodeIpUnreadable = defineRule({
	id: 'nodes/node-ip-unreadable',
	title: 'An entry of --node-ip is no address of a machine',
	severity: 'warning',
	docs: block`
		The kubelet drops an entry of \`--node-ip\` that it cannot read with one line in its log and goes on with the
		rest. The node comes up with one family, or with an address of its own choice, and nothing says why. Brackets,
		a prefix length, a zone or a semicolon in place of the comma are enough. \`0.0.0.0\` and \`::\` are understood
		alone; beside another address they make the kubelet exit, which is an error. All else starts, with less than was
		meant.

		In the cluster: \`journalctl -u kubelet | grep 'Could not parse node IP'\` on the node.

		Write plain addresses with a comma between them, such as \`192.168.1.10,fd10:96e5:1::10\`.
	`,
	references: [
		'https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/',
		'https://pkg.go.dev/k8s.io/component-helpers/node/util#ParseNodeIPArgument',
	],

	*check({ plan }) {
		for (const { entries, at } of nodeIpsOf(plan)) {
			const isAlone = entries.filter((entry) => entry.address !== undefined).length < 2;
			for (const { text, origin, address, problem } of entries) {
				if (!isAlone && (address === '0.0.0.0' || address === '::')) {
					yield {
						at: origin,
						subject: text,
						severity: 'error',
						message: `${text} stands beside another address in --node-ip`,
					};
				}
				if (problem === undefined) continue;
				const fix = fixFor(text, origin);
				yield {
					at: text === '' ? at : origin,
					subject: text,
					message: text === '' ? 'an entry of --node-ip is empty' : `${text} in --node-ip ${wrong(text, problem)}`,
					...(fix !== undefined && { fix }),
				};
			}
		}
	},

	examples: {
		invalid: [
			{
				name: 'a prefix length and brackets',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10,fd10:96e5:1::10/64
						      #                   ^^^^^^^^^^^^^^^^^^ has a prefix length
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: JoinConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: "192.168.1.11,[fd10:96e5:1::11]"
						      #                    ^^^^^^^^^^^^^^^^^ has brackets
					`,
				},
				fixed: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10,fd10:96e5:1::10
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: JoinConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: "192.168.1.11,fd10:96e5:1::11"
					`,
				},
			},
		],
		valid: [
			{
				name: 'spaces around an entry do not count',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						nodeRegistration:
						  kubeletExtraArgs:
						    - name: node-ip
						      value: 192.168.1.10, fd10:96e5:1::10
					`,
				},
			},
		],
	},
});

function wrong(text: string, problem: IpProblem): string {
	const prefix = parseCidr(text);
	const isPrefix = prefix.ok || prefix.problem.kind === 'host-bits';
	return isPrefix ? 'has a prefix length' : cidrProblemText(problem);
}

/** The address without brackets, length or zone, where one remains. */
function fixFor(text: string, target: Origin): Fix | undefined {
	const address = text.replace(/^\[([^\]]*)\]/, '$1').replace(/[/%].*$/, '');
	if (!parseIp(address).ok) return undefined;
	return { title: `Write ${address}`, applicability: 'safe', changes: [{ op: 'set', target, value: address }] };
}
