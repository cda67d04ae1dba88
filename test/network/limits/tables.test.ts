import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addressCount, blocks, type IpFamily, parseCidr, prefixLength } from '../../../src/network/cidr.ts';
import {
	ciliumDefault,
	defaultPools,
	hasFeature,
	maxPoolBits,
	retiredEffect,
	retiredValues,
} from '../../../src/network/limits/cilium.ts';
import {
	apiServerServiceBits,
	defaultNodeMask,
	hasKubernetesFeature,
	kubeadmMinimum,
	kubeadmServiceBits,
	nodeMaskDistance,
} from '../../../src/network/limits/kubernetes.ts';
import { controllerPluginNetwork, hasRookFeature, operatorNetwork } from '../../../src/network/limits/rook.ts';
import { parseVersion, type Version } from '../../../src/network/limits/versions.ts';

function version(text: string): Version {
	const parsed = parseVersion(text);
	if (parsed === undefined) throw new Error(text);
	return parsed;
}

function cidr(text: string) {
	const parsed = parseCidr(text);
	if (!parsed.ok) throw new Error(text);
	return parsed.value;
}

describe('Cilium', () => {
	test.each([
		['enableMasqueradeRouteSource', '1.14.19', undefined],
		['enableMasqueradeRouteSource', '1.15.0', false],
		['directRoutingSkipUnreachable', '1.15.19', undefined],
		['directRoutingSkipUnreachable', '1.16.0', false],
		['tunnelSourcePortRange', '1.17.1', undefined],
		['tunnelSourcePortRange', '1.17.2', '0-0'],
		['underlayProtocol', '1.17.18', undefined],
		['underlayProtocol', '1.18.0', ''],
		['nodePort.enabled', '1.18.12', false],
		['nodePort.enabled', '1.19.0', undefined],
		['hubble.preferIpv6', '1.19.6', false],
		['hubble.preferIpv6', '1.20.0', undefined],
		['preferIpv6', '1.19.6', undefined],
		['preferIpv6', '1.20.0', false],
		['tunnel', '1.14.19', ''],
		['tunnel', '1.15.0', undefined],
		['ipv6.enabled', '1.13.0', false],
		['ipv6.enabled', '1.30.0', false],
	])('%s of chart %s is %s', (path, chart, expected) => {
		expect(ciliumDefault(path, version(chart))).toBe(expected);
	});

	test.each([
		['tunnel', '1.14.19', 'used'],
		['tunnel', '1.15.7', 'ignored'],
		['tunnel', '1.15.8', 'refused'],
		['tunnel', '1.16.1', 'ignored'],
		['tunnel', '1.16.2', 'refused'],
		['tunnel', '1.20.0', 'refused'],
		['ipam.operator.clusterPoolIPv6PodCIDR', '1.18.12', 'refused'],
		['ipam.operator.clusterPoolIPv6PodCIDR', '1.19.0', 'ignored'],
		['nativeRoutingCIDR', '1.14.0', 'ignored'],
		['encryption.keyFile', '1.16.1', undefined],
		['encryption.keyFile', '1.16.2', 'refused'],
		['l2podAnnouncements.interface', '1.19.4', undefined],
		['l2podAnnouncements.interface', '1.19.5', 'ignored'],
	])('the retired %s is in chart %s: %s', (path, chart, expected) => {
		const value = retiredValues.find((one) => one.path === path);
		expect(value && retiredEffect(value, version(chart))).toBe(expected);
	});

	test.each([
		['chartChecksNativeCidr', '1.17.18', '1.18.0'],
		['masqueradeAgentSparesNativeCidr', '1.14.19', '1.15.0'],
		['nativeCidrFromPool', '1.19.6', '1.20.0'],
		['l2Ipv6', '1.18.12', '1.19.0'],
	] as const)('%s is not in %s and is in %s', (feature, before, since) => {
		expect([hasFeature(feature, version(before)), hasFeature(feature, version(since))]).toEqual([false, true]);
	});

	test('its own IPv6 pool with its own mask is at the limit', () => {
		const mask = Number(ciliumDefault('ipam.operator.clusterPoolIPv6MaskSize', version('1.20.0')));
		expect(mask - prefixLength(cidr(defaultPools.IPv6))).toBe(maxPoolBits.IPv6);
	});
});

describe('Kubernetes', () => {
	test.each([
		['1.33.13', 20],
		['1.34.0', undefined],
		['1.36.3', undefined],
	])('kube-apiserver %s allows %s host bits', (release, expected) => {
		expect(apiServerServiceBits(version(release))).toBe(expected);
	});

	test.each([
		['10.144.0.0/12', true],
		['10.128.0.0/11', false],
		['fd00::/108', true],
		['fd00::/107', false],
	])('kubeadm takes the service subnet %s: %s', (text, expected) => {
		expect(addressCount(cidr(text)) <= 1n << BigInt(kubeadmServiceBits)).toBe(expected);
	});

	test.each([
		['10.42.0.0/28', 'pod', true],
		['10.42.0.0/29', 'pod', false],
		['fd10::/124', 'pod', true],
		['fd10::/125', 'pod', false],
		['10.43.0.0/28', 'service', true],
		['fd10::/125', 'service', false],
	] as const)('kubeadm finds %s big enough for a %s subnet: %s', (text, network, expected) => {
		expect(addressCount(cidr(text)) >= kubeadmMinimum[network]).toBe(expected);
	});

	test.each<[string, IpFamily, bigint]>([
		['192.168.144.0/20', 'IPv4', 16n],
		['fd10::/64', 'IPv6', 1n],
		['fd10::/48', 'IPv6', 65536n],
	])('%s has room for nodes by default', (text, family, expected) => {
		expect(blocks(cidr(text), defaultNodeMask[family])).toBe(expected);
	});

	test('the distance of a node mask gives as many blocks as the controller manager can count', () => {
		expect(blocks(cidr('fd10::/64'), 64 + nodeMaskDistance)).toBe(65536n);
	});

	test.each([
		['serviceCidrFollows', '1.32.9', '1.33.0'],
		['nodeIpPairWithCloud', '1.28.9', '1.29.0'],
		['strictPrefixes', '1.35.6', '1.36.0'],
	] as const)('%s is not in %s and is in %s', (feature, before, since) => {
		const has = [hasKubernetesFeature(feature, version(before)), hasKubernetesFeature(feature, version(since))];
		expect(has).toEqual([false, true]);
	});
});

describe('Rook', () => {
	test.each([
		['v1.13.0', 'pod', ''],
		['v1.14.12', 'pod', ''],
		['v1.15.0', 'pod', 'enforceHostNetwork'],
		['v1.19.0', 'pod', 'enforceHostNetwork'],
		['v1.19.1', 'host', 'enforceHostNetwork csi.enableCSIHostNetwork'],
		['v1.19.10', 'host', 'enforceHostNetwork csi.enableCSIHostNetwork'],
		['v1.20.0', 'pod', 'drivers.rbd.controllerPlugin.hostNetwork drivers.cephfs.controllerPlugin.hostNetwork'],
		['v1.30.0', 'pod', 'drivers.rbd.controllerPlugin.hostNetwork drivers.cephfs.controllerPlugin.hostNetwork'],
	])('%s puts the controller plugin on the %s network', (release, byDefault, switches) => {
		const network = controllerPluginNetwork(version(release));
		expect([network.byDefault, network.switches.map(({ path }) => path).join(' ')]).toEqual([byDefault, switches]);
	});

	test('the operator is on the pod network unless told', () => {
		expect(operatorNetwork.byDefault).toBe('pod');
	});

	test.each([
		['csiOperatorByDefault', 'v1.17.9', 'v1.18.0'],
		['managerEndpointIpv6', 'v1.18.11', 'v1.19.0'],
		['gatewayBrackets', 'v1.19.2', 'v1.19.3'],
		['separateDrivers', 'v1.19.10', 'v1.20.0'],
	] as const)('%s is not in %s and is in %s', (feature, before, since) => {
		const has = [hasRookFeature(feature, version(before)), hasRookFeature(feature, version(since))];
		expect(has).toEqual([false, true]);
	});
});

const cases = new URL('../../../../shared/cases/cilium.jsonl', import.meta.url);

describe.skipIf(!existsSync(cases))('what Cilium was seen to do', () => {
	const all: { id: string; values: Record<string, unknown>; context: { ciliumVersion: string }; verdict: string }[] = (
		existsSync(cases) ? readFileSync(cases, 'utf8') : ''
	)
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line));

	test('a retired value has the verdict of its effect', () => {
		const verdicts = { used: 'ok', ignored: 'broken', refused: 'refused' } as const;
		const judged = all.flatMap(({ id, values, context, verdict }) =>
			retiredValues
				.filter(({ path }) => isSet(values, path.split('.')))
				.map((value) => {
					const effect = retiredEffect(value, version(context.ciliumVersion));
					return [id, verdict, effect && verdicts[effect]];
				}),
		);
		expect(judged.length).toBeGreaterThan(3);
		expect(judged.filter(([, verdict, expected]) => verdict !== expected)).toEqual([]);
	});

	test('a pool beyond the limit of its mask is refused, one within it is not for that', () => {
		const tooLong = all.filter(({ values }) =>
			(['IPv4', 'IPv6'] as const).some((family) => poolBits(values, family) > maxPoolBits[family]),
		);
		expect(tooLong.map(({ id, verdict }) => [id, verdict])).toMatchInlineSnapshot(`
			[
			  [
			    "pool-64-default-mask",
			    "refused",
			  ],
			]
		`);
	});
});

function isSet(values: unknown, [key, ...rest]: readonly string[]): boolean {
	if (key === undefined) return values !== undefined;
	return typeof values === 'object' && values !== null && isSet(Reflect.get(values, key), rest);
}

/** Bits between the shortest element of the pool, as written or by default, and the mask in force. */
function poolBits(values: Record<string, unknown>, family: IpFamily): number {
	const ipam: { mode?: string; operator?: Record<string, unknown> } = values['ipam'] ?? {};
	const enabled: { enabled?: boolean } = values[family === 'IPv4' ? 'ipv4' : 'ipv6'] ?? {};
	if ((ipam.mode ?? 'cluster-pool') !== 'cluster-pool' || !(enabled.enabled ?? family === 'IPv4')) return 0;
	const list = ipam.operator?.[`clusterPool${family}PodCIDRList`] ?? [defaultPools[family]];
	const path = `ipam.operator.clusterPool${family}MaskSize`;
	const mask = Number(ipam.operator?.[`clusterPool${family}MaskSize`] ?? ciliumDefault(path, version('1.18.0')));
	const lengths = [list].flat().map((text) => Number(String(text).split('/')[1]));
	return Math.max(0, ...lengths.map((length) => mask - length));
}
