import { dualStack } from '../../src/network/families.ts';
import type { HostLinkFact } from '../../src/network/host-facts.ts';
import {
	acceptsWhileForwarding,
	hasDefaultRoute,
	linksAcceptingAlways,
	machinesOfLinks,
	reachable,
} from '../../src/network/host-ipv6.ts';
import { block, defineRule } from '../../src/rule.ts';
import { forBothFamilies } from './pending.ts';

export const hostWithoutIpv6 = defineRule({
	id: 'nodes/host-without-ipv6',
	title: 'The interfaces of a machine leave it without an IPv6 address',
	severity: 'error',
	docs: block`
		A node of a dual-stack cluster needs an IPv6 address and a way to the other nodes. The interfaces of this machine have
		static IPv4 addresses, and IPv6 comes from nowhere: no address is written, router advertisements are switched off and
		there is no DHCPv6. The kubelet registers the node with IPv4 alone, and pods reach nothing on other nodes over IPv6.

		With ifupdown an interface that has an \`inet\` stanza only is set up by the kernel alone, which ignores router
		advertisements once the machine forwards, unless \`accept_ra\` is 2; that is a warning.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`ip -6 address show scope global\` on the node.

		Give the interface an address, or have it take router advertisements.

		## Limits

		Talos takes router advertisements by itself. Files with parts that cannot be read are left alone, and so are machines
		that have several files without a name in their path, one of which gives an IPv6 address.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#prerequisites',
		'https://netplan.readthedocs.io/en/stable/netplan-yaml/',
		'https://www.freedesktop.org/software/systemd/man/latest/systemd.network.html',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		const machines = machinesOfLinks(plan);
		const always = linksAcceptingAlways(plan);
		const someNamelessHas = machines.some(
			([first, ...more]) => first.node === undefined && [first, ...more].some(mayHaveIpv6),
		);
		for (const [first, ...more] of machines) {
			const links = [first, ...more];
			const main = links.find((link) => hasDefaultRoute(link, 'IPv4') && reachable(link, 'IPv4').length > 0);
			const [address] = main === undefined ? [] : reachable(main, 'IPv4');
			if (main === undefined || address === undefined || links.some(mayHaveIpv6)) continue;
			if (first.node === undefined && someNamelessHas) continue;
			if (links.some((link) => link.manager === 'ifupdown' && acceptsWhileForwarding(always, link))) continue;
			const isCertain = links.every(takesNone);
			const name = main.node === undefined ? main.link : `${main.link} of ${main.node}`;
			yield forBothFamilies(dual, {
				at: address.origin,
				subject: main.node ?? main.link,
				severity: isCertain ? 'error' : 'warning',
				message: `${name} has the address ${address.value}, and nothing gives the machine one of IPv6`,
				because: switchesOf(links),
			});
		}
	},

	examples: {
		invalid: [
			{
				name: 'static IPv4, and router advertisements switched off',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/netplan/50-lan.yaml': block`
						network:
						  version: 2
						  ethernets:
						    eth0:
						      addresses: [192.168.1.11/24]
						      #           ^^^^^^^^^^^^^^^ eth0 of one has the address 192.168.1.11, and nothing gives the machine one of IPv6
						      routes: [{to: default, via: 192.168.1.1}]
						      accept-ra: false
					`,
				},
			},
		],
		valid: [
			{
				name: 'an address of each family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/netplan/50-lan.yaml': block`
						network:
						  version: 2
						  ethernets:
						    eth0:
						      addresses: [192.168.1.11/24, "fd10:96e5:41::11/64"]
						      routes: [{to: default, via: 192.168.1.1}, {to: "::/0", via: "fe80::1"}]
						      accept-ra: false
					`,
				},
			},
			{
				name: 'router advertisements as they are by default',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/netplan/50-lan.yaml': block`
						network:
						  version: 2
						  ethernets:
						    eth0:
						      addresses: [192.168.1.11/24]
						      routes: [{to: default, via: 192.168.1.1}]
					`,
				},
			},
		],
	},
});

/** True for a link that gives the machine an IPv6 address, or of which that cannot be ruled out. */
function mayHaveIpv6(link: HostLinkFact): boolean {
	const { manager, unresolved, dhcp6, advertisements } = link;
	if (manager === 'Talos' || unresolved || reachable(link, 'IPv6').length > 0) return true;
	if (dhcp6.state === 'unknown' || (dhcp6.state === 'set' && dhcp6.value)) return true;
	// Without a word networkd takes them, and what netplan leaves out is the kernel's own choice.
	if (advertisements.state === 'absent') return manager !== 'ifupdown' && link.ipv6Off === undefined;
	return advertisements.state === 'unknown' || advertisements.value !== 'off';
}

function takesNone({ advertisements, manager }: HostLinkFact): boolean {
	return manager !== 'ifupdown' || (advertisements.state === 'set' && advertisements.value === 'off');
}

function switchesOf(links: readonly HostLinkFact[]) {
	return links.flatMap(({ advertisements, link }) =>
		advertisements.state === 'set' && advertisements.value === 'off'
			? [{ at: advertisements.origin, note: `${link} takes no router advertisements` }]
			: [],
	);
}
