import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flagsOf } from '../../src/network/flags.ts';
import { type NodeIps, nodeIpFamilies, nodeIpsOf } from '../../src/network/node-ips.ts';
import { planFrom } from '../../src/network/plan.ts';
import { written } from '../../src/repo/origin.ts';
import { file } from '../support/facts.ts';

/** What a kubelet started with `--node-ip=<text>` reads; undefined when nothing can be said. */
function nodeIpsIn(text: string): NodeIps | undefined {
	const word = `--node-ip=${text}`;
	const origin = written(file, 0, word.length);
	const flags = flagsOf([{ kind: 'scalar', value: word, origin }], origin);
	const process = { fact: 'process', process: 'kubelet', component: 'kubelet drop-in', complete: false } as const;
	return nodeIpsOf(planFrom('', [{ ...process, flags, at: origin }], []))[0];
}

test.each([
	['192.168.1.10', ['IPv4']],
	['fd10::10', ['IPv6']],
	['192.168.1.10,fd10::10', ['IPv4', 'IPv6']],
	[' fd10::10 , 192.168.1.10 ', ['IPv6', 'IPv4']],
	['192.168.001.010', ['IPv4']],
	['10.0.0.1,10.0.0.2', ['IPv4']],
	['192.168.1.10,fd10::10/64', ['IPv4']],
	['192.168.1.10,[fd10::10]', ['IPv4']],
])('%s has the families %s', (text, families) => {
	const found = nodeIpsIn(text);
	expect(found && nodeIpFamilies(found)).toEqual(families);
});

test.each(['', ' ', '${NODE_IP}', '{{ node_ip }},{{ node_ip6 }}', '<address>', '$(hostname -i)'])(
	'nothing is said about %j',
	(text) => {
		expect(nodeIpsIn(text)).toBeUndefined();
	},
);

test('each entry has its own place, without the spaces around it', () => {
	const found = nodeIpsIn('10.0.0.1, fd10::1');
	expect(found?.entries.map(({ origin }) => origin)).toEqual([written(file, 10, 18), written(file, 20, 27)]);
});

const cases = new URL('../../../shared/cases/kubernetes.jsonl', import.meta.url);

describe.skipIf(!existsSync(cases))('what the kubelet accepts and refuses', () => {
	const lines = existsSync(cases) ? readFileSync(cases, 'utf8').trim().split('\n') : [];
	// With another cloud provider than none and `external` a pair is refused, whatever the addresses.
	const known = lines
		.map((line): { check: string; input: { nodeIP: string; cloudProvider: string }; valid: boolean } =>
			JSON.parse(line),
		)
		.filter(({ check, input }) => check === 'kubelet.nodeIP' && ['', 'external'].includes(input.cloudProvider))
		.map(({ input, valid }) => ({ text: input.nodeIP, valid }));

	test('there are cases', () => expect(known.length).toBeGreaterThan(10));

	test.each(known)('$text: $valid', ({ text, valid }) => {
		const { entries = [] } = nodeIpsIn(text) ?? {};
		const addresses = entries.flatMap(({ address }) => address ?? []);
		const families = new Set(addresses.map((address) => address.includes(':')));
		const isAnyBesideOther = addresses.length > 1 && addresses.some((one) => one === '::' || one === '0.0.0.0');
		expect(addresses.length === families.size && !isAnyBesideOther).toBe(valid);
	});
});
