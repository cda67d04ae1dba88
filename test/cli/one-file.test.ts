import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuiltCommand, buildCommand, folderWith, run, type TemporaryFolder } from '../support/command.ts';

const kubeadm = (podSubnet: string) =>
	`apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n  podSubnet: ${podSubnet}\n  serviceSubnet: 10.96.0.0/12\n`;
const config =
	'version: 1\nrules: {addressing/zero-global-id: off}\noverrides:\n  - paths: [lab/**]\n    rules: {addressing/host-bits: info}\nignore: [old/**]\nfailOn: warning\n';

let command: BuiltCommand;
let repository: TemporaryFolder;
beforeAll(() => {
	command = buildCommand();
	repository = folderWith({
		'.dualstack-lint.yaml': config,
		'kubeadm.yaml': kubeadm('10.42.0.0/16'),
		'lab/values.yaml': 'a: 1\n',
		'other.yaml': kubeadm('10.44.0.1/16'),
	});
});
afterAll(() => {
	command.remove();
	repository.remove();
});

const answer = (words: readonly string[], input = '') => run(command.path, words, repository.path, {}, input);

describe('--stdin-filename', () => {
	test('takes the text of the file from standard input and shows its findings', () => {
		const { code, out, err } = answer(
			['--stdin-filename', 'kubeadm.yaml', '--format', 'concise'],
			kubeadm('10.42.0.1/16'),
		);
		expect({ code, err }).toEqual({ code: 1, err: '' });
		expect(out).toMatch(/^kubeadm\.yaml:4:14: warning: [^\n]+ \[addressing\/host-bits\]\n/);
		expect(out).not.toContain('other.yaml:');
		expect(
			answer(['--stdin-filename', 'kubeadm.yaml', '--rule', 'addressing/host-bits'], kubeadm('10.42.0.0/16')).code,
		).toBe(0);
	});

	test('takes a file that is not on the disk yet', () => {
		const { out } = answer(['--stdin-filename', 'lab/new.yaml', '--format', 'concise'], kubeadm('10.42.0.1/16'));
		expect(out).toMatch(/^lab\/new\.yaml:4:14: info: /m);
	});

	test.each([
		[['--stdin-filename', 'kubeadm.yaml', 'lab']],
		[['--stdin-filename', 'kubeadm.yaml', '--fix']],
		[['--stdin-filename', 'missing/kubeadm.yaml']],
	])('refuses %j', (words) => {
		const { code, out, err } = answer(words, kubeadm('10.42.0.0/16'));
		expect({ code, out }).toEqual({ code: 2, out: '' });
		expect(err).toMatch(/^error: [^\n]+\n$/);
	});
});

describe('--print-config', () => {
	const printed = (file: string) => JSON.parse(answer(['--print-config', file]).out);

	test('tells the severities that hold in a file', () => {
		expect(printed('lab/values.yaml')).toMatchObject({
			file: 'lab/values.yaml',
			ignored: false,
			failOn: 'warning',
			rules: { 'addressing/host-bits': 'info', 'addressing/zero-global-id': 'off' },
		});
		expect(printed('kubeadm.yaml').rules['addressing/host-bits']).toBe('warning');
	});

	test('complains about a file that is not there', () => {
		expect(answer(['--print-config', 'nothing.yaml'])).toMatchObject({ code: 2, out: '' });
	});
});
