import { describe, expect, test } from 'vitest';
import type { HostLinkFact } from '../../../src/network/host-facts.ts';
import type { Setting } from '../../../src/network/setting.ts';
import { lintRepository } from '../../../src/pipeline.ts';
import { filesFromTexts } from '../../../src/repo/files.ts';
import { decidedAt } from '../../../src/repo/origin.ts';
import { block } from '../../../src/rule.ts';

/** Makes a repository something to lint whatever else it holds. */
const cluster = { 'kubeadm.yaml': 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n' };

function planOf(texts: Readonly<Record<string, string>>) {
	const outcome = lintRepository(filesFromTexts({ ...cluster, ...texts }), []);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	const [only] = outcome.value.clusters;
	if (only === undefined) throw new Error('there is no cluster');
	return only.plan;
}

const value = (setting: Setting<unknown>) => (setting.state === 'set' ? String(setting.value) : setting.state);

/** One line for a link: each address with its network and the text it stands in, then what is not left out. */
function shown(link: HostLinkFact, text: string): string {
	const at = (origin: Parameters<typeof decidedAt>[0]) => {
		const { range } = decidedAt(origin);
		return text.slice(range.start, range.end);
	};
	const addresses = link.addresses.map((one) => `${one.value} in ${one.network} @ ${at(one.origin)}`);
	const settings = [
		['advertisements', link.advertisements],
		['dhcp6', link.dhcp6],
		['forwards', link.forwards],
		['mtu', link.mtu],
	] as const;
	return [
		`${link.manager} ${link.link}${link.node === undefined ? '' : ` of ${link.node}`}`,
		...addresses,
		...link.defaultRoutes.map((route) => `default ${route.value} @ ${at(route.origin)}`),
		...settings
			.filter(([, setting]) => setting.state !== 'absent')
			.map(([name, setting]) => `${name} ${value(setting)}`),
		...(link.ipv6Off === undefined ? [] : [`IPv6 off: ${link.ipv6Off.value} @ ${at(link.ipv6Off.origin)}`]),
		...(link.unresolved ? ['a part is unknown'] : []),
	].join('; ');
}

function links(path: string, text: string): string[] {
	return planOf({ [path]: text }).links.map((link) => shown(link, text));
}

describe('links of a machine', () => {
	test('netplan', () => {
		const text = block`
			network:
			  version: 2
			  ethernets:
			    eth0:
			      addresses: [192.168.1.11/24, "fd10:96e5:41::11/64": {lifetime: 0}]
			      gateway4: 192.168.1.1
			      routes: [{to: "::/0", via: "fe80::1"}, {to: 10.9.0.0/16, via: 192.168.1.2}]
			      accept-ra: false
			      mtu: 9000
			    eth1: {dhcp6: true, accept-ra: yes, link-local: [ipv4]}
			    eth2: {addresses: ["{{ ip }}/24"]}
		`;
		expect(links('hosts/one/etc/netplan/50.yaml', text)).toMatchInlineSnapshot(`
			[
			  "netplan eth0 of one; 192.168.1.11 in 192.168.1.0/24 @ 192.168.1.11/24; fd10:96e5:41::11 in fd10:96e5:41::/64 @ fd10:96e5:41::11/64; default IPv4 @ 192.168.1.1; default IPv6 @ "::/0"; advertisements off; mtu 9000",
			  "netplan eth1 of one; advertisements always; dhcp6 true; IPv6 off: link-local without ipv6 @ [ipv4]",
			  "netplan eth2 of one; a part is unknown",
			]
		`);
	});

	test('the network-config of cloud-init', () => {
		const text =
			'version: 2\nethernets:\n  eth0:\n    addresses: [10.0.0.11/24]\n    routes: [{to: default, via: 10.0.0.1}]\n';
		expect(links('machines/one/network-config', text)).toMatchInlineSnapshot(`
			[
			  "netplan eth0 of one; 10.0.0.11 in 10.0.0.0/24 @ 10.0.0.11/24; default IPv4 @ default",
			]
		`);
	});

	test('systemd-networkd', () => {
		const text = block`
			[Match]
			Name=en*

			[Link]
			MTUBytes=1400

			[Network]
			; a comment
			Address=192.168.1.13/24
			Gateway=192.168.1.1
			DHCP=ipv6
			IPv6AcceptRA=no
			IPv6Forwarding=yes
			LinkLocalAddressing=ipv4

			[Address]
			Address=fd10:96e5:41::13/64

			[Route]
			Destination=::/0
			Gateway=fe80::1

			[Route]
			Destination=10.9.0.0/16
			Gateway=192.168.1.2
		`;
		expect(links('hosts/three/etc/systemd/network/10-lan.network', text)).toMatchInlineSnapshot(`
			[
			  "systemd-networkd en* of three; 192.168.1.13 in 192.168.1.0/24 @ 192.168.1.13/24; fd10:96e5:41::13 in fd10:96e5:41::/64 @ fd10:96e5:41::13/64; default IPv4 @ 192.168.1.1; default IPv6 @ fe80::1; advertisements off; dhcp6 true; forwards true; mtu 1400; IPv6 off: LinkLocalAddressing=ipv4 @ ipv4",
			]
		`);
	});

	test('ifupdown', () => {
		const text = block`
			auto lo eth0
			iface lo inet loopback
			# the wire
			iface eth0 inet static
			    address 192.168.1.12
			    netmask 255.255.255.0
			    gateway 192.168.1.1
			    mtu 1500
			iface eth0 inet6 static
			    address fd10:96e5:41::12
			    netmask 64
			    gateway fe80::1
			    accept_ra 2
			auto eth1
			iface eth1 inet6 auto
			iface eth2 inet6 dhcp
		`;
		expect(links('hosts/two/interfaces', text)).toMatchInlineSnapshot(`
			[
			  "ifupdown eth0 of two; 192.168.1.12 in 192.168.1.0/24 @ 192.168.1.12; fd10:96e5:41::12 in fd10:96e5:41::/64 @ fd10:96e5:41::12; default IPv4 @ 192.168.1.1; default IPv6 @ fe80::1; advertisements always; mtu 1500",
			  "ifupdown eth1 of two; advertisements on",
			  "ifupdown eth2 of two; dhcp6 true",
			]
		`);
	});

	test('Talos, old and new, and talhelper', () => {
		const old = block`
			machine:
			  network:
			    hostname: four
			    interfaces:
			      - interface: eth0
			        addresses: [192.168.1.14/24, "fd10:96e5:41::14/64"]
			        routes: [{network: 0.0.0.0/0, gateway: 192.168.1.1}, {gateway: "fe80::1"}]
			        vlans: [{vlanId: 20, addresses: [10.20.0.14/24]}]
		`;
		const next = block`
			apiVersion: v1alpha1
			kind: BondConfig
			name: bond0
			mtu: 1500
			addresses: [{address: 192.168.1.15/24}, {address: "fd10:96e5:41::15/64"}]
			routes: [{gateway: 192.168.1.1}, {destination: 10.9.0.0/16, gateway: 192.168.1.2}]
		`;
		const helper = block`
			clusterName: lab
			endpoint: https://192.168.1.10:6443
			nodes:
			  - hostname: five
			    networkInterfaces:
			      - {interface: eth0, addresses: [192.168.1.16/24], routes: [{network: 0.0.0.0/0, gateway: 192.168.1.1}]}
		`;
		expect([
			...links('old.yaml', old),
			...links('next.yaml', next),
			...links('helper.yaml', helper),
		]).toMatchInlineSnapshot(`
			[
			  "Talos eth0 of four; 192.168.1.14 in 192.168.1.0/24 @ 192.168.1.14/24; fd10:96e5:41::14 in fd10:96e5:41::/64 @ fd10:96e5:41::14/64; default IPv4 @ {network: 0.0.0.0/0, gateway: 192.168.1.1}; default IPv6 @ {gateway: "fe80::1"}",
			  "Talos eth0.20 of four; 10.20.0.14 in 10.20.0.0/24 @ 10.20.0.14/24",
			  "Talos bond0; 192.168.1.15 in 192.168.1.0/24 @ 192.168.1.15/24; fd10:96e5:41::15 in fd10:96e5:41::/64 @ fd10:96e5:41::15/64; default IPv4 @ {gateway: 192.168.1.1}; mtu 1500",
			  "Talos eth0 of five; 192.168.1.16 in 192.168.1.0/24 @ 192.168.1.16/24; default IPv4 @ {network: 0.0.0.0/0, gateway: 192.168.1.1}",
			]
		`);
	});

	test('files that a script or cloud-init writes', () => {
		const script = block`
			#!/bin/sh
			cat > /etc/netplan/60.yaml <<EOF
			network: {version: 2, bonds: {bond0: {addresses: [10.0.0.5/24], gateway4: 10.0.0.1}}}
			EOF
			cat > /etc/network/interfaces.d/eth1 <<EOF
			iface eth1 inet6 auto
			EOF
		`
			.replace('network: {version: 2, bonds', 'network:\n  version: 2\n  bonds')
			.replace('}}}\nEOF', '}}\nEOF');
		const data = block`
			#cloud-config
			write_files:
			  - path: /etc/systemd/network/10.network
			    content: |
			      [Match]
			      Name=eth0
			      [Network]
			      Address=10.0.0.6/24
			  - path: /etc/netplan/70.yaml
			    content: |
			      network:
			        version: 2
			        ethernets:
			          eth3: {addresses: [10.0.0.7/24]}
		`;
		expect([...links('prepare.sh', script), ...links('user-data', data)]).toMatchInlineSnapshot(`
			[
			  "netplan bond0; 10.0.0.5 in 10.0.0.0/24 @ 10.0.0.5/24; default IPv4 @ 10.0.0.1",
			  "ifupdown eth1; advertisements on",
			  "systemd-networkd eth0; 10.0.0.6 in 10.0.0.0/24 @ 10.0.0.6/24",
			  "netplan eth3; 10.0.0.7 in 10.0.0.0/24 @ 10.0.0.7/24",
			]
		`);
	});
});

describe('arguments of the kernel', () => {
	test.each([
		[
			'/etc/default/grub',
			'hosts/one/etc/default/grub',
			'# ipv6.disable=0\nGRUB_CMDLINE_LINUX="quiet ipv6.disable=1"\n',
		],
		['a script that edits it', 'up.sh', `sed -i 's/^GRUB_CMDLINE_LINUX="/&ipv6.disable=1 /' /etc/default/grub\n`],
		['grubby', 'up.sh', 'grubby --update-kernel=ALL --args="ipv6.disable=1"\n'],
		['a Raspberry Pi', 'boot/cmdline.txt', 'console=tty1 ipv6.disable=1 rootwait\n'],
		['Talos', 'a.yaml', 'machine:\n  install:\n    extraKernelArgs: [quiet, ipv6.disable=1]\n'],
		[
			'talhelper',
			'b.yaml',
			'clusterName: lab\ntalosVersion: v1.13.0\nnodes: []\nworker: {schematic: {customization: {extraKernelArgs: [ipv6.disable=1]}}}\n',
		],
	])('%s', (_, path, text) => {
		const found = planOf({ [path]: text }).kernelArguments.map(({ name, value: given, at }) => {
			const { file, range } = decidedAt(at);
			return [name, given, file, text.slice(range.start, range.end)];
		});
		expect(found).toEqual([['ipv6.disable', '1', path, 'ipv6.disable=1']]);
	});

	test('of other things are no business of anybody', () => {
		expect(planOf({ 'up.sh': 'echo ipv6.disable=1\nkubeadm init\n' }).kernelArguments).toEqual([]);
	});
});

describe('what links say about the cluster', () => {
	const interfaces = (address: string, more = '') =>
		`iface eth0 inet static\n  address ${address}\n  gateway 192.168.1.1\n${more}`;

	test('the networks of main links are those of the nodes, each once; host bits are no mistake', () => {
		const plan = planOf({
			'hosts/one/interfaces': interfaces('192.168.1.11/24', 'iface eth1 inet static\n  address 10.99.0.1/24\n'),
			'hosts/two/interfaces': interfaces('192.168.1.12/24'),
			'hosts/three/interfaces': interfaces('192.168.1.13/32'),
		});
		const nodes = plan.declarations.filter(({ role }) => role === 'node');
		expect(nodes.map(({ prefixes }) => prefixes)).toMatchObject([[{ cidr: '192.168.1.0/24', problem: undefined }]]);
		expect(plan.nodes.map(({ name, addresses }) => [name, addresses.map((one) => one.value)])).toEqual([
			['one', ['192.168.1.11']],
			['three', ['192.168.1.13']],
			['two', ['192.168.1.12']],
		]);
	});

	test('a machine that the configuration names is not named again', () => {
		const plan = planOf({
			'.dualstack-lint.yaml': 'version: 1\nnodes: [{name: one, addresses: [192.168.1.99]}]\n',
			'hosts/one/interfaces': interfaces('192.168.1.11/24'),
		});
		expect(plan.nodes.map(({ addresses }) => addresses.map((one) => one.value))).toEqual([['192.168.1.99']]);
	});
});
