import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { complaints, isPlan, isReport, isSarif } from '../report/schemas.ts';
import {
	type Answer,
	type BuiltCommand,
	buildCommand,
	folderWith,
	run,
	type TemporaryFolder,
} from '../support/command.ts';

const kubeadm = (podSubnet: string, serviceSubnet: string) =>
	`apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nkubernetesVersion: v1.34.1\nnetworking:\n  podSubnet: ${podSubnet}\n  serviceSubnet: ${serviceSubnet}\n`;

const flux = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: infra, namespace: flux-system}
spec: {url: "https://example.com/infra"}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: network, namespace: flux-system}
spec: {path: ./network, prune: true, sourceRef: {kind: GitRepository, name: infra}}
`;

let command: BuiltCommand;
let repositories: TemporaryFolder;
beforeAll(() => {
	command = buildCommand();
	repositories = folderWith({
		'clean/kubeadm.yaml': kubeadm('10.42.0.0/16', '10.96.0.0/12'),
		'error/kubeadm.yaml': kubeadm('10.42.0.0/16', '10.42.0.0/16'),
		'error/.git/HEAD': '',
		'error/notes/readme.yaml': 'kind: Note\n',
		'warning/kubeadm.yaml': kubeadm('10.42.0.1/16', '10.96.0.0/12'),
		'strict/kubeadm.yaml': kubeadm('10.42.0.1/16', '10.96.0.0/12'),
		'strict/.dualstack-lint.yaml': 'version: 1\nfailOn: warning\n',
		'accepted/kubeadm.yaml': kubeadm('10.42.0.0/16', '10.42.0.0/16'),
		'accepted/.dualstack-lint.yaml':
			'version: 1\naccept:\n  - {rule: addressing/networks-overlap, value: 10.42.0.0/16, reason: the lab is torn down in May}\n',
		'misconfigured/kubeadm.yaml': kubeadm('10.42.0.0/16', '10.96.0.0/12'),
		'misconfigured/.dualstack-lint.yaml': 'version: 1\nfailOnn: warning\n',
		'fleet/clusters/east/network.yaml': flux,
		'infra/network/pool.yaml':
			'apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: public}\nspec: {blocks: [{cidr: 10.0.0.0/33}]}\n',
		'empty/notes.txt': 'nothing\n',
	});
});
afterAll(() => {
	command.remove();
	repositories.remove();
});

function answer(repository: string, ...words: readonly string[]): Answer {
	return run(command.path, words, join(repositories.path, repository));
}

describe('the exit code', () => {
	test.each([
		['clean', [], 0],
		['error', [], 1],
		['error', ['--exit-zero'], 0],
		['error', ['--fail-on', 'never'], 0],
		['error', ['--skip', 'addressing/networks-overlap'], 0],
		['error', ['--rule', 'addressing/host-bits'], 0],
		['error', ['--format', 'json'], 1],
		['error', ['--format', 'sarif'], 1],
		['error', ['notes'], 0],
		['error', ['notes', 'kubeadm.yaml'], 1],
		['error', ['plan'], 0],
		['warning', [], 0],
		['warning', ['--fail-on', 'warning'], 1],
		['warning', ['--fail-on', 'info'], 1],
		['strict', [], 1],
		['strict', ['--fail-on', 'error'], 0],
		['accepted', ['--fail-on', 'info'], 0],
		['misconfigured', [], 2],
		['misconfigured', ['--exit-zero'], 2],
		['clean', ['--fromat', 'json'], 2],
		['clean', ['--format', 'xml'], 2],
		['clean', ['--fail-on', 'warnings'], 2],
		['clean', ['--rule', 'addressing/host-bit'], 2],
		['clean', ['--cluster', 'nowhere'], 2],
		['clean', ['--source', 'infra'], 2],
		['clean', ['--config', '../strict/.dualstack-lint.yaml'], 2],
		['clean', ['nowhere'], 2],
		['clean', ['explain'], 2],
		['clean', ['explain', 'nothing'], 2],
		['clean', ['rules', 'too', 'many'], 2],
		['empty', [], 4],
		['empty', ['plan'], 4],
		['empty', ['--format', 'json'], 4],
		['empty', ['--help'], 0],
		['empty', ['--version'], 0],
		['empty', ['rules'], 0],
		['empty', ['explain', 'addressing/host-bits'], 0],
	])('in %s with %j is %i', (repository, words, code) => {
		expect(answer(repository, ...words)).toMatchObject({ code });
	});

	test('is 3 when the program itself is at fault', () => {
		const fault = 'data:text/javascript,JSON.stringify=()=>{throw new Error("out of order")}';
		const environment = { NODE_OPTIONS: `--import=${fault.replaceAll(' ', '%20').replaceAll('"', "'")}` };
		const found = run(command.path, ['--format', 'json'], join(repositories.path, 'clean'), environment);
		expect(found).toMatchObject({ code: 3, out: '' });
		expect(found.err).toMatch(/^internal error: (?:Work)?Error: out of order\n/);
	});
});

describe('standard output', () => {
	test.each([
		['json', isReport],
		['sarif', isSarif],
	])('holds nothing but %s', (format, validate) => {
		const { out, err } = answer('error', '--format', format);
		expect(complaints(validate, JSON.parse(out))).toEqual([]);
		expect(err).toBe('');
	});

	test('holds the plan as JSON', () => {
		const { out, err } = answer('error', 'plan', '--format', 'json');
		expect(complaints(isPlan, JSON.parse(out))).toEqual([]);
		expect(err).toBe('');
	});

	test.each([
		['misconfigured', []],
		['empty', []],
		['clean', ['--nothing']],
		['clean', ['nowhere']],
		['clean', ['explain', 'nothing']],
	])('is empty when there is no report: %s %j', (repository, words) => {
		const { out, err } = answer(repository, ...words);
		expect(out).toBe('');
		expect(err).not.toBe('');
	});

	test('is coloured only on demand when it is no terminal', () => {
		expect(answer('error').out).not.toContain('\u001B[');
		const coloured = run(command.path, [], join(repositories.path, 'error'), { FORCE_COLOR: '1' });
		expect(coloured.out).toContain('\u001B[');
		const plain = run(command.path, ['--no-color'], join(repositories.path, 'error'), { FORCE_COLOR: '1' });
		expect(plain.out).toBe(answer('error').out);
	});

	test('may be closed by a reader that wants nothing', () => {
		const script = 'set -o pipefail; "$0" "$1" rules | true';
		const { stderr } = spawnSync('bash', ['-c', script, process.execPath, command.path], { encoding: 'utf8' });
		expect(stderr).toBe('');
	});
});

describe('what is printed', () => {
	test('is the finding, the plan and the summary', () => {
		expect(`\n${answer('error').out}`).toMatchInlineSnapshot(`
			"
			error[addressing/networks-overlap]: the service network 10.42.0.0/16 (kubeadm, networking.serviceSubnet) overlaps the pod network 10.42.0.0/16 (kubeadm, networking.podSubnet)
			 --> kubeadm.yaml:6:18
			  |
			5 |   podSubnet: 10.42.0.0/16
			  |              ------------ the pod network 10.42.0.0/16 (kubeadm, networking.podSubnet)
			6 |   serviceSubnet: 10.42.0.0/16
			  |                  ^^^^^^^^^^^^

			Address plan of cluster

			network  IPv4          IPv6  declared by
			pod      10.42.0.0/16  —     kubeadm kubeadm.yaml:5
			service  10.42.0.0/16  —     kubeadm kubeadm.yaml:6

			1 error in 1 cluster, 1 file read.
			"
		`);
	});

	test('names the option that was meant', () => {
		expect(answer('clean', '--fromat', 'json').err).toContain("unknown option '--fromat'\n(Did you mean --format?)");
	});

	test('names the command that was meant', () => {
		expect(answer('clean', 'explian', 'addressing/host-bits').err).toBe(
			'error: no such file or folder: explian; did you mean explain?\n',
		);
	});

	test('says where a command belongs', () => {
		expect(answer('clean', '.', 'plan').err).toBe(
			'error: no such file or folder: plan; the command plan stands before everything else\n',
		);
	});

	test('names the rule that was meant', () => {
		expect(answer('clean', '--skip', 'addressing/host-bit').err).toBe(
			'error: no rule addressing/host-bit; did you mean addressing/host-bits?\n',
		);
		expect(answer('clean', 'explain', 'host-bits').err).toBe(
			'error: no rule host-bits; did you mean addressing/host-bits?\n',
		);
	});

	test('shows a mistake in the configuration at its place', () => {
		expect(`\n${answer('misconfigured').err}`).toMatchInlineSnapshot(`
			"
			error[configuration]: unknown key failOnn in the configuration; did you mean failOn?
			 --> .dualstack-lint.yaml:2:1
			  |
			2 | failOnn: warning
			  | ^^^^^^^

			"
		`);
	});

	test('shows no control character of an argument', () => {
		expect(answer('clean', 'a\u001B[2J').err).toBe('error: no such file or folder: a\\u{1b}[2J\n');
	});

	test('keeps accepted findings in the JSON report', () => {
		const { diagnostics, summary } = JSON.parse(answer('accepted', '--format', 'json').out);
		expect(diagnostics).toMatchObject([
			{ rule: 'addressing/networks-overlap', suppressed: { by: 'accept', reason: 'the lab is torn down in May' } },
		]);
		expect(summary).toMatchObject({ errors: 0, accepted: 1 });
	});

	test('has paths relative to the root, wherever the command runs', () => {
		const above = run(command.path, ['error', '--format', 'json'], repositories.path);
		expect(JSON.parse(above.out).diagnostics[0].file).toBe('kubeadm.yaml');
	});

	test('names the files of another repository by the source that points to it', () => {
		expect(answer('fleet').code).toBe(0);
		const { code, out } = answer('fleet', '--source', 'flux-system/infra=../infra', '--format', 'json');
		expect(code).toBe(1);
		expect(JSON.parse(out).diagnostics).toMatchObject([
			{ rule: 'addressing/not-a-prefix', cluster: 'east', file: 'source:flux-system/infra/network/pool.yaml', line: 4 },
		]);
	});

	test('names the files of a checkout inside the root by their path', () => {
		const words = ['--root', '.', '--source', 'flux-system/infra=infra', '--rule', 'addressing/not-a-prefix'];
		const { out } = run(command.path, ['fleet', 'infra', ...words, '--format', 'json'], repositories.path);
		expect(JSON.parse(out).diagnostics).toMatchObject([{ file: 'infra/network/pool.yaml' }]);
	});

	test('is the version of the package', () => {
		const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
		expect(answer('clean', '--version').out).toBe(`${version}\n`);
	});

	test('lists every rule', () => {
		const listed = JSON.parse(answer('clean', 'rules', '--format', 'json').out);
		expect(listed.map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
		expect(answer('clean', 'rules').out.trimEnd().split('\n')).toHaveLength(rules.length);
	});
});

describe('--output', () => {
	test('writes further formats into files and leaves standard output alone', () => {
		const files = folderWith({ 'kubeadm.yaml': kubeadm('10.42.0.0/16', '10.42.0.0/16') });
		try {
			const words = ['--output', 'json=report.json', '--output', 'junit=report.xml'];
			const plain = run(command.path, [], files.path);
			expect(run(command.path, words, files.path)).toEqual(plain);
			const json = run(command.path, ['--format', 'json'], files.path).out;
			expect(readFileSync(join(files.path, 'report.json'), 'utf8')).toBe(json);
			expect(readFileSync(join(files.path, 'report.xml'), 'utf8')).toMatch(/^<\?xml /);
		} finally {
			files.remove();
		}
	});

	test.each([['json'], ['json='], ['xml=report.xml'], ['json=missing/report.json']])('refuses %s', (text) => {
		const { code, err } = answer('clean', '--output', text);
		expect(code).toBe(2);
		expect(err).toMatch(/^error: .*(format=file|cannot write)/);
	});
});
