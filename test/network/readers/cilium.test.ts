import { describe, expect, test } from 'vitest';
import { declarationsOfCilium } from '../../../src/network/cilium-declarations.ts';
import {
	ciliumEnabled,
	ciliumMasquerades,
	ciliumReleases,
	ciliumValue,
	ipamMode,
	routingMode,
} from '../../../src/network/cilium-values.ts';
import type { CiliumFact } from '../../../src/network/facts.ts';
import { cilium } from '../../../src/network/readers/cilium.ts';
import { placeOf, type Setting } from '../../../src/network/setting.ts';
import { block } from '../../../src/rule.ts';
import { declarationLines, factsOf, textAt } from '../../support/facts.ts';

/** A HelmRelease of the chart with these values, in flow or block style. */
function release(values: string, version = '1.18.2'): string {
	return block`
		apiVersion: helm.toolkit.fluxcd.io/v2
		kind: HelmRelease
		metadata: {name: cilium, namespace: kube-system}
		spec:
		  chart: {spec: {chart: cilium, version: "${version}"}}
		  values: ${values}
	`;
}

function installation(text: string): CiliumFact {
	const fact = factsOf(cilium, text).find((one) => one.fact === 'cilium');
	if (fact?.fact !== 'cilium') throw new Error('no installation');
	return fact;
}

function lines(values: string, version?: string): string[] {
	const text = release(values, version);
	return declarationLines(text, factsOf(cilium, text));
}

/** The value with the place that decides it. */
function shown(text: string, setting: Setting<unknown>): string {
	const at = textAt(text, placeOf(setting));
	if (setting.state === 'unknown') return `unknown: ${setting.unresolved.what}`;
	return `${setting.state === 'set' ? JSON.stringify(setting.value) : 'absent'} @ ${at}`;
}

describe('the Cilium reader', () => {
	test('tells of the installation and its version', () => {
		const text = release('{ipam: {mode: kubernetes}}');
		const [first, second, ...rest] = factsOf(cilium, text);
		expect(first).toMatchObject({ fact: 'cilium', source: 'HelmRelease', partial: false });
		expect(second).toMatchObject({ product: 'cilium', component: 'HelmRelease kube-system/cilium' });
		expect(second?.fact === 'version' && shown(text, second.version)).toBe('"1.18.2" @ "1.18.2"');
		expect(rest).toEqual([]);
	});

	test('passes over other charts', () => {
		expect(factsOf(cilium, release('{}').replace('chart: cilium', 'chart: tetragon'))).toEqual([]);
	});

	test('names the version left out where it would be written', () => {
		const text = release('{}').replace(', version: "1.18.2"', '');
		expect(shown(text, installation(text).version)).toBe('absent @ {chart: cilium}');
	});

	test('declares the native routing CIDRs of the families that are on', () => {
		expect(
			lines('{ipam: {mode: kubernetes}, ipv4NativeRoutingCIDR: 10.42.0.0/16, ipv6NativeRoutingCIDR: "fd10::/56"}'),
		).toMatchInlineSnapshot(`
			[
			  "pod Cilium ipv4NativeRoutingCIDR live contains one IPv4: 10.42.0.0/16 @ 10.42.0.0/16",
			]
		`);
		expect(
			lines(
				'{ipam: {mode: kubernetes}, ipv6: {enabled: true}, ipv4NativeRoutingCIDR: "", ipv6NativeRoutingCIDR: "fd10::1/56"}',
			),
		).toMatchInlineSnapshot(`
			[
			  "pod Cilium ipv6NativeRoutingCIDR live contains one IPv6: fd10::1/56 (fd10::/56) @ "fd10::1/56"",
			]
		`);
	});

	test('declares the pools that nobody wrote', () => {
		expect(lines('{ipv6: {enabled: true}}')).toMatchInlineSnapshot(`
			[
			  "pod Cilium ipam.operator.clusterPoolIPv4PodCIDRList default is list IPv4: 10.0.0.0/8 @ ipam.operator.clusterPoolIPv4PodCIDRList left out of {ipv6: {enabled: true}}",
			  "pod Cilium ipam.operator.clusterPoolIPv6PodCIDRList default is list IPv6: fd00::/104 @ ipam.operator.clusterPoolIPv6PodCIDRList left out of {ipv6: {enabled: true}}",
			]
		`);
		expect(lines('{ipam: {operator: {clusterPoolIPv4MaskSize: 26}}}')).toMatchInlineSnapshot(`
			[
			  "pod Cilium ipam.operator.clusterPoolIPv4PodCIDRList default is list IPv4: 10.0.0.0/8 @ ipam.operator.clusterPoolIPv4PodCIDRList left out of {clusterPoolIPv4MaskSize: 26}",
			]
		`);
	});

	test('declares no pool of a family that is off', () => {
		const pools = 'clusterPoolIPv4PodCIDRList: [10.42.0.0/16], clusterPoolIPv6PodCIDRList: ["fd10::/64"]';
		expect(lines(`{ipv4: {enabled: false}, ipam: {operator: {${pools}}}}`)).toEqual([]);
	});

	test('reads a pool as a list and as one text', () => {
		expect(
			lines('{ipam: {operator: {clusterPoolIPv4PodCIDRList: ["10.42.0.0/16", 10.43.0.1/16]}}}'),
		).toMatchInlineSnapshot(`
			[
			  "pod Cilium ipam.operator.clusterPoolIPv4PodCIDRList live is list IPv4: 10.42.0.0/16 @ "10.42.0.0/16"; 10.43.0.1/16 (10.43.0.0/16) @ 10.43.0.1/16",
			]
		`);
		expect(
			lines('{ipam: {operator: {clusterPoolIPv4PodCIDRList: "10.42.0.0/16 10.43.0.0/16"}}}'),
		).toMatchInlineSnapshot(`
			[
			  "pod Cilium ipam.operator.clusterPoolIPv4PodCIDRList live is comma-list IPv4: 10.42.0.0/16 @ 10.42.0.0/16; 10.43.0.0/16 @ 10.43.0.0/16",
			]
		`);
	});

	test('an empty list is not the default', () => {
		expect(lines('{ipam: {operator: {clusterPoolIPv4PodCIDRList: []}}}')).toEqual([]);
		expect(lines('{ipam: {operator: {clusterPoolIPv4PodCIDRList: null}}}')).toEqual([]);
	});

	test('other modes hand out no pool of these', () => {
		const pools = '{mode: kubernetes, operator: {clusterPoolIPv4PodCIDRList: [10.42.0.0/16]}}';
		expect(lines(`{ipam: ${pools}}`)).toEqual([]);
	});

	test('multi-pool declares the pools that the operator creates', () => {
		const pools = '{default: {ipv4: {cidrs: [10.42.0.0/16], maskSize: 24}}, blue: {ipv4: {cidrs: 10.43.0.0/16}}}';
		expect(
			lines(`{ipam: {mode: multi-pool, operator: {autoCreateCiliumPodIPPools: ${pools}}}}`),
		).toMatchInlineSnapshot(`
			[
			  "pod default Cilium ipam.operator.autoCreateCiliumPodIPPools.default.ipv4.cidrs live is list IPv4: 10.42.0.0/16 @ 10.42.0.0/16",
			  "pod blue Cilium ipam.operator.autoCreateCiliumPodIPPools.blue.ipv4.cidrs live is comma-list IPv4: 10.43.0.0/16 @ 10.43.0.0/16",
			]
		`);
	});

	test('an unread source of values leaves the defaults unknown and what is written known', () => {
		const text = block`
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata: {name: cilium, namespace: kube-system}
			spec:
			  chart: {spec: {chart: cilium, version: 1.18.2}}
			  valuesFrom: [{kind: Secret, name: cilium-values}]
			  values: {ipv4NativeRoutingCIDR: 10.42.0.0/16}
		`;
		const fact = installation(text);
		expect(shown(text, ciliumValue(fact, 'ipam.mode'))).toBe('unknown: key values.yaml of Secret cilium-values');
		expect(shown(text, ciliumValue(fact, 'ipv4NativeRoutingCIDR'))).toBe('"10.42.0.0/16" @ 10.42.0.0/16');
		expect(declarationLines(text, declarationsOfCilium(fact))).toEqual([
			'pod Cilium ipv4NativeRoutingCIDR live contains one IPv4: 10.42.0.0/16 @ 10.42.0.0/16',
		]);
	});
});

describe('values of elsewhere', () => {
	const withConfigMap = (data: string) => block`
		apiVersion: v1
		kind: ConfigMap
		metadata: {name: cilium-values, namespace: kube-system}
		data: {values.yaml: "${data}"}
		---
		apiVersion: helm.toolkit.fluxcd.io/v2
		kind: HelmRelease
		metadata: {name: cilium, namespace: kube-system}
		spec:
		  chart: {spec: {chart: cilium, version: 1.18.2}}
		  valuesFrom: [{kind: ConfigMap, name: cilium-values}]
		  values: {ipv4: {enabled: true}}
	`;

	test.each(['', '# nothing here yet'])('%j sets nothing', (data) => {
		const text = withConfigMap(data);
		expect(installation(text).unresolved).toEqual([]);
		expect(ipamMode(installation(text))).toMatchObject({ state: 'set', value: 'cluster-pool' });
	});

	test('are read where they stand', () => {
		const text = withConfigMap('ipv4NativeRoutingCIDR: 10.42.0.0/16');
		expect(shown(text, ciliumValue(installation(text), 'ipv4NativeRoutingCIDR'))).toBe('"10.42.0.0/16" @ 10.42.0.0/16');
	});
});

test('what another program fills in is unknown', () => {
	const values = [
		'{ipv6: {enabled: "${IPV6}"}, ipv4NativeRoutingCIDR: "${POD_CIDR}", ipv6NativeRoutingCIDR: "{{ pods }}", ',
		'ipam: {operator: {clusterPoolIPv4PodCIDRList: ["${POD_CIDR}", 10.42.0.0/16]}}}',
	].join('');
	const fact = installation(release(values));
	expect(lines(values)).toEqual([]);
	expect([ciliumEnabled(fact, 'IPv6').state, ciliumValue(fact, 'ipv4NativeRoutingCIDR').state]).toEqual([
		'unknown',
		'unknown',
	]);
});

describe('flags of a bootstrap script', () => {
	const bootstrap = (values: string): [string, CiliumFact] => {
		const text = release(values);
		return [text, { ...installation(text), source: 'bootstrap', partial: true }];
	};

	test('declare what they set, and no defaults', () => {
		const [text, fact] = bootstrap(
			'{ipv6: {enabled: true}, ipam: {operator: {clusterPoolIPv6PodCIDRList: "fd10::/64"}}}',
		);
		expect(declarationLines(text, declarationsOfCilium(fact))).toMatchInlineSnapshot(`
			[
			  "pod Cilium --set ipam.operator.clusterPoolIPv6PodCIDRList bootstrap is comma-list IPv6: fd10::/64 @ fd10::/64",
			]
		`);
	});

	test('leave other values absent', () => {
		const [, fact] = bootstrap('{ipv6: {enabled: true}}');
		expect(ciliumValue(fact, 'ipam.mode').state).toBe('absent');
		expect(ipamMode(fact)).toMatchObject({ state: 'set', value: 'cluster-pool' });
	});
});

describe('values in force', () => {
	test.each([
		['ipam.mode', '1.18.2', '{}', '"cluster-pool" @ ipam.mode left out of {}'],
		['ipam.mode', '1.18.2', '{ipam: {mode: kubernetes}}', '"kubernetes" @ kubernetes'],
		['ipam.mode', '1.18.2', '{ipam: {mode: null}}', 'null @ null'],
		[
			'ipam.operator.clusterPoolIPv6MaskSize',
			'1.14.0',
			'{}',
			'120 @ ipam.operator.clusterPoolIPv6MaskSize left out of {}',
		],
		['nativeRoutingCIDRFromClusterPool', '1.19.4', '{}', 'absent @ nativeRoutingCIDRFromClusterPool left out of {}'],
		['nativeRoutingCIDRFromClusterPool', '1.20.0', '{}', 'false @ nativeRoutingCIDRFromClusterPool left out of {}'],
		[
			'nativeRoutingCIDRFromClusterPool',
			'1.21.0-pre.0',
			'{}',
			'false @ nativeRoutingCIDRFromClusterPool left out of {}',
		],
		['nativeRoutingCIDRFromClusterPool', '>=1.19.0', '{}', 'unknown: which version of the cilium chart is in force'],
		['nativeRoutingCIDRFromClusterPool', 'nonsense', '{}', 'false @ nativeRoutingCIDRFromClusterPool left out of {}'],
		['noSuchValue', '1.18.2', '{}', 'absent @ noSuchValue left out of {}'],
	])('%s of chart %s with %s', (path, version, values, expected) => {
		const text = release(values, version);
		expect(shown(text, ciliumValue(installation(text), path))).toBe(expected);
	});

	test.each([
		['1.18.2', '{}', 'tunnel'],
		['1.18.2', '{routingMode: native}', 'native'],
		['1.18.2', '{routingMode: tunnel}', 'tunnel'],
		['1.20.0', '{routingMode: hybrid}', 'hybrid'],
		['1.14.3', '{tunnel: disabled}', 'native'],
		['1.14.3', '{tunnel: geneve}', 'tunnel'],
		['1.15.3', '{tunnel: disabled}', 'tunnel'],
		['1.14 - 1.15', '{tunnel: disabled}', undefined],
		['1.19.0', '{eni: {enabled: true}}', 'native'],
		['1.18.2', '{eni: {enabled: true}}', 'tunnel'],
	])('chart %s with %s routes: %s', (version, values, expected) => {
		const mode = routingMode(installation(release(values, version)));
		expect(mode.state === 'set' ? mode.value : undefined).toBe(expected);
	});

	test.each([
		['{}', 'cluster-pool'],
		['{ipam: {mode: ""}}', 'cluster-pool'],
		['{ipam: {mode: delegated-plugin}}', 'delegated-plugin'],
		['{eni: {enabled: true}}', 'eni'],
		['{eni: {enabled: true}, ipam: {mode: kubernetes}}', 'eni'],
	])('%s hands out addresses by %s', (values, expected) => {
		expect(ipamMode(installation(release(values)))).toMatchObject({ value: expected });
	});

	test.each([
		['IPv4', '{}', '1.18.2', true],
		['IPv4', '{enableIPv4Masquerade: false}', '1.18.2', false],
		['IPv4', '{enableIPv4Masquerade: null}', '1.18.2', true],
		['IPv4', '{eni: {enabled: true}}', '1.18.2', false],
		['IPv4', '{eni: {enabled: true}}', '1.17.2', true],
		['IPv4', '{eni: {enabled: true}, enableIPv4Masquerade: true}', '1.18.2', true],
		['IPv6', '{}', '1.18.2', true],
		['IPv6', '{enableIPv6Masquerade: false}', '1.17.2', false],
	] as const)('%s with %s, chart %s, is masqueraded: %s', (family, values, version, expected) => {
		expect(ciliumMasquerades(installation(release(values, version)), family)).toMatchObject({ value: expected });
	});

	test.each([
		['IPv4', '{}', true],
		['IPv6', '{}', false],
		['IPv6', '{ipv6: {enabled: true}}', true],
		['IPv4', '{ipv4: {enabled: null}}', false],
	] as const)('%s is on with %s: %s', (family, values, expected) => {
		expect(ciliumEnabled(installation(release(values)), family)).toMatchObject({ value: expected });
	});

	test('an unread version is taken for the newest known one', () => {
		expect(ciliumReleases(installation(release('{}', 'nonsense')))).toMatchObject({ assumed: true });
		expect(ciliumReleases(installation(release('{}', '1.18.2')))).toMatchObject({ assumed: false });
	});
});
