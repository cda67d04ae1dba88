import { dualStack } from '../../src/network/families.ts';
import { hasDefaultRoute, reachable } from '../../src/network/host-ipv6.ts';
import { isMain } from '../../src/network/host-nodes.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import type { Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';
import { forBothFamilies } from './pending.ts';

export const ipv6Disabled = defineRule({
	id: 'nodes/ipv6-disabled',
	title: 'A machine of a dual-stack cluster has IPv6 switched off',
	severity: 'error',
	docs: block`
		With \`ipv6.disable=1\` the kernel has no IPv6 at all: binding to \`::\` fails, and so do kube-proxy, Cilium and every
		pod that wants both families. \`net.ipv6.conf.all.disable_ipv6 = 1\` takes the addresses off every interface, that of
		\`default\` keeps them off new ones, those of pods included. A link without a link-local address takes no router
		advertisements and finds no neighbours.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`cat /proc/sys/net/ipv6/conf/all/disable_ipv6\` and \`cat /proc/cmdline\` on the node.

		Take the setting out; arguments of the kernel need a new boot.

		## Limits

		Of single links only those with the default route are looked at. A link that has a static IPv6 address in spite of it
		is left alone.
	`,
	references: [
		'https://docs.kernel.org/networking/ipv6.html',
		'https://docs.kernel.org/networking/ip-sysctl.html',
		'https://www.freedesktop.org/software/systemd/man/latest/systemd.network.html',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		for (const { at, text, what } of switches(plan)) {
			yield forBothFamilies(dual, { at, subject: text, severity: 'error', message: `${text} ${what}` });
		}
	},

	examples: {
		invalid: [
			{
				name: 'a kernel without IPv6',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/default/grub': block`
						GRUB_TIMEOUT=5
						GRUB_CMDLINE_LINUX="quiet ipv6.disable=1"
						#                         ^^^^^^^^^^^^^^ leaves the kernel without IPv6
					`,
				},
			},
			{
				name: 'a script that takes IPv6 off every interface',
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
						sysctl -w net.ipv6.conf.all.disable_ipv6=1
						#                                        ^ takes IPv6 off
						kubeadm init --config kubeadm.yaml
					`,
				},
			},
		],
		valid: [
			{
				name: 'IPv6 off on a link of another kind',
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
						sysctl -w net.ipv6.conf.bond0/70.disable_ipv6=1
						kubeadm init --config kubeadm.yaml
					`,
				},
			},
		],
	},
});

interface Switch {
	readonly at: Origin;
	readonly text: string;
	readonly what: string;
}

function switches(plan: AddressPlan): Switch[] {
	const main = plan.links.filter((link) => isMain(link) && hasDefaultRoute(link, 'IPv4'));
	const links = new Set(['all', 'default', ...main.map(({ link }) => link)]);
	const settings = plan.sysctls.flatMap(({ key, value, at }): Switch[] => {
		const link = /^net\.ipv6\.conf\.(.+)\.disable_ipv6$/.exec(key)?.[1];
		if (link === undefined || !links.has(link) || value.trim() !== '1') return [];
		return [{ at, text: `${key} = 1`, what: 'takes IPv6 off' }];
	});
	const ofKernel = plan.kernelArguments
		.filter(({ value }) => value === '1')
		.map(({ at, name }): Switch => {
			const what = name === 'ipv6.disable' ? 'leaves the kernel without IPv6' : 'takes IPv6 off';
			return { at, text: `${name}=1`, what };
		});
	const ofLinks = main.flatMap((link): Switch[] => {
		if (link.ipv6Off === undefined || reachable(link, 'IPv6').length > 0) return [];
		return [{ at: link.ipv6Off.origin, text: link.ipv6Off.value, what: `leaves ${link.link} without IPv6` }];
	});
	return [...ofKernel, ...settings, ...ofLinks];
}
