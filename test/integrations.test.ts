import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type BuiltCommand, buildCommand, folderWith, type TemporaryFolder } from './support/command.ts';

const project = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(project, file), 'utf8');

let command: BuiltCommand;
let repository: TemporaryFolder;
beforeAll(() => {
	command = buildCommand();
	repository = folderWith({
		'a b/kubeadm.yaml':
			'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: {podSubnet: 10.42.0.0/16, serviceSubnet: 10.42.0.0/16}\n',
		'notes/notes.yaml': 'kind: Note\n',
	});
});
afterAll(() => {
	command.remove();
	repository.remove();
});

describe('the action', () => {
	const run = (inputs: Readonly<Record<string, string>>) => {
		const env = { ...process.env, DUALSTACK_LINT: `${process.execPath} ${command.path}`, GITHUB_ACTION_PATH: project };
		const script = join(project, 'scripts/action.sh');
		const { status, stdout, stderr } = spawnSync('bash', [script], {
			cwd: repository.path,
			env: { ...env, GITHUB_STEP_SUMMARY: join(repository.path, 'summary.md'), ...inputs },
			encoding: 'utf8',
		});
		return { code: status, out: stdout, err: stderr };
	};

	test('makes annotations, a summary and SARIF', () => {
		const { code, out, err } = run({ INPUT_SARIF: 'report.sarif' });
		expect({ code, err }).toEqual({ code: 1, err: '' });
		expect(out).toMatch(/^::error file=a b\/kubeadm\.yaml,line=3,/);
		expect(readFileSync(join(repository.path, 'summary.md'), 'utf8')).toMatch(/^### dualstack-lint: 1 error\n/);
		expect(JSON.parse(readFileSync(join(repository.path, 'report.sarif'), 'utf8')).version).toBe('2.1.0');
	});

	test('passes options and paths on', () => {
		expect(run({ INPUT_ARGS: '--fail-on never' }).code).toBe(0);
		expect(run({ INPUT_PATHS: 'notes', INPUT_ARGS: '--root .' })).toMatchObject({ code: 0, out: '' });
	});

	test('keeps pull requests only where it is asked to, and fails when it cannot', () => {
		const environment = { INPUT_OPEN_PR: 'true', INPUT_ARGS: '--exit-zero', GITHUB_REPOSITORY: 'octo/cluster' };
		const { code, out, err } = run({ ...environment, GITHUB_TOKEN: '' });
		expect({ code, err }).toEqual({ code: 2, err: 'error: --open-pr needs a token in GITHUB_TOKEN\n' });
		expect(out).toMatch(/^::error /);
	});

	test('gives the token to nobody who did not ask for pull requests', () => {
		const [step] = parse(read('action.yml')).runs.steps;
		expect(step.env.GITHUB_TOKEN).toBe("${{ inputs.open-pr == 'true' && inputs.token || '' }}");
	});

	test('takes inputs as words, never as a script', () => {
		const { out, err } = run({ INPUT_PATHS: '$(touch made)', INPUT_ARGS: '`touch made`;touch made' });
		expect(err).toMatch(/^error:/);
		expect(out).toBe('');
		expect(() => readFileSync(join(repository.path, 'made'))).toThrow();
	});

	test('names only inputs that its script reads', () => {
		const action = parse(read('action.yml'));
		const [step] = action.runs.steps;
		const script = read('scripts/action.sh');
		const inputs = Object.keys(action.inputs).filter((name) => name !== 'token');
		const names = inputs.map((name) => `INPUT_${name.toUpperCase().replaceAll('-', '_')}`);
		expect(
			Object.keys(step.env)
				.filter((name) => name.startsWith('INPUT_'))
				.sort(),
		).toEqual(names.sort());
		expect(names.filter((name) => !script.includes(name))).toEqual([]);
		expect(step.run).not.toContain('${{');
	});
});

test('the pre-commit hook runs the command of the package', () => {
	const [hook] = parse(read('.pre-commit-hooks.yaml'));
	const { bin } = JSON.parse(read('package.json'));
	expect(Object.keys(bin)).toContain(hook.entry);
	expect(hook).toMatchObject({ language: 'node', pass_filenames: false });
});
