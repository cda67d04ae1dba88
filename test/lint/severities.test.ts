import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { positionFinder } from '../../src/repo/location.ts';
import { decidedAt } from '../../src/repo/origin.ts';

const kubeadm =
	'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: {podSubnet: 10.42.0.1/16}\n';

function severities(config: string): string[] {
	const files = filesFromTexts({
		'.dualstack-lint.yaml': `version: 1\n${config}`,
		'lab/kubeadm.yaml': kubeadm,
		'live/kubeadm.yaml': kubeadm.replace('.1/', '.2/'),
	});
	const outcome = lintRepository(files, rules, { knownRules: rules.map(({ id }) => id) });
	if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
	return outcome.value.diagnostics
		.filter(({ ruleId }) => ruleId === 'addressing/host-bits')
		.map(({ at, severity }) => `${at.file} ${severity}`);
}

describe('the configured severity', () => {
	test.each([
		['', ['lab/kubeadm.yaml warning', 'live/kubeadm.yaml warning']],
		['rules: {addressing/host-bits: error}\n', ['lab/kubeadm.yaml error', 'live/kubeadm.yaml error']],
		['rules: {addressing/host-bits: off}\n', []],
		[
			'overrides: [{paths: [lab/**], rules: {addressing/host-bits: info}}]\n',
			['lab/kubeadm.yaml info', 'live/kubeadm.yaml warning'],
		],
		[
			'rules: {addressing/host-bits: off}\noverrides: [{paths: [live/**], rules: {addressing/host-bits: {severity: error, reason: it is live}}}]\n',
			['live/kubeadm.yaml error'],
		],
		[
			'overrides:\n  - {paths: ["**"], rules: {addressing/host-bits: error}}\n  - {paths: ["lab/*"], rules: {addressing/host-bits: off}}\n',
			['live/kubeadm.yaml error'],
		],
	])('%j is used', (config, expected) => {
		expect(severities(config)).toEqual(expected);
	});
});

describe('a rule that is none', () => {
	test.each([
		[
			'rules: {addressing/host-bit: off}\n',
			'2:9 there is no rule addressing/host-bit; did you mean addressing/host-bits?',
		],
		['overrides: [{paths: [a], rules: {x/y: off}}]\n', '2:34 there is no rule x/y'],
		['accept: [{rule: x/y, value: a, reason: b}]\n', '2:17 there is no rule x/y'],
	])('is refused at its place: %j', (config, expected) => {
		const text = `version: 1\n${config}`;
		const files = filesFromTexts({ '.dualstack-lint.yaml': text, 'kubeadm.yaml': kubeadm });
		const outcome = lintRepository(files, rules, { knownRules: rules.map(({ id }) => id) });
		if (outcome.ok || outcome.problem.kind !== 'configuration') throw new Error('accepted');
		const position = positionFinder(text);
		const told = outcome.problem.problems.map(({ message, at }) => {
			const { line, column } = position(decidedAt(at).range.start);
			return `${line}:${column} ${message}`;
		});
		expect(told).toEqual([expected]);
	});
});
