import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIp } from '../../src/network/cidr.ts';
import {
	type EndpointForm,
	formatEndpoint,
	type ListedEndpoint,
	parseEndpoint,
	parseEndpointList,
	parseEndpoints,
} from '../../src/network/monitor-endpoint.ts';

/** `address port`, or what is wrong and what it should be. */
function answer(result: ListedEndpoint['result']): string {
	if (result.ok) return formatEndpoint(result.value);
	const { kind, ...more } = result.problem;
	const detail = Object.entries(more).flatMap(([key, value]) =>
		value === undefined || typeof value === 'object' ? [] : [`${key} ${value}`],
	);
	return [kind, ...detail].join(', ');
}

describe('an endpoint of Rook', () => {
	test.each([
		['a=[fd10::1]:6789', 'a=[fd10::1]:6789'],
		['pve-01.lan=[FD10:0::1]:3300', 'pve-01.lan=[fd10::1]:3300'],
		['a=10.0.0.1:6789', 'a=10.0.0.1:6789'],
		['a=[fd10::1]:1', 'a=[fd10::1]:1'],
		['a=[fd10::1]:65535', 'a=[fd10::1]:65535'],
		['', 'empty'],
		['  ', 'empty'],
		['a=', 'empty'],
		[' a=[fd10::1]:6789', 'spaces, proposal a=[fd10::1]:6789'],
		['a=[fd10::1]:6789\n', 'spaces, proposal a=[fd10::1]:6789'],
		[' a=fd10::1:6789', 'spaces, proposal a=[fd10::1]:6789'],
		['a=[fd10::1]:6789;b=[fd10::2]:6789', 'separator'],
		['a=[fd10::1]:6789 b=[fd10::2]:6789', 'separator'],
		['a=b=[fd10::1]:6789', 'separator'],
		['[fd10::1]:6789', 'no-name'],
		['a:[fd10::1]:6789', 'no-name'],
		['=[fd10::1]:6789', 'bad-name, name '],
		['-a=[fd10::1]:6789', 'bad-name, name -a'],
		['a=fd10::1:6789', 'unbracketed-ipv6, proposal a=[fd10::1]:6789'],
		['a=fc00:f1:ada:104e:1ace:0:0:1:3300', 'unbracketed-ipv6, proposal a=[fc00:f1:ada:104e:1ace:0:0:1]:3300'],
		['a=fd10::1:7000', 'unbracketed-ipv6'],
		['a=fd10::1', 'unbracketed-ipv6'],
		['a=fd10::1%eth0', 'unbracketed-ipv6'],
		['a=1:2:3:4:5:6:7:8:9:6789', 'not-an-address, host 1:2:3:4:5:6:7:8:9:6789'],
		['a=[10.0.0.1]:6789', 'bracketed-ipv4, proposal a=10.0.0.1:6789'],
		['a=v2:[fd10::1]:3300', 'vector-form, proposal a=[fd10::1]:3300'],
		['a=[v2:[fd10::1]:3300,v1:[fd10::1]:6789]', 'vector-form, proposal a=[fd10::1]:6789'],
		['a=[v2:[fd10::1]:3300/0,v1:[fd10::1]:6789/0]', 'vector-form, proposal a=[fd10::1]:6789'],
		['a=[fd10::1]:6789/0', 'vector-form, proposal a=[fd10::1]:6789'],
		['a=http://[fd10::1]:6789', 'vector-form, proposal a=[fd10::1]:6789'],
		['a=mon.lan:6789', 'hostname, host mon.lan'],
		['a=mon', 'hostname, host mon'],
		['a=10.0.0:6789', 'not-an-address, host 10.0.0'],
		['a=[fd10::g]:6789', 'not-an-address, host fd10::g'],
		['a=[fd10::1:6789', 'not-an-address, host [fd10::1:6789'],
		['a=[fd10::1%eth0]:6789', 'unusable-address, host fd10::1%eth0, why zone'],
		['a=[::]:6789', 'unusable-address, host ::, why unspecified'],
		['a=[::1]:6789', 'unusable-address, host ::1, why loopback'],
		['a=127.1.2.3:6789', 'unusable-address, host 127.1.2.3, why loopback'],
		['a=[fe80::1]:6789', 'unusable-address, host fe80::1, why link-local'],
		['a=[febf::1]:6789', 'unusable-address, host febf::1, why link-local'],
		['a=[fec0::1]:6789', 'a=[fec0::1]:6789'],
		['a=[::ffff:10.0.0.1]:6789', 'unusable-address, host ::ffff:10.0.0.1, why mapped'],
		['a=[fd10::1]', 'no-port'],
		['a=10.0.0.1', 'no-port'],
		['a=[fd10::1]:', 'bad-port, port '],
		['a=[fd10::1]:0', 'bad-port, port 0'],
		['a=[fd10::1]:06789', 'bad-port, port 06789'],
		['a=[fd10::1]:65536', 'bad-port, port 65536'],
		['a=[fd10::1]6789', 'bad-port, port 6789'],
		['a=[fd10::1]:http', 'bad-port, port http'],
	])('%j: %s', (text, expected) => {
		expect(answer(parseEndpoint(text, 'Rook'))).toBe(expected);
	});
});

describe('an endpoint of another reader', () => {
	test.each<[EndpointForm, string, string]>([
		['ceph-csi', '[fd10::1]:6789', '[fd10::1]:6789'],
		['ceph-csi', 'a=[fd10::1]:6789', 'unexpected-name, proposal [fd10::1]:6789'],
		['ceph-csi', 'fd10::1:6789', 'unbracketed-ipv6, proposal [fd10::1]:6789'],
		['ceph-csi', '10.0.0.1', 'no-port'],
		['ceph.conf', 'fd10::1', 'fd10::1'],
		['ceph.conf', '10.0.0.1', '10.0.0.1'],
		['ceph.conf', '[fd10::1]', 'fd10::1'],
		['ceph.conf', '[fd10::1]:6789', '[fd10::1]:6789'],
		['ceph.conf', '[v2:[fd10::1]:3300/0,v1:[fd10::1]:6789/0]', '[fd10::1]:6789'],
		['ceph.conf', 'fd10::1:6789', 'unbracketed-ipv6, proposal [fd10::1]:6789'],
	])('%s: %s is %s', (form, text, expected) => {
		expect(answer(parseEndpoint(text, form))).toBe(expected);
	});
});

describe('a list', () => {
	const parts = (text: string, form?: EndpointForm) =>
		parseEndpointList(text, form).map(({ start, end, result }) => `${start}-${end} ${answer(result)}`);

	test('gives every endpoint its span', () => {
		expect(parts('a=[fd10::1]:6789,b=10.0.0.1:6789')).toEqual(['0-16 a=[fd10::1]:6789', '17-32 b=10.0.0.1:6789']);
	});

	test('of Rook keeps empty entries', () => {
		expect(parts('')).toEqual(['0-0 empty']);
		expect(parts('a=[fd10::1]:6789,')).toEqual(['0-16 a=[fd10::1]:6789', '17-17 empty']);
	});

	test('of ceph.conf takes blanks, commas and semicolons', () => {
		expect(parts('fd10::1, fd10::2;fd10::3 ', 'ceph.conf')).toEqual(['0-7 fd10::1', '9-16 fd10::2', '17-24 fd10::3']);
	});

	test('keeps a vector together, and an open bracket does not swallow the rest', () => {
		expect(parts('a=[v2:[fd10::1]:3300,v1:[fd10::1]:6789],b=[fd10::2]:6789')).toEqual([
			'0-39 vector-form, proposal a=[fd10::1]:6789',
			'40-56 b=[fd10::2]:6789',
		]);
		expect(parts('a=[fd10::1:6789,b=[fd10::2]:6789')).toEqual([
			'0-15 not-an-address, host [fd10::1:6789',
			'16-32 b=[fd10::2]:6789',
		]);
	});

	test.each([
		['a=[fd10::1]:6789,a=[fd10::2]:6789', 'duplicate-name, first 0'],
		['a=[fd10::1]:6789,b=[fd10:0::1]:6789', 'duplicate-address, first 0'],
		['a=[fd10::1]:6789,b=[fd10::2]:3300', 'mixed-ports, first 0'],
	])('%s: the second is a %s', (text, expected) => {
		expect(answer(parseEndpointList(text)[1]?.result ?? { ok: false, problem: { kind: 'empty' } })).toBe(expected);
	});

	test('answers hostile text', () => {
		const long = `a=${'['.repeat(10_000)}`;
		expect(answer(parseEndpoint(long, 'Rook'))).toMatch(/^not-an-address/);
		expect(parseEndpointList(`${'a=[v2:'.repeat(20_000)},`.repeat(2)).length).toBeGreaterThan(0);
	});
});

describe('formatting', () => {
	const address = fc.oneof(fc.ipV4(), fc.ipV6()).filter((text) => parseEndpoint(`a=${wrapped(text)}:1`, 'Rook').ok);

	test('reads back as the endpoint that it was', () => {
		fc.assert(
			fc.property(address, fc.integer({ min: 1, max: 65535 }), (text, port) => {
				const ip = parseIp(text);
				if (!ip.ok) throw new Error(text);
				const endpoint = { name: 'a', address: ip.value, port };
				expect(parseEndpoint(formatEndpoint(endpoint), 'Rook')).toEqual({ ok: true, value: endpoint });
			}),
		);
	});

	test('a proposal is an endpoint', () => {
		fc.assert(
			fc.property(
				fc.constantFrom<EndpointForm>('Rook', 'ceph-csi', 'ceph.conf'),
				fc.string({ unit: piece }),
				(form, text) => {
					const result = parseEndpoint(text, form);
					if (result.ok || !('proposal' in result.problem) || result.problem.proposal === undefined) return;
					expect(parseEndpoint(result.problem.proposal, form)).toMatchObject({ ok: true });
				},
			),
			{ numRuns: 2000 },
		);
	});
});

/** Pieces of which endpoints and their near misses are made. */
const piece = fc.constantFrom(
	'a=',
	'v2:',
	'[',
	']',
	':6789',
	':3300',
	'fd10::1',
	'fd10:',
	':',
	'10.0.0.1',
	',',
	'/0',
	' ',
	'::',
);

function wrapped(text: string): string {
	return text.includes(':') ? `[${text}]` : text;
}

const cases = new URL('../../../shared/cases/rook.jsonl', import.meta.url);

describe.skipIf(!existsSync(cases))('what Rook accepts and refuses', () => {
	const lists = (existsSync(cases) ? readFileSync(cases, 'utf8') : '')
		.split('\n')
		.flatMap((line): { id: string; text: string; valid: boolean }[] => {
			if (line === '') return [];
			const { id, input, valid } = JSON.parse(line);
			const isListAlone = Object.keys(input).join() === 'mon_endpoints';
			return isListAlone ? [{ id, text: input.mon_endpoints, valid }] : [];
		});

	test('there are cases', () => expect(lists.length).toBeGreaterThan(10));

	test.each(lists)('$id', ({ text, valid }) => {
		const results = parseEndpointList(text).map(({ result }) => result);
		expect(results.every(({ ok }) => ok)).toBe(valid);
		expect(
			parseEndpoints(
				parseEndpointList(text).map((one) => one.text),
				'Rook',
			),
		).toEqual(results);
	});
});
