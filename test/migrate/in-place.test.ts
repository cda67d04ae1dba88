import { expect, test } from 'vitest';
import { filesFromTexts } from '../../src/repo/files.ts';
import { planned } from './apply.ts';

const seed = 'a1b2c3d4e5';

/** Why the control plane is not changed, for each strategy. */
function reasons(path: string, text: string): string[] {
	return (['in-place', 'rebuild'] as const).map((strategy) => {
		const [cluster] = planned(filesFromTexts({ [path]: text }), { seed, strategy }).clusters;
		const state = cluster?.phases.find(({ name }) => name === 'control-plane')?.state;
		return state?.kind === 'blocked' ? state.reason : String(state?.kind);
	});
}

test('a distribution that takes both families at creation only is blocked with its own words, a rebuild is not', () => {
	const [inPlace, rebuild] = reasons(
		'config.yaml',
		'cluster-init: true\ncluster-cidr: 10.42.0.0/16\nservice-cidr: 10.43.0.0/16\n',
	);
	expect(inPlace).toMatch(
		/^k3s does not change the ranges of a running cluster: it takes both families only when a cluster/,
	);
	expect(inPlace).toMatch(/--strategy rebuild$/);
	expect(rebuild).toBe('to-do');
});

test('so is one of which the networks are its defaults', () => {
	const [inPlace] = reasons('config.yaml', 'cluster-init: true\ntls-san: [api.example.com]\n');
	expect(inPlace).toMatch(/^k3s does not change the ranges of a running cluster/);
});

test('a distribution without dual-stack is blocked whatever the strategy', () => {
	const text = `apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: {name: lab}
spec: {podCIDR: 10.42.0.0/16, serviceClusterIPRange: 10.43.0.0/16}
`;
	for (const reason of reasons('cluster.yaml', text))
		expect(reason).toMatch(/^kOps gives pods IPv4 or IPv6 addresses, not both/);
});
