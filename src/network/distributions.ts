import type { Resource } from '../render/resource.ts';
import { entriesOf, nodeAt, textOf } from '../repo/node.ts';
import { withoutIdleDefaults, withoutStatedDefaults } from './distribution-defaults.ts';
import type { Declaration, Fact } from './facts.ts';
import { piecesOf } from './pieces.ts';

/** What makes a cluster, by the component that declares its networks. */
const distributions: ReadonlyMap<string, string> = new Map([
	['Talos', 'Talos'],
	['talhelper', 'Talos'],
	['k3s', 'k3s'],
	['k3d', 'k3s'],
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
 * belong to another one. The cluster's own objects can tell which; without them nobody here can.
 */
export function withoutStrangers(all: readonly Fact[], objects: readonly Resource[]): readonly Fact[] {
	const facts = withoutStatedDefaults(all, (component) => distributions.get(component));
	const stated = new Map<string, { readonly first: Declaration; readonly networks: Set<string> }>();
	for (const fact of facts) {
		if (fact.fact !== 'declaration' || (fact.role !== 'pod' && fact.role !== 'service')) continue;
		const name = distributions.get(fact.component);
		if (name === undefined) continue;
		const known = stated.get(name) ?? { first: fact, networks: new Set<string>() };
		for (const { cidr } of fact.prefixes) known.networks.add(`${fact.role} ${cidr}`);
		stated.set(name, known);
	}
	const inForce = (some: readonly Fact[]) => withoutIdleDefaults(some, (component) => distributions.has(component));
	const [one, ...others] = stated.values();
	if (one === undefined || others.every(({ networks }) => isSame(one.networks, networks))) return inForce(facts);
	const own = shownDistribution(facts) ?? mentionedDistribution(stated, objects);
	if (own !== undefined && stated.has(own))
		return inForce(facts.filter((fact) => [own, undefined].includes(distributions.get(componentOf(fact)))));
	const what = `which of ${[...stated.keys()].join(' and ')} makes this cluster; \`files\` in the configuration tells`;
	return [
		...facts.filter((fact) => distributions.get(componentOf(fact)) === undefined),
		{ fact: 'unresolved', unresolved: { why: 'missing', what, at: one.first.at } },
	];
}

/** The only distribution of which all networks stand in ConfigMaps of the cluster, such as those with variables for substitutions. */
function mentionedDistribution(
	stated: ReadonlyMap<string, { readonly networks: ReadonlySet<string> }>,
	objects: readonly Resource[],
): string | undefined {
	const mentioned = new Set<string>();
	for (const { kind, root } of objects) {
		if (kind !== 'ConfigMap') continue;
		for (const [, { value }] of entriesOf(nodeAt(root, ['data']))) {
			if (value.kind !== 'scalar' || textOf(value).length > longestSetting) continue;
			for (const { value: piece } of piecesOf(value)) mentioned.add(piece);
		}
	}
	const names = [...stated].flatMap(([name, { networks }]) =>
		[...networks].every((one) => mentioned.has(one.slice(one.indexOf(' ') + 1))) ? [name] : [],
	);
	const [name, ...more] = names;
	return more.length === 0 ? name : undefined;
}

/** A list of two prefixes is shorter; what is longer is the text of a file. */
const longestSetting = 100;

/** The distribution that objects of the cluster itself show, where they agree. */
function shownDistribution(facts: readonly Fact[]): string | undefined {
	const names = new Set(
		facts.flatMap((fact) =>
			fact.fact === 'distribution' && fact.by === 'applied' ? (distributions.get(fact.name) ?? []) : [],
		),
	);
	const [name, ...more] = names;
	return more.length === 0 ? name : undefined;
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
	return a.size === b.size && [...a].every((one) => b.has(one));
}

function componentOf(fact: Fact): string {
	if (fact.fact === 'kubeadm') return 'kubeadm';
	if (fact.fact === 'distribution') return fact.name;
	return 'component' in fact ? fact.component : '';
}
