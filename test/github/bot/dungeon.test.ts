import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { rules } from '../../../rules/index.ts';
import { lintRepository } from '../../../src/pipeline.ts';
import { filesFromDisk } from '../../../src/repo/disk.ts';
import { mergePull } from '../simulator/actions.ts';
import { dungeon, startBot } from './bot-stage.ts';

const hasKubectl = () => spawnSync('kubectl', ['version', '--client']).status === 0;

describe('the example repository', () => {
	test('comes from onboarding to the last phase with an operator who merges and ticks', {
		timeout: 120_000,
	}, async () => {
		const bot = await startBot(dungeon);
		const { world, repository } = bot;
		await bot.settle();
		expect(bot.pulls()).toEqual([]);
		bot.comment(bot.issue(), '/dualstack plan');
		await bot.settle();
		const seen: string[] = [];
		for (let round = 0; round < 40; round++) {
			const [pull] = bot.open();
			if (pull !== undefined) {
				const [run] = bot.runsOf(pull.head.sha).toReversed();
				seen.push(`${pull.head.ref.replace('dualstack-lint/', '')}: ${run?.fields['conclusion']}`);
				mergePull(world, repository, pull);
			} else {
				const box = /^- \[ \] <!-- gate (\S+) -->/m.exec(bot.dashboard().body.replaceAll('\r', ''))?.[1];
				if (box === undefined) break;
				seen.push(`tick ${box.slice(9)}`);
				bot.tick(`gate ${box}`);
			}
			await bot.settle();
		}
		expect(seen).toMatchInlineSnapshot(`
			[
			  "onboarding: success",
			  "hold: success",
			  "rook: success",
			  "tick hold",
			  "nodes: success",
			  "tick nodes",
			  "control-plane: success",
			  "tick control-plane",
			  "tick re-registration",
			  "policies: success",
			  "tick policies",
			  "cilium: success",
			  "tick cilium",
			  "rook: success",
			]
		`);
		const tip = repository.refs.get('refs/heads/main') ?? '';
		const folder = mkdtempSync(join(tmpdir(), 'dualstack-lint-'));
		for (const [path, { sha }] of world.git.filesOf(tip)) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), world.git.blobs.get(sha) ?? '');
		}
		if (hasKubectl()) {
			for (const [path] of world.git.filesOf(tip)) {
				if (!/(?:^|\/)kustomization\.ya?ml$/.test(path) || path.includes('/base/')) continue;
				execFileSync('kubectl', ['kustomize', dirname(join(folder, path))], { stdio: ['ignore', 'ignore', 'pipe'] });
			}
		}
		const documents = [...world.git.filesOf(tip)]
			.filter(([path]) => /\.ya?ml$/.test(path))
			.flatMap(([, { sha }]) => parseAllDocuments(String(world.git.blobs.get(sha) ?? '')))
			.filter((one) => one.errors.length === 0);
		const all = (kind: string, path: readonly string[]) =>
			documents.flatMap((one) => (one.get('kind') === kind && one.hasIn(path) ? [one.getIn(path)] : []));
		const both = /^\d+\.\d+\.\d+\.\d+\/\d+,[0-9a-f:]+::\/\d+$/;
		for (const name of ['podSubnet', 'serviceSubnet'])
			expect(all('ClusterConfiguration', ['networking', name])).toEqual([expect.stringMatching(both)]);
		const flags = documents
			.filter((one) => one.get('kind') === 'Pod' && one.getIn(['metadata', 'namespace']) === 'kube-system')
			.flatMap((one) => String(one).split(/\s+/))
			.flatMap((word) => /^--(service-cluster-ip-range|cluster-cidr)=(\S+)$/.exec(word)?.slice(1, 3) ?? []);
		expect(flags.filter((word) => word === 'service-cluster-ip-range').length).toBeGreaterThan(5);
		for (const word of flags.filter((one) => /\d/.test(one))) expect(word).toMatch(both);
		expect(all('HelmRelease', ['spec', 'values', 'ipv6', 'enabled'])).toEqual([true]);
		const endpoints = all('ConfigMap', ['data', 'data'])
			.map(String)
			.filter((text) => text.includes('dungeon-key'));
		expect(endpoints.length).toBeGreaterThan(0);
		for (const one of endpoints.flatMap((text) => text.split(',')))
			expect(one).toMatch(/^dungeon-key-\d+=(?:\[[0-9a-f:]+\]|[\d.]+):\d+$/);
		const linted = lintRepository(filesFromDisk(folder), rules, { today: '2026-06-01' });
		const left = linted.ok ? linted.value.diagnostics.filter((one) => one.suppressed === null) : [];
		rmSync(folder, { recursive: true });
		expect(left.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(left.map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`)).toMatchInlineSnapshot(`
			[
			  "warning addressing/undefined-unique-local: the node network fc00:f1:ada:1043::/64 lies in fc00::/8, which RFC 4193 leaves undefined",
			  "warning addressing/undefined-unique-local: the ceph-public network fc00:f1:ada:104e::/64 lies in fc00::/8, which RFC 4193 leaves undefined",
			  "warning addressing/undefined-unique-local: the pod network fc00:f1:d759:3053::/64 lies in fc00::/8, which RFC 4193 leaves undefined",
			  "warning addressing/zero-global-id: the service network fd00::/108 has an all-zero global ID",
			  "warning cilium/bgp-advertises-nothing: no CiliumBGPPeerConfig has the family ipv6, which Cilium has on",
			]
		`);
		console.log(`${world.calls.length} calls, ${bot.writes()} of them writes, ${bot.pushes()} pushes`);
	});
});
