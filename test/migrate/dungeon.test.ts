import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../src/fix/apply.ts';
import { inOrder, type TextEdit } from '../../src/fix/text-edit.ts';
import { groupedBy } from '../../src/network/grouped.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { filesFromTexts, type RepoFiles } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { parseFile } from '../../src/repo/parse.ts';
import { toJson } from '../../src/repo/to-json.ts';
import { errorsOf, faultsOf, frozen, planned } from './apply.ts';

const examples = join(import.meta.dirname, '../../examples');
const before = frozen(filesFromDisk(join(examples, 'dungeon')));
const golden = frozen(filesFromDisk(join(examples, 'dungeon-dual-stack')));
const plan = planned(before);
const phases = plan.clusters.flatMap((cluster) => cluster.phases);

function textOf(files: RepoFiles, path: string): string {
	const read = files.read(path as RepoPath);
	if (!read?.ok) throw new Error(`${path} cannot be read`);
	return read.value;
}

function documentsOf(files: RepoFiles, path: string): unknown[] {
	return parseFile(path as RepoPath, textOf(files, path)).documents.map((one) => toJson(one));
}

/** Edits that one hunk of a patch holds for certain: they begin at the same place. */
function hunksOf(edits: readonly TextEdit[]): (readonly TextEdit[])[] {
	return groupedBy(edits, ({ file, range }) => `${range.start} ${file}`);
}

/** The new text with what was written taken out and what was replaced put back. */
function withoutEdits(old: string, text: string, edits: readonly TextEdit[]): string {
	let result = text;
	let at = text.length;
	let end = old.length;
	for (const { range, text: added } of inOrder(edits).toReversed()) {
		at -= end - range.end;
		result = `${result.slice(0, at - added.length)}${old.slice(range.start, range.end)}${result.slice(at)}`;
		at -= added.length;
		end = range.start;
	}
	return result;
}

/** A comment that has lost what it was about says nothing wrong, only nothing. */
function isCommentGone(old: string, { range, text }: TextEdit): boolean {
	return text === '' && /^(?:\s*#.*)+$/.test(old.slice(range.start, range.end));
}

describe('the reference cluster', () => {
	test('is planned in the order that the components force', () => {
		expect(phases.map(({ name, state }) => `${name}: ${state.kind}`)).toMatchInlineSnapshot(`
			[
			  "hold: to-do",
			  "nodes: to-do",
			  "control-plane: to-do",
			  "re-registration: to-do",
			  "policies: to-do",
			  "cilium: to-do",
			  "services: skipped",
			  "rook: to-do",
			]
		`);
	});

	test('has no error left after all phases', () => {
		expect(errorsOf(plan.after)).toEqual([]);
	});

	test.each(phases.map((phase) => [phase.name, phase] as const))('gains no error by the phase %s', (_, phase) => {
		const known = new Set(errorsOf(phase.before));
		expect(errorsOf(phase.after).filter((one) => !known.has(one))).toEqual([]);
	});

	test('is done when all phases are applied: a second plan changes nothing', () => {
		const again = planned(plan.after).clusters.flatMap((cluster) => cluster.phases);
		expect(again.map(({ name, state, edits }) => [name, state.kind, edits.length])).toEqual(
			again.map(({ name }) => [name, name === 'services' ? expect.any(String) : 'done', 0]),
		);
	});

	const files = before.paths.filter((path) =>
		/static|manifests|kubeadm-config\.yaml$|controllers\/.*\/cilium\/helm-release/.test(path),
	);

	test('has twelve files of the control plane and of Cilium that golden files exist for', () => {
		expect(files).toHaveLength(13);
	});

	test.each(files)('%s says what the golden file says', (path) => {
		expect(documentsOf(plan.after, path)).toEqual(documentsOf(golden, path));
	});

	test('has manifests that are the golden ones to the letter', () => {
		for (const path of files.filter((one) => one.startsWith('nodes/')))
			expect(textOf(plan.after, path)).toBe(textOf(golden, path));
	});

	test('renders with kubectl, where it is there', ({ skip }) => {
		if (spawnSync('kubectl', ['version', '--client']).error !== undefined) skip('kubectl is not on the PATH');
		const folder = mkdtempSync(join(tmpdir(), 'migrated-'));
		try {
			for (const path of plan.after.paths) {
				mkdirSync(dirname(join(folder, path)), { recursive: true });
				writeFileSync(join(folder, path), textOf(plan.after, path));
			}
			for (const part of ['infrastructure/controllers', 'infrastructure/configs', 'infrastructure/storage', 'apps']) {
				const { status, stderr } = spawnSync('kubectl', ['kustomize', join(folder, part, 'overlays/production')], {
					encoding: 'utf8',
				});
				expect([part, status, stderr]).toEqual([part, 0, '']);
			}
		} finally {
			rmSync(folder, { recursive: true });
		}
	});

	test('comes back to the letter when what each phase wrote is taken out', () => {
		for (const { before: old, after, edits } of phases) {
			for (const path of old.paths) {
				const own = edits.filter(({ file }) => file === path);
				expect(withoutEdits(textOf(old, path), textOf(after, path), own)).toBe(textOf(old, path));
			}
		}
	});

	test('needs every hunk: without one something is wrong, unreadable or left to do', () => {
		const needless = phases.flatMap(({ name, before: old, edits }) =>
			hunksOf(edits).flatMap((hunk) => {
				if (hunk.every((edit) => isCommentGone(textOf(old, edit.file), edit))) return [];
				const partial = frozen(
					applyEdits(
						old,
						edits.filter((edit) => !hunk.includes(edit)),
					),
				);
				const [left] = planned(partial, { phase: name }).clusters.flatMap((cluster) => cluster.phases);
				const isNoticed = faultsOf(partial).some((one) => !faultsOf(old).includes(one));
				return left?.state.kind === 'done' && !isNoticed
					? [`${name} ${hunk.map(({ file, text }) => `${file}: ${text}`)}`]
					: [];
			}),
		);
		expect(needless).toEqual([]);
	}, 300_000);

	test('tells an operator what to do on each machine, workers before the control plane', () => {
		const again = phases.find(({ name }) => name === 're-registration');
		expect(again?.runbook.map(({ node }) => node)).toMatchInlineSnapshot(`
			[
			  "dungeon-chest-001",
			  "dungeon-chest-002",
			  "dungeon-chest-003",
			  "dungeon-chest-004",
			  "dungeon-chest-005",
			  "dungeon-map-001",
			  "dungeon-map-002",
			  "dungeon-map-003",
			  "dungeon-map-004",
			  "dungeon-map-005",
			]
		`);
		expect(again?.runbook[0]).toMatchInlineSnapshot(`
			{
			  "back": "As long as the node is not deleted: kubectl uncordon dungeon-chest-001. Afterwards there is none for it alone: its blocks stay as they are. Go on from the line that failed; with one block or none, stop and look at \`kubectl describe node dungeon-chest-001\` (CIDRNotAvailable).",
			  "check": {
			    "command": "kubectl get node dungeon-chest-001 -o jsonpath='{.spec.podCIDRs}'",
			    "expect": "two blocks, IPv4 first; storage is healthy again; then the next node",
			  },
			  "commands": [
			    "kubectl get node dungeon-chest-001 -o json > dungeon-chest-001.before.json &&",
			    "kubectl drain dungeon-chest-001 --ignore-daemonsets --delete-emptydir-data --timeout=10m &&",
			    "kubectl delete node dungeon-chest-001 &&",
			    "ssh dungeon-chest-001 sudo systemctl restart kubelet &&",
			    "kubectl wait --for=create node/dungeon-chest-001 --timeout=2m && kubectl cordon dungeon-chest-001 &&",
			    "jq -r '.metadata.labels | to_entries[] | select(.key | test("^(beta\\\\.)?kubernetes\\\\.io/(arch|os|hostname)$") | not) | "\\(.key)=\\(.value)"' dungeon-chest-001.before.json | xargs -r kubectl label node dungeon-chest-001 --overwrite &&",
			    "jq -r '.metadata.annotations | to_entries[] | select(.key | startswith("kubeadm.")) | "\\(.key)=\\(.value)"' dungeon-chest-001.before.json | xargs -r kubectl annotate node dungeon-chest-001 --overwrite &&",
			    "jq -r '.spec.taints // [] | .[] | select(.key | startswith("node.kubernetes.io/") | not) | "\\(.key)=\\(.value // ""):\\(.effect)"' dungeon-chest-001.before.json | xargs -r kubectl taint node dungeon-chest-001 --overwrite &&",
			    "kubectl -n kube-system delete pod -l k8s-app=cilium --field-selector spec.nodeName=dungeon-chest-001 &&",
			    "kubectl -n kube-system rollout status daemonset/cilium --timeout=10m &&",
			    "kubectl get pods -A --field-selector spec.nodeName=dungeon-chest-001 -o json | jq -r '.items[] | select(.spec.hostNetwork != true) | "-n \\(.metadata.namespace) \\(.metadata.name)"' | xargs -r -L1 kubectl delete pod &&",
			    "kubectl wait --for=condition=Ready node/dungeon-chest-001 --timeout=10m &&",
			    "kubectl uncordon dungeon-chest-001",
			  ],
			  "node": "dungeon-chest-001",
			  "on": "workstation",
			  "title": "Register dungeon-chest-001 again",
			}
		`);
	});

	test('has commands that a shell reads, without a gap, and a check and a way back for each step', () => {
		for (const { runbook } of phases)
			for (const { commands, check, back } of runbook) {
				const script = commands.join('\n');
				expect(script).not.toMatch(/undefined|<(?!IPv|\/dev)/);
				expect(script).not.toMatch(/&&$/);
				expect([check?.expect, back]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
				expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
			}
	});

	test('has commands that make of the manifests what the golden files say', () => {
		const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
		try {
			const node = 'dungeon-map-003';
			const names = ['kube-apiserver.yaml', 'kube-controller-manager.yaml'];
			const path = (name: string) => `nodes/${node}/etc/kubernetes/manifests/${name}`;
			mkdirSync(join(folder, 'kubernetes/manifests'), { recursive: true });
			for (const name of names) writeFileSync(join(folder, 'kubernetes/manifests', name), textOf(before, path(name)));
			const step = phases
				.find(({ name }) => name === 'control-plane')
				?.runbook.find((one) => one.node === node && one.on === 'node');
			const here = (text: string) =>
				text
					.replaceAll('sudo ', '')
					.replaceAll('/etc/kubernetes', `${folder}/kubernetes`)
					.replaceAll('/root/', `${folder}/`);
			const run = (script: string) => spawnSync('bash', ['-ec', script], { encoding: 'utf8' });
			const edits = step?.commands.filter((one) => !one.startsWith('timeout')).join('\n') ?? '';
			const sorted = (text: string) => text.split('\n').sort();
			const manifest = (name: string) => readFileSync(join(folder, 'kubernetes/manifests', name), 'utf8');
			// Twice: whoever was interrupted begins again.
			for (const _ of [1, 2]) {
				expect(run(here(`${edits} true`))).toMatchObject({ status: 0, stderr: '' });
				// The flags of a process have no order.
				for (const name of names) expect(sorted(manifest(name))).toEqual(sorted(textOf(golden, path(name))));
				expect(readdirSync(join(folder, 'kubernetes/manifests'))).toEqual(names);
			}
			expect(run(here(step?.back?.replace(/ \(before .*\)$/, '') ?? ''))).toMatchObject({ status: 0, stderr: '' });
			for (const name of names) expect(manifest(name)).toBe(textOf(before, path(name)));
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

describe('chosen Services', () => {
	const config = textOf(before, '.dualstack-lint.yaml');
	const texts = Object.fromEntries(before.paths.map((path) => [path, textOf(before, path)]));
	const chosen = filesFromTexts({
		...texts,
		'.dualstack-lint.yaml': `${config}\nmigration:\n  seed: a1b2c3d4e5\n  services: [dungeon/pot, dungeon/torch]\n  loadBalancer: true\n`,
	});
	const migrated = planned(chosen);

	test('get both families last, as the golden files have it', () => {
		const last = migrated.clusters.flatMap((cluster) => cluster.phases).find(({ name }) => name === 'services');
		expect([last?.state.kind, last?.made]).toMatchInlineSnapshot(`
			[
			  "to-do",
			  [
			    "Give the Service dungeon/pot both families",
			    "Give the Service dungeon/torch both families",
			    "Add fda1:b2c3:d4e5::/112 to the pool dungeon",
			  ],
			]
		`);
		for (const name of ['pot', 'torch']) {
			const path = `apps/base/${name}/service.yaml`;
			expect(documentsOf(migrated.after, path)).toEqual(documentsOf(golden, path));
		}
	});

	test('are blocked before the control plane and Cilium have both', () => {
		const [only] = planned(chosen, { phase: 'services' }).clusters.flatMap((cluster) => cluster.phases);
		expect(only?.state.kind).toBe('blocked');
	});

	test('bring no error', () => {
		expect(errorsOf(migrated.after)).toEqual([]);
	});
});

describe('a phase alone', () => {
	test('of Cilium is blocked before nodes have ranges', () => {
		const [only] = planned(before, { phase: 'cilium' }).clusters.flatMap((cluster) => cluster.phases);
		expect(only?.state.kind).toBe('blocked');
		expect(only?.edits).toEqual([]);
	});

	test('is left out where the configuration switches the migration off', () => {
		const off = `${textOf(before, '.dualstack-lint.yaml')}\nmigration:\n  enabled: false\n`;
		const texts = Object.fromEntries(before.paths.map((path) => [path, textOf(before, path)]));
		const files = filesFromTexts({ ...texts, '.dualstack-lint.yaml': off });
		const states = planned(files).clusters.flatMap((cluster) => cluster.phases.map(({ state }) => state.kind));
		expect(new Set(states)).toEqual(new Set(['skipped']));
	});
});
