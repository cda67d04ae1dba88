import { endpointProblem, isAddress, isDnsName, isPort } from '../../src/network/host-port.ts';
import { withoutPlaceholders } from '../../src/network/placeholders.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { nodeAt, type ScalarNode, textOf, type YamlNode } from '../../src/repo/node.ts';
import { block, defineRule } from '../../src/rule.ts';

export const notAnEndpoint = defineRule({
	id: 'control-plane/not-an-endpoint',
	title: 'kubeadm is given an address, a port or a name that is none',
	severity: 'error',
	docs: block`
		\`advertiseAddress\` is one address, without a prefix length and without a second one of the other family.
		\`controlPlaneEndpoint\` is an address or a DNS name, with a port or without; an IPv6 address stands in
		brackets where a port follows and only there. \`bindPort\` is a port, \`dnsDomain\` a DNS name in lower case.
		kubeadm refuses the whole configuration for one of them.

		To check: \`kubeadm config validate --config <file>\` says "ip address is not valid", "endpoint is not
		valid" or "port number is not valid".
	`,
	references: [
		'https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/#kubeadm-k8s-io-v1beta4-APIEndpoint',
		'https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/dual-stack-support/',
	],

	*check({ plan }) {
		for (const { node, setting, problem } of values(plan)) {
			const text = textOf(node);
			const shown = text.trim() === text && text !== '' ? text : `"${text}"`;
			yield { at: node.origin, subject: text, message: `${shown} in ${setting} ${problem}` };
		}
	},

	examples: {
		invalid: [
			{
				name: 'a pair where one address is read',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						localAPIEndpoint:
						  advertiseAddress: 192.168.1.11,fd10:96e5:1::11
						  #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ in localAPIEndpoint.advertiseAddress is not an address
						  bindPort: 6443
					`,
				},
			},
			{
				name: 'an IPv6 endpoint without brackets',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						controlPlaneEndpoint: "fd10:96e5::1:6443:x"
						#                     ^^^^^^^^^^^^^^^^^^^^^ has colons and is no IPv6 address
					`,
				},
			},
		],
		valid: [
			{
				name: 'brackets where a port follows',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						controlPlaneEndpoint: "[fd10:96e5:1::1]:6443"
						networking: {dnsDomain: cluster.local}
						---
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: InitConfiguration
						localAPIEndpoint: {advertiseAddress: "fd10:96e5:1::11", bindPort: 6443}
					`,
				},
			},
		],
	},
});

interface Refused {
	readonly node: ScalarNode;
	readonly setting: string;
	/** The end of a sentence. */
	readonly problem: string;
}

function* values({ kubeadm, kubeadmNodes }: AddressPlan): Generator<Refused> {
	for (const { root } of kubeadm) {
		yield* refused(root, ['controlPlaneEndpoint'], (text) => (text === '' ? undefined : endpointProblem(text)));
		yield* refused(root, ['networking', 'dnsDomain'], (text) =>
			text === '' || isDnsName(text) ? undefined : 'is no DNS name in lower case',
		);
	}
	for (const { root, endpoint } of kubeadmNodes) {
		yield* refused(root, [...endpoint, 'advertiseAddress'], (text) =>
			isAddress(text) ? undefined : text === '' ? 'is empty' : 'is not an address',
		);
		yield* refused(root, [...endpoint, 'bindPort'], (text) =>
			isPort(text) ? undefined : 'is no port from 1 to 65535',
		);
	}
}

function* refused(root: YamlNode, path: readonly string[], judge: (text: string) => string | undefined) {
	const found = nodeAt(root, path);
	if (found?.kind !== 'scalar' || found.value === null) return;
	const node = withoutPlaceholders(found);
	// `LOAD_BALANCER_DNS:LOAD_BALANCER_PORT` waits for somebody to write it.
	if (node.kind === 'unknown' || /^(?=.*[A-Z])[A-Z0-9_.:-]+$/.test(textOf(node))) return;
	const problem = judge(textOf(node));
	if (problem !== undefined) yield { node, setting: path.join('.'), problem };
}
