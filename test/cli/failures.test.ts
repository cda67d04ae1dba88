import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { internalText } from '../../src/cli/internal.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { WorkError } from '../../src/repo/work-error.ts';
import { defineRule } from '../../src/rule.ts';
import { type BuiltCommand, buildCommand, folderWith, run, type TemporaryFolder } from '../support/command.ts';

const secret = 'AQDa0tJlCephKeyThatNobodyMaySee==';
const kubeadm =
	'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: {podSubnet: 10.42.0.0/16, serviceSubnet: 10.42.0.0/16}\n';

let command: BuiltCommand;
let repository: TemporaryFolder;
beforeAll(() => {
	command = buildCommand();
	repository = folderWith({ 'secret-place/kubeadm.yaml': `# ${secret}\n${kubeadm}` });
});
afterAll(() => {
	command.remove();
	repository.remove();
});

describe('a rule that fails', () => {
	const broken = defineRule({
		id: 'test/broken',
		title: 'Fails',
		severity: 'error',
		docs: '',
		references: [],
		check: () => {
			throw new Error('out of order');
		},
		examples: { valid: [], invalid: [] },
	});
	const files = filesFromTexts({ 'kubeadm.yaml': kubeadm });

	test('leaves the findings of the others alone', () => {
		const failures: string[] = [];
		const outcome = lintRepository(files, [broken, ...rules], { onFailure: (id) => failures.push(id) });
		expect(failures).toEqual(['test/broken']);
		expect(outcome).toMatchObject({ ok: true, value: { diagnostics: [{ ruleId: 'addressing/networks-overlap' }] } });
	});

	test('is thrown where nobody listens', () => {
		expect(() => lintRepository(files, [broken])).toThrow('out of order');
	});
});

test('an internal error names the file in hand and asks for a report', () => {
	const text = internalText('', new WorkError('apps/a.yaml' as RepoPath, new Error('out of order')));
	expect(text).toMatch(/^internal error at apps\/a\.yaml: Error: out of order\n {4}at /);
	expect(text).toMatch(/Please report it .*\(dualstack-lint \d+\.\d+\.\d+, Node v/);
});

describe('a debug trail', () => {
	test('tells what was done without texts or names of the repository', () => {
		const { code } = run(command.path, ['--debug-trail', 'trail.json'], repository.path);
		expect(code).toBe(1);
		const text = readFileSync(join(repository.path, 'trail.json'), 'utf8');
		expect(text).not.toMatch(new RegExp(`${secret}|10\\.42|kubeadm\\.yaml|secret-place`));
		expect(JSON.parse(text)).toMatchObject({
			version: 1,
			options: { given: expect.arrayContaining(['debugTrail']) },
			findings: [{ rule: 'addressing/networks-overlap', line: 4 }],
		});
	});
});

describe('--verbose', () => {
	test('tells each step and its time on standard error', () => {
		const { err } = run(command.path, ['--verbose'], repository.path);
		expect(err.replace(/^ *\d+ ms/gm, 'N ms').replace(/\b\d+ /g, 'N ')).toMatchInlineSnapshot(`
			"N ms  N files searched: N can matter, the rest holds nothing that is looked for
			N ms  cluster: N Kustomizations rendered, N objects
			N ms  N files parsed; address plans made
			N ms  N rules asked
			"
		`);
	});
});
