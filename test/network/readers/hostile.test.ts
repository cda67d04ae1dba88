import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ciliumMasquerades, ciliumValue, ipamMode, routingMode } from '../../../src/network/cilium-values.ts';
import { parseEndpoints } from '../../../src/network/monitor-endpoint.ts';
import { cephCsi } from '../../../src/network/readers/ceph-csi.ts';
import { cilium } from '../../../src/network/readers/cilium.ts';
import { ciliumPools } from '../../../src/network/readers/cilium-pools.ts';
import { readConfiguration } from '../../../src/network/readers/configuration.ts';
import { kubeVip } from '../../../src/network/readers/kube-vip.ts';
import { metalLb } from '../../../src/network/readers/metallb.ts';
import { rookCeph } from '../../../src/network/readers/rook-ceph.ts';
import { services } from '../../../src/network/readers/services.ts';
import { mapsOf, parseFile } from '../../../src/repo/parse.ts';
import { factsOf, file } from '../../support/facts.ts';

const readers = [cilium, ciliumPools, metalLb, kubeVip, services, rookCeph, cephCsi];

/** The keys that the readers ask for, and keys that are special to JavaScript. */
const keys = fc.constantFrom(
	...[
		'spec',
		'data',
		'config',
		'values',
		'chart',
		'version',
		'ipam',
		'mode',
		'operator',
		'ipv4',
		'ipv6',
		'enabled',
		'cidrs',
	],
	...[
		'clusterPoolIPv4PodCIDRList',
		'autoCreateCiliumPodIPPools',
		'ipv4NativeRoutingCIDR',
		'routingMode',
		'tunnel',
		'eni',
	],
	...[
		'blocks',
		'cidr',
		'start',
		'stop',
		'addresses',
		'address-pools',
		'configInline',
		'name',
		'cidr-global',
		'range-x',
	],
	...[
		'clusterIP',
		'clusterIPs',
		'ipFamilies',
		'annotations',
		'labels',
		'selector',
		'network',
		'addressRanges',
		'public',
	],
	...['cephClusterSpec', 'csiConfig', 'monitors', 'cephconf', 'networks', 'nodes', 'target', 'role', 'podCIDRs'],
	...['template', 'containers', 'env', 'image', 'value', '__proto__', 'constructor', 'hasOwnProperty', 'toString'],
);

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.constantFrom(
			null,
			true,
			0,
			-1,
			1e30,
			'',
			' ',
			'10.0.0.0/8',
			'10.0.0.1-10.0.0.0',
			'::/0',
			'a=[::',
			'${X}',
			'[',
			'-',
			',',
		),
		fc.array(tie('tree'), { maxLength: 4 }),
		fc.dictionary(keys, tie('tree'), { maxKeys: 8 }),
	),
}));

const kinds = [
	{ apiVersion: 'v1', kind: 'Service' },
	{ apiVersion: 'v1', kind: 'Pod' },
	{ apiVersion: 'apps/v1', kind: 'DaemonSet' },
	{ apiVersion: 'v1', kind: 'ConfigMap', name: 'rook-ceph-mon-endpoints' },
	{ apiVersion: 'v1', kind: 'ConfigMap', name: 'ceph-csi-config' },
	{ apiVersion: 'v1', kind: 'ConfigMap', name: 'kubevip' },
	{ apiVersion: 'cilium.io/v2', kind: 'CiliumLoadBalancerIPPool' },
	{ apiVersion: 'cilium.io/v2alpha1', kind: 'CiliumPodIPPool' },
	{ apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool' },
	{ apiVersion: 'ceph.rook.io/v1', kind: 'CephCluster' },
	{ apiVersion: 'csi.ceph.io/v1', kind: 'CephConnection' },
];

const charts = ['cilium', 'metallb', 'rook-ceph', 'rook-ceph-cluster', 'ceph-csi-rbd', 'ceph-csi-drivers'];

function json(value: unknown): string {
	return JSON.stringify(value);
}

describe('whatever stands in an object', () => {
	test('no reader throws', () => {
		const object = fc.tuple(fc.constantFrom(...kinds), tree, tree, tree);
		fc.assert(
			fc.property(object, ([{ name = 'one', ...id }, spec, data, annotations]) => {
				const text = json({ ...id, metadata: { name, annotations }, spec, data });
				for (const reader of readers) expect(Array.isArray(factsOf(reader, text))).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	test('no reader of releases throws, nor does anybody who asks for values', () => {
		fc.assert(
			fc.property(fc.constantFrom(...charts), tree, tree, (chart, version, values) => {
				const text = json({
					apiVersion: 'helm.toolkit.fluxcd.io/v2',
					kind: 'HelmRelease',
					metadata: { name: 'one' },
					spec: { chart: { spec: { chart, version } }, values },
				});
				for (const fact of readers.flatMap((reader) => factsOf(reader, text))) {
					if (fact.fact === 'monitors') {
						const texts = fact.endpoints.map(({ value }) => value);
						expect(parseEndpoints(texts, fact.reader)).toHaveLength(texts.length);
					}
					if (fact.fact !== 'cilium') continue;
					const states = [
						ipamMode(fact),
						routingMode(fact),
						ciliumMasquerades(fact, 'IPv4'),
						ciliumValue(fact, '__proto__'),
					];
					for (const { state } of states) expect(['set', 'absent', 'unknown']).toContain(state);
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('the configuration reader does not throw', () => {
		fc.assert(
			fc.property(tree, tree, tree, (networks, nodes, target) => {
				const [root] = mapsOf(parseFile(file, json({ networks, nodes, target })));
				if (root !== undefined) expect([...readConfiguration(root)].length).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 500 },
		);
	});
});
