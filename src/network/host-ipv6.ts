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

/** True where somebody sets `accept_ra` to 2, which takes router advertisements on a machine that forwards. */
export function acceptsWhileForwarding(plan: AddressPlan, { link, advertisements }: HostLinkFact): boolean {
	if (advertisements.state === 'unknown' || (advertisements.state === 'set' && advertisements.value === 'always'))
		return true;
	const keys = new Set(['all', 'default', link].map((name) => `net.ipv6.conf.${name}.accept_ra`));
	return plan.sysctls.some(({ key, value }) => keys.has(key) && value.trim() !== '0' && value.trim() !== '1');
}
