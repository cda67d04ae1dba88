import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { type LintOptions, lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { readSuppression } from '../../src/repo/suppression.ts';

/** What is reported: `rule` or `(rule: reason)` where it is suppressed. */
function findings(texts: Readonly<Record<string, string>>, options: LintOptions = {}): string[] {
	const outcome = lintRepository(filesFromTexts(texts), rules, options);
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	return outcome.value.diagnostics.map(({ ruleId, suppressed }) =>
		suppressed === null ? ruleId : `(${ruleId} ${suppressed.by}: ${suppressed.reason})`,
	);
}

const kubeadm = (networking: string) =>
	`apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking:\n${networking}`;

describe('a suppression', () => {
	test.each([
		['a/b: c', { rule: 'a/b', reason: 'c', problem: undefined }],
		['a/b expires=2027-01-31: c: d', { rule: 'a/b', reason: 'c: d', expires: '2027-01-31', problem: undefined }],
		['a/b', { problem: 'gives no reason behind a colon' }],
		['a/b:', { problem: 'gives no reason behind a colon' }],
		['a/b expires=2027-02-31: c', { problem: expect.stringMatching(/is no day/) }],
		['a/b expires=: c', { problem: expect.stringMatching(/is no day/) }],
		['a/b expires=2027-01-31 expires=2027-01-31: c', { problem: 'expires twice' }],
		['a/b because c', { problem: expect.stringMatching(/^has because between/) }],
		['', { problem: 'names no rule' }],
		[': c', { problem: 'names no rule' }],
	])('%j is read', (text, words) => {
		expect(readSuppression(text)).toMatchObject(words);
	});
});

describe('a comment', () => {
	test('behind a value is about its line only', () => {
		const text = kubeadm(
			'  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/host-bits: a lab\n  serviceSubnet: 10.96.0.1/12\n',
		);
		expect(findings({ 'kubeadm.yaml': text })).toEqual([
			'(addressing/host-bits comment: a lab)',
			'addressing/host-bits',
		]);
	});

	test('alone on its line is about the next line that is no comment', () => {
		const text = kubeadm(
			'  # dualstack-lint-ignore addressing/host-bits: a lab\n  # and not for long\n\n  podSubnet: 10.42.0.1/16\r\n  serviceSubnet: 10.96.0.1/12\n',
		);
		expect(findings({ 'kubeadm.yaml': text })).toEqual([
			'(addressing/host-bits comment: a lab)',
			'addressing/host-bits',
		]);
	});

	test('is about the rule that it names only', () => {
		const text = kubeadm(
			'  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/networks-overlap: a lab\n  serviceSubnet: 10.96.0.0/12\n',
		);
		expect(findings({ 'kubeadm.yaml': text })).toEqual(['addressing/host-bits', 'suppressions/unused']);
	});

	test('in a script is about its line', () => {
		const script =
			'#!/bin/bash\n# dualstack-lint-ignore addressing/host-bits: a lab\nPOD_CIDR=10.42.0.1/16\nkubeadm init --pod-network-cidr="$POD_CIDR" --service-cidr=10.96.0.0/12\n';
		expect(findings({ 'init.sh': script })).toEqual(['(addressing/host-bits comment: a lab)']);
	});

	test('holds on the day it expires and not on the next', () => {
		const text = kubeadm(
			'  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/host-bits expires=2027-01-31: a lab\n  serviceSubnet: 10.96.0.0/12\n',
		);
		const on = (today: string) => findings({ 'kubeadm.yaml': text }, { today });
		expect(on('2027-01-31')).toEqual(['(addressing/host-bits comment: a lab)']);
		expect(on('2027-02-01')).toEqual(['addressing/host-bits', 'suppressions/expired']);
	});

	test('without a reason suppresses nothing', () => {
		const text = kubeadm(
			'  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/host-bits\n  serviceSubnet: 10.96.0.0/12\n',
		);
		expect(findings({ 'kubeadm.yaml': text })).toEqual(['addressing/host-bits', 'suppressions/malformed']);
	});

	test('counts for nothing where it is not asked for', () => {
		const text = kubeadm(
			'  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/host-bits: a lab\n  serviceSubnet: 10.96.0.0/12\n',
		);
		expect(findings({ 'kubeadm.yaml': text }, { ignores: false })).toEqual(['addressing/host-bits']);
	});

	test('is not judged when its rule does not run', () => {
		const text = kubeadm(
			'  podSubnet: 10.42.0.1/16 # dualstack-lint-ignore addressing/host-bits: a lab\n  serviceSubnet: 10.96.0.0/12\n',
		);
		const files = filesFromTexts({ 'kubeadm.yaml': text });
		const some = rules.filter(({ id }) => id !== 'addressing/host-bits');
		const knownRules = rules.map(({ id }) => id);
		const outcome = lintRepository(files, some, { knownRules });
		expect(outcome).toMatchObject({ ok: true, value: { diagnostics: [] } });
	});

	test('makes a file matter that holds nothing else', () => {
		const texts = {
			'kubeadm.yaml': kubeadm('  podSubnet: 10.42.0.0/16\n'),
			'notes.yaml': '# dualstack-lint-ignore\na: 1\n',
		};
		expect(findings(texts)).toEqual(['suppressions/malformed']);
	});
});

describe('an annotation', () => {
	const pool = (annotation: string) =>
		`apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata:\n  name: public\n  namespace: metallb-system\n  annotations:\n    dualstack-lint.io/ignore: ${annotation}\nspec: {addresses: [172.22.30.1/24]}\n`;

	test('is about its object', () => {
		const texts = {
			'pool.yaml': pool('"addressing/host-bits: an appliance"'),
			'other.yaml': pool('""').replace('public', 'other'),
		};
		expect(findings(texts)).toEqual(['addressing/host-bits', '(addressing/host-bits annotation: an appliance)']);
	});

	test('holds one suppression a line', () => {
		const text = pool('|\n      addressing/host-bits: an appliance\n      addressing/networks-overlap: as well');
		expect(findings({ 'pool.yaml': text })).toEqual([
			'suppressions/unused',
			'(addressing/host-bits annotation: an appliance)',
		]);
	});
});
