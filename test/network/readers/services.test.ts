import { describe, expect, test } from 'vitest';
import type { ServiceFact } from '../../../src/network/facts.ts';
import { services } from '../../../src/network/readers/services.ts';
import { mapsOf, parseFile } from '../../../src/repo/parse.ts';
import { block } from '../../../src/rule.ts';
import { factsOf, file, spans, textAt } from '../../support/facts.ts';

function service(text: string): ServiceFact {
	const [fact] = factsOf(services, text);
	if (fact?.fact !== 'service') throw new Error('no Service');
	return fact;
}

describe('the Service reader', () => {
	test('tells families, policy and what is asked for', () => {
		const text = block`
			apiVersion: v1
			kind: Service
			metadata:
			  name: web
			  namespace: shop
			  labels: {app: web, tier: 1}
			  annotations:
			    lbipam.cilium.io/ips: "10.30.0.8, fd10:30::8"
			    other: 10.30.0.9
			spec:
			  type: LoadBalancer
			  ipFamilyPolicy: PreferDualStack
			  ipFamilies: [IPv4, IPv6]
			  loadBalancerIP: 10.30.0.7
			  clusterIP: 10.43.0.9
			  clusterIPs: [10.43.0.9, "fd10:43::9"]
			  selector: {app: web}
		`;
		const fact = service(text);
		expect(fact).toMatchObject({
			name: 'web',
			namespace: 'shop',
			headless: false,
			hasSelector: true,
			type: { value: 'LoadBalancer' },
			policy: { value: 'PreferDualStack' },
			loadBalancerClass: { state: 'absent' },
		});
		expect(textAt(text, fact.at)).toBe('web');
		expect([...fact.labels]).toEqual([
			['app', 'web'],
			['tier', '1'],
		]);
		expect(spans(text, fact.families)).toEqual(['IPv4 @ IPv4', 'IPv6 @ IPv6']);
		expect(spans(text, fact.clusterIps)).toEqual(['10.43.0.9 @ 10.43.0.9', 'fd10:43::9 @ "fd10:43::9"']);
		expect(spans(text, fact.requestedIps)).toEqual([
			'10.30.0.7 @ 10.30.0.7',
			'10.30.0.8 @ 10.30.0.8',
			'fd10:30::8 @ fd10:30::8',
		]);
	});

	test.each([
		'lbipam.cilium.io/ips',
		'io.cilium/lb-ipam-ips',
		'metallb.io/loadBalancerIPs',
		'metallb.universe.tf/loadBalancerIPs',
		'kube-vip.io/loadbalancerIPs',
	])('knows the annotation %s', (annotation) => {
		const text = `{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {${annotation}: 10.30.0.8}}}`;
		expect(spans(text, service(text).requestedIps)).toEqual(['10.30.0.8 @ 10.30.0.8']);
	});

	test.each([
		['{clusterIP: None}', true, false],
		['{clusterIPs: [None], selector: {app: web}}', true, true],
		['{clusterIP: ""}', false, false],
		['{clusterIP: null, selector: {}}', false, false],
	])('spec %s: headless %s, selector %s', (spec, headless, hasSelector) => {
		const fact = service(`{apiVersion: v1, kind: Service, metadata: {name: web}, spec: ${spec}}`);
		expect(fact).toMatchObject({ headless, hasSelector, clusterIps: [] });
	});

	test('an address that another program fills in is not asked for yet', () => {
		const text =
			'{apiVersion: v1, kind: Service, metadata: {name: web, annotations: {lbipam.cilium.io/ips: "${IP}"}}, spec: {loadBalancerIP: "${IP}"}}';
		expect(service(text).requestedIps).toEqual([]);
	});

	test('a Service without a spec has nothing to add fields to', () => {
		expect(service('{apiVersion: v1, kind: Service, metadata: {name: web}}').spec).toBeUndefined();
	});

	test('other kinds and texts in a ConfigMap are none', () => {
		expect(factsOf(services, '{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: web}}')).toEqual([]);
		const [root] = mapsOf(parseFile(file, '{apiVersion: v1, kind: Service, metadata: {name: web}}'));
		if (root === undefined) throw new Error('no map');
		expect([...(services.document?.({ root, source: 'config-map' }) ?? [])]).toEqual([]);
	});
});
