import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dualStackServiceOnSingleStackCluster as rule } from '../rules/services/dual-stack-service-on-single-stack-cluster.ts';
import type { IpFamily } from '../src/network/cidr.ts';
import { planFrom } from '../src/network/plan.ts';
import { readPrefix } from '../src/network/prefixes.ts';
import { services } from '../src/network/readers/services.ts';
import { written } from '../src/repo/origin.ts';
import { factsOf, file } from './support/facts.ts';

interface Spec {
	readonly type: string;
	readonly selector: boolean;
	readonly ipFamilyPolicy?: string;
	readonly ipFamilies?: readonly string[];
	readonly clusterIPs?: readonly string[];
}

interface Case {
	readonly id: string;
	readonly check: string;
	readonly input: { readonly clusterFamilies: readonly IpFamily[]; readonly service: Spec };
	readonly valid: boolean;
	readonly error: string | null;
}

const at = written(file, 0, 0);

/** The severities of what the rule says of a Service on a cluster whose API servers have one range. */
function verdict(family: IpFamily, { selector, ...spec }: Spec): (string | undefined)[] {
	const text = family === 'IPv4' ? '10.0.0.0/24' : 'fd10::/112';
	const facts = factsOf(
		services,
		JSON.stringify({
			apiVersion: 'v1',
			kind: 'Service',
			metadata: { name: 'web' },
			spec: { ...spec, ...(selector && { selector: { app: 'web' } }) },
		}),
	);
	const network = {
		fact: 'declaration',
		role: 'service',
		component: 'kube-apiserver',
		setting: '--service-cluster-ip-range',
		at,
		prefixes: [readPrefix(text, at)],
		form: 'comma-list',
		relation: 'is',
		standing: 'live',
		hostBits: 'masked',
	} as const;
	const plan = planFrom('', [...facts, network], []);
	const rendered = { resources: [], unresolved: [], problems: [] };
	const input = { plan, rendered, kustomizations: [], sources: [], unreadable: new Map() };
	return [...rule.check(input)].map(({ severity }) => severity);
}

const cases = new URL('../../shared/cases/kubernetes.jsonl', import.meta.url);

describe.skipIf(!existsSync(cases))('on a single-stack cluster the API server', () => {
	const single = (existsSync(cases) ? readFileSync(cases, 'utf8').trim().split('\n') : [])
		.map((line): Case => JSON.parse(line))
		.filter(({ check, input }) => check === 'service.create' && input.clusterFamilies.length === 1)
		.map(({ id, input, valid, error }) => {
			return { id, family: input.clusterFamilies[0] ?? 'IPv4', service: input.service, valid, error };
		});

	test('has cases', () => expect(single.length).toBeGreaterThan(50));

	test.each(single.filter(({ valid }) => valid))('accepts $id, so there is no error', ({ family, service }) => {
		expect(verdict(family, service)).toEqual([]);
	});

	// A list of cluster IPs may be all that tells a family; such a list is another rule's subject.
	const refused = single.filter(({ error, family, service }) => {
		const asks = service.ipFamilyPolicy === 'RequireDualStack' || service.ipFamilies?.some((one) => one !== family);
		return asks === true && error?.includes('not configured');
	});

	test.each(refused)('refuses $id, and so does the rule', ({ family, service }) => {
		expect(verdict(family, service)).toEqual(['error']);
	});
});
