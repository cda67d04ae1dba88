import { decidedAt } from '../repo/origin.ts';
import { contains, familyOf, type IpAddress, type IpFamily, parseCidr } from './cidr.ts';
import { groupedBy } from './grouped.ts';
import type { HostAddress, HostLinkFact } from './host-facts.ts';
import type { AddressPlan } from './plan.ts';

/** The links of each machine; those of a file that names no machine are taken for one. */
export function machinesOfLinks(plan: AddressPlan): (readonly [HostLinkFact, ...HostLinkFact[]])[] {
	return groupedBy(plan.links, ({ node, at }) => JSON.stringify(node === undefined ? [decidedAt(at).file] : node));
}

/** Addresses of a family that other machines can reach. */
export function reachable({ addresses }: Pick<HostLinkFact, 'addresses'>, family: IpFamily): HostAddress[] {
	return addresses.filter(({ value }) => familyOf(value) === family && !isLinkLocal(value));
}

const linkLocal = ['fe80::/10', '169.254.0.0/16'].flatMap((text) => {
	const parsed = parseCidr(text);
	return parsed.ok ? [parsed.value] : [];
});

function isLinkLocal(address: IpAddress): boolean {
	return linkLocal.some((cidr) => contains(cidr, address));
}

/** True where a default route of the family is written. */
export function hasDefaultRoute({ defaultRoutes }: HostLinkFact, family: IpFamily): boolean {
	return defaultRoutes.some(({ value }) => value === family);
}

/** The links, `all` and `default` of which `accept_ra` is 2, or what only a run can tell. */
export function linksAcceptingAlways({ sysctls }: AddressPlan): ReadonlySet<string> {
	return new Set(
		sysctls.flatMap(({ key, value }) => {
			const name = /^net\.ipv6\.conf\.(.+)\.accept_ra$/.exec(key)?.[1];
			return name === undefined || value.trim() === '0' || value.trim() === '1' ? [] : [name];
		}),
	);
}

/** True for a link that takes router advertisements although the machine forwards, or of which that is not known. */
export function acceptsWhileForwarding(always: ReadonlySet<string>, { link, advertisements }: HostLinkFact): boolean {
	if (advertisements.state === 'unknown') return true;
	if (advertisements.state === 'set' && advertisements.value === 'always') return true;
	return ['all', 'default', link].some((name) => always.has(name));
}
