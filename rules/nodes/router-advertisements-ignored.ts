import type { SysctlFact } from '../../src/network/facts.ts';
import { dualStack } from '../../src/network/families.ts';
import type { HostLinkFact } from '../../src/network/host-facts.ts';
import {
	acceptsWhileForwarding,
	hasDefaultRoute,
	linksAcceptingAlways,
	machinesOfLinks,
} from '../../src/network/host-ipv6.ts';
import type { AddressPlan } from '../../src/network/plan.ts';
import { placeOf } from '../../src/network/setting.ts';
import { decidedAt, type Origin } from '../../src/repo/origin.ts';
import { block, defineRule } from '../../src/rule.ts';
import { forBothFamilies } from './pending.ts';

export const routerAdvertisementsIgnored = defineRule({
	id: 'nodes/router-advertisements-ignored',
	title: 'A machine forwards IPv6 and takes its route from router advertisements, which it then ignores',
	severity: 'warning',
	docs: block`
		A machine that forwards IPv6 is a router, and the kernel of a router ignores the advertisements of others: with
		\`accept_ra = 1\` it takes them only while \`forwarding\` is 0. Nodes of a cluster must forward. The machine comes up
		with an address and a route, forwarding is switched on, and when the lifetime of the route is over, half an hour later or so, the
		node has no way out over IPv6. \`accept_ra = 2\` takes advertisements all the same.

		systemd-networkd reads advertisements itself. There \`IPv6AcceptRA=\` is off by default on a link that is told to forward.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`ip -6 route show default\` on the node shows \`proto ra\` with what is left of the lifetime.

		Set \`net.ipv6.conf.<interface>.accept_ra = 2\`, \`IPv6AcceptRA=yes\`, or write a static default route.

		## Limits

		The kernel's own settings are judged only where no file of netplan or systemd-networkd is known, as both switch the
		kernel's part off.
	`,
	references: [
		'https://docs.kernel.org/networking/ip-sysctl.html',
		'https://docs.k3s.io/networking/basic-network-options#dual-stack-ipv4--ipv6-networking',
		'https://www.freedesktop.org/software/systemd/man/latest/systemd.network.html',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		for (const { at, message, because } of [...bySettings(plan), ...byLinks(plan)])
			yield forBothFamilies(dual, { at, severity: 'warning', message, because });
	},

	examples: {
		invalid: [
			{
				name: 'forwarding and accept_ra side by side',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/sysctl.d/90-k8s.conf': block`
						net.ipv4.ip_forward = 1
						net.ipv6.conf.all.forwarding = 1
						net.ipv6.conf.eth0.accept_ra = 1
						#                              ^ net.ipv6.conf.eth0.accept_ra = 1 takes no router advertisements
					`,
				},
			},
			{
				name: 'an interface that is set up by advertisements',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/network/interfaces': block`
						iface eth0 inet static
						    address 192.168.1.11/24
						    gateway 192.168.1.1
						iface eth0 inet6 auto
						#                ^^^^ eth0 of one takes its IPv6 route from router advertisements
					`,
				},
			},
		],
		valid: [
			{
				name: 'advertisements are taken all the same',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/sysctl.d/90-k8s.conf': block`
						net.ipv4.ip_forward = 1
						net.ipv6.conf.all.forwarding = 1
						net.ipv6.conf.eth0.accept_ra = 2
					`,
					'hosts/one/etc/network/interfaces': block`
						iface eth0 inet6 auto
						    accept_ra 2
					`,
				},
			},
		],
	},
});

interface Ignored {
	readonly at: Origin;
	readonly message: string;
	readonly because: readonly { readonly at: Origin; readonly note: string }[];
}

function isForwarding({ key, value }: SysctlFact): boolean {
	return /^net\.ipv6\.conf\.(?:all|default)\.forwarding$/.test(key) && value.trim() === '1';
}

function bySettings({ sysctls, links }: AddressPlan): Ignored[] {
	if (links.some(({ manager }) => manager === 'netplan' || manager === 'systemd-networkd')) return [];
	const forwarding = new Map(sysctls.filter(isForwarding).map((one) => [decidedAt(one.at).file, one]));
	return sysctls.flatMap((one): Ignored[] => {
		if (!/^net\.ipv6\.conf\.[^.]+\.accept_ra$/.test(one.key) || one.value.trim() !== '1') return [];
		const beside = forwarding.get(decidedAt(one.at).file);
		if (beside === undefined) return [];
		const message = `${one.key} = 1 takes no router advertisements where ${beside.key} is 1`;
		return [{ at: one.at, message, because: [{ at: beside.at, note: 'the machine forwards IPv6' }] }];
	});
}

function byLinks(plan: AddressPlan): Ignored[] {
	const always = linksAcceptingAlways(plan);
	return machinesOfLinks(plan).flatMap((links) => {
		if (links.some((link) => hasDefaultRoute(link, 'IPv6') || link.unresolved)) return [];
		return links.flatMap((link): Ignored[] => {
			const name = link.node === undefined ? link.link : `${link.link} of ${link.node}`;
			const message = `${name} takes its IPv6 route from router advertisements, which a machine that forwards ignores`;
			const { advertisements, forwards } = link;
			const at = placeOf(advertisements.state === 'set' ? advertisements : forwards);
			return relies(always, link) ? [{ at, message, because: [] }] : [];
		});
	});
}

/** True for a link that has advertisements only, and does not take them on a machine that forwards. */
function relies(always: ReadonlySet<string>, link: HostLinkFact): boolean {
	const { manager, advertisements, forwards } = link;
	if (manager === 'ifupdown')
		return advertisements.state === 'set' && advertisements.value === 'on' && !acceptsWhileForwarding(always, link);
	const isTold = forwards.state === 'set' && forwards.value;
	return manager === 'systemd-networkd' && isTold && advertisements.state === 'absent' && link.addresses.length === 0;
}
