import type { CiliumValues, Conflict } from '../../src/network/cilium-conflicts.ts';

function isIpsec({ on, text }: CiliumValues): boolean | undefined {
	const type = text('encryption.type');
	return type === undefined ? undefined : on('encryption.enabled') === true && (type === 'ipsec' || type === '');
}

function isWireGuard({ on, text }: CiliumValues): boolean {
	return on('encryption.enabled') === true && text('encryption.type') === 'wireguard';
}

function isTunnel({ routing }: CiliumValues): boolean {
	return routing === 'tunnel';
}

function isBigTcp({ on }: CiliumValues): boolean {
	return on('enableIPv6BIGTCP') === true || on('enableIPv4BIGTCP') === true;
}

const delegated = 'delegated-plugin';

/** Features that a family, a routing mode or an IPAM mode excludes. cilium/cilium `pkg/option/config.go`, `daemon/cmd`. */
export const featureConflicts: readonly Conflict[] = [
	{
		at: 'ipv6.enabled',
		with: 'eni.enabled',
		holds: ({ ipam, ipv6 }) => ipam === 'eni' && ipv6,
		says: 'IPv6 is on, and addresses come from ENI, which has none',
	},
	{
		at: 'nat46x64Gateway.enabled',
		holds: ({ on, ipv4, ipv6 }) => on('nat46x64Gateway.enabled') === true && (ipv4 === false || ipv6 === false),
		says: 'the gateway between the families is on, and one of them is off',
	},
	{
		at: 'ipv4.enabled',
		with: 'encryption.enabled',
		before: '1.18.0',
		holds: (values) => isIpsec(values) === true && values.ipv4 === false,
		says: 'IPv4 is off, and IPsec needs it before 1.18',
	},
	{
		at: 'ipam.mode',
		before: '1.18.0',
		holds: (values) => values.ipam === 'multi-pool' && isTunnel(values),
		says: 'ipam.mode is multi-pool, which before 1.18 does not work through a tunnel',
	},
	{
		at: 'ipam.mode',
		with: 'encryption.enabled',
		before: '1.18.0',
		holds: (values) => values.ipam === 'multi-pool' && isIpsec(values),
		says: 'ipam.mode is multi-pool, which before 1.18 does not work with IPsec',
	},
	{
		at: 'ipam.mode',
		with: 'encryption.enabled',
		from: '1.18.0',
		before: '1.19.0',
		holds: (values) => values.ipam === 'multi-pool' && isTunnel(values) && isIpsec(values),
		says: 'ipam.mode is multi-pool, which does not work with IPsec through a tunnel',
	},
	{
		at: 'underlayProtocol',
		from: '1.18.0',
		holds: ({ text, ipv6, routing }) => text('underlayProtocol') === 'ipv6' && ipv6 === false && routing !== 'native',
		says: 'underlayProtocol is ipv6, and IPv6 is off',
	},
	{
		at: 'underlayProtocol',
		from: '1.18.0',
		holds: ({ text, ipv4, routing }) => text('underlayProtocol') === 'ipv4' && ipv4 === false && routing !== 'native',
		says: 'underlayProtocol is ipv4, and IPv4 is off',
	},
	{
		at: 'underlayProtocol',
		with: 'loadBalancer.acceleration',
		from: '1.18.0',
		holds: (values) =>
			values.text('underlayProtocol') === 'ipv6' &&
			isTunnel(values) &&
			['native', 'best-effort'].includes(values.text('loadBalancer.acceleration') ?? ''),
		says: 'underlayProtocol is ipv6, and XDP acceleration needs IPv4 between the nodes',
	},
	{
		at: 'underlayProtocol',
		with: 'encryption.enabled',
		from: '1.18.0',
		before: '1.19.0',
		holds: (values) => values.text('underlayProtocol') === 'ipv6' && isTunnel(values) && isWireGuard(values),
		says: 'underlayProtocol is ipv6, and WireGuard needs IPv4 between the nodes in 1.18',
	},
	{
		at: 'underlayProtocol',
		with: 'egressGateway.enabled',
		from: '1.19.0',
		holds: (values) =>
			values.text('underlayProtocol') === 'ipv6' && isTunnel(values) && values.on('egressGateway.enabled'),
		says: 'underlayProtocol is ipv6, and the egress gateway needs IPv4 between the nodes',
	},
	{
		at: 'enableIPv6BIGTCP',
		before: '1.20.0',
		holds: (values) => isBigTcp(values) && isTunnel(values),
		says: 'BIG TCP is on, which does not work through a tunnel before 1.20',
	},
	{
		at: 'enableIPv6BIGTCP',
		with: 'encryption.enabled',
		holds: (values) => isBigTcp(values) && values.on('encryption.enabled'),
		says: 'BIG TCP is on, which does not work with encryption',
	},
	{
		at: 'enableIPv6BIGTCP',
		with: 'bpf.hostLegacyRouting',
		holds: (values) => isBigTcp(values) && values.on('bpf.hostLegacyRouting'),
		says: 'BIG TCP is on, which does not work with bpf.hostLegacyRouting',
	},
	...(['IPv4', 'IPv6'] as const).map((family): Conflict => {
		const key = `extraConfig.cluster-pool-${family.toLowerCase()}-cidr`;
		return {
			at: key,
			holds: ({ ipam, ipv4, ipv6, text }) =>
				ipam === 'cluster-pool' && (family === 'IPv4' ? ipv4 : ipv6) === false && (text(key) ?? '') !== '',
			says: `${key} is set, and ${family} is off: the operator exits`,
		};
	}),
	{
		at: 'directRoutingSkipUnreachable',
		from: '1.16.0',
		holds: ({ on }) => on('directRoutingSkipUnreachable') === true && on('autoDirectNodeRoutes') === false,
		says: 'directRoutingSkipUnreachable is on, and autoDirectNodeRoutes, which it is about, is off',
	},
	...(['IPv4', 'IPv6'] as const).map((family): Conflict => {
		const key = `local-router-${family.toLowerCase()}`;
		return {
			at: family === 'IPv6' ? 'ipv6.enabled' : 'ipam.mode',
			with: 'ipam.mode',
			holds: ({ ipam, ipv4, ipv6, text }) =>
				ipam === delegated &&
				(family === 'IPv6' ? ipv6 : ipv4) === true &&
				text(`extraConfig.${key}`) === '' &&
				text('extraArgs') === '',
			says: `addresses come from another plugin, and for ${family} extraConfig has no ${key}`,
		};
	}),
	{
		at: 'endpointHealthChecking.enabled',
		with: 'ipam.mode',
		holds: ({ ipam, text }) =>
			ipam === delegated && ['', 'true'].includes(text('endpointHealthChecking.enabled') ?? '?'),
		says: 'addresses come from another plugin, and endpointHealthChecking.enabled is not false',
	},
	{
		at: 'envoyConfig.enabled',
		with: 'ipam.mode',
		holds: ({ ipam, on }) =>
			ipam === delegated &&
			['envoyConfig', 'ingressController', 'gatewayAPI'].some((key) => on(`${key}.enabled`) === true),
		says: 'addresses come from another plugin, with which no configuration of Envoy works',
	},
	{
		at: 'encryption.strictMode.egress.enabled',
		with: 'ipv6.enabled',
		severity: 'warning',
		holds: (values) =>
			values.ipv6 === true &&
			isWireGuard(values) &&
			(values.on('encryption.strictMode.egress.enabled') === true ||
				values.on('encryption.strictMode.enabled') === true),
		says: 'strict encryption drops what leaves unencrypted over IPv4 only; over IPv6 it can leak',
	},
	{
		at: 'l2announcements.enabled',
		with: 'kubeProxyReplacement',
		severity: 'warning',
		holds: ({ on, text }) => on('l2announcements.enabled') === true && text('kubeProxyReplacement') === 'false',
		says: 'l2announcements.enabled is on, which needs kubeProxyReplacement',
	},
];

/** Keys that the chart writes into the ConfigMap out of values of its own. cilium/cilium `templates/cilium-configmap.yaml`. */
export const repeatedKeys: readonly Conflict[] = (
	[
		['enable-ipv4', 'ipv4.enabled'],
		['enable-ipv6', 'ipv6.enabled'],
		['ipam', 'ipam.mode'],
		['routing-mode', 'routingMode'],
		['ipv4-native-routing-cidr', 'ipv4NativeRoutingCIDR'],
		['ipv6-native-routing-cidr', 'ipv6NativeRoutingCIDR'],
		['enable-ipv6-masquerade', 'enableIPv6Masquerade'],
	] as const
).map(([key, value]) => ({
	at: `extraConfig.${key}`,
	with: value,
	severity: 'warning',
	holds: ({ text }) => (text(`extraConfig.${key}`) ?? '') !== '' && (text(value) ?? '') !== '',
	says: `extraConfig.${key} repeats ${value}: the ConfigMap has the key twice, and the last one counts`,
}));

function isBpf({ on }: CiliumValues): boolean {
	return on('bpf.masquerade') === true;
}

function isNeitherMasqueraded({ masqueradesIpv4, masqueradesIpv6 }: CiliumValues): boolean {
	return masqueradesIpv4 === false && masqueradesIpv6 === false;
}

/** True when services of the type NodePort are Cilium's: all of kube-proxy is replaced, or that part. */
function hasNodePort({ on, text }: CiliumValues): boolean | undefined {
	const replaced = text('kubeProxyReplacement');
	if (replaced === undefined) return undefined;
	return replaced === 'true' || replaced === 'strict' || on('nodePort.enabled') !== false;
}

/** Ways of masquerading that exclude each other. cilium/cilium `daemon/cmd/daemon.go`, `daemon/cmd/daemon_main.go`. */
export const masqueradeConflicts: readonly Conflict[] = [
	{
		at: 'bpf.masquerade',
		from: '1.15.0',
		before: '1.19.0',
		holds: (values) =>
			isBpf(values) &&
			(values.masqueradesIpv4 === true || values.masqueradesIpv6 === true) &&
			hasNodePort(values) === false,
		says: 'bpf.masquerade is on, and before 1.19 it needs kubeProxyReplacement',
	},
	{
		at: 'bpf.masquerade',
		before: '1.15.0',
		severity: 'warning',
		holds: (values) => isBpf(values) && hasNodePort(values) === false,
		says: 'bpf.masquerade is on without kubeProxyReplacement, so iptables masquerades',
	},
	{
		at: 'bpf.masquerade',
		with: 'hostFirewall.enabled',
		before: '1.16.0',
		holds: (values) => isBpf(values) && values.masqueradesIpv6 === true && values.on('hostFirewall.enabled'),
		says: 'bpf.masquerade and enableIPv6Masquerade are on, which before 1.16 excludes the host firewall, even with IPv6 off',
	},
	{
		at: 'egressMasqueradeInterfaces',
		with: 'bpf.masquerade',
		holds: (values) => isBpf(values) && (values.text('egressMasqueradeInterfaces') ?? '') !== '',
		says: 'egressMasqueradeInterfaces is set, which excludes bpf.masquerade',
	},
	{
		at: 'enableMasqueradeRouteSource',
		with: 'bpf.masquerade',
		from: '1.15.0',
		holds: (values) => isBpf(values) && values.on('enableMasqueradeRouteSource'),
		says: 'enableMasqueradeRouteSource is on, which excludes bpf.masquerade',
	},
	{
		at: 'bpf.masquerade',
		with: 'enableIPv4Masquerade',
		from: '1.15.0',
		holds: (values) => isBpf(values) && isNeitherMasqueraded(values),
		says: 'bpf.masquerade is on, and neither family is masqueraded',
	},
	{
		at: 'ipMasqAgent.enabled',
		holds: ({ on }) => on('ipMasqAgent.enabled') === true && on('bpf.masquerade') === false,
		says: 'ipMasqAgent.enabled is on, and bpf.masquerade, which it needs, is off',
	},
	{
		at: 'ipMasqAgent.enabled',
		with: 'enableIPv4Masquerade',
		holds: (values) => values.on('ipMasqAgent.enabled') === true && isNeitherMasqueraded(values),
		says: 'ipMasqAgent.enabled is on, and neither family is masqueraded',
	},
	{
		at: 'egressGateway.enabled',
		holds: ({ on }) => on('egressGateway.enabled') === true && on('bpf.masquerade') === false,
		says: 'egressGateway.enabled is on, and bpf.masquerade, which it needs, is off',
	},
	{
		at: 'egressGateway.enabled',
		with: 'enableIPv4Masquerade',
		holds: ({ on, masqueradesIpv4 }) => on('egressGateway.enabled') === true && masqueradesIpv4 === false,
		says: 'egressGateway.enabled is on, and IPv4 is not masqueraded',
	},
	{
		at: 'ipv6NativeRoutingCIDR',
		from: '1.20.0',
		severity: 'warning',
		holds: ({ on, text, ipv6, masqueradesIpv6 }) =>
			text('ipv6NativeRoutingCIDR') === '::/0' &&
			ipv6 === true &&
			masqueradesIpv6 === true &&
			on('bpf.masquerade') === false,
		says: 'ipv6NativeRoutingCIDR ::/0 leaves nothing to masquerade, and iptables of the nft kind refuses that; enableIPv6Masquerade is on',
	},
];

/** Values that the chart itself refuses. cilium/charts, `templates/cilium-configmap.yaml`, `templates/validate.yaml`. */
export const chartConflicts: readonly Conflict[] = [
	{
		at: 'kubeProxyReplacement',
		from: '1.16.0',
		holds: ({ text }) => !['', 'true', 'false'].includes(text('kubeProxyReplacement') ?? ''),
		says: 'kubeProxyReplacement takes true or false, nothing else from 1.16 on',
	},
	{
		at: 'kubeProxyReplacement',
		before: '1.16.0',
		holds: ({ text }) =>
			!['', 'true', 'false', 'strict', 'partial', 'disabled'].includes(text('kubeProxyReplacement') ?? ''),
		says: 'kubeProxyReplacement takes true or false, or one of the old words strict, partial and disabled',
	},
	{
		at: 'routingMode',
		with: 'gke.enabled',
		holds: ({ on, text }) => on('gke.enabled') === true && !['', 'native'].includes(text('routingMode') ?? ''),
		says: 'gke.enabled is on, which takes routingMode native only',
	},
	{
		at: 'routingMode',
		with: 'aksbyocni.enabled',
		holds: ({ on, text }) =>
			on('gke.enabled') === false &&
			on('aksbyocni.enabled') === true &&
			!['', 'tunnel'].includes(text('routingMode') ?? ''),
		says: 'aksbyocni.enabled is on, which takes routingMode tunnel only',
	},
	{
		at: 'k8sServiceHost',
		with: 'k8sServiceHostRef.name',
		from: '1.18.0',
		holds: ({ text }) =>
			['k8sServiceHost', 'k8sServiceHostRef.name', 'k8sServiceHostRef.key'].every((path) => (text(path) ?? '') !== ''),
		says: 'k8sServiceHost and k8sServiceHostRef are both set',
	},
	{
		at: 'ipam.mode',
		from: '1.20.0',
		holds: ({ text, on }) => text('ipam.mode') === 'eni' && on('eni.enabled') === false,
		says: 'ipam.mode is eni without eni.enabled',
	},
	...(['IPv4', 'IPv6'] as const).map(
		(family): Conflict => ({
			at: 'nativeRoutingCIDRFromClusterPool',
			from: '1.20.0',
			// With native routing cilium/native-routing-cidr-missing says so.
			holds: ({ on, text, routing, poolSizes }) =>
				on('nativeRoutingCIDRFromClusterPool') === true &&
				routing === 'tunnel' &&
				text(family === 'IPv4' ? 'ipv4NativeRoutingCIDR' : 'ipv6NativeRoutingCIDR') === '' &&
				(poolSizes.get(family) ?? 1) !== 1,
			says: `nativeRoutingCIDRFromClusterPool takes one ${family} pool, and there are several`,
		}),
	),
	{
		at: 'bgp.enabled',
		before: '1.17.0',
		holds: ({ on }) =>
			on('bgp.enabled') === true && on('bgp.announce.loadbalancerIP') === false && on('bgp.announce.podCIDR') === false,
		says: 'bgp.enabled is on, and nothing is announced',
	},
];
