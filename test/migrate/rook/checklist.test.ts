import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { planned } from '../apply.ts';
import { type Asked, dungeonWithoutRook, repository, secretModes } from './repositories.ts';

function steps(asked: Asked) {
	const plan = planned(repository(dungeonWithoutRook(asked)), { phase: 'rook' });
	return plan.clusters[0]?.phases[0]?.runbook ?? [];
}

describe.each(Object.entries(secretModes))('what is left to a person, secrets by %s', (mode, secrets) => {
	const all = steps({ secrets, messenger: 'v2' });
	const commands = all.flatMap((one) => one.commands);

	test('is commands that a shell reads, each with a check and a way back', () => {
		expect(all.length).toBeGreaterThan(7);
		for (const { commands: lines, check, back } of all) {
			expect([check?.expect, back]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
			expect(spawnSync('bash', ['-n'], { input: lines.join('\n'), encoding: 'utf8' }).stderr).toBe('');
		}
	});

	test('begins with users and ends with Flux', () => {
		expect(commands.filter((line) => line.startsWith('ceph auth'))).toHaveLength(5);
		expect(commands.join('\n')).toContain('client.csi-rbd-node mon "profile rbd, allow command \'osd blocklist\'"');
		expect(commands).toContain('dig +short AAAA rgw.lab.example');
		expect(all.at(-1)?.title).toBe('Have Flux apply it');
	});

	test('says where each key goes, and none of their values', () => {
		const text = commands.join('\n');
		const word = {
			externalSecret: 'rook/rook-ceph-mon, property ceph-secret',
			sops: 'sops edit',
			manual: 'import-external-cluster.sh',
		};
		expect(text).toContain(word[mode as keyof typeof word]);
		expect(text).not.toMatch(/AQ[A-D][A-Za-z0-9+/]{35}==/);
	});
});

test('a gateway with TLS asks for its certificate authority', () => {
	const ceph = '  rgw: {hostname: rgw.lab.example, port: 443, tls: true}\n';
	const found = steps({ ceph }).flatMap(({ commands }) => commands);
	expect(found).toContain('kubectl -n rook-ceph create secret generic ceph-rgw-ca --from-file=cert=ca.pem');
});

test.each([
	['rook: {version: v1.20.6}', 'rook: {version: v1.20.6, clusterNamespace: "a; id"}'],
	['path: rook/', 'path: "rook/\\nid"'],
	['fsid: 5e1f', 'fsid: "$(id)5e1f'],
])('%s cannot become a command', (before, after) => {
	const texts = dungeonWithoutRook();
	const config = '.dualstack-lint.yaml';
	texts[config] = (texts[config] ?? '').replace(before, after);
	expect(() => planned(repository(texts), { phase: 'rook' })).toThrow(/configuration/);
});

test('a pool is one word to a shell, whatever it is called', () => {
	const commands = steps({ ceph: `  rbd: {pool: "a'; id #"}\n` }).flatMap((one) => one.commands);
	const line = commands.find((one) => one.includes('csi-rbd-node')) ?? '';
	const { stdout } = spawnSync('bash', ['-c', `ceph() { echo "$#"; }; ${line}`], { encoding: 'utf8' });
	expect(stdout).toBe('7\n');
});
