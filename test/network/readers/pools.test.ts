import { describe, expect, test } from 'vitest';
import type { Reader } from '../../../src/network/reader.ts';
import { ciliumPools } from '../../../src/network/readers/cilium-pools.ts';
import { kubeVip } from '../../../src/network/readers/kube-vip.ts';
import { metalLb } from '../../../src/network/readers/metallb.ts';
import { block } from '../../../src/rule.ts';
import { declarationLines, factsOf, textAt } from '../../support/facts.ts';

/** Each pool with its blocks, then what is declared. */
function shown(reader: Reader, text: string): string[] {
	const facts = factsOf(reader, text);
	const pools = facts.flatMap((fact) => {
		if (fact.fact !== 'address-pool') return [];
		const blocks = fact.blocks.map(
			({ text: own, origin, cidrs, problem }) =>
				`${own} @ ${textAt(text, origin)} [${cidrs.join(' ')}] ${problem ?? 'ok'}`,
		);
		const state = `${fact.disabled ? ' disabled' : ''}${fact.unresolved ? ' unresolved' : ''}`;
		return [`${fact.product} ${fact.name} @ ${textAt(text, fact.at)}${state}`, ...blocks];
	});
	return [...pools, ...declarationLines(text, facts)];
}

describe('Cilium pools', () => {
	const pool = (spec: string) =>
		shown(
			ciliumPools,
			`{apiVersion: cilium.io/v2, kind: CiliumLoadBalancerIPPool, metadata: {name: lan}, spec: ${spec}}`,
		);

	test('hold prefixes and ranges', () => {
		const blocks = '[{cidr: 10.30.0.1/24}, {start: 10.31.0.8, stop: 10.31.0.11}, {start: "fd10:30::5"}]';
		expect(pool(`{blocks: ${blocks}}`)).toMatchInlineSnapshot(`
			[
			  "Cilium lan @ lan",
			  "10.30.0.1/24 @ 10.30.0.1/24 [10.30.0.0/24] ok",
			  "10.31.0.8-10.31.0.11 @ 10.31.0.8 [10.31.0.8/30] ok",
			  "fd10:30::5 @ "fd10:30::5" [fd10:30::5/128] ok",
			  "load-balancer lan Cilium spec.blocks live is list: 10.30.0.1/24 (10.30.0.0/24) @ 10.30.0.1/24; 10.31.0.8-10.31.0.11 (10.31.0.8/30) @ 10.31.0.8; fd10:30::5 (fd10:30::5/128) @ "fd10:30::5"",
			]
		`);
	});

	test('may be disabled, have a selector and use the field of 1.14', () => {
		expect(
			pool('{disabled: true, serviceSelector: {matchLabels: {a: b}}, cidrs: [{cidr: 10.30.0.0/24}]}'),
		).toMatchInlineSnapshot(`
			[
			  "Cilium lan @ lan disabled",
			  "10.30.0.0/24 @ 10.30.0.0/24 [10.30.0.0/24] ok",
			  "load-balancer lan Cilium spec.cidrs live is list: 10.30.0.0/24 @ 10.30.0.0/24",
			]
		`);
	});

	test('keep blocks that are none, with the reason', () => {
		const blocks =
			'[{cidr: 10.30.0.0}, {start: 10.31.0.9, stop: 10.31.0.8}, {start: x, stop: 10.0.0.1}, {start: 10.0.0.1, stop: "::1"}, {}]';
		expect(pool(`{blocks: ${blocks}}`)).toMatchInlineSnapshot(`
			[
			  "Cilium lan @ lan",
			  "10.30.0.0 @ 10.30.0.0 [] 10.30.0.0 has no prefix length",
			  "10.31.0.9-10.31.0.8 @ 10.31.0.9 [] 10.31.0.9 to 10.31.0.8 is no ascending range of one family",
			  "x-10.0.0.1 @ x [] x is no address",
			  "10.0.0.1-::1 @ 10.0.0.1 [] 10.0.0.1 to ::1 is no ascending range of one family",
			  " @ {} [] an end is no address",
			  "load-balancer lan Cilium spec.blocks live is list: 10.30.0.0 (no-length) @ 10.30.0.0",
			]
		`);
	});

	test('are unresolved where another program fills something in', () => {
		expect(pool('{blocks: [{cidr: "${LB_CIDR}"}, {start: 10.31.0.8, stop: "${LAST}"}, {cidr: 10.30.0.0/24}]}')).toEqual(
			[
				'Cilium lan @ lan unresolved',
				'10.30.0.0/24 @ 10.30.0.0/24 [10.30.0.0/24] ok',
				'load-balancer lan Cilium spec.blocks live is list: 10.30.0.0/24 @ 10.30.0.0/24',
			],
		);
	});

	test('without blocks declare nothing', () => {
		expect(pool('{blocks: []}')).toEqual(['Cilium lan @ lan']);
		expect(pool('{}')).toEqual(['Cilium lan @ lan']);
	});

	test('of another group are none', () => {
		const text =
			'{apiVersion: example.org/v1, kind: CiliumLoadBalancerIPPool, metadata: {name: lan}, spec: {blocks: []}}';
		expect(factsOf(ciliumPools, text)).toEqual([]);
	});

	test('for pods declare a pod network of each family', () => {
		const text = block`
			apiVersion: cilium.io/v2alpha1
			kind: CiliumPodIPPool
			metadata: {name: blue}
			spec:
			  ipv4: {cidrs: [10.44.0.0/16], maskSize: 24}
			  ipv6: {cidrs: ["fd10:44::1/64"], maskSize: 80}
		`;
		const [first] = factsOf(ciliumPools, text);
		expect(first).toMatchObject({ hostBits: 'refused' });
		expect(shown(ciliumPools, text)).toMatchInlineSnapshot(`
			[
			  "pod blue Cilium CiliumPodIPPool, spec.ipv4.cidrs live is list IPv4: 10.44.0.0/16 @ 10.44.0.0/16",
			  "pod blue Cilium CiliumPodIPPool, spec.ipv6.cidrs live is list IPv6: fd10:44::1/64 (fd10:44::/64) @ "fd10:44::1/64"",
			]
		`);
	});
});

describe('MetalLB', () => {
	test('pools hold prefixes and ranges of both families', () => {
		const text = block`
			apiVersion: metallb.io/v1beta1
			kind: IPAddressPool
			metadata: {name: lan, namespace: metallb-system}
			spec:
			  addresses:
			    - 10.30.0.0/28
			    - 10.30.1.1 - 10.30.1.2
			    - fd10:30::/120
			    - 10.30.2.1-
			    - nonsense
		`;
		expect(shown(metalLb, text)).toMatchInlineSnapshot(`
			[
			  "MetalLB lan @ lan",
			  "10.30.0.0/28 @ 10.30.0.0/28 [10.30.0.0/28] ok",
			  "10.30.1.1 - 10.30.1.2 @ 10.30.1.1 - 10.30.1.2 [10.30.1.1/32 10.30.1.2/32] ok",
			  "fd10:30::/120 @ fd10:30::/120 [fd10:30::/120] ok",
			  "10.30.2.1- @ 10.30.2.1- [] an end is no address",
			  "nonsense @ nonsense [] nonsense is not an address",
			  "load-balancer lan MetalLB spec.addresses live is list: 10.30.0.0/28 @ 10.30.0.0/28; 10.30.1.1 - 10.30.1.2 (10.30.1.1/32) @ 10.30.1.1 - 10.30.1.2; 10.30.1.1 - 10.30.1.2 (10.30.1.2/32) @ 10.30.1.1 - 10.30.1.2; fd10:30::/120 @ fd10:30::/120; nonsense (not-an-address) @ nonsense",
			]
		`);
	});

	test('are unresolved where another program fills something in', () => {
		const text =
			'{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: lan}, spec: {addresses: ["${LAN}"]}}';
		expect(shown(metalLb, text)).toEqual(['MetalLB lan @ lan unresolved']);
	});

	test.each(['metallb.io/v1beta1', 'metallb.io/v1alpha1'])('the kind of before 0.13, %s', (apiVersion) => {
		const text = `{apiVersion: ${apiVersion}, kind: AddressPool, metadata: {name: lan}, spec: {addresses: [10.30.0.0/28]}}`;
		expect(shown(metalLb, text)).toHaveLength(3);
	});

	test('the configuration of before 0.13 is read from its ConfigMap', () => {
		const text = block`
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: config, namespace: metallb-system}
			data:
			  config: |
			    address-pools:
			      - name: default
			        protocol: layer2
			        addresses: [10.30.0.10-10.30.0.11]
		`;
		expect(shown(metalLb, text)).toMatchInlineSnapshot(`
			[
			  "MetalLB default @ default",
			  "10.30.0.10-10.30.0.11 @ 10.30.0.10-10.30.0.11 [10.30.0.10/31] ok",
			  "load-balancer default MetalLB ConfigMap config, address-pools live is list: 10.30.0.10-10.30.0.11 (10.30.0.10/31) @ 10.30.0.10-10.30.0.11",
			]
		`);
	});

	test('and from the chart', () => {
		const text = block`
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata: {name: metallb, namespace: metallb-system}
			spec:
			  chart: {spec: {chart: metallb, version: 0.12.1}}
			  values: {configInline: {address-pools: [{name: default, addresses: [10.30.0.0/28]}]}}
		`;
		expect(shown(metalLb, text)).toMatchInlineSnapshot(`
			[
			  "MetalLB default @ default",
			  "10.30.0.0/28 @ 10.30.0.0/28 [10.30.0.0/28] ok",
			  "load-balancer default MetalLB configInline, address-pools live is list: 10.30.0.0/28 @ 10.30.0.0/28",
			]
		`);
	});
});

describe('kube-vip', () => {
	test('pools of the cloud provider', () => {
		const text = block`
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: kubevip, namespace: kube-system}
			data:
			  cidr-global: 10.30.0.0/28, fd10:30::/120
			  range-shop: 10.30.1.1-10.30.1.2
			  allow-share-shop: "true"
		`;
		expect(shown(kubeVip, text)).toMatchInlineSnapshot(`
			[
			  "kube-vip cidr-global @ cidr-global",
			  "10.30.0.0/28 @ 10.30.0.0/28 [10.30.0.0/28] ok",
			  "fd10:30::/120 @ fd10:30::/120 [fd10:30::/120] ok",
			  "kube-vip range-shop @ range-shop",
			  "10.30.1.1-10.30.1.2 @ 10.30.1.1-10.30.1.2 [10.30.1.1/32 10.30.1.2/32] ok",
			  "load-balancer cidr-global kube-vip cidr-global live is list: 10.30.0.0/28 @ 10.30.0.0/28; fd10:30::/120 @ fd10:30::/120",
			  "load-balancer range-shop kube-vip range-shop live is list: 10.30.1.1-10.30.1.2 (10.30.1.1/32) @ 10.30.1.1-10.30.1.2; 10.30.1.1-10.30.1.2 (10.30.1.2/32) @ 10.30.1.1-10.30.1.2",
			]
		`);
	});

	test.each([
		['DaemonSet', 'address', '10.0.0.9,fd10::9', '10.0.0.9/32; fd10::9/128'],
		['DaemonSet', 'vip_address', '10.0.0.9', '10.0.0.9/32'],
		['Pod', 'address', '10.0.0.9/32', '10.0.0.9/32'],
	])('the address of the control plane in a %s, %s: %s', (kind, variable, value, expected) => {
		const containers = `containers: [{image: "ghcr.io/kube-vip/kube-vip:v0.9.1", env: [{name: ${variable}, value: "${value}"}]}]`;
		const spec = kind === 'Pod' ? `{${containers}}` : `{template: {spec: {${containers}}}}`;
		const text = `{apiVersion: apps/v1, kind: ${kind}, metadata: {name: kube-vip}, spec: ${spec}}`;
		const [pool, declaration] = factsOf(kubeVip, text);
		expect(pool).toMatchObject({ name: 'control plane', product: 'kube-vip' });
		const cidrs = declaration?.fact === 'declaration' ? declaration.prefixes.map(({ cidr }) => cidr) : [];
		expect(cidrs.join('; ')).toBe(expected);
	});

	test('an address in another image is not its own', () => {
		const text =
			'{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{image: web, env: [{name: address, value: 10.0.0.9}]}]}}';
		expect(factsOf(kubeVip, text)).toEqual([]);
	});
});
