import { describe, expect, test } from 'vitest';
import { lintRepository } from '../../../src/pipeline.ts';
import { filesFromTexts } from '../../../src/repo/files.ts';
import { textOf } from '../../../src/repo/node.ts';

function planOf(path: string, text: string) {
	const outcome = lintRepository(filesFromTexts({ [path]: text }), []);
	const [cluster] = outcome.ok ? outcome.value.clusters : [];
	if (cluster === undefined) throw new Error('there is no cluster');
	return cluster.plan;
}

/** `component of node: flag=value`. */
function options(path: string, text: string): string[] {
	return planOf(path, text).processes.flatMap(({ process, component, node, flags }) =>
		process !== 'kubelet'
			? []
			: flags.all.map(({ name, value }) => {
					const shown = value.kind === 'scalar' ? textOf(value) : 'unknown';
					return `${component}${node === undefined ? '' : ` of ${node}`}: ${name}=${shown}`;
				}),
	);
}

const k0sctl = (host: string) =>
	`apiVersion: k0sctl.k0sproject.io/v1beta1\nkind: Cluster\nspec: {hosts: [${host}], k0s: {config: {spec: {network: {podCIDR: 10.42.0.0/16}}}}}\n`;

describe('what distributions give the kubelet', () => {
	test.each<[name: string, path: string, text: string, expected: readonly string[]]>([
		[
			'k3s, a text',
			'hosts/one/config.yaml',
			'cluster-init: true\ncluster-cidr: 10.42.0.0/16\nnode-ip: 192.168.1.11,fd10:96e5:41::11\n',
			['k3s of one: node-ip=192.168.1.11,fd10:96e5:41::11'],
		],
		[
			'k3s, lists: of several addresses nobody can say how they are joined',
			'config.yaml',
			'cluster-init: true\ncluster-cidr: 10.42.0.0/16\nnode-ip: [192.168.1.11, "fd10:96e5:41::11"]\ncluster-dns: [10.43.0.10]\n',
			['k3s: cluster-dns=10.43.0.10'],
		],
		[
			'k3s, a variable',
			'config.yaml',
			'cluster-init: true\ncluster-cidr: 10.42.0.0/16\nnode-ip: "{{ ansible_host }}"\n',
			['k3s: node-ip=unknown'],
		],
		[
			'k0sctl',
			'k.yaml',
			k0sctl('{role: worker, hostname: one, privateAddress: 192.168.1.11}'),
			['k0sctl of one: node-ip=192.168.1.11'],
		],
		['k0sctl, a controller alone', 'k.yaml', k0sctl('{role: controller, privateAddress: 192.168.1.11}'), []],
		[
			'k0sctl, told otherwise',
			'k.yaml',
			k0sctl(
				'{role: worker, privateAddress: 192.168.1.11, installFlags: ["--kubelet-extra-args=--node-ip=192.168.1.11,fd10:96e5:41::11"]}',
			),
			[],
		],
		[
			'Talos',
			'm.yaml',
			'machine:\n  kubelet: {clusterDNS: [10.43.0.10, "fd10:96e5:43::a"]}\ncluster: {network: {podSubnets: [10.42.0.0/16]}}\n',
			['Talos: cluster-dns=10.43.0.10', 'Talos: cluster-dns=fd10:96e5:43::a'],
		],
	])('%s', (_, path, text, expected) => {
		expect(options(path, text)).toEqual(expected);
	});

	test('Talos chooses by the entries that exclude nothing; an address is a network of its own', () => {
		const text =
			'machine:\n  kubelet: {nodeIP: {validSubnets: [192.168.1.0/24, "fd10:96e5:41::11", "!192.168.1.10/32"]}}\ncluster: {network: {podSubnets: [10.42.0.0/16]}}\n';
		const found = planOf('m.yaml', text).validSubnets.map(({ prefixes }) => prefixes.map(({ cidr }) => cidr));
		expect(found).toEqual([['192.168.1.0/24', 'fd10:96e5:41::11/128']]);
	});
});
