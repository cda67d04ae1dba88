import { describe, expect, test } from 'vitest';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { block } from '../../src/rule.ts';
import { planned } from './apply.ts';

const config = block`
	version: 1
	networks:
	  - role: node
	    cidrs: [192.0.2.0/24, "2001:db8:1::/80"]
	nodes:
	  - {name: one, role: control-plane, addresses: [192.0.2.11, "2001:db8:1::11"]}
	  - {name: two, role: worker, addresses: [192.0.2.12]}
	target:
	  podCIDRs: [10.42.0.0/16, "fd12:3456:789a::/56"]
	  serviceCIDRs: [10.43.0.0/16, "fd12:3456:789a:100::/112"]
	`;

const clusterConfiguration = block`
	apiVersion: kubeadm.k8s.io/v1beta4
	kind: ClusterConfiguration
	networking: {podSubnet: 10.42.0.0/16, serviceSubnet: 10.43.0.0/16}
	apiServer:
	  certSANs: [api.example.org, 192.0.2.11, 192.0.2.100]
	`;

function nodesPhase(texts: Record<string, string>) {
	const files = filesFromTexts({
		'.dualstack-lint.yaml': config,
		'kubeadm/cluster.yaml': clusterConfiguration,
		...texts,
	});
	const plan = planned(files);
	const [cluster] = plan.clusters;
	const phase = cluster?.phases.find(({ name }) => name === 'nodes');
	const again = planned(plan.after).clusters[0]?.phases.find(({ name }) => name === 'nodes');
	return {
		phase,
		textOf(path: string) {
			const read = plan.after.read(path as RepoPath);
			return read?.ok ? read.value : '';
		},
		editsAgain: again?.edits,
	};
}

describe('the phase of the machines', () => {
	test.each([
		[
			'v1beta4 without flags',
			'apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nnodeRegistration:\n  name: one\n',
			'nodeRegistration:\n  name: one\n  kubeletExtraArgs:\n    - name: node-ip\n      value: 192.0.2.11,2001:db8:1::11\n',
		],
		[
			'v1beta4 with other flags',
			'apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\nnodeRegistration:\n  name: one\n  kubeletExtraArgs:\n  - name: v\n    value: "2"\n',
			'nodeRegistration:\n  name: one\n  kubeletExtraArgs:\n  - name: v\n    value: "2"\n  - name: node-ip\n    value: 192.0.2.11,2001:db8:1::11\n',
		],
		[
			'v1beta3 with other flags',
			'apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\nlocalAPIEndpoint:\n  advertiseAddress: 192.0.2.11\nnodeRegistration:\n  kubeletExtraArgs:\n    v: "2"\n',
			'    v: "2"\n    node-ip: "192.0.2.11,2001:db8:1::11"\n',
		],
		[
			'one with --node-ip',
			'apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\nnodeRegistration:\n  name: one\n  kubeletExtraArgs:\n    node-ip: 192.0.2.11 # LAN\n',
			'    node-ip: 192.0.2.11,2001:db8:1::11 # LAN\n',
		],
		[
			'a machine that nobody knows',
			'apiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\nnodeRegistration:\n  name: three\n',
			'nodeRegistration:\n  name: three\n',
		],
	])('gives kubeadm both addresses: %s', (_, before, after) => {
		const { textOf, editsAgain } = nodesPhase({ 'kubeadm/one.yaml': before });
		expect(textOf('kubeadm/one.yaml').slice(-after.length)).toBe(after);
		expect(editsAgain).toEqual([]);
	});

	test.each([
		[
			'hosts/one/etc/netplan/10-lan.yaml',
			'network:\n  version: 2\n  ethernets:\n    eth0:\n      addresses:\n        - 192.0.2.11/24 # LAN\n      routes: []\n',
			'        - 192.0.2.11/24 # LAN\n        - 2001:db8:1::11/80\n      routes: []\n',
		],
		[
			'hosts/one/etc/systemd/network/10-lan.network',
			'[Match]\nName=eth0\n\n[Network]\nAddress=192.0.2.11/24\nGateway=192.0.2.1\n',
			'[Network]\nAddress=192.0.2.11/24\nAddress=2001:db8:1::11/80\nGateway=192.0.2.1\n',
		],
	])('gives the host its address in %s', (path, before, after) => {
		const { phase, textOf, editsAgain } = nodesPhase({ [path]: before });
		expect(phase?.made).toContain(`Give one the address 2001:db8:1::11/80 in ${path}`);
		expect(textOf(path).slice(-after.length)).toBe(after);
		expect(editsAgain).toEqual([]);
	});

	test.each([
		[
			'hosts/one/etc/network/interfaces',
			'auto eth0\niface eth0 inet static\n    address 192.0.2.11/24\n    gateway 192.0.2.1\n',
			'iface eth0 inet6 static\n    address 2001:db8:1::11/80',
		],
		[
			'hosts/one/lan.nmconnection',
			'[ipv4]\naddress1=192.0.2.11/24\n',
			'[ipv6]\nmethod=manual\naddress1=2001:db8:1::11/80',
		],
	])('leaves %s to a person, with the text to write', (path, before, text) => {
		const { phase, textOf } = nodesPhase({ [path]: before });
		expect(phase?.byHand.find(({ what }) => what.includes(path))?.text).toBe(text);
		expect(textOf(path)).toBe(before);
	});
});

describe('the phase of the control plane', () => {
	test('writes the names of a certificate that are known and lists those that are not', () => {
		const plan = planned(
			filesFromTexts({ '.dualstack-lint.yaml': config, 'kubeadm/cluster.yaml': clusterConfiguration }),
		);
		const phase = plan.clusters[0]?.phases.find(({ name }) => name === 'control-plane');
		const read = plan.after.read('kubeadm/cluster.yaml' as RepoPath);
		expect(read?.ok ? read.value : '').toContain(
			'certSANs: [api.example.org, 192.0.2.11, 192.0.2.100, 2001:db8:1::11]',
		);
		expect(phase?.byHand.map(({ text }) => text)).toEqual(['- "<IPv6 address of 192.0.2.100>"']);
	});

	test('writes the patches that kubeadm merges into manifests, where a repository holds no manifests', () => {
		const patch = (process: string, flags: string) =>
			`spec:\n  containers:\n    - name: ${process}\n      command:\n        - ${process}\n${flags}`;
		const plan = planned(
			filesFromTexts({
				'.dualstack-lint.yaml': config,
				'kubeadm/cluster.yaml': clusterConfiguration,
				'kubeadm/patches/kube-apiserver0+strategic.yaml': patch(
					'kube-apiserver',
					'        - --service-cluster-ip-range=10.43.0.0/16 # as everywhere\n',
				),
				'kubeadm/patches/kube-controller-manager0+strategic.yaml': patch(
					'kube-controller-manager',
					'        - --allocate-node-cidrs=true\n        - --cluster-cidr=10.42.0.0/16\n        - --node-cidr-mask-size=24\n        - --service-cluster-ip-range=10.43.0.0/16\n',
				),
			}),
		);
		const textOf = (path: string) => {
			const read = plan.after.read(path as RepoPath);
			return read?.ok ? read.value.slice(read.value.indexOf('        - ')) : '';
		};
		expect(textOf('kubeadm/patches/kube-apiserver0+strategic.yaml')).toMatchInlineSnapshot(`
			"        - kube-apiserver
			        - --service-cluster-ip-range=10.43.0.0/16,fd12:3456:789a:100::/112 # as everywhere
			"
		`);
		expect(textOf('kubeadm/patches/kube-controller-manager0+strategic.yaml')).toMatchInlineSnapshot(`
			"        - kube-controller-manager
			        - --allocate-node-cidrs=true
			        - --cluster-cidr=10.42.0.0/16,fd12:3456:789a::/56
			        - --node-cidr-mask-size-ipv4=24
			        - --node-cidr-mask-size-ipv6=64
			        - --service-cluster-ip-range=10.43.0.0/16,fd12:3456:789a:100::/112
			"
		`);
	});
});
