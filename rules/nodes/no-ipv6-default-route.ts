import { dualStack } from '../../src/network/families.ts';
import { hasDefaultRoute, machinesOfLinks, reachable } from '../../src/network/host-ipv6.ts';
import { block, defineRule } from '../../src/rule.ts';
import { forBothFamilies } from './pending.ts';

export const noIpv6DefaultRoute = defineRule({
	id: 'nodes/no-ipv6-default-route',
	title: 'A machine has a static IPv6 address and no IPv6 default route',
	severity: 'warning',
	docs: block`
		The machine has a default route of IPv4 only: no IPv6 one is written, and router advertisements, which would bring one, are switched
		off. It reaches its own link over IPv6 and nothing beyond. Nodes on other links, registries and names that have
		an IPv6 address fail or wait until they fall back to IPv4.

		While only the target of the configuration has both families, this is pending: an info.

		In the cluster: \`ip -6 route show default\` on the node.

		Write a route to \`::/0\`, or take router advertisements.
	`,
	references: [
		'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#prerequisites',
		'https://netplan.readthedocs.io/en/stable/netplan-yaml/',
	],

	*check({ plan }) {
		const dual = dualStack(plan);
		if (dual === undefined) return;
		for (const links of machinesOfLinks(plan)) {
			const main = links.find((link) => hasDefaultRoute(link, 'IPv4'));
			const [address] = main === undefined ? [] : reachable(main, 'IPv6');
			if (main === undefined || address === undefined) continue;
			if (links.some((link) => hasDefaultRoute(link, 'IPv6') || link.unresolved)) continue;
			const { advertisements } = main;
			if (advertisements.state !== 'set' || advertisements.value !== 'off') continue;
			const name = main.node === undefined ? main.link : `${main.link} of ${main.node}`;
			yield forBothFamilies(dual, {
				at: address.origin,
				subject: main.node ?? main.link,
				severity: 'warning',
				message: `${name} has the address ${address.value} and no IPv6 default route`,
				because: [{ at: advertisements.origin, note: 'no router advertisements are taken' }],
			});
		}
	},

	examples: {
		invalid: [
			{
				name: 'a route of one family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/systemd/network/10-lan.network': block`
						[Match]
						Name=eth0
						[Network]
						Address=192.168.1.11/24
						Gateway=192.168.1.1
						Address=fd10:96e5:41::11/64
						#       ^^^^^^^^^^^^^^^^^^^ eth0 of one has the address fd10:96e5:41::11 and no IPv6 default route
						IPv6AcceptRA=no
					`,
				},
			},
		],
		valid: [
			{
				name: 'a route of each family',
				repo: {
					'kubeadm.yaml': block`
						apiVersion: kubeadm.k8s.io/v1beta4
						kind: ClusterConfiguration
						networking:
						  podSubnet: 10.42.0.0/16,fd10:96e5:42::/56
						  serviceSubnet: 10.43.0.0/16,fd10:96e5:43::/112
					`,
					'hosts/one/etc/systemd/network/10-lan.network': block`
						[Match]
						Name=eth0
						[Network]
						Address=192.168.1.11/24
						Gateway=192.168.1.1
						Address=fd10:96e5:41::11/64
						Gateway=fe80::1
						IPv6AcceptRA=no
					`,
				},
			},
		],
	},
});
