import type { SysctlFact } from '../../src/network/facts.ts';
import { type DualStack, dualStack } from '../../src/network/families.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { decidedAt } from '../../src/repo/origin.ts';
import { block, defineRule, type Finding } from '../../src/rule.ts';

export const ipv6ForwardingMissing = defineRule({
	id: 'nodes/ipv6-forwarding-missing',
	title: 'Nodes are told to forward IPv4 and not IPv6',
	severity: 'error',
	docs: block`
		A node passes packets of pods on only where the kernel forwards them. IPv4 and IPv6 have a switch each, and
		that of IPv6 is off by default. kubeadm refuses to start or to join with an IPv6 network while
		\`net.ipv6.conf.default.forwarding\` is not 1; on a running node pods reach nothing beyond it over IPv6.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`sysctl net.ipv6.conf.all.forwarding\` on the node.

		Write \`net.ipv6.conf.all.forwarding = 1\` beside the IPv4 line. A node that forwards takes no default route from
		router advertisements any more, unless \`net.ipv6.conf.<interface>.accept_ra\` is 2.

		## Limits

		What one file of the repository sets counts for the machine that the file is for. A file that sets only the
		IPv6 switch is taken for the other half of every file that sets only the IPv4 one. Talos forwards by itself.
	`,
	references: [
		'https://docs.kernel.org/networking/ip-sysctl.html',
		'https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/dual-stack-support/',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		const files = groupedBy(plan.sysctls, ({ at }) => decidedAt(at).file);
		const isComplemented = files.some((file) => file.some(isOn6) && !file.some(isOn4));
		for (const file of files) {
			for (const fact of file) {
				if (isForwarding6(fact) && fact.value.trim() === '0') {
					yield finding(dual, fact, `${fact.key} is 0 in ${fact.file}`);
				}
			}
			const ipv4 = file.find(isOn4);
			if (ipv4 === undefined || file.some(isForwarding6) || isComplemented || isTalos(plan)) continue;
			yield finding(dual, ipv4, `${ipv4.file} lets nodes forward IPv4 and leaves net.ipv6.conf.all.forwarding out`);
		}
	},

	examples: {
		invalid: [
			{
				name: 'a script that prepares a node of a dual-stack cluster',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'prepare-node.sh': block`
						#!/bin/sh
						cat > /etc/sysctl.d/k8s.conf <<EOF
						net.ipv4.ip_forward = 1
						#                     ^ leaves net.ipv6.conf.all.forwarding out
						EOF
						sysctl --system
						kubeadm init --config kubeadm.yaml
					`,
				},
			},
		],
		valid: [
			{
				name: 'both switches are on',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'prepare-node.sh': block`
						#!/bin/sh
						cat > /etc/sysctl.d/k8s.conf <<EOF
						net.ipv4.ip_forward = 1
						net.ipv6.conf.all.forwarding = 1
						EOF
						sysctl --system
						kubeadm init --config kubeadm.yaml
					`,
				},
			},
		],
	},
});

function finding(dual: DualStack, { at, key }: SysctlFact, fact: string): Finding {
	const isPending = dual.standing === 'target';
	return {
		at,
		subject: key,
		severity: isPending ? 'info' : 'error',
		message: `${isPending ? 'pending: ' : ''}${fact}; ${dual.note}`,
		because: [{ at: dual.at, note: dual.note }],
	};
}

const ipv4Keys: ReadonlySet<string> = new Set([
	'net.ipv4.ip_forward',
	'net.ipv4.conf.all.forwarding',
	'net.ipv4.conf.default.forwarding',
]);
const ipv6Keys: ReadonlySet<string> = new Set(['net.ipv6.conf.all.forwarding', 'net.ipv6.conf.default.forwarding']);

function isOn4({ key, value }: SysctlFact): boolean {
	return ipv4Keys.has(key) && value.trim() === '1';
}

/** Set to whatever value: one that cannot be read may be right. */
function isForwarding6({ key }: SysctlFact): boolean {
	return ipv6Keys.has(key);
}

function isOn6(fact: SysctlFact): boolean {
	return isForwarding6(fact) && fact.value.trim() !== '0';
}

function isTalos({ versions, processes }: AddressPlan): boolean {
	return (
		versions.some(({ product }) => product === 'talos') || processes.some(({ component }) => component === 'Talos')
	);
}
