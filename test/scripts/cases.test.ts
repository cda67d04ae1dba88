import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { JsonObject } from '../../scripts/cases/case.ts';
import { agrees, ask, dueOf, questionOf } from '../../scripts/cases/judge.ts';
import { kubernetes } from '../../scripts/cases/kubernetes.ts';

function isAgreed(line: JsonObject): boolean {
	return agrees(ask(kubernetes, questionOf(kubernetes, line), rules), dueOf(line, kubernetes));
}

describe('the runner of cases', () => {
	test('an adapter is given nothing of the verdict', () => {
		const line = {
			id: 'x',
			check: 'kcm.flags',
			input: {},
			valid: false,
			error: 'e',
			effect: 'f',
			expect: {},
			k8s: 'v1.34.1',
		};
		expect(questionOf(kubernetes, line)).toEqual({ check: 'kcm.flags', input: {}, k8s: 'v1.34.1' });
	});

	test('a refusal is met only by a rule about its subject, on a value of the case', () => {
		const line = {
			check: 'apiserver.parseServiceRanges',
			input: { serviceClusterIPRange: '10.43.0.0/16,10.44.0.0/16,10.45.0.0/16' },
			valid: false,
		};
		expect(isAgreed(line)).toBe(false);
	});

	test('a case of a change is not applicable by its check', () => {
		const asked = ask(kubernetes, { check: 'serviceCIDR.update', input: { old: [], new: [] } }, rules);
		expect(asked.notShown).toBe('the verdict depends on the ServiceCIDR that is stored in the cluster');
	});

	test.each([
		['kubeadm.subnet', { subnet: '', minAddresses: 10 }, false],
		['kubeadm.subnet', { subnet: '10.0.0.16/29', minAddresses: 10 }, false],
		['kubeadm.networking', { podSubnet: '10.42.0.0/16', dnsDomain: 'cluster_local' }, false],
		['kubeadm.extraArgsShape', { apiVersion: 'kubeadm.k8s.io/v1beta4', extraArgs: { v: '2' } }, false],
		['kubeadm.extraArgsShape', { apiVersion: 'kubeadm.k8s.io/v1beta3', extraArgs: { v: '2' } }, true],
		['kcm.flags', { clusterCIDR: '10.0.0.0/16,10.1.0.0/16', allocateNodeCIDRs: false }, true],
		['kcm.flags', { clusterCIDR: '10.0.0.0/16,10.1.0.0/16', allocateNodeCIDRs: true }, false],
		['kcm.nodeIpamController', { clusterCIDR: 'none', cidrAllocatorType: 'CloudAllocator' }, true],
		['kcm.nodeCIDRByIndex', { clusterCIDR: '10.0.0.0/22', nodeMask: 24, index: 3 }, true],
		['kcm.nodeCIDRByIndex', { clusterCIDR: '10.0.0.0/22', nodeMask: 24, index: 4 }, false],
		['kcm.nodeCIDRIndexOf', { clusterCIDR: '10.0.0.0/22', nodeMask: 24, nodeCIDR: '10.1.0.0/24' }, false],
		['apiserver.flags', { serviceClusterIPRange: '10.128.0.0/11', sizeLimit20Bits: true }, false],
		['apiserver.advertiseAddressFamily', { primaryServiceCIDR: 'fd00::/112', advertiseAddress: '10.0.0.1' }, false],
		['api.ip.legacy-gate-on', { ip: '::ffff:102:304' }, false],
		['api.ip.legacy-gate-off', { ip: '::ffff:102:304' }, true],
		['api.ip.strict-new-field', { ip: '1:0:0:2::' }, true],
		['node.podCIDRs.create', { podCIDRs: ['::ffff:10.0.0.0/120'], strictIPCIDRValidation: true }, false],
		['serviceCIDR.create', { cidrs: [], name: 'more' }, false],
		['kubeproxy.badConfig', { primaryIPFamily: 'IPv4', nodePortAddresses: ['10.0.0.0/8'] }, true],
		[
			'kubeproxy.badIPConfig',
			{ primaryIPFamily: 'IPv6', clusterCIDRs: ['10.0.0.0/8'], dualStackSupported: false },
			false,
		],
		[
			'kubeproxy.badIPConfig',
			{ primaryIPFamily: 'IPv6', metricsBindAddress: '[::]:1', dualStackSupported: false },
			true,
		],
	])('%s %j: %s', (check, input, valid) => {
		expect(isAgreed({ check, input, valid, k8s: 'v1.34.1' })).toBe(true);
	});

	test.each([
		[{ primaryIPFamily: 'IPv4', clusterCIDRs: ['10.0.0.0/8'] }],
		[{ primaryIPFamily: 'IPv6', nodePortAddresses: ['10.0.0.0/8'] }],
	])('what a component only logs is a warning at least: %j', (input) => {
		expect(isAgreed({ check: 'kubeproxy.badConfig', input, valid: false, fatal: false, k8s: 'v1.34.1' })).toBe(true);
	});
});
