import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	type Answer,
	type BuiltCommand,
	buildCommand,
	folderWith,
	run,
	type TemporaryFolder,
} from '../support/command.ts';

const kubeadm = (podSubnet: string, serviceSubnet = '10.96.0.0/12') =>
	`apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n  podSubnet: ${podSubnet}\n  serviceSubnet: ${serviceSubnet}\n`;

let command: BuiltCommand;
beforeAll(() => {
	command = buildCommand();
});
afterAll(() => command.remove());

let repository: TemporaryFolder;
beforeEach(() => {
	repository = folderWith({ 'kubeadm.yaml': kubeadm('10.42.0.0/16', '10.42.0.0/16') });
});
afterEach(() => repository.remove());

const answer = (...words: readonly string[]): Answer => run(command.path, words, repository.path);
const write = (file: string, text: string) => writeFileSync(join(repository.path, file), text);

describe('a baseline', () => {
	test('takes away what was there and keeps what is new', () => {
		expect(answer()).toMatchObject({ code: 1 });
		expect(answer('--write-baseline')).toMatchObject({
			code: 0,
			err: '.dualstack-lint-baseline.json: 1 finding written\n',
		});
		expect(answer('--baseline', '.dualstack-lint-baseline.json')).toMatchObject({ code: 0, err: '' });
		write('second.yaml', kubeadm('10.43.0.0/16', '10.43.0.0/16'));
		expect(answer('--baseline', '.dualstack-lint-baseline.json').code).toBe(1);
	});

	test('that holds what is no longer there makes the run fail and says so', () => {
		answer('--write-baseline', '--baseline', 'known.json');
		write('kubeadm.yaml', kubeadm('10.42.0.0/16'));
		const { code, err } = answer('--baseline', 'known.json');
		expect(code).toBe(1);
		expect(err).toMatch(
			/^known\.json holds 1 finding that is no longer there; --prune-baseline takes it out:\n {2}kubeadm\.yaml: addressing\/networks-overlap: /,
		);
		expect(answer('--baseline', 'known.json', '--rule', 'addressing/host-bits')).toMatchObject({ code: 0, err: '' });
		expect(answer('--baseline', 'known.json', '--write-baseline').code).toBe(0);
		expect(JSON.parse(readFileSync(join(repository.path, 'known.json'), 'utf8'))).toEqual({ version: 1, findings: [] });
	});

	test('is pruned of what is no longer there, and of nothing else', () => {
		write('kubeadm.yaml', kubeadm('10.42.0.1/16', '10.42.0.0/16'));
		answer('--write-baseline');
		write('kubeadm.yaml', kubeadm('10.42.0.1/16', '10.96.0.1/12'));
		expect(answer('--prune-baseline')).toMatchObject({
			code: 0,
			err: '.dualstack-lint-baseline.json: 1 finding written\n',
		});
		const { findings } = JSON.parse(readFileSync(join(repository.path, '.dualstack-lint-baseline.json'), 'utf8'));
		expect(findings).toMatchObject([
			{ rule: 'addressing/host-bits', message: expect.stringContaining('10.42.0.1/16') },
		]);
		expect(answer('--prune-baseline', '--rule', 'addressing/host-bits')).toMatchObject({ code: 2 });
	});

	test.each([
		['missing.json', /^error: no such file: missing\.json; --write-baseline makes it\n$/],
		['kubeadm.yaml', /^error: kubeadm\.yaml is no JSON\n$/],
	])('that cannot be used is an error: %s', (file, message) => {
		const { code, err } = answer('--baseline', file);
		expect(code).toBe(2);
		expect(err).toMatch(message);
	});

	test('marks its findings in the formats for programs', () => {
		answer('--write-baseline');
		const words = ['--baseline', '.dualstack-lint-baseline.json', '--format'];
		const { diagnostics } = JSON.parse(answer(...words, 'json').out);
		expect(diagnostics).toMatchObject([{ suppressed: { by: 'baseline' } }]);
		const [sarif] = JSON.parse(answer(...words, 'sarif').out).runs;
		expect(sarif.results).toMatchObject([{ suppressions: [{ kind: 'external' }] }]);
	});
});

describe('--since', () => {
	const git = (...words: readonly string[]) =>
		execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...words], {
			cwd: repository.path,
			stdio: 'pipe',
		});
	const commit = (message: string) => {
		git('add', '-A');
		git('commit', '-q', '-m', message);
	};
	beforeEach(() => {
		git('init', '-q', '-b', 'main');
		commit('first');
	});

	test('leaves out what was there', () => {
		expect(answer('--since', 'HEAD')).toMatchObject({ code: 0, err: '' });
		write('kubeadm.yaml', `# a line more\n${kubeadm('10.42.0.0/16', '10.42.0.0/16')}`);
		expect(answer('--since', 'HEAD').code).toBe(0);
		write('kubeadm.yaml', kubeadm('10.43.0.0/16', '10.43.0.0/16'));
		expect(answer('--since', 'HEAD').code).toBe(1);
	});

	test('compares with the commit from which a branch started', () => {
		git('checkout', '-q', '-b', 'topic');
		write('notes.txt', 'a change\n');
		commit('topic');
		git('checkout', '-q', 'main');
		write('kubeadm.yaml', kubeadm('10.42.0.0/16'));
		commit('mended on main');
		git('checkout', '-q', 'topic');
		expect(answer('--since', 'main').code).toBe(0);
	});

	test('sees a folder of the repository as the root sees it, links included', () => {
		mkdirSync(join(repository.path, 'fleet'));
		rmSync(join(repository.path, 'kubeadm.yaml'));
		write('fleet/one.yaml', kubeadm('10.42.0.0/16', '10.42.0.0/16'));
		symlinkSync('one.yaml', join(repository.path, 'fleet/two.yaml'));
		commit('moved');
		expect(answer('fleet', '--root', 'fleet', '--since', 'HEAD')).toMatchObject({ code: 0, err: '' });
		expect(answer('fleet', '--root', 'fleet', '--since', 'HEAD~1').code).toBe(1);
	});

	test.each([['nowhere'], ['--help'], ['--output=x'], ['']])('refuses %j', (ref) => {
		const { code, err, out } = answer(`--since=${ref}`);
		expect({ code, out }).toEqual({ code: 2, out: '' });
		expect(err).toMatch(/^error: --since .*git knows no such commit here\n$/);
	});

	test('outside of a checkout is an error', () => {
		rmSync(join(repository.path, '.git'), { recursive: true });
		expect(answer('--since', 'HEAD')).toMatchObject({ code: 2, out: '' });
	});
});
