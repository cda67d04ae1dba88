import { nodeAt, type YamlNode } from '../repo/node.ts';
import type { IpFamily } from './cidr.ts';
import type { Declaration, Fact } from './facts.ts';
import type { DefaultNetworks } from './limits/distribution-networks.ts';
import { readPrefix } from './prefixes.ts';

/** How a distribution's settings are called, and what is in force without them. */
interface LeftOut {
	readonly component: string;
	readonly networks: DefaultNetworks;
	/** The paths of the settings; where one of them is written, nothing is left out. */
	readonly pod: readonly string[];
	readonly service: readonly string[];
	readonly families?: readonly IpFamily[];
}

/** The declarations that a whole configuration makes by leaving its settings out. */
export function* leftOut(root: YamlNode, about: LeftOut): Iterable<Declaration> {
	for (const role of ['pod', 'service'] as const) {
		const [setting = '', ...others] = about[role];
		if ([setting, ...others].some((path) => isWritten(root, path))) continue;
		const at = { kind: 'omitted', from: root.origin, field: setting } as const;
		const texts = (about.families ?? ['IPv4']).flatMap((family) => about.networks[role][family] ?? []);
		if (texts.length === 0) continue;
		yield {
			fact: 'declaration',
			role,
			component: about.component,
			setting,
			at,
			prefixes: texts.map((text) => readPrefix(text, at)),
			form: 'list',
			relation: 'is',
			standing: 'default',
			hostBits: 'masked',
		};
	}
}

/** Null and '' leave a setting as it is; dots separate steps. */
function isWritten(root: YamlNode, path: string): boolean {
	const node = nodeAt(root, path.split('.'));
	return node !== undefined && !(node.kind === 'scalar' && (node.value === null || node.value === ''));
}

/** The facts without defaults of a distribution of which another file names the network. */
export function withoutStatedDefaults(
	facts: readonly Fact[],
	distributionOf: (component: string) => string | undefined,
): readonly Fact[] {
	const keyOf = ({ component, role }: Declaration) => `${role} ${distributionOf(component)}`;
	const stated = new Set<string>();
	for (const fact of facts) {
		if (fact.fact === 'declaration' && fact.relation === 'is' && fact.standing !== 'default') stated.add(keyOf(fact));
	}
	return facts.filter(
		(fact) =>
			fact.fact !== 'declaration' ||
			fact.standing !== 'default' ||
			distributionOf(fact.component) === undefined ||
			!stated.has(keyOf(fact)),
	);
}

/** The facts without defaults of distributions where pods are given addresses out of somebody else's pool. */
export function withoutIdleDefaults(
	facts: readonly Fact[],
	isDistribution: (component: string) => boolean,
): readonly Fact[] {
	const isIdle = ({ component, standing }: Declaration) => standing === 'default' && isDistribution(component);
	const overruled = new Set(
		facts.flatMap((fact) =>
			fact.fact === 'declaration' && fact.relation === 'is' && !isIdle(fact) ? [fact.role] : [],
		),
	);
	const seen = new Set<string>();
	return facts.filter((fact) => {
		if (fact.fact !== 'declaration' || !isIdle(fact)) return true;
		// Each machine's file leaves the same out; once is enough.
		const key = `${fact.role} ${fact.prefixes.map(({ text }) => text).join()}`;
		return !overruled.has(fact.role) && !seen.has(key) && seen.add(key) !== undefined;
	});
}
