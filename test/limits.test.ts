import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromTexts } from '../src/repo/files.ts';
import type { Severity } from '../src/rule.ts';

type Texts = Readonly<Record<string, string>>;

/** What one rule says about a repository: its gravest word, or nothing. */
function verdict(rule: string, texts: Texts): Severity | 'silent' {
	const outcome = lintRepository(filesFromTexts(texts), rules);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	const said = outcome.value.diagnostics.filter(({ ruleId }) => ruleId === rule).map(({ severity }) => severity);
	return (['error', 'warning', 'info'] as const).find((severity) => said.includes(severity)) ?? 'silent';
}

interface Kubeadm {
	readonly version?: string;
	readonly pods?: string;
	readonly services?: string;
	readonly args?: Readonly<Record<string, string>>;
}

function kubeadm({ version = 'v1.34.1', pods = '10.42.0.0/16', services = '10.96.0.0/16', args = {} }: Kubeadm): Texts {
	const flags = Object.entries(args).map(([name, value]) => `    - {name: ${name}, value: "${value}"}\n`);
	return {
		'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: ${version}
networking:
  podSubnet: ${pods}
  serviceSubnet: ${services}
controllerManager:
  extraArgs:
    - {name: v, value: "2"}
${flags.join('')}`,
	};
}

function staticPod(process: string, version: string, flags: Readonly<Record<string, string>>): Texts {
	const command = Object.entries(flags).map(([name, value]) => `        - --${name}=${value}\n`);
	return {
		[`nodes/one/${process}.yaml`]: `apiVersion: v1
kind: Pod
metadata: {name: ${process}, namespace: kube-system}
spec:
  containers:
    - name: ${process}
      image: registry.k8s.io/${process}:${version}
      command:
        - ${process}
${command.join('')}`,
	};
}

function apiServer(version: string, ranges: string, gates?: string): Texts {
	const flags = gates === undefined ? {} : { 'feature-gates': gates };
	return staticPod('kube-apiserver', version, { 'service-cluster-ip-range': ranges, ...flags });
}

function controllerManager(cidrs: string, flags: Readonly<Record<string, string>> = {}): Texts {
	const given = { 'allocate-node-cidrs': 'true', 'cluster-cidr': cidrs, ...flags };
	return staticPod('kube-controller-manager', 'v1.34.1', given);
}

function cilium(version: string, values: object): Texts {
	return {
		'cilium.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: cilium, namespace: kube-system}
spec:
  chart: {spec: {chart: cilium, version: ${version}}}
  values: ${JSON.stringify(values)}
`,
	};
}

function pool(values: object): Texts {
	return cilium('1.18.2', { ipv6: { enabled: true }, ipam: { mode: 'cluster-pool', operator: values } });
}

function nodes(count: number): Texts {
	const names = Array.from({ length: count }, (_, i) => `  - {name: node-${i}}\n`);
	return { '.dualstack-lint.yaml': `version: 1\nnodes:\n${names.join('')}` };
}

interface Limit {
	readonly limit: string;
	readonly accepted: Texts;
	readonly refused: Texts;
	/** What is said of the refused one; an error unless given. */
	readonly as?: Severity;
	/** What is said of the accepted one; nothing unless given. */
	readonly but?: Severity;
}

describe.each(['v1.31.14', 'v1.33.13', 'v1.34.1', 'v1.36.3'])('kubeadm %s', (version) => {
	const limits: readonly Limit[] = [
		{
			limit: 'takes IPv4 service subnets up to /12',
			accepted: kubeadm({ version, services: '10.96.0.0/12' }),
			refused: kubeadm({ version, services: '10.96.0.0/11' }),
		},
		{
			limit: 'takes IPv6 service subnets up to /108',
			accepted: kubeadm({ version, services: '10.96.0.0/16,fd10:96e5:43::/108' }),
			refused: kubeadm({ version, services: '10.96.0.0/16,fd10:96e5:43::/107' }),
		},
		{
			limit: 'takes IPv4 service subnets down to /28',
			accepted: kubeadm({ version, services: '10.96.0.0/28' }),
			refused: kubeadm({ version, services: '10.96.0.0/29' }),
		},
		{
			limit: 'takes IPv6 service subnets down to /124',
			accepted: kubeadm({ version, services: '10.96.0.0/16,fd10:96e5:43::/124' }),
			refused: kubeadm({ version, services: '10.96.0.0/16,fd10:96e5:43::/125' }),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/service-cidr-size', limit));
});

describe('control-plane/service-cidr-size', () => {
	const limits: readonly Limit[] = [
		...['v1.31.14', 'v1.33.13'].flatMap((version): Limit[] => [
			{
				limit: `kube-apiserver ${version} takes IPv4 ranges up to /12`,
				accepted: apiServer(version, '10.96.0.0/12'),
				refused: apiServer(version, '10.96.0.0/11'),
			},
			{
				limit: `kube-apiserver ${version} takes IPv6 ranges up to /108`,
				accepted: apiServer(version, '10.96.0.0/16,fd10:96e5:43::/108'),
				refused: apiServer(version, '10.96.0.0/16,fd10:96e5:43::/107'),
			},
		]),
		...['v1.34.1', 'v1.36.3'].flatMap((version): Limit[] => [
			{
				limit: `kube-apiserver ${version} takes IPv4 ranges of any size, kubeadm would not`,
				accepted: apiServer(version, '10.96.0.0/12'),
				refused: apiServer(version, '10.96.0.0/11'),
				as: 'warning',
			},
		]),
		...['v1.33.13', 'v1.34.1'].map(
			(version): Limit => ({
				limit: `kube-apiserver ${version} takes any size unless DisableAllocatorDualWrite is off`,
				accepted: apiServer(version, '10.96.0.0/16,fd10:96e5:43::/107', 'DisableAllocatorDualWrite=true'),
				but: 'warning',
				refused: apiServer(version, '10.96.0.0/16,fd10:96e5:43::/107', 'DisableAllocatorDualWrite=false'),
			}),
		),
		{
			limit: 'kube-apiserver asks for 8 addresses in an IPv4 range',
			accepted: apiServer('v1.34.1', '10.96.0.0/29'),
			refused: apiServer('v1.34.1', '10.96.0.0/30'),
		},
		{
			limit: 'kube-apiserver asks for 8 addresses in an IPv6 range',
			accepted: apiServer('v1.34.1', 'fd10:96e5:43::/125'),
			refused: apiServer('v1.34.1', 'fd10:96e5:43::/126'),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/service-cidr-size', limit));

	test('kube-apiserver asks nothing of the second range', () => {
		const texts = apiServer('v1.34.1', '10.96.0.0/16,fd10:96e5:43::/126');
		expect(verdict('control-plane/service-cidr-size', texts)).toBe('silent');
	});
});

describe('control-plane/service-range-without-addresses', () => {
	const rule = 'control-plane/service-range-without-addresses';
	const range = (length: number) => `10.96.0.0/16,fd10:96e5:42::/${length}`;

	test.each([
		['v1.34.7', 'warning'],
		['v1.34.8', 'silent'],
		['v1.36.3', 'silent'],
	] as const)('kube-apiserver %s and a range of /64: %s', (version, said) => {
		expect(verdict(rule, apiServer(version, range(64)))).toBe(said);
	});

	test.each(['v1.34.1', 'v1.34.8', 'v1.36.3'])(
		'kube-apiserver %s takes addresses from /65, none from /63',
		(version) => {
			expectLimit(rule, { accepted: apiServer(version, range(65)), refused: apiServer(version, range(63)) });
		},
	);

	test('where the range is refused outright, nothing more is said', () => {
		expect(verdict(rule, apiServer('v1.33.13', range(63)))).toBe('silent');
		expect(verdict(rule, apiServer('v1.34.1', range(63), 'DisableAllocatorDualWrite=false'))).toBe('silent');
	});
});

describe('control-plane/feature-gate-refused', () => {
	test.each([
		['IPv6DualStack=true', 'v1.24.17', 'v1.25.0'],
		['MultiCIDRRangeAllocator=true', 'v1.28.15', 'v1.29.0'],
		['MultiCIDRServiceAllocator=false', 'v1.33.13', 'v1.34.0'],
		['DisableAllocatorDualWrite=false', 'v1.34.9', 'v1.35.0'],
	])('%s is taken by %s and refused by %s', (gate, last, first) => {
		expectLimit('control-plane/feature-gate-refused', {
			accepted: apiServer(last, '10.96.0.0/16', gate),
			refused: apiServer(first, '10.96.0.0/16', gate),
		});
	});
});

describe('control-plane/kubeadm-version-refused', () => {
	const configuration = (api: string, version: string): Texts => ({
		'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/${api}\nkind: ClusterConfiguration\nkubernetesVersion: ${version}\n`,
	});

	test.each([
		['v1beta2', 'v1.30.14', 'silent'],
		['v1beta2', 'v1.31.0', 'error'],
		['v1beta3', 'v1.30.14', 'silent'],
		['v1beta3', 'v1.31.0', 'warning'],
		['v1beta3', 'v1.36.3', 'warning'],
		['v1beta4', 'v1.30.14', 'error'],
		['v1beta4', 'v1.31.0', 'silent'],
		['v1beta4', 'v1.36.3', 'silent'],
	] as const)('%s and kubeadm %s: %s', (api, version, said) => {
		expect(verdict('control-plane/kubeadm-version-refused', configuration(api, version))).toBe(said);
	});
});

describe('control-plane/default-service-cidr-conflict', () => {
	const object = `apiVersion: networking.k8s.io/v1
kind: ServiceCIDR
metadata: {name: kubernetes}
spec: {cidrs: [10.96.0.0/16]}
`;

	test.each([
		['v1.32.13', '10.97.0.0/16', 'silent'],
		['v1.33.0', '10.97.0.0/16', 'error'],
		['v1.33.0', '10.96.0.0/16', 'silent'],
		['v1.33.0', '10.96.0.0/16,fd10:96e5:43::/112', 'silent'],
		['v1.33.0', 'fd10:96e5:43::/112,10.96.0.0/16', 'error'],
		['v1.33.0', '10.96.0.0/16,10.97.0.0/16', 'error'],
	] as const)('kube-apiserver %s with %s: %s', (version, ranges, said) => {
		const texts = { ...apiServer(version, ranges), 'range.yaml': object };
		expect(verdict('control-plane/default-service-cidr-conflict', texts)).toBe(said);
	});
});

describe('control-plane/not-an-endpoint', () => {
	const configuration = (port: string): Texts => ({
		'kubeadm.yaml': `apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: 192.168.1.1, bindPort: ${port}}
`,
	});

	test.each([
		['1', '0'],
		['65535', '65536'],
	])('the port %s is one, %s is none', (accepted, refused) => {
		expectLimit('control-plane/not-an-endpoint', {
			accepted: configuration(accepted),
			refused: configuration(refused),
		});
	});

	test.each([
		['vip.example.com', 'silent'],
		['vip.example.com:6443', 'silent'],
		['fd10:96e5:1::1', 'silent'],
		['[fd10:96e5:1::1]:6443', 'silent'],
		['[fd10:96e5:1::1]', 'error'],
		['192.168.1.1:65536', 'error'],
		['vip_one.example.com', 'error'],
		['LOAD_BALANCER_DNS:LOAD_BALANCER_PORT', 'silent'],
	] as const)('controlPlaneEndpoint %s: %s', (endpoint, said) => {
		const text = `apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\ncontrolPlaneEndpoint: "${endpoint}"\n`;
		expect(verdict('control-plane/not-an-endpoint', { 'kubeadm.yaml': text })).toBe(said);
	});
});

describe('nodes and the service range that takes their blocks', () => {
	const taken = (count: number): Texts => {
		const flags = { 'service-cluster-ip-range': '10.42.8.0/22', 'node-cidr-mask-size-ipv4': '24' };
		const nodes = Array.from({ length: count }, (_, i) => ({ name: `n${i}`, addresses: [] }));
		return {
			...controllerManager('10.42.0.0/20', flags),
			'.dualstack-lint.yaml': JSON.stringify({ version: 1, nodes }),
		};
	};

	test('16 blocks of which Services take 4 are enough for 12 nodes', () => {
		expectLimit('control-plane/too-few-node-blocks', { accepted: taken(12), but: 'warning', refused: taken(13) });
	});
});

describe('control-plane/pod-cidr-size', () => {
	const limits: readonly Limit[] = [
		{
			limit: 'kubeadm takes IPv4 pod subnets down to /28',
			accepted: kubeadm({ pods: '10.42.0.0/28' }),
			refused: kubeadm({ pods: '10.42.0.0/29' }),
		},
		{
			limit: 'kubeadm takes IPv6 pod subnets down to /124',
			accepted: kubeadm({ pods: '10.42.0.0/16,fd10:96e5:42::/124' }),
			refused: kubeadm({ pods: '10.42.0.0/16,fd10:96e5:42::/125' }),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/pod-cidr-size', limit));

	test('the controller manager asks for no size', () => {
		expect(verdict('control-plane/pod-cidr-size', controllerManager('10.42.0.0/29'))).toBe('silent');
	});
});

describe('control-plane/node-mask-too-long', () => {
	const limits: readonly Limit[] = [
		{
			limit: 'an IPv4 mask has 32 bits',
			accepted: controllerManager('10.42.0.0/28', { 'node-cidr-mask-size-ipv4': '32' }),
			refused: controllerManager('10.42.0.0/28', { 'node-cidr-mask-size-ipv4': '33' }),
		},
		{
			limit: 'an IPv6 mask has 128 bits',
			accepted: controllerManager('10.42.0.0/16,fd10:96e5:42::/120', { 'node-cidr-mask-size-ipv6': '128' }),
			refused: controllerManager('10.42.0.0/16,fd10:96e5:42::/120', { 'node-cidr-mask-size-ipv6': '129' }),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/node-mask-too-long', limit));
});

describe('control-plane/node-mask-out-of-range', () => {
	const ipv6 = (size: number) => ({ 'node-cidr-mask-size-ipv6': String(size) });
	const limits: readonly Limit[] = [
		{
			limit: 'the controller manager cuts an IPv6 network up to 16 bits finer',
			accepted: controllerManager('10.42.0.0/16,fd10:96e5:42::/64', ipv6(80)),
			refused: controllerManager('10.42.0.0/16,fd10:96e5:42::/64', ipv6(81)),
		},
		{
			limit: 'the default IPv6 mask is 16 bits finer than a /48',
			accepted: controllerManager('10.42.0.0/16,fd10:96e5:42::/48'),
			refused: controllerManager('10.42.0.0/16,fd10:96e5:42::/47'),
		},
		{
			limit: 'the default IPv6 mask fits into a /64',
			accepted: controllerManager('10.42.0.0/16,fd10:96e5:42::/64'),
			refused: controllerManager('10.42.0.0/16,fd10:96e5:42::/65'),
		},
		{
			limit: 'the default IPv4 mask fits into a /24',
			accepted: controllerManager('10.42.0.0/24'),
			refused: controllerManager('10.42.0.0/25'),
		},
		{
			limit: 'kubeadm cuts an IPv4 network up to 16 bits finer',
			accepted: kubeadm({ pods: '10.0.0.0/8', services: '172.20.0.0/16' }),
			refused: kubeadm({ pods: '10.0.0.0/7', services: '172.20.0.0/16' }),
		},
		{
			limit: 'kubeadm cuts an IPv6 network up to 16 bits finer',
			accepted: kubeadm({ pods: '10.42.0.0/16,fd10:96e5:42::/64', args: ipv6(80) }),
			refused: kubeadm({ pods: '10.42.0.0/16,fd10:96e5:42::/64', args: ipv6(81) }),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/node-mask-out-of-range', limit));

	test('the controller manager cuts an IPv4 network as fine as one likes', () => {
		expect(verdict('control-plane/node-mask-out-of-range', controllerManager('10.0.0.0/7'))).toBe('silent');
	});

	test('nobody reads a mask where no blocks are handed out', () => {
		const texts = kubeadm({ pods: '10.42.0.0/16,fd10:96e5:42::/104', args: { 'allocate-node-cidrs': 'false' } });
		expect(verdict('control-plane/node-mask-out-of-range', texts)).toBe('silent');
	});
});

describe('control-plane/too-few-node-blocks', () => {
	const limits: readonly Limit[] = [
		{
			limit: 'sixteen nodes fill sixteen blocks',
			accepted: { ...kubeadm({ pods: '10.42.0.0/20' }), ...nodes(16) },
			but: 'warning',
			refused: { ...kubeadm({ pods: '10.42.0.0/20' }), ...nodes(17) },
		},
		{
			limit: 'sixteen blocks are tight from thirteen nodes on',
			accepted: { ...kubeadm({ pods: '10.42.0.0/20' }), ...nodes(12) },
			refused: { ...kubeadm({ pods: '10.42.0.0/20' }), ...nodes(13) },
			as: 'warning',
		},
		{
			limit: 'one block is too few for an unknown number of nodes',
			accepted: kubeadm({ pods: '10.42.0.0/16,fd10:96e5:42::/63' }),
			refused: kubeadm({ pods: '10.42.0.0/16,fd10:96e5:42::/64' }),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/too-few-node-blocks', limit));
});

describe('control-plane/too-many-prefixes', () => {
	const pair = '10.42.0.0/16,fd10:96e5:42::/56';
	const limits: readonly Limit[] = [
		{
			limit: 'kubeadm takes one pod prefix of each family',
			accepted: kubeadm({ pods: pair }),
			refused: kubeadm({ pods: `${pair},10.44.0.0/16` }),
		},
		{
			limit: 'kube-apiserver takes one service prefix of each family',
			accepted: apiServer('v1.34.1', '10.96.0.0/16,fd10:96e5:43::/112'),
			refused: apiServer('v1.34.1', '10.96.0.0/16,10.97.0.0/16'),
		},
		{
			limit: 'kube-controller-manager takes one pod prefix of each family',
			accepted: controllerManager(pair),
			refused: controllerManager(`${pair},fd10:96e5:44::/56`),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/too-many-prefixes', limit));
});

describe('control-plane/node-mask-flags-conflict', () => {
	const pair = '10.42.0.0/16,fd10:96e5:42::/56';
	const limits: readonly Limit[] = [
		{
			limit: 'the old flag is for one family',
			accepted: controllerManager('10.42.0.0/16', { 'node-cidr-mask-size': '24' }),
			refused: controllerManager(pair, { 'node-cidr-mask-size': '24' }),
		},
		{
			limit: 'the old flag stands alone',
			accepted: controllerManager('10.42.0.0/16', { 'node-cidr-mask-size-ipv4': '24' }),
			refused: controllerManager('10.42.0.0/16', { 'node-cidr-mask-size-ipv4': '24', 'node-cidr-mask-size': '24' }),
		},
		{
			limit: 'a family with a mask has a prefix',
			accepted: controllerManager(pair, { 'node-cidr-mask-size-ipv6': '64' }),
			refused: controllerManager('10.42.0.0/16', { 'node-cidr-mask-size-ipv6': '64' }),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('control-plane/node-mask-flags-conflict', limit));
});

describe('cilium/pool-mask-out-of-range', () => {
	const ipv6 = (cidr: string, size?: number) =>
		pool({ clusterPoolIPv6PodCIDRList: [cidr], ...(size === undefined ? {} : { clusterPoolIPv6MaskSize: size }) });
	const ipv4 = (cidr: string, size: number) =>
		pool({ clusterPoolIPv4PodCIDRList: [cidr], clusterPoolIPv4MaskSize: size });
	const limits: readonly Limit[] = [
		{
			limit: 'the default IPv6 mask is 16 bits finer than a /104',
			accepted: ipv6('fd10:96e5:42::/104'),
			refused: ipv6('fd10:96e5:42::/103'),
		},
		{
			limit: 'the operator cuts an IPv6 pool up to 16 bits finer',
			accepted: ipv6('fd10:96e5:42::/64', 80),
			refused: ipv6('fd10:96e5:42::/64', 81),
		},
		{
			limit: 'an IPv6 mask is no shorter than the pool',
			accepted: ipv6('fd10:96e5:42::/64', 64),
			refused: ipv6('fd10:96e5:42::/64', 63),
		},
		{
			limit: 'an IPv6 mask has 128 bits',
			accepted: ipv6('fd10:96e5:42::/120', 128),
			refused: ipv6('fd10:96e5:42::/120', 129),
		},
		{ limit: 'an IPv4 mask has 32 bits', accepted: ipv4('10.42.0.0/16', 32), refused: ipv4('10.42.0.0/16', 33) },
		{
			limit: 'an IPv4 mask is no shorter than the pool',
			accepted: ipv4('10.42.0.0/16', 16),
			refused: ipv4('10.42.0.0/16', 15),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('cilium/pool-mask-out-of-range', limit));

	test('the operator cuts an IPv4 pool as fine as one likes', () => {
		expect(verdict('cilium/pool-mask-out-of-range', ipv4('10.0.0.0/8', 30))).toBe('silent');
	});
});

describe('cilium/pool-too-few-blocks', () => {
	const small = pool({ clusterPoolIPv4PodCIDRList: ['192.168.144.0/20'] });
	const limits: readonly Limit[] = [
		{
			limit: 'sixteen nodes fill sixteen blocks',
			accepted: { ...small, ...nodes(16) },
			but: 'warning',
			refused: { ...small, ...nodes(17) },
		},
		{
			limit: 'the prefixes of a pool add up',
			accepted: {
				...pool({ clusterPoolIPv4PodCIDRList: ['192.168.144.0/20', '192.168.176.0/20'] }),
				...nodes(17),
			},
			refused: { ...small, ...nodes(17) },
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('cilium/pool-too-few-blocks', limit));
});

describe('cilium/native-routing-cidr-mismatch', () => {
	const routed = (cidr: string) =>
		cilium('1.18.2', {
			ipam: { mode: 'kubernetes' },
			routingMode: 'native',
			autoDirectNodeRoutes: true,
			ipv4NativeRoutingCIDR: cidr,
		});
	const limits: readonly Limit[] = [
		{
			limit: 'the CIDR is the pod network, no narrower',
			accepted: { ...kubeadm({}), ...routed('10.42.0.0/16') },
			refused: { ...kubeadm({}), ...routed('10.42.0.0/17') },
		},
		{
			limit: 'the CIDR may be wider',
			accepted: { ...kubeadm({}), ...routed('10.42.0.0/15') },
			refused: { ...kubeadm({}), ...routed('10.44.0.0/15') },
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('cilium/native-routing-cidr-mismatch', limit));
});

describe('cilium/native-routing-cidr-missing', () => {
	const native = { routingMode: 'native', ipam: { mode: 'kubernetes' }, ipv6: { enabled: true } };
	const ipv4 = { ipv4NativeRoutingCIDR: '10.42.0.0/16' };
	const pools = {
		mode: 'cluster-pool',
		operator: {
			clusterPoolIPv4PodCIDRList: ['10.42.0.0/16'],
			clusterPoolIPv6PodCIDRList: ['fd10:96e5:42::/64'],
			clusterPoolIPv6MaskSize: 80,
		},
	};
	const fromPool = { ...native, ...ipv4, nativeRoutingCIDRFromClusterPool: true, ipam: pools };
	const agent = { ...native, ipMasqAgent: { enabled: true } };
	const extra = { ...native, ...ipv4, extraConfig: { 'ipv6-native-routing-cidr': 'fd10:96e5:42::/56' } };
	const extraIpv4 = {
		routingMode: 'native',
		ipam: { mode: 'kubernetes' },
		extraConfig: { 'ipv4-native-routing-cidr': '10.42.0.0/16' },
	};
	const limits: readonly Limit[] = [
		{
			limit: 'the masquerade agent makes it dispensable from 1.15 on',
			accepted: cilium('1.15.0', agent),
			refused: cilium('1.14.19', agent),
		},
		{
			limit: 'the pool makes it dispensable from 1.20 on',
			accepted: cilium('1.20.0', fromPool),
			refused: cilium('1.19.6', fromPool),
		},
		{
			limit: 'the agent alone checks up to 1.17, so its own key is enough',
			accepted: cilium('1.17.18', extra),
			refused: cilium('1.18.0', extra),
		},
		{
			limit: 'the chart checks IPv4 only where masquerading is written down',
			accepted: cilium('1.18.2', extraIpv4),
			refused: cilium('1.18.2', { ...extraIpv4, enableIPv4Masquerade: true }),
		},
		{
			limit: 'the cloud knows the routes of IPv4',
			accepted: cilium('1.18.2', { routingMode: 'native', ipam: { mode: 'alibabacloud' } }),
			refused: cilium('1.18.2', { routingMode: 'native', ipam: { mode: 'azure' } }),
		},
		{
			limit: 'a tunnel needs none',
			accepted: cilium('1.18.2', { ...native, routingMode: 'tunnel' }),
			refused: cilium('1.18.2', native),
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('cilium/native-routing-cidr-missing', limit));
});

describe('addressing/networks-overlap', () => {
	// Blocks of /24: 10.64.255.0/24 is the 256th, 10.65.0.0/24 the 257th.
	const services = (cidr: string) => ({
		...pool({ clusterPoolIPv4PodCIDRList: ['10.64.0.0/10'] }),
		...apiServer('v1.34.1', cidr),
	});
	const limits: readonly Limit[] = [
		{
			limit: 'of an unknown number of nodes the 256th may come',
			accepted: services('10.65.0.0/24'),
			but: 'warning',
			refused: services('10.64.255.0/24'),
		},
		{
			limit: 'three nodes have three blocks',
			accepted: { ...services('10.64.3.0/24'), ...nodes(3) },
			but: 'warning',
			refused: { ...services('10.64.2.0/24'), ...nodes(3) },
		},
	];
	test.each(limits)('$limit', (limit) => expectLimit('addressing/networks-overlap', limit));
});

function expectLimit(rule: string, { accepted, refused, as = 'error', but }: Omit<Limit, 'limit'>): void {
	expect([verdict(rule, accepted), verdict(rule, refused)]).toEqual([but ?? 'silent', as]);
}
