import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../src/network/readers/configuration.ts';
import { mapsOf, parseFile } from '../../../src/repo/parse.ts';
import { block } from '../../../src/rule.ts';
import { declarationLines, file, spans, textAt } from '../../support/facts.ts';

function facts(text: string) {
	const [root] = mapsOf(parseFile(file, text));
	return root === undefined ? [] : [...readConfiguration(root)];
}

describe('the configuration', () => {
	test('declares networks and the target', () => {
		const text = block`
			networks:
			  - role: node
			    cidrs: [172.22.144.0/24, "fd10:1043::/64"]
			  - role: other
			    name: office
			    cidrs: [10.9.0.1/24]
			target:
			  podCIDRs: [10.42.0.0/16, "fd10:42::/56"]
			  serviceCIDRs:
			    - 10.43.0.0/16
		`;
		expect(declarationLines(text, facts(text))).toMatchInlineSnapshot(`
			[
			  "node configuration networks configured is list: 172.22.144.0/24 @ 172.22.144.0/24; fd10:1043::/64 @ "fd10:1043::/64"",
			  "other office configuration networks configured is list: 10.9.0.1/24 (10.9.0.0/24) @ 10.9.0.1/24",
			  "pod configuration target.podCIDRs target is list: 10.42.0.0/16 @ 10.42.0.0/16; fd10:42::/56 @ "fd10:42::/56"",
			  "service configuration target.serviceCIDRs target is list: 10.43.0.0/16 @ 10.43.0.0/16",
			]
		`);
	});

	test('names the size of the block of each node', () => {
		const text = 'target: {nodeMaskSizes: {ipv4: 24, ipv6: 80}}';
		expect(facts(text)).toMatchObject([
			{ fact: 'node-mask', family: 'IPv4', standing: 'target', size: { value: 24 } },
			{ fact: 'node-mask', family: 'IPv6', standing: 'target', size: { value: 80 }, component: 'configuration' },
		]);
	});

	test('names the machines with their addresses', () => {
		const text =
			'nodes: [{name: one, role: worker, addresses: [10.0.0.1, " FD10:0::1/64", x, 1]}, {name: 2}, {role: worker}]';
		const nodes = facts(text).flatMap((fact) => (fact.fact === 'node' ? [fact] : []));
		expect(nodes.map(({ name, role, at }) => [name, role, textAt(text, at)])).toEqual([
			['one', 'worker', 'one'],
			['2', undefined, '2'],
		]);
		expect(spans(text, nodes[0]?.addresses ?? [])).toEqual(['10.0.0.1 @ 10.0.0.1', 'fd10::1 @ FD10:0::1']);
	});

	test.each([
		'networks: [{role: moon, cidrs: [10.0.0.0/8]}]',
		'networks: [{role: pod}]',
		'networks: {}',
		'target: x',
		'nodes: [1]',
	])('what the schema refuses, %s, is passed over', (text) => {
		expect(facts(text)).toEqual([]);
	});
});
