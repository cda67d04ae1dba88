import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromTexts } from '../src/repo/files.ts';

type Texts = Readonly<Record<string, string>>;

/** What one rule says of a repository, each as `severity message`. */
function said(rule: string, texts: Texts): string[] {
	const outcome = lintRepository(filesFromTexts(texts), rules);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	return outcome.value.diagnostics
		.filter(({ ruleId }) => ruleId === rule)
		.map(({ severity, message }) => `${severity} ${message}`);
}

function release(chart: string, version: string | undefined, values: object): Texts {
	const pinned = version === undefined ? '' : `, version: "${version}"`;
	return {
		'release.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: ${chart}, namespace: kube-system}
spec:
  chart: {spec: {chart: ${chart}${pinned}}}
  values: ${JSON.stringify(values)}
`,
	};
}

function apiServer(image: string, ...flags: readonly string[]): Texts {
	return {
		'nodes/one/kube-apiserver.yaml': `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver${image}
      command: ${JSON.stringify(['kube-apiserver', ...flags])}
`,
	};
}

const native = { routingMode: 'native', ipam: { mode: 'kubernetes' }, ipv6: { enabled: true } };

describe('a version that is not known', () => {
	const cases: readonly { rule: string; texts: Texts; as: string }[] = [
		{ rule: 'cilium/native-routing-cidr-missing', texts: release('cilium', undefined, native), as: 'judged as 1.20.0' },
		{
			rule: 'cilium/retired-value',
			texts: release('cilium', undefined, { tunnel: 'disabled' }),
			as: 'judged as 1.20.0',
		},
		{
			rule: 'cilium/feature-conflict',
			texts: release('cilium', 'latest', { ipv6: { enabled: true }, eni: { enabled: true } }),
			as: 'judged as 1.20.0',
		},
		{
			rule: 'control-plane/service-range-without-addresses',
			texts: apiServer('', '--service-cluster-ip-range=fd10:96e5:43::/60'),
			as: 'judged as Kubernetes 1.36.3',
		},
		{
			rule: 'control-plane/feature-gate-refused',
			texts: apiServer(':latest', '--feature-gates=IPv6DualStack=true'),
			as: 'judged as Kubernetes 1.36.3',
		},
	];
	test.each(cases)('is taken for the newest, and the finding of $rule says so', ({ rule, texts, as }) => {
		const [first = 'nothing was said'] = said(rule, texts);
		expect(first).toContain(as);
	});

	test('is not named where the repository pins one', () => {
		const texts = release('cilium', '1.18.2', native);
		expect(said('cilium/native-routing-cidr-missing', texts).join()).not.toContain('judged as');
	});
});

describe('a range of versions', () => {
	const agent = { ...native, ipMasqAgent: { enabled: true } };
	const rook = { csi: { enableCSIHostNetwork: true } };
	const cases: readonly { rule: string; chart: string; values: object; version: string; isSaid: boolean }[] = [
		{ rule: 'cilium/native-routing-cidr-missing', chart: 'cilium', values: agent, version: '~1.14.0', isSaid: true },
		{
			rule: 'cilium/native-routing-cidr-missing',
			chart: 'cilium',
			values: agent,
			version: '>=1.14.0 <1.16',
			isSaid: false,
		},
		{
			rule: 'cilium/retired-value',
			chart: 'cilium',
			values: { tunnel: 'disabled' },
			version: '1.17 - 1.18',
			isSaid: true,
		},
		{
			rule: 'cilium/retired-value',
			chart: 'cilium',
			values: { tunnel: 'disabled' },
			version: '>=1.14.0 <1.18',
			isSaid: false,
		},
		{ rule: 'ceph/retired-value', chart: 'rook-ceph', values: rook, version: '~1.20.0', isSaid: true },
		{ rule: 'ceph/retired-value', chart: 'rook-ceph', values: rook, version: '>=1.19.0 <1.21', isSaid: false },
		{ rule: 'ceph/retired-value', chart: 'rook-ceph', values: rook, version: 'v1.20.0', isSaid: true },
		{ rule: 'ceph/retired-value', chart: 'rook-ceph', values: rook, version: 'v1.19.10', isSaid: false },
	];
	test.each(cases)('$rule looks at both ends of $version: $isSaid', ({ rule, chart, values, version, isSaid }) => {
		expect(said(rule, release(chart, version, values)).length > 0).toBe(isSaid);
	});
});

describe('the last value that is accepted and the first that is not', () => {
	const mtu = (size: number, more: object = {}) =>
		release('cilium', '1.18.2', { MTU: size, ipv6: { enabled: true }, ipam: { mode: 'kubernetes' }, ...more });
	const wireGuard = { encryption: { enabled: true, type: 'wireguard' } };
	const direct = {
		routingMode: 'native',
		ipv4NativeRoutingCIDR: '10.42.0.0/16',
		ipv6NativeRoutingCIDR: 'fd10:42::/56',
	};
	const addons = { csi: { csiAddons: { enabled: true } } };
	const plugin = { csi: { enableCSIHostNetwork: false } };
	const cases: readonly { rule: string; limit: string; accepted: Texts; refused: Texts }[] = [
		{
			rule: 'cilium/mtu-below-ipv6-minimum',
			limit: 'a tunnel takes 50 bytes',
			accepted: mtu(1330),
			refused: mtu(1329),
		},
		{
			rule: 'cilium/mtu-below-ipv6-minimum',
			limit: 'native routing takes none',
			accepted: mtu(1280, direct),
			refused: mtu(1279, direct),
		},
		{
			rule: 'cilium/mtu-below-ipv6-minimum',
			limit: 'WireGuard in a tunnel takes 130 bytes',
			accepted: mtu(1410, wireGuard),
			refused: mtu(1409, wireGuard),
		},
		{
			rule: 'ceph/host-network-port-clash',
			limit: 'the controller is on the host network from 1.19.1 on',
			accepted: release('rook-ceph', 'v1.19.0', addons),
			refused: release('rook-ceph', 'v1.19.1', addons),
		},
		{
			rule: 'ceph/node-plugin-off-host-network',
			limit: 'the CSI operator runs the drivers from 1.18 on',
			accepted: release('rook-ceph', 'v1.18.0', plugin),
			refused: release('rook-ceph', 'v1.17.9', plugin),
		},
	];
	test.each(cases)('$limit', ({ rule, accepted, refused }) => {
		expect([said(rule, accepted).length, said(rule, refused).length]).toEqual([0, 1]);
	});
});
