import { familyOf, maxLength, prefixLength } from './cidr.ts';
import type { Declaration, Fact, NodeFact } from './facts.ts';
import { groupedBy } from './grouped.ts';
import type { HostLinkFact } from './host-facts.ts';

/**
 * The facts, and what interfaces of machines say about the cluster: machines that nothing else names, and the networks
 * that links with a default route are in. Other links may be for anything.
 */
export function withHostNodes(facts: readonly Fact[]): readonly Fact[] {
	const links = facts.filter((fact) => fact.fact === 'host-link');
	if (links.length === 0) return facts;
	const named = new Set(facts.flatMap((fact) => (fact.fact === 'node' ? [fact.name] : [])));
	const main = links.filter(isMain);
	return [...facts, ...machines(main.filter(({ node }) => node !== undefined && !named.has(node))), ...networks(main)];
}

/** A link with a default route; the addresses behind it are those that other machines use. */
export function isMain({ defaultRoutes, addresses }: HostLinkFact): boolean {
	return defaultRoutes.length > 0 && addresses.length > 0;
}

function machines(links: readonly HostLinkFact[]): NodeFact[] {
	return groupedBy(links, ({ node }) => node ?? '').flatMap(([first, ...others]) => {
		const addresses = [first, ...others].flatMap((link) => link.addresses);
		const { node: name, at } = first;
		return name === undefined ? [] : [{ fact: 'node', name, role: undefined, addresses, at }];
	});
}

function networks(links: readonly HostLinkFact[]): Declaration[] {
	const all = links.flatMap(({ manager, link, addresses }) =>
		addresses.flatMap((address) =>
			address.network === undefined || prefixLength(address.network) === maxLength(familyOf(address.network))
				? []
				: [{ manager, link, address, network: address.network }],
		),
	);
	return groupedBy(all, ({ network }) => network).map(([{ manager, link, address, network }]) => ({
		fact: 'declaration',
		role: 'node',
		component: manager,
		setting: `addresses of ${link}`,
		at: address.origin,
		prefixes: [{ text: network, origin: address.origin, cidr: network, problem: undefined }],
		form: 'one',
		family: familyOf(network),
		relation: 'is',
		standing: 'live',
		hostBits: 'masked',
	}));
}
