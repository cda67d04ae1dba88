import { type Cidr, contains, familyOf, type IpFamily, parseCidr, parseIp } from '../network/cidr.ts';
import type { Finding } from './check.ts';

/** Prefixes by family, as the repository wants them. */
export type Wanted = ReadonlyMap<IpFamily, readonly Cidr[]>;

/** In the order in which a cluster that was born with IPv4 has them. */
export const bothFamilies: readonly IpFamily[] = ['IPv4', 'IPv6'];

/** The networks in a text with commas; undefined for a part that is none. */
export function networksIn(text: string): (Cidr | undefined)[] {
	return text.split(',').map((part) => {
		const read = parseCidr(part.trim());
		if (read.ok) return read.value;
		return read.problem.kind === 'host-bits' || read.problem.kind === 'leading-zeros'
			? read.problem.network
			: undefined;
	});
}

/** Compares a list of prefixes that a component was given with what it is to be given. */
export function compareList(who: string, text: string | undefined, wanted: Wanted): Finding {
	if (text === undefined) return { state: 'unknown', detail: `${who} does not show it` };
	const given = networksIn(text);
	const all = [...wanted.values()].flat();
	const strange = given.filter((one) => one === undefined || !all.includes(one));
	if (strange.length > 0)
		return { state: 'contradicts', detail: `${who} has ${text}, the repository ${all.join(',')}` };
	const missing = all.filter((one) => !given.includes(one));
	return missing.length === 0
		? { state: 'done' }
		: { state: 'to-do', detail: `${who} has ${text}, not ${missing.join(', ')}` };
}

/** Compares the blocks of a node with the prefixes out of which they are to be cut. */
export function compareBlocks(who: string, blocks: readonly string[], wanted: Wanted): Finding {
	const given = blocks.flatMap((block) => networksIn(block));
	const outside = given.filter(
		(one) => one === undefined || !(wanted.get(familyOf(one)) ?? []).some((prefix) => contains(prefix, one)),
	);
	if (outside.length > 0)
		return {
			state: 'contradicts',
			detail: `${who} has ${blocks.join(', ')}, outside of ${[...wanted.values()].flat().join(', ')}`,
		};
	const families = new Set(given.flatMap((one) => (one === undefined ? [] : [familyOf(one)])));
	const missing = [...wanted.keys()].filter((family) => !families.has(family));
	if (missing.length === 0) return { state: 'done' };
	return {
		state: 'to-do',
		detail: `${who} has ${blocks.length === 0 ? 'no block' : blocks.join(', ')}, none of ${missing.join(' and ')}`,
	};
}

/** The families of some addresses. */
export function familiesOf(addresses: readonly string[]): ReadonlySet<IpFamily> {
	return new Set(
		addresses.flatMap((text) => {
			const read = parseIp(text);
			return read.ok ? [familyOf(read.value)] : [];
		}),
	);
}
