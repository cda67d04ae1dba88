import type { Report } from '../../src/lint/report.ts';
import { parseIp } from '../../src/network/cidr.ts';
import type { SourceLocation } from '../../src/repo/location.ts';
import { cluster, declaration, diagnostic, marked, report } from './reports.ts';

const texts = marked({
	'bootstrap/kubeadm.yaml':
		'networking:\n  podSubnet: «1 10.42.0.0/16»\n  serviceSubnet: «2 10.96.0.0/12»,«3 fd00:10:96::/112»\n',
	'infrastructure/cilium/helm-release.yaml':
		'values:\n  ipam:\n    operator:\n      clusterPoolIPv4PodCIDRList: «4 10.43.0.0/16»\n  ipv6:\n    enabled: «5 false»\n',
	'nodes/one/kube-controller-manager.yaml': '- --cluster-cidr=«6 10.42.0.0/16»\n- --node-cidr-mask-size=«7 24»\n',
	'nodes/two/kube-controller-manager.yaml': '- --cluster-cidr=«8 10.42.0.0/16»\n- --node-cidr-mask-size=«9 24»\n',
	'.dualstack-lint.yaml':
		'networks:\n  - {role: node, cidr: [«10 172.22.144.0/24»]}\ntarget:\n  podCIDRs: [10.42.0.0/16, «11 "fd00:10:42::/56"»]\nnodes:\n  - {name: «12 web»}\n  - {name: «13 db»}\n',
	'apps/pool.yaml': 'blocks:\n  - cidr: «14 10.0.0.0/33»\n  - cidr: «15 172.22.30.0/24»\n',
});

const written = (at: SourceLocation) => ({ kind: 'written', at }) as const;

function mask(mark: string) {
	return {
		fact: 'node-mask',
		component: 'kube-controller-manager',
		setting: '--node-cidr-mask-size',
		family: undefined,
		size: { state: 'set', value: 24, origin: written(texts.at(mark)) },
		standing: 'live',
		at: written(texts.at(mark)),
	} as const;
}

function node(name: string, mark: string, addresses: readonly string[]) {
	const at = written(texts.at(mark));
	const read = addresses.map((text) => {
		const parsed = parseIp(text);
		if (!parsed.ok) throw new Error(`${text} is no address`);
		return { value: parsed.value, origin: at };
	});
	return { fact: 'node', name, role: 'worker', addresses: read, at } as const;
}

const manager = { component: 'kube-controller-manager', setting: '--cluster-cidr' } as const;

/** A report with one of everything that reporters show. */
export const dungeon: Report = report({
	textOf: texts.textOf,
	files: 7,
	clusters: [
		cluster('production', [
			declaration([['10.42.0.0/16', texts.at('1')]]),
			declaration(
				[
					['10.96.0.0/12', texts.at('2')],
					['fd00:10:96::/112', texts.at('3')],
				],
				{ role: 'service', setting: 'networking.serviceSubnet', form: 'comma-list' },
			),
			declaration([['10.43.0.0/16', texts.at('4')]], {
				component: 'Cilium',
				setting: 'ipam.operator.clusterPoolIPv4PodCIDRList',
			}),
			declaration([['10.42.0.0/16', texts.at('6')]], manager),
			declaration([['10.42.0.0/16', texts.at('8')]], manager),
			declaration([['172.22.144.0/24', texts.at('10')]], {
				role: 'node',
				component: 'configuration',
				setting: 'networks',
				standing: 'configured',
			}),
			declaration([['fd00:10:42::/56', texts.at('11')]], {
				component: 'configuration',
				setting: 'target.podCIDRs',
				standing: 'target',
			}),
			declaration(
				[
					['10.0.0.0/33', texts.at('14')],
					['172.22.30.0/24', texts.at('15')],
				],
				{ role: 'load-balancer', name: 'public', component: 'Cilium', setting: 'spec.blocks' },
			),
			mask('7'),
			mask('9'),
			node('web', '12', ['172.22.144.150', 'fd00::150']),
			node('db', '13', ['172.22.144.151']),
		]),
	],
	diagnostics: [
		diagnostic({
			at: texts.at('4'),
			cluster: 'production',
			message: 'Cilium gives pods addresses of 10.43.0.0/16, 2 others say 10.42.0.0/16',
			related: [
				{ at: texts.at('1'), note: 'kubeadm: 10.42.0.0/16' },
				{ at: texts.at('6'), note: 'kube-controller-manager: 10.42.0.0/16' },
			],
			fix: {
				title: 'Write 10.42.0.0/16',
				applicability: 'unsafe',
				changes: [{ op: 'set', target: written(texts.at('4')), value: '10.42.0.0/16' }],
			},
		}),
		diagnostic({
			at: texts.at('5'),
			cluster: 'production',
			ruleId: 'cilium/ipv6-off',
			severity: 'warning',
			message: 'Cilium does not speak IPv6',
			suppressed: { by: 'accept', reason: 'the migration starts next week' },
		}),
		diagnostic({
			at: texts.at('14'),
			ruleId: 'addressing/not-a-prefix',
			severity: 'info',
			message: '10.0.0.0/33 is no prefix: IPv4 has 32 bits',
		}),
	],
	unresolved: [{ why: 'encrypted', what: 'key mon_host of Secret ceph', at: written(texts.at('15')) }],
});
