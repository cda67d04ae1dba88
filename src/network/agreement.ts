import { type Cidr, familyOf, type IpFamily } from './cidr.ts';
import type { Declaration, NetworkRole, Prefix } from './facts.ts';
import type { AddressPlan } from './plan.ts';

/** A prefix and the declaration that holds it. */
export interface Statement {
	readonly declaration: Declaration;
	readonly prefix: Prefix;
	readonly cidr: Cidr;
}

/** Every readable prefix that says what a network is, defaults left out. */
export function statements(plan: AddressPlan, role: NetworkRole): Statement[] {
	return plan.declarations
		.filter((one) => one.role === role && one.relation === 'is' && one.standing !== 'default')
		.flatMap((declaration) =>
			declaration.prefixes.flatMap((prefix) =>
				prefix.cidr === undefined ? [] : [{ declaration, prefix, cidr: prefix.cidr }],
			),
		);
}

/** What a component says in one setting about one network, wherever it says it. */
export interface Opinion {
	readonly component: string;
	readonly setting: string;
	readonly cidr: Cidr;
	/** The places, the first one to be shown. */
	readonly places: readonly [Statement, ...Statement[]];
}

/** Statements of one family that differ from what most components say. */
export interface Disagreement {
	readonly family: IpFamily;
	readonly expected: Opinion;
	/** Who says the expected prefix, each component once. */
	readonly agreeing: readonly Opinion[];
	readonly deviating: readonly Opinion[];
}

/** Components in the order in which they are believed when as many say one thing as another. */
const authority = ['configuration', 'kubeadm', 'kube-apiserver', 'kube-controller-manager', 'static pod'];

/** Where the statements of a network contradict each other, at most once per family. */
export function disagreements(all: readonly Statement[]): Disagreement[] {
	return (['IPv4', 'IPv6'] as const).flatMap((family) => {
		const opinions = opinionsOf(all.filter(({ cidr }) => familyOf(cidr) === family));
		const [expected] = [...opinions].sort((a, b) => weight(b, opinions) - weight(a, opinions) || rank(a) - rank(b));
		if (expected === undefined) return [];
		const deviating = opinions.filter(({ cidr }) => cidr !== expected.cidr);
		const agreeing = opinions.filter(({ cidr }) => cidr === expected.cidr);
		return deviating.length === 0 ? [] : [{ family, expected, agreeing, deviating }];
	});
}

function opinionsOf(all: readonly Statement[]): Opinion[] {
	const grouped = new Map<string, [Statement, ...Statement[]]>();
	for (const statement of all) {
		const { component, setting } = statement.declaration;
		const key = JSON.stringify([component, setting, statement.cidr]);
		const places = grouped.get(key);
		if (places === undefined) grouped.set(key, [statement]);
		else places.push(statement);
	}
	return [...grouped.values()].map((places) => ({
		component: places[0].declaration.component,
		setting: places[0].declaration.setting,
		cidr: places[0].cidr,
		places,
	}));
}

/** How many settings say the same prefix; places that repeat one setting count a little each. */
function weight(opinion: Opinion, all: readonly Opinion[]): number {
	return all
		.filter(({ cidr }) => cidr === opinion.cidr)
		.reduce((sum, { places }) => sum + 1 + Math.min(places.length, 50) / 100, 0);
}

function rank({ component }: Opinion): number {
	const index = authority.indexOf(component);
	return index === -1 ? authority.length : index;
}

/** Families in the order in which a declaration lists them, each once. */
export function familyOrder(declaration: Declaration): IpFamily[] {
	const families = declaration.prefixes.flatMap(({ cidr }) => (cidr === undefined ? [] : [familyOf(cidr)]));
	return [...new Set(families)];
}
