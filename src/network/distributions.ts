import type { Declaration, Fact } from './facts.ts';

/** What makes a cluster, by the component that declares its networks. */
const distributions: ReadonlyMap<string, string> = new Map([
	['Talos', 'Talos'],
	['talhelper', 'Talos'],
	['k3s', 'k3s'],
	['RKE2', 'RKE2'],
	['k0s', 'k0s'],
	['kubespray', 'kubespray'],
	['Cluster API', 'Cluster API'],
	['kOps', 'kOps'],
	['kind', 'kind'],
	['EKS Anywhere', 'EKS Anywhere'],
	['kubeadm', 'kubeadm'],
	['kubeadm init', 'kubeadm'],
]);

/**
 * The facts without those of distributions that contradict each other: no cluster is made by two, so some of the files
 * belong to another one, and nobody here can tell which.
 */
export function withoutStrangers(facts: readonly Fact[]): readonly Fact[] {
	const stated = new Map<string, { readonly first: Declaration; readonly networks: Set<string> }>();
	for (const fact of facts) {
		if (fact.fact !== 'declaration' || (fact.role !== 'pod' && fact.role !== 'service')) continue;
		const name = distributions.get(fact.component);
		if (name === undefined) continue;
		const known = stated.get(name) ?? { first: fact, networks: new Set<string>() };
		for (const { cidr } of fact.prefixes) known.networks.add(`${fact.role} ${cidr}`);
		stated.set(name, known);
	}
	const [one, ...others] = stated.values();
	if (one === undefined || others.every(({ networks }) => isSame(one.networks, networks))) return facts;
	const what = `which of ${[...stated.keys()].join(' and ')} makes this cluster; \`files\` in the configuration tells`;
	return [
		...facts.filter((fact) => distributions.get(componentOf(fact)) === undefined),
		{ fact: 'unresolved', unresolved: { why: 'missing', what, at: one.first.at } },
	];
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
	return a.size === b.size && [...a].every((one) => b.has(one));
}

function componentOf(fact: Fact): string {
	if (fact.fact === 'kubeadm') return 'kubeadm';
	return 'component' in fact ? fact.component : '';
}
