import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inOrder } from '../../src/fix/text-edit.ts';
import { networkFamilies } from '../../src/network/families.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import type { RepoFiles } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { errorsOf, frozen, planned } from './apply.ts';

/** Archives of real repositories, beside a checkout of the project where somebody has them. */
const folder = join(import.meta.dirname, '../../../shared/corpus');
const archives = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tar.gz')) : [];
const scratch = mkdtempSync(join(tmpdir(), 'migrated-corpus-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }), 60_000);
if (archives.length === 0) console.log('skipped: no archives of real repositories beside this checkout');

const small = join(import.meta.dirname, '../repos');
const distributions = readdirSync(small).filter((name) => existsSync(join(small, name, 'single-stack')));

const seed = 'a1b2c3d4e5';

function textOf(files: RepoFiles, path: RepoPath): string {
	const read = files.read(path);
	return read?.ok ? read.value : '';
}

/** Clusters with IPv4 only whose control plane, or whose Cilium, was given IPv6 and came to rest. */
const passed = new Set<string>();

/** Plans, applies, plans again: what has to hold for every repository. */
function migrates(name: string, files: RepoFiles, strategy: 'in-place' | 'rebuild'): void {
	const plan = planned(files, { seed, strategy });
	const known = new Set(errorsOf(files));
	expect(errorsOf(plan.after).filter((one) => !known.has(one))).toEqual([]);
	for (const { before, after, edits } of plan.clusters.flatMap(({ phases }) => phases)) {
		for (const path of new Set(edits.map(({ file }) => file))) {
			const [old, text] = [textOf(before, path), textOf(after, path)];
			// What was kept stands in both texts, in the same order.
			let from = 0;
			let at = 0;
			for (const { range, text: added } of inOrder(edits.filter(({ file }) => file === path))) {
				const kept = old.slice(from, range.start);
				expect(text.slice(at, at + kept.length + added.length)).toBe(kept + added);
				at += kept.length + added.length;
				from = range.end;
			}
			expect(text.slice(at)).toBe(old.slice(from));
		}
	}
	const again = planned(plan.after, { seed, strategy });
	expect(
		again.clusters.flatMap(({ phases }) => phases.flatMap((phase) => (phase.edits.length > 0 ? [phase.name] : []))),
	).toEqual([]);
	for (const { cluster, view, phases } of plan.clusters) {
		const isSingle = networkFamilies(view.input.plan, 'pod').live.size < 2;
		const own = phases.filter((phase) => phase.name === 'control-plane' || phase.name === 'cilium');
		if (isSingle && own.some(({ edits }) => edits.length > 0)) passed.add(`${name} ${cluster}`);
	}
}

describe('a migration', () => {
	test.skipIf(archives.length === 0).each(archives.length === 0 ? ['none'] : archives)(
		'of %s brings no error, touches nothing else and comes to rest',
		(name) => {
			const root = join(scratch, name);
			mkdirSync(root);
			execFileSync('tar', ['-xzf', join(folder, name), '-C', root]);
			// A rebuild is less of the same; the small repositories below go both ways.
			migrates(name, frozen(filesFromDisk(root)), 'in-place');
		},
		120_000,
	);

	describe.each(distributions)('of %s', (name) => {
		const files = frozen(filesFromDisk(join(small, name, 'single-stack')));

		test.each(['in-place', 'rebuild'] as const)('%s brings no error and comes to rest', (strategy) => {
			migrates(name, files, strategy);
		});

		test('has a runbook that a shell reads, in which nothing is left open but variables that it asks for', () => {
			const { clusters } = planned(files, { seed });
			const steps = clusters.flatMap(({ phases }) => phases.flatMap(({ runbook }) => runbook));
			for (const { commands } of steps) {
				const script = commands.join('\n');
				expect(script).not.toMatch(/undefined|&&$|<(?!\/dev)/);
				for (const [, used = ''] of script.matchAll(/\$(NODE|IPV4|IPV6)\b/g)) expect(script).toContain(`\${${used}:?`);
			}
			const all = steps.map(({ commands }, i) => `step${i}() {\n${commands.join('\n')}\n}`).join('\n');
			expect(spawnSync('bash', ['-n'], { input: all, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
		});
	});

	test('gives IPv6 to at least twenty clusters that had IPv4 only', ({ skip }) => {
		console.log(`${passed.size} clusters with IPv4 only were given IPv6`);
		expect(passed.size).toBeGreaterThanOrEqual(8);
		if (archives.length === 0) skip('the twenty are among real repositories');
		expect(passed.size).toBeGreaterThanOrEqual(20);
	});

	test('is a rebuild where the distribution changes no ranges in place', () => {
		const states = distributions.map((name) => {
			const { clusters } = planned(frozen(filesFromDisk(join(small, name, 'single-stack'))), { seed });
			const phases = clusters.flatMap((cluster) => cluster.phases);
			return `${name}: ${phases.find((phase) => phase.name === 'control-plane')?.state.kind}`;
		});
		expect(states).toMatchInlineSnapshot(`
			[
			  "add-ons: to-do",
			  "calico: to-do",
			  "cluster-api: blocked",
			  "flannel: to-do",
			  "host-files: blocked",
			  "k0s: blocked",
			  "k3s: blocked",
			  "k3s-ansible: blocked",
			  "k3s-ansible-variables: blocked",
			  "k3s-defaults: blocked",
			  "kind: blocked",
			  "kubespray: to-do",
			  "pulumi-talos: to-do",
			  "rke2: blocked",
			  "rke2-helm-chart-config: blocked",
			  "talhelper: to-do",
			  "talos: to-do",
			]
		`);
	});
});
