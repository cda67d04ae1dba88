import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { addIgnores } from '../../src/fix/add-ignores.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { filesFromTexts, type RepoFiles } from '../../src/repo/files.ts';

const knownRules = rules.map(({ id }) => id);

function lint(files: RepoFiles) {
	const outcome = lintRepository(files, rules, { knownRules });
	if (!outcome.ok) throw new Error(outcome.problem.kind);
	return outcome.value;
}

function added(files: RepoFiles) {
	return addIgnores({ files, report: lint(files) }, () => true, 'as ordered', lint);
}

function textsAfter(texts: Readonly<Record<string, string>>) {
	const result = added(filesFromTexts(texts));
	const after = Object.fromEntries(
		result.changed.map((path) => {
			const read = result.files.read(path);
			return [path, read?.ok ? read.value : undefined];
		}),
	);
	return { after, left: result.left.map(({ line, what }) => [line, what]) };
}

const kubeadm =
	'kind: ClusterConfiguration\napiVersion: kubeadm.k8s.io/v1beta4\nnetworking:\n  podSubnet: 10.42.0.1/16\n';

test('suppresses every finding of the reference cluster, and nothing is left to do then', () => {
	const first = added(filesFromDisk('examples/dungeon'));
	expect(first.left).toEqual([]);
	expect(first.report.diagnostics.filter(({ suppressed }) => suppressed === null)).toEqual([]);
	expect(first.added.length).toBeGreaterThan(15);
	expect(added(first.files)).toMatchObject({ added: [], changed: [] });
});

test.each([
	['the line', kubeadm, kubeadm.replace('  pod', '  # dualstack-lint-ignore addressing/host-bits: as ordered\n  pod')],
	[
		'Windows line ends',
		kubeadm.replaceAll('\n', '\r\n'),
		kubeadm
			.replace('  pod', '  # dualstack-lint-ignore addressing/host-bits: as ordered\n  pod')
			.replaceAll('\n', '\r\n'),
	],
])('writes a comment above it: %s', (_, before, after) => {
	expect(textsAfter({ 'kubeadm.yaml': before })).toEqual({ after: { 'kubeadm.yaml': after }, left: [] });
});

test('writes none that would be part of a value', () => {
	const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubeadm-config, namespace: kube-system}\ndata:\n  ClusterConfiguration: |\n${kubeadm.replace(/^/gm, '    ').trimEnd()}\n`;
	expect(textsAfter({ 'config-map.yaml': map })).toEqual({
		after: {},
		left: [[9, 'a comment there would be part of a value']],
	});
});

test('writes none into a command that goes on, nor into JSON', () => {
	const script = '#!/bin/bash\nkubeadm init \\\n  --pod-network-cidr=10.42.0.1/16 \\\n  --service-cidr=10.96.0.0/12\n';
	expect(textsAfter({ 'init.sh': script })).toEqual({ after: {}, left: [[3, 'the line continues the one above']] });
	const pool = {
		apiVersion: 'cilium.io/v2',
		kind: 'CiliumLoadBalancerIPPool',
		metadata: { name: 'lab' },
		spec: { blocks: [{ cidr: '10.20.0.1/24' }] },
	};
	const json = { 'kustomization.yaml': 'resources: [pool.json]\n', 'pool.json': JSON.stringify(pool) };
	expect(textsAfter(json)).toEqual({ after: {}, left: [[1, 'JSON has no comments']] });
});
