import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromTexts } from '../src/repo/files.ts';
import type { Severity } from '../src/rule.ts';

const pools = {
	mode: 'cluster-pool',
	operator: { clusterPoolIPv4PodCIDRList: ['10.42.0.0/16'], clusterPoolIPv6PodCIDRList: ['fd10:96e5:42::/104'] },
};
const both = { ipv6: { enabled: true }, ipam: pools };
const bpf = { ipam: pools, bpf: { masquerade: true } };
const replaced = { ...bpf, kubeProxyReplacement: 'true' };

/** What one rule says of the values in one version of the chart: its gravest word. */
function verdict(rule: string, version: string, values: object): Severity | 'silent' {
	const release = {
		apiVersion: 'helm.toolkit.fluxcd.io/v2',
		kind: 'HelmRelease',
		metadata: { name: 'cilium', namespace: 'kube-system' },
		spec: { chart: { spec: { chart: 'cilium', version } }, values },
	};
	const outcome = lintRepository(filesFromTexts({ 'cilium.yaml': JSON.stringify(release) }), rules);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	const said = outcome.value.diagnostics.filter(({ ruleId }) => ruleId === rule).map(({ severity }) => severity);
	return (['error', 'warning', 'info'] as const).find((severity) => said.includes(severity)) ?? 'silent';
}

describe('the last release on one side and the first on the other', () => {
	test.each([
		['cilium/retired-value', { tunnel: 'disabled' }, '1.14.19', 'silent', '1.15.0', 'warning'],
		['cilium/retired-value', { tunnel: 'disabled' }, '1.15.7', 'warning', '1.15.8', 'error'],
		['cilium/retired-value', { tunnel: 'disabled' }, '1.16.1', 'warning', '1.16.2', 'error'],
		['cilium/retired-value', { encryption: { keyFile: 'k' } }, '1.16.1', 'silent', '1.16.2', 'error'],
		[
			'cilium/retired-value',
			{ ipam: { operator: { clusterPoolIPv4PodCIDR: '10.42.0.0/16' } } },
			'1.18.12',
			'error',
			'1.19.0',
			'warning',
		],
		['cilium/chart-refuses', { kubeProxyReplacement: 'strict' }, '1.15.19', 'silent', '1.16.0', 'error'],
		['cilium/chart-refuses', { ipam: { mode: 'eni' } }, '1.19.6', 'silent', '1.20.0', 'error'],
		['cilium/chart-refuses', { bgp: { enabled: true } }, '1.16.19', 'error', '1.17.0', 'silent'],
		[
			'cilium/chart-refuses',
			{ k8sServiceHost: 'api.local', k8sServiceHostRef: { name: 'one', key: 'two' } },
			'1.17.18',
			'silent',
			'1.18.0',
			'error',
		],
		[
			'cilium/value-type',
			{ ipam: { operator: { ...pools.operator, clusterPoolIPv4MaskSize: '24' } } },
			'1.15.19',
			'silent',
			'1.16.0',
			'error',
		],
		['cilium/value-type', { enableIPv4Masquerade: 'yes' }, '1.15.19', 'silent', '1.16.0', 'error'],
		['cilium/masquerade-conflict', bpf, '1.14.19', 'warning', '1.15.0', 'error'],
		['cilium/masquerade-conflict', bpf, '1.18.12', 'error', '1.19.0', 'silent'],
		[
			'cilium/masquerade-conflict',
			{ ...replaced, hostFirewall: { enabled: true } },
			'1.15.19',
			'error',
			'1.16.0',
			'silent',
		],
		['cilium/feature-conflict', { ...both, enableIPv6BIGTCP: true }, '1.19.6', 'error', '1.20.0', 'silent'],
		['cilium/feature-conflict', { ipam: { mode: 'multi-pool' } }, '1.17.18', 'error', '1.18.0', 'silent'],
		[
			'cilium/feature-conflict',
			{ ...both, ipv4: { enabled: false }, encryption: { enabled: true, type: 'ipsec' } },
			'1.17.18',
			'error',
			'1.18.0',
			'silent',
		],
		[
			'cilium/feature-conflict',
			{ ...both, underlayProtocol: 'ipv6', encryption: { enabled: true, type: 'wireguard' } },
			'1.18.12',
			'error',
			'1.19.0',
			'silent',
		],
		[
			'cilium/feature-conflict',
			{ ...replaced, ...both, underlayProtocol: 'ipv6', egressGateway: { enabled: true } },
			'1.18.12',
			'silent',
			'1.19.0',
			'error',
		],
		['cilium/api-server-host', { k8sServiceHost: 'auto' }, '1.15.19', 'error', '1.16.0', 'silent'],
		['flux/unknown-value', { underlayProtocol: 'auto' }, '1.17.18', 'warning', '1.18.0', 'silent'],
		['flux/unknown-value', { nativeRoutingCIDRFromClusterPool: true }, '1.19.6', 'warning', '1.20.0', 'silent'],
	] as const)('%s, %j: %s %s, %s %s', (rule, values, before, said, from, then) => {
		expect([verdict(rule, before, values), verdict(rule, from, values)]).toEqual([said, then]);
	});

	test.each([
		['cilium/masquerade-conflict', bpf, '>=1.18.0 <1.20.0'],
		['flux/unknown-value', { underlayProtocol: 'auto' }, '>=1.17.0 <=1.18.0'],
		['flux/unknown-value', { enableIPv6: true }, '1.99.x'],
		['cilium/value-type', { enableIPv6Masquerade: 'yes' }, '*'],
	])('%s is silent about %j where %s has two answers or was never read', (rule, values, range) => {
		expect(verdict(rule, range, values)).toBe('silent');
	});
});
