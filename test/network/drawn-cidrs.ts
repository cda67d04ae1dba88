import fc from 'fast-check';
import { type Cidr, type IpAddress, type IpFamily, parseCidr, parseIp } from '../../src/network/cidr.ts';

/** The prefix in a text that holds one. */
export function cidr(text: string): Cidr {
	const parsed = parseCidr(text);
	if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.kind}`);
	return parsed.value;
}

/** The address in a text that holds one. */
export function ip(text: string): IpAddress {
	const parsed = parseIp(text);
	if (!parsed.ok) throw new Error(`${text}: ${parsed.problem.kind}`);
	return parsed.value;
}

/** An address in full: no `::`, no leading zeros. Written apart from the code under test. */
export function spelled(family: IpFamily, value: bigint): string {
	const [parts, bits, base, separator] = family === 'IPv4' ? [4, 8n, 10, '.'] : [8, 16n, 16, ':'];
	return Array.from({ length: parts }, (_, i) => (value >> (bits * BigInt(parts - 1 - i))) & ((1n << bits) - 1n))
		.map((part) => part.toString(base))
		.join(separator);
}

/** The number of an address, by counting groups. */
export function numberOf(address: string): bigint {
	const join = (parts: string[], bits: bigint, prefix: string) =>
		parts.reduce((sum, part) => (sum << bits) | BigInt(prefix + part), 0n);
	if (!address.includes(':')) return join(address.split('.'), 8n, '');
	const [left = '', right] = address.split('::');
	const groups = (text: string) => (text === '' ? [] : text.split(':'));
	const tail = groups(right ?? '');
	const zeros = Array<string>(8 - groups(left).length - tail.length).fill('0');
	return join([...groups(left), ...zeros, ...tail], 16n, '0x');
}

/** Bits of an address. */
export const width = (family: IpFamily) => (family === 'IPv4' ? 32 : 128);
/** True for the number of an IPv4-mapped address. */
export const isMapped = (value: bigint) => value >> 32n === 0xffffn;

/** Either family. */
export const family = fc.constantFrom<IpFamily>('IPv4', 'IPv6');

/** Addresses of which many share their first bits, so that prefixes meet. */
export const valueIn = (of: IpFamily) => {
	const bits = BigInt(width(of));
	const sparse = fc
		.array(fc.tuple(fc.bigInt({ min: 0n, max: bits - 1n }), fc.bigInt({ min: 0n, max: 7n })), { maxLength: 3 })
		.map((pieces) => pieces.reduce((sum, [at, piece]) => sum | (piece << at), 0n) & ((1n << bits) - 1n));
	return fc
		.oneof(sparse, fc.bigInt({ min: 0n, max: (1n << bits) - 1n }))
		.filter((value) => of === 'IPv4' || !isMapped(value));
};

/** A prefix and the numbers it was made of; `last` is included. */
export interface Drawn {
	readonly cidr: Cidr;
	readonly family: IpFamily;
	readonly first: bigint;
	readonly last: bigint;
	readonly length: number;
}

const cidrIn = (of: IpFamily): fc.Arbitrary<Drawn> =>
	fc
		.tuple(valueIn(of), fc.integer({ min: 0, max: width(of) }))
		.map(([value, length]) => {
			const size = 1n << BigInt(width(of) - length);
			const first = value - (value % size);
			return { family: of, first, last: first + size - 1n, length };
		})
		.map((block) => ({ ...block, cidr: cidr(`${spelled(of, block.first)}/${block.length}`) }));

/** A prefix within another, or around it, or beside it. */
export const relative = ({ family: of, first, length }: Drawn): fc.Arbitrary<Drawn> =>
	fc
		.tuple(fc.integer({ min: 0, max: width(of) }), fc.bigInt({ min: -2n, max: 2n }), valueIn(of))
		.map(([other, step, low]) => {
			const all = 1n << BigInt(width(of));
			const own = 1n << BigInt(width(of) - length);
			const size = 1n << BigInt(width(of) - other);
			const value = (((first + step * own + (low % own)) % all) + all) % all;
			const start = value - (value % size);
			// The start of a short prefix is never mapped; that of a long one may be, and is then moved to the front.
			const kept = of === 'IPv6' && isMapped(start) ? 0n : start;
			return {
				family: of,
				first: kept,
				last: kept + size - 1n,
				length: other,
				cidr: cidr(`${spelled(of, kept)}/${other}`),
			};
		});

/** A prefix of either family. */
export const anyCidr = family.chain(cidrIn);
/** Two prefixes, mostly of one family and near each other. */
export const pair = anyCidr.chain((a) => fc.tuple(fc.constant(a), fc.oneof(relative(a), relative(a), anyCidr)));
/** An address of either family that is not IPv4-mapped. */
export const anyAddress = family.chain((of) =>
	valueIn(of).map((value) => ({ family: of, value, ip: ip(spelled(of, value)) })),
);
