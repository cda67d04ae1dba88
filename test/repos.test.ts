import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromDisk } from '../src/repo/disk.ts';
import { plain } from '../src/report/paint.ts';
import { textReport } from '../src/report/text.ts';

const root = resolve(import.meta.dirname, 'repos');

/** Small whole repositories, two folders deep: what makes the cluster, and the state that it is in. */
const repositories = readdirSync(root, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.flatMap((entry) => readdirSync(join(root, entry.name)).map((state) => [entry.name, state] as const))
	.filter(([, state]) => !state.endsWith('.txt'));

/** What contradicts itself there, where it is not what Cilium routes natively. */
const contradictions: Readonly<Record<string, readonly string[]>> = {
	'add-ons': ['add-ons/node-local-dns-families', 'add-ons/virtual-address-length', 'addressing/networks-overlap'],
	calico: ['add-ons/calico-pool-refused'],
	flannel: ['control-plane/pod-cidr-mismatch'],
	'host-files': ['nodes/ipv6-disabled', 'nodes/address-on-two-nodes'],
};

describe('each small repository', () => {
	test.each(repositories)('%s, %s: is reported as it was looked at', async (name, state) => {
		const outcome = lintRepository(filesFromDisk(join(root, name, state)), rules);
		if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
		const report = textReport(outcome.value, 'verbose', { width: 120, paint: plain });
		await expect(report).toMatchFileSnapshot(join(root, name, `${state}.txt`));
	});

	test.each(repositories)('%s, %s: has errors only where it contradicts itself', (name, state) => {
		const outcome = lintRepository(filesFromDisk(join(root, name, state)), rules);
		if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
		const { clusters, diagnostics } = outcome.value;
		const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ ruleId }) => ruleId);
		expect(errors).toEqual(
			state === 'contradiction' ? (contradictions[name] ?? ['cilium/native-routing-cidr-mismatch']) : [],
		);
		const [cluster, ...others] = clusters;
		expect(others).toEqual([]);
		const roles = ['pod', 'service'].map((role) =>
			cluster?.plan.declarations
				.filter((one) => one.role === role && one.relation === 'is')
				.flatMap(({ prefixes }) => prefixes.map(({ cidr }) => cidr)),
		);
		const isDual = state !== 'single-stack';
		const expected = [
			isDual ? ['10.42.0.0/16', 'fd5c:9a3e:42::/56'] : ['10.42.0.0/16'],
			isDual ? ['10.43.0.0/16', 'fd5c:9a3e:43::/112'] : ['10.43.0.0/16'],
		];
		for (const [i, all] of roles.entries()) {
			// Who contradicts the others may name another network beside.
			const found = [...new Set(all)].filter((cidr) => state !== 'contradiction' || expected[i]?.includes(cidr ?? ''));
			expect(found).toEqual(expected[i]);
		}
	});
});
