import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cephProblems, cephSettings } from '../../src/network/ceph-settings.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { readConfig } from '../../src/repo/config.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { positionFinder } from '../../src/repo/location.ts';
import { mapAt } from '../../src/repo/node.ts';
import { decidedAt } from '../../src/repo/origin.ts';

/** What is wrong with these lines below `ceph:`, each with its line. */
function problems(ceph: string, networks = ''): string[] {
	const text = `version: 1\n${networks}ceph:\n${ceph}`;
	const files = filesFromTexts({ '.dualstack-lint.yaml': text });
	const config = readConfig(files);
	const found = config.ok ? cephProblems(config.value) : config.problem;
	const position = positionFinder(text);
	return found.map(({ message, at }) => `${position(decidedAt(at).range.start).line}: ${message}`);
}

const monitors = (...lines: readonly string[]) => `  monitors:\n${lines.map((line) => `    - ${line}\n`).join('')}`;

describe('monitors', () => {
	test.each([
		['{id: a, address: "fd00::1"}', '{id: b, address: "fd00::2"}'],
		['{id: a, address: "[fd00::1]"}', '{id: b, address: "[fd00::2]:6789"}'],
		['{id: a, address: 192.0.2.1}', '{id: b, address: "192.0.2.2:6789"}'],
		['{id: pve-1, address: "fd00::6789"}', '{id: pve.2, address: "fd00::3300"}'],
	])('may be %s', (...lines) => {
		expect(problems(monitors(...lines))).toEqual([]);
	});

	test.each([
		[
			'fd00::1:6789',
			'a port behind an IPv6 address without brackets, which reads as another address; it may be [fd00::1]:6789',
		],
		[
			'"v2:[fd00::1]:3300/0"',
			'messenger versions, a nonce or a scheme, which Rook cannot read; it may be [fd00::1]:3300',
		],
		['"[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]"', 'which Rook cannot read; it may be [fd00::1]:6789'],
		['"http://[fd00::1]:6789"', 'which Rook cannot read; it may be [fd00::1]:6789'],
		['mon1.lab.example', 'the host name mon1.lab.example; Ceph wants an address'],
		['"[192.0.2.1]:6789"', 'brackets around an IPv4 address; it may be 192.0.2.1:6789'],
		['"fe80::1"', 'an address that no monitor can be reached at (link-local)'],
		['"::1"', 'an address that no monitor can be reached at (loopback)'],
		['"::ffff:192.0.2.1"', 'an address that no monitor can be reached at (mapped)'],
		['"[fd00::1]:0"', '0, which is no port'],
		['"fd00::1 "', 'has blanks around its address'],
		['"[fd00::1]:3300"', 'has another port than the first monitor, 3300; Rook wants the same for all'],
		['""', 'has no address'],
	])('with the address %s are refused at the line', (address, message) => {
		const found = problems(monitors('{id: a, address: "fd00::9"}', `{id: b, address: ${address}}`));
		expect(found).toEqual([expect.stringContaining(message)]);
		expect(found[0]).toMatch(/^5: the monitor b /);
	});

	test.each([
		['{id: a, address: "fd00::2"}', '5: the monitor a has the id of another monitor'],
		['{id: b, address: "fd00:0:0::1"}', '5: the monitor b has the address of another monitor, [fd00::1]:6789'],
		['{id: b, address: 192.0.2.1}', '5: 192.0.2.1 is an IPv4 address, the first monitor has an IPv6 address'],
		['{id: mon.b, address: "fd00::2"}', '5: mon.b is no id of a monitor; without what stands before the dot it is'],
		[
			'{id: "b c", address: "fd00::2"}',
			'5: the monitor b c has blanks, a semicolon or an equals sign in its id or address',
		],
		['{id: b_ü, address: "fd00::2"}', '5: the monitor b_ü has an id of other characters'],
		['{id: b}', "5: ceph.monitors.1 must have required property 'address'"],
		['{name: b, address: "fd00::2", id: b}', '5: unknown key name in ceph.monitors.1'],
	])('%s beside a are refused at the line', (line, message) => {
		expect(problems(monitors('{id: a, address: "fd00::1"}', line))).toEqual([expect.stringContaining(message)]);
	});

	test('on the port of the other messenger are refused', () => {
		expect(problems(monitors('{id: a, address: "[fd00::1]:3300"}'))).toEqual([
			'4: the monitor a has the port 3300; messenger v1 is spoken on 6789',
		]);
		expect(problems(`${monitors('{id: a, address: "[fd00::1]:3300"}')}  messenger: v2\n`)).toEqual([]);
	});

	test('of a family that the public network of Ceph does not have are refused', () => {
		const networks = 'networks:\n  - {role: ceph-public, cidrs: ["fd00:ce::/64"]}\n';
		expect(problems(monitors('{id: a, address: 192.0.2.1}'), networks)).toEqual([
			'6: 192.0.2.1 is an IPv4 address; networks has no IPv4 prefix of the role ceph-public',
		]);
		expect(problems(monitors('{id: a, address: "fd00:ce::1"}'), networks)).toEqual([]);
	});
});

test.each([
	[
		'  rgw: {hostname: "https://rgw.example", port: 443}\n',
		'3: https://rgw.example has a scheme; tls says which it is',
	],
	[
		'  rgw: {hostname: "rgw.example:443", port: 443}\n',
		'3: rgw.example:443 is no DNS name; the port stands in rgw.port',
	],
	[
		'  rgw: {hostname: "[fd00::1]", port: 80}\n',
		'3: [fd00::1] has brackets, which Rook puts around addresses by itself',
	],
	['  rgw: {hostname: rgw.example, port: 0}\n', '3: ceph.rgw.port must be >= 1'],
	['  fsid: 1234\n', '3: ceph.fsid must be string'],
	['  messenger: v3\n', '3: ceph.messenger is v3, not one of v1, v2'],
	['  secrets: {mode: vault}\n', '3: ceph.secrets.mode is vault, not one of externalSecret, sops, manual'],
	['  secrets: {mode: externalSecret}\n', '3: externalSecret needs the name of a store in secrets.store'],
	['  rook: {version: 1.20}\n', '3: ceph.rook.version must be string'],
	['  monitor: []\n', '3: unknown key monitor in ceph; did you mean monitors?'],
])('%s is refused', (line, message) => {
	expect(problems(line)).toEqual([expect.stringContaining(message)]);
});

test('what is refused stops a run with the line', () => {
	const text = `version: 1\nceph:\n${monitors('{id: a, address: mon.example}')}`;
	const linted = lintRepository(filesFromTexts({ '.dualstack-lint.yaml': text, 'a.yaml': 'kind: Service\n' }), []);
	expect(linted.ok ? undefined : linted.problem.kind).toBe('configuration');
});

test('the block says what is asked for, with usual names where none are given', () => {
	const text = `version: 1\nceph:\n${monitors('{id: b, address: "fd00::2"}', '{id: a, address: "FD00:0::1"}')}  messenger: v2
  rbd: {pool: volumes}
  rgw: {hostname: rgw.example, port: 443, tls: true}
`;
	const config = readConfig(filesFromTexts({ '.dualstack-lint.yaml': text }));
	const block = config.ok ? mapAt(config.value.clusters[0]?.root, ['ceph']) : undefined;
	if (block === undefined) throw new Error('the block is not accepted');
	expect(cephSettings(block)).toMatchObject({
		messenger: 'v2',
		monitors: [
			{ name: 'b', address: 'fd00::2', port: 3300 },
			{ name: 'a', address: 'fd00::1', port: 3300 },
		],
		rbd: { pool: 'volumes', dataPool: undefined, storageClass: 'ceph-rbd' },
		cephfs: undefined,
		rgw: { hostname: 'rgw.example', port: 443, tls: true, certificateSecret: 'ceph-rgw-ca', store: 'ceph-external' },
		secrets: undefined,
	});
});

test('the example of the README is accepted', () => {
	const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
	const text = /```yaml\n(version: 1\nceph:\n[\s\S]*?)```/.exec(readme)?.[1] ?? '';
	const config = readConfig(filesFromTexts({ '.dualstack-lint.yaml': text }));
	expect(config.ok ? cephProblems(config.value) : config.problem).toEqual([]);
	expect(text).toContain('monitors:');
});
