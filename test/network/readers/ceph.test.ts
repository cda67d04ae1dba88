import { describe, expect, test } from 'vitest';
import type { MonitorsFact } from '../../../src/network/facts.ts';
import type { Reader } from '../../../src/network/reader.ts';
import { cephCsi } from '../../../src/network/readers/ceph-csi.ts';
import { rookCeph } from '../../../src/network/readers/rook-ceph.ts';
import { block } from '../../../src/rule.ts';
import { declarationLines, factsOf, spans, textAt } from '../../support/facts.ts';

function monitors(reader: Reader, text: string): MonitorsFact[] {
	return factsOf(reader, text).flatMap((fact) => (fact.fact === 'monitors' ? [fact] : []));
}

describe("Rook's monitors", () => {
	const endpoints = (data: string): [string, MonitorsFact] => {
		const text = block`
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: rook-ceph-mon-endpoints, namespace: rook-ceph}
			data:
			  mapping: "{}"
			  ${data}
		`;
		const [fact] = monitors(rookCeph, text);
		if (fact === undefined) throw new Error('no monitors');
		return [text, fact];
	};

	test('are told one by one, as written', () => {
		const [text, fact] = endpoints('data: a=[fd10::1]:6789,b=fd10::2:6789, c=10.0.0.3:6789,');
		expect(fact).toMatchObject({ reader: 'Rook', namespace: 'rook-ceph', unresolved: false });
		expect(spans(text, fact.endpoints)).toEqual([
			'a=[fd10::1]:6789 @ a=[fd10::1]:6789',
			'b=fd10::2:6789 @ b=fd10::2:6789',
			' c=10.0.0.3:6789 @  c=10.0.0.3:6789',
			' @ ',
		]);
	});

	test('keep the line break of a block', () => {
		const text = block`
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: rook-ceph-mon-endpoints}
			data:
			  data: |
			    a=[fd10::1]:6789
		`;
		expect(monitors(rookCeph, text)[0]?.endpoints.map(({ value }) => value)).toEqual(['a=[fd10::1]:6789\n']);
	});

	test('are unresolved when they are encrypted', () => {
		const [text, fact] = endpoints('data: ENC[AES256_GCM,data:xx,iv:xx,tag:xx,type:str]');
		expect(fact).toMatchObject({ endpoints: [], unresolved: true });
		expect(textAt(text, fact.at)).toMatch(/^ENC/);
	});

	test('are unresolved where another program fills in an address', () => {
		const [, fact] = endpoints('data: a=[${CEPH_A}]:6789');
		expect(fact).toMatchObject({ endpoints: [], unresolved: true });
	});

	test('are none when the key is missing', () => {
		const [text, fact] = endpoints('maxMonId: "2"');
		expect(fact).toMatchObject({ endpoints: [], unresolved: false });
		expect(textAt(text, fact.at)).toMatch(/^mapping/);
	});
});

describe('Rook', () => {
	test('tells of a CephCluster and its networks', () => {
		const text = block`
			apiVersion: ceph.rook.io/v1
			kind: CephCluster
			metadata: {name: rook-ceph, namespace: rook-ceph}
			spec:
			  network:
			    addressRanges:
			      public: ["fd10:1::/64"]
			      cluster: [10.9.0.0/24, "fd10:2::/64"]
		`;
		expect(factsOf(rookCeph, text)[0]).toMatchObject({
			fact: 'ceph-cluster',
			name: 'rook-ceph',
			namespace: 'rook-ceph',
		});
		expect(declarationLines(text, factsOf(rookCeph, text))).toMatchInlineSnapshot(`
			[
			  "ceph-public Rook network.addressRanges.public live is list: fd10:1::/64 @ "fd10:1::/64"",
			  "ceph-cluster Rook network.addressRanges.cluster live is list: 10.9.0.0/24 @ 10.9.0.0/24; fd10:2::/64 @ "fd10:2::/64"",
			]
		`);
	});

	test('tells of the operator and its version', () => {
		const text = block`
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata: {name: rook, namespace: flux-system}
			spec:
			  targetNamespace: rook-ceph
			  chart: {spec: {chart: rook-ceph, version: v1.19.4}}
			  values: {useOperatorHostNetwork: true}
		`;
		expect(factsOf(rookCeph, text)).toMatchObject([
			{ product: 'rook', version: { value: 'v1.19.4' }, component: 'HelmRelease flux-system/rook' },
			{ fact: 'rook-operator', namespace: 'rook-ceph', version: { value: 'v1.19.4' } },
		]);
	});

	test('tells of the CephCluster that the chart makes', () => {
		const text = block`
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata: {name: cluster, namespace: rook-ceph}
			spec:
			  chart: {spec: {chart: rook-ceph-cluster, version: v1.19.4}}
			  values: {cephClusterSpec: {external: {enable: true}, network: {addressRanges: {public: [10.9.0.0/24]}}}}
		`;
		const facts = factsOf(rookCeph, text);
		expect(facts[1]).toMatchObject({ fact: 'ceph-cluster', name: 'rook-ceph', namespace: 'rook-ceph' });
		expect(declarationLines(text, facts)).toEqual([
			'ceph-public Rook network.addressRanges.public live is list: 10.9.0.0/24 @ 10.9.0.0/24',
		]);
	});

	test('says nothing of a chart without a cluster, nor of other objects', () => {
		const release = block`
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata: {name: cluster, namespace: rook-ceph}
			spec: {chart: {spec: {chart: rook-ceph-cluster, version: v1.19.4}}}
		`;
		expect(factsOf(rookCeph, release).map(({ fact }) => fact)).toEqual(['version']);
		expect(factsOf(rookCeph, '{apiVersion: v1, kind: ConfigMap, metadata: {name: other}, data: {data: a}}')).toEqual(
			[],
		);
	});
});

describe('ceph-csi', () => {
	const shown = (text: string) =>
		monitors(cephCsi, text).map(
			(fact) =>
				`${fact.reader}, ${fact.setting}${fact.unresolved ? ', unresolved' : ''}: ${spans(text, fact.endpoints).join('; ')}`,
		);

	test('gets its monitors from a CephConnection', () => {
		const text =
			'{apiVersion: csi.ceph.io/v1, kind: CephConnection, metadata: {name: a}, spec: {monitors: ["[fd10::1]:6789", 10.0.0.1]}}';
		expect(shown(text)).toMatchInlineSnapshot(`
			[
			  "ceph-csi, CephConnection, spec.monitors: [fd10::1]:6789 @ "[fd10::1]:6789"; 10.0.0.1 @ 10.0.0.1",
			]
		`);
	});

	test.each([
		['ceph-csi-config', 'config.json'],
		['rook-ceph-csi-config', 'csi-cluster-config-json'],
	])('from the JSON in the ConfigMap %s', (name, key) => {
		const text = [
			`{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}, data: {${key}: `,
			`'[{"clusterID": "one", "monitors": ["[fd10::1]:6789", "[fd10::2]:6789"]}, {"clusterID": "two"}]'}}`,
		].join('');
		expect(shown(text)).toEqual([
			`ceph-csi, ConfigMap ${name}, ${key}: [fd10::1]:6789 @ "[fd10::1]:6789"; [fd10::2]:6789 @ "[fd10::2]:6789"`,
		]);
	});

	test('with the positions of a block', () => {
		const text = block`
			apiVersion: v1
			kind: ConfigMap
			metadata: {name: ceph-csi-config}
			data:
			  config.json: |-
			    [
			      {
			        "clusterID": "one",
			        "monitors": [
			          "[fd10::1]:6789"
			        ]
			      }
			    ]
		`;
		expect(shown(text)).toEqual([
			'ceph-csi, ConfigMap ceph-csi-config, config.json: [fd10::1]:6789 @ "[fd10::1]:6789"',
		]);
	});

	test.each(['not json', '{"clusterID": "one"}', '[1, null]', ''])(
		'JSON that is no list of clusters, %j, holds none',
		(json) => {
			const text = JSON.stringify({
				apiVersion: 'v1',
				kind: 'ConfigMap',
				metadata: { name: 'ceph-csi-config' },
				data: { 'config.json': json },
			});
			expect(shown(text)).toEqual([]);
		},
	);

	test('an encrypted ConfigMap is unresolved', () => {
		const text =
			'{apiVersion: v1, kind: ConfigMap, metadata: {name: ceph-csi-config}, data: {config.json: "ENC[AES256_GCM,data:x]"}}';
		expect(shown(text)).toEqual(['ceph-csi, ConfigMap ceph-csi-config, config.json, unresolved: ']);
	});

	test('from the values of its charts', () => {
		const text = block`
			apiVersion: helm.toolkit.fluxcd.io/v2
			kind: HelmRelease
			metadata: {name: csi, namespace: ceph}
			spec:
			  chart: {spec: {chart: ceph-csi-rbd, version: 3.15.0}}
			  values:
			    csiConfig:
			      - clusterID: one
			        monitors: ["[fd10::1]:6789"]
			      - clusterID: two
			        monitors: "[fd10::2]:6789,[fd10::3]:6789"
			    cephconf: |
			      [global]
			        mon_host = fd10::1, [fd10::2]:6789  # both
			        mon host=[v2:[fd10::3]:3300,v1:[fd10::3]:6789]
		`;
		expect(shown(text)).toMatchInlineSnapshot(`
			[
			  "ceph-csi, csiConfig[].monitors: [fd10::1]:6789 @ "[fd10::1]:6789"",
			  "ceph-csi, csiConfig[].monitors: [fd10::2]:6789 @ [fd10::2]:6789; [fd10::3]:6789 @ [fd10::3]:6789",
			  "ceph.conf, cephconf, mon_host: fd10::1 @ fd10::1; [fd10::2]:6789 @ [fd10::2]:6789",
			  "ceph.conf, cephconf, mon_host: [v2:[fd10::3]:3300,v1:[fd10::3]:6789] @ [v2:[fd10::3]:3300,v1:[fd10::3]:6789]",
			]
		`);
	});
});
