import { describe, expect, test } from 'vitest';
import { plain } from '../../src/report/paint.ts';
import { planText, textReport } from '../../src/report/text.ts';
import { dungeon } from './dungeon.ts';
import { cluster, declaration, diagnostic, marked, report } from './reports.ts';

const style = { width: 120, paint: plain };

describe('a report for people', () => {
	test('shows findings, the plan and a summary', () => {
		expect(`\n${textReport(dungeon, 'normal', style)}`).toMatchInlineSnapshot(`
			"
			error[addressing/pod-network-mismatch]: Cilium gives pods addresses of 10.43.0.0/16, 2 others say 10.42.0.0/16
			 --> infrastructure/cilium/helm-release.yaml:4:35
			  |
			4 |       clusterPoolIPv4PodCIDRList: 10.43.0.0/16
			  |                                   ^^^^^^^^^^^^
			 ::: bootstrap/kubeadm.yaml:2:14
			  |
			2 |   podSubnet: 10.42.0.0/16
			  |              ------------ kubeadm: 10.42.0.0/16
			 ::: nodes/one/kube-controller-manager.yaml:1:18
			  |
			1 | - --cluster-cidr=10.42.0.0/16
			  |                  ------------ kube-controller-manager: 10.42.0.0/16
			  |
			  = fix: Write 10.42.0.0/16

			info[addressing/not-a-prefix]: 10.0.0.0/33 is no prefix: IPv4 has 32 bits
			 --> apps/pool.yaml:2:11
			  |
			2 |   - cidr: 10.0.0.0/33
			  |           ^^^^^^^^^^^

			Address plan of production

			network               IPv4                        IPv6                      declared by
			node                  172.22.144.0/24             —                         configuration .dualstack-lint.yaml:2
			pod                   10.42.0.0/16                                          kubeadm bootstrap/kubeadm.yaml:2
			                                                                            kube-controller-manager (2) .../kube-controller-manager.yaml:1
			                      10.43.0.0/16                                          Cilium .../cilium/helm-release.yaml:4
			                                                  fd00:10:42::/56 (target)  configuration .dualstack-lint.yaml:4
			  per node            /24                         —                         kube-controller-manager (2) .../kube-controller-manager.yaml:2
			service               10.96.0.0/12                fd00:10:96::/112          kubeadm bootstrap/kubeadm.yaml:3
			load-balancer public  172.22.30.0/24              —                         Cilium apps/pool.yaml:3
			                      10.0.0.0/33 (not a prefix)                            Cilium apps/pool.yaml:2
			nodes                 2                           1 of 2                    .dualstack-lint.yaml:6

			1 error and 1 info in 1 cluster, 7 files read; 1 accepted; 1 value could not be read.
			"
		`);
	});

	test('is findings and the summary when asked to be quiet', () => {
		expect(textReport(dungeon, 'quiet', style)).not.toContain('Address plan');
		expect(textReport(dungeon, 'quiet', style)).toContain('error[addressing/pod-network-mismatch]');
	});

	test('also shows what was accepted and what could not be read when asked for more', () => {
		const more = textReport(dungeon, 'verbose', style);
		expect(more).toContain('= accepted: the migration starts next week');
		expect(more).toContain('Could not be read:\n  apps/pool.yaml:3:11 key mon_host of Secret ceph (encrypted)');
	});

	test('without findings says so', () => {
		expect(textReport(report({ clusters: [cluster('production', [])] }), 'normal', style)).toMatchInlineSnapshot(`
			"Address plan of production

			No component declares an address.

			No findings in 1 cluster, 2 files read.
			"
		`);
	});

	test('shows a finding that clusters share once', () => {
		const texts = marked({ 'base/kubeadm.yaml': 'podSubnet: «10.42.0.0/16»\n' });
		const finding = (name: string) => diagnostic({ at: texts.at(), cluster: name });
		const shared = report({
			textOf: texts.textOf,
			clusters: [cluster('east', []), cluster('west', [])],
			diagnostics: [finding('east'), finding('west')],
		});
		expect(`\n${textReport(shared, 'quiet', style)}`).toMatchInlineSnapshot(`
			"
			error[addressing/pod-network-mismatch]: kubeadm declares the pod network 10.42.0.0/16, Cilium 10.43.0.0/16
			 --> base/kubeadm.yaml:1:12
			  |
			1 | podSubnet: 10.42.0.0/16
			  |            ^^^^^^^^^^^^
			  |
			  = note: clusters east, west

			2 errors in 2 clusters, 2 files read.
			"
		`);
	});

	test('shows some of many related places, and all of them when asked for more', () => {
		const texts = marked({ 'a.yaml': `«x»\n${Array.from({ length: 11 }, (_, i) => `«${i} y»\n`).join('')}` });
		const related = Array.from({ length: 11 }, (_, i) => ({ at: texts.at(String(i)), note: `place ${i}` }));
		const many = report({ textOf: texts.textOf, diagnostics: [diagnostic({ at: texts.at(), related })] });
		expect(textReport(many, 'normal', style)).toContain('= note: 3 more places; --verbose shows all');
		expect(textReport(many, 'normal', style)).not.toContain('place 8');
		expect(textReport(many, 'verbose', style)).toContain('place 10');
	});

	test('emits no control character that stands in the repository', () => {
		const texts = marked({ 'a\u001B]0;b.yaml': 'pod: «\u001B[2J\u009B1m»\n' });
		const hostile = report({
			textOf: texts.textOf,
			clusters: [
				cluster('\u001B[31mred', [declaration([['\u0007', texts.at()]], { component: '\u202E', name: '\u0000' })]),
			],
			diagnostics: [
				diagnostic({
					at: texts.at(),
					message: '\u001B[2Jgone',
					related: [{ at: texts.at(), note: '\u001B[A' }],
					fix: { title: '\u001B[A', applicability: 'safe', changes: [] },
					suppressed: { by: 'accept', reason: '\u001B[A' },
				}),
			],
			unresolved: [{ why: 'missing', what: '\u001B[A', at: { kind: 'written', at: texts.at() } }],
		});
		const text = textReport(hostile, 'verbose', style) + planText(hostile, 'verbose', style);
		expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
		expect(text).toContain('\\u{1b}[2Jgone');
	});

	test('colours nothing but what the terminal may colour', () => {
		const paint = (role: string, text: string) => `<${role}>${text}</${role}>`;
		const coloured = textReport(dungeon, 'normal', { width: 120, paint });
		expect(coloured.replace(/<\/?[a-z]+>/g, '')).toBe(textReport(dungeon, 'normal', style));
		expect(coloured).toContain('<error>error[addressing/pod-network-mismatch]</error>');
	});
});

describe('the plan alone', () => {
	test('is the table', () => {
		expect(textReport(dungeon, 'normal', style)).toContain(planText(dungeon, 'normal', style).trimEnd());
	});

	test('shortens places to the width', () => {
		expect(`\n${planText(dungeon, 'normal', { width: 90, paint: plain })}`).toMatchInlineSnapshot(`
			"
			Address plan of production

			network               IPv4                        IPv6                      declared by
			node                  172.22.144.0/24             —                         configuration .dualstack-lint.yaml:2
			pod                   10.42.0.0/16                                          kubeadm .../kubeadm.yaml:2
			                                                                            kube-controller-manager (2) .../kube-controller-manager.yaml:1
			                      10.43.0.0/16                                          Cilium .../helm-release.yaml:4
			                                                  fd00:10:42::/56 (target)  configuration .dualstack-lint.yaml:4
			  per node            /24                         —                         kube-controller-manager (2) .../kube-controller-manager.yaml:2
			service               10.96.0.0/12                fd00:10:96::/112          kubeadm .../kubeadm.yaml:3
			load-balancer public  172.22.30.0/24              —                         Cilium .../pool.yaml:3
			                      10.0.0.0/33 (not a prefix)                            Cilium .../pool.yaml:2
			nodes                 2                           1 of 2                    .dualstack-lint.yaml:6
			"
		`);
	});

	test('shows defaults, prefixes around a network and disagreements', () => {
		const texts = marked({ 'a.yaml': '«1 a» «2 b» «3 c» «4 d»\n' });
		const facts = [
			declaration([['10.42.0.0/16', texts.at('1')]]),
			declaration([['10.0.0.0/8', texts.at('2')]], { component: 'Cilium', relation: 'contains' }),
			declaration([['fd00::/108', texts.at('3')]], { role: 'service', component: 'k3s', standing: 'default' }),
			declaration([['10.42.0.0/15', texts.at('4')]], { component: 'flannel' }),
			declaration([['pods', texts.at('4')]], { component: 'flannel' }),
			declaration([['pods', texts.at('3')]], { component: 'flannel' }),
		];
		const one = report({ textOf: texts.textOf, clusters: [cluster('production', facts)] });
		expect(`\n${planText(one, 'normal', style)}`).toMatchInlineSnapshot(`
			"
			Address plan of production

			network  IPv4                    IPv6                  declared by
			pod      10.0.0.0/8 (around it)  —                     Cilium a.yaml:1
			         10.42.0.0/15                                  flannel a.yaml:1
			         10.42.0.0/16                                  kubeadm a.yaml:1
			         pods (not a prefix)                           flannel (2) a.yaml:1
			service  —                       fd00::/108 (default)  k3s a.yaml:1
			"
		`);
	});
});
