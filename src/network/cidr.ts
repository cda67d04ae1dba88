import { isIP } from 'node:net';
import { Address4, Address6 } from 'ip-address';
import type { Parsed } from '../repo/files.ts';
import type { Branded } from '../repo/location.ts';

export type IpFamily = 'IPv4' | 'IPv6';

/** A prefix in canonical text: host bits zero, RFC 5952 spelling. Equal prefixes are equal strings. */
export type Cidr = Branded<string, 'Cidr'>;

/** An address in canonical text: RFC 5952 spelling, no zone. Equal addresses are equal strings. */
export type IpAddress = Branded<string, 'IpAddress'>;

/** Why a text is not the canonical prefix that it seems to be. */
export type CidrProblem =
	| { readonly kind: 'empty' }
	| { readonly kind: 'not-an-address' }
	/** An address without `/n`. */
	| { readonly kind: 'no-length' }
	/** What follows `/` is no plain decimal number in range. `max` is that of the family as written. */
	| { readonly kind: 'bad-length'; readonly max: 32 | 128 }
	/** Go reads the text once the white space around it is gone; Kubernetes does not trim. */
	| { readonly kind: 'spaces'; readonly trimmed: string }
	| { readonly kind: 'zone' }
	| { readonly kind: 'brackets' }
	/** `10.042.0.0/16` or `/08`: Kubernetes reads the decimal numbers in files and flags, Go's newer parsers refuse them. */
	| { readonly kind: 'leading-zeros'; readonly network: Cidr }
	/** Bits beyond the length are set; `network` is what remains without them. */
	| { readonly kind: 'host-bits'; readonly network: Cidr };

/** Why a text is no address. */
export type IpProblem = Extract<CidrProblem, { kind: 'empty' | 'not-an-address' | 'spaces' | 'zone' | 'brackets' }>;

/** An address as a number; for a network, its first one. */
interface Point {
	readonly family: IpFamily;
	readonly value: bigint;
}

interface Block extends Point {
	readonly length: number;
}

/** The first 96 bits of every IPv4-mapped address, `::ffff:0:0/96`. RFC 4291 2.5.5.2. */
const mappedTop = 0xffffn;

/** Characters of the longest address, eight groups with an embedded IPv4 address. */
const longestAddress = 45;

/** Canonical texts whose numbers are remembered; a memory that is full starts anew. */
const rememberedLimit = 65_536;

/** The numbers of canonical texts met before: the same few prefixes are compared again and again. */
const remembered = new Map<Cidr | IpAddress, Block>();

/**
 * Reads a prefix as Go's `net.ParseCIDR` and `netip.ParsePrefix` both do; what one of them refuses is a problem, so
 * `/08` is a bad length. `::ffff:10.0.0.0/104` is IPv4, 10.0.0.0/8: `net.IPNet` takes it so.
 */
export function parseCidr(text: string): Parsed<Cidr, CidrProblem> {
	const trimmed = text.trim();
	if (trimmed === '') return refused({ kind: 'empty' });
	if (trimmed !== text) {
		const inner = parseCidr(trimmed);
		const readable = inner.ok || inner.problem.kind === 'host-bits';
		return readable ? refused({ kind: 'spaces', trimmed }) : inner;
	}
	const slash = text.indexOf('/');
	const address = slash === -1 ? text : text.slice(0, slash);
	const point = readPoint(address);
	if (point === undefined) {
		if (hasZone(address)) return refused({ kind: 'zone' });
		if (inBrackets(text)) return refused({ kind: 'brackets' });
		return refused(leadingZeros(text) ?? { kind: 'not-an-address' });
	}
	if (slash === -1) return refused({ kind: 'no-length' });
	// Go counts the length of a mapped address in IPv6 bits, whatever the spelling.
	const max = address.includes(':') ? 128 : 32;
	const length = text.slice(slash + 1);
	if (!/^(?:0|[1-9][0-9]{0,2})$/.test(length) || Number(length) > max)
		return refused(leadingZeros(text) ?? { kind: 'bad-length', max });
	return networkOf(point, Number(length), max);
}

/** The problem of a text that is a prefix once the zeros before its decimal numbers are gone. */
function leadingZeros(text: string): CidrProblem | undefined {
	if (text.length > longestAddress + '/128'.length) return undefined;
	const plain = text.replace(/(^|[.])0+(?=[0-9]+[./])/g, '$1').replace(/\/0+(?=[0-9])/, '/');
	if (plain === text) return undefined;
	const inner = parseCidr(plain);
	if (inner.ok) return { kind: 'leading-zeros', network: inner.value };
	return inner.problem.kind === 'host-bits' ? { kind: 'leading-zeros', network: inner.problem.network } : undefined;
}

/** Reads an address as Go's `net.ParseIP` does: no zone, no leading zeros; an IPv4-mapped address is IPv4. */
export function parseIp(text: string): Parsed<IpAddress, IpProblem> {
	const point = readPoint(text);
	if (point !== undefined) return { ok: true, value: addressText(point) };
	const trimmed = text.trim();
	if (trimmed === '') return refused({ kind: 'empty' });
	if (trimmed !== text) {
		const inner = parseIp(trimmed);
		return inner.ok ? refused({ kind: 'spaces', trimmed }) : inner;
	}
	if (hasZone(text)) return refused({ kind: 'zone' });
	return refused(inBrackets(text) ? { kind: 'brackets' } : { kind: 'not-an-address' });
}

/** What is wrong, as the end of a sentence that begins with the text: `10.0.0.0 has no prefix length`. */
export function cidrProblemText(problem: CidrProblem): string {
	switch (problem.kind) {
		case 'empty':
			return 'is empty';
		case 'not-an-address':
			return 'is not an address';
		case 'no-length':
			return 'has no prefix length';
		case 'bad-length':
			return `has a prefix length that is not a plain number from 0 to ${problem.max}`;
		case 'spaces':
			return 'has white space around it';
		case 'zone':
			return 'has a zone';
		case 'brackets':
			return 'has brackets';
		case 'leading-zeros':
			return `has leading zeros in its decimal numbers, without them it is ${problem.network}`;
		case 'host-bits':
			return `has bits set beyond its length, the network is ${problem.network}`;
	}
}

/** The family of a prefix or an address. */
export function familyOf(cidr: Cidr | IpAddress): IpFamily {
	return cidr.includes(':') ? 'IPv6' : 'IPv4';
}

/** The number after the slash. */
export function prefixLength(cidr: Cidr): number {
	return Number(cidr.slice(cidr.indexOf('/') + 1));
}

/** The length of a prefix of one address. */
export function maxLength(family: IpFamily): 32 | 128 {
	return family === 'IPv4' ? 32 : 128;
}

/** True when an address is in both. */
export function overlaps(a: Cidr, b: Cidr): boolean {
	return contains(a, b) || contains(b, a);
}

/** True when every address of `inner` is in `outer`. No IPv6 prefix contains an IPv4 one. */
export function contains(outer: Cidr, inner: Cidr | IpAddress): boolean {
	const a = blockOf(outer);
	const b = blockOf(inner);
	if (a.family !== b.family || a.length > b.length) return false;
	const hostBits = bitsBeyond(a.family, a.length);
	return a.value >> hostBits === b.value >> hostBits;
}

/** How many prefixes of that length fit; 0 when the length is shorter than that of `cidr` or no length at all. */
export function blocks(cidr: Cidr, length: number): bigint {
	const { family, length: own } = blockOf(cidr);
	if (!Number.isInteger(length) || length < own || length > maxLength(family)) return 0n;
	return 1n << BigInt(length - own);
}

/**
 * The prefix of that length at `index`, counted from 0; undefined where there is none,
 * and for a part of an IPv6 prefix that is IPv4-mapped, because that is no IPv6.
 */
export function blockAt(cidr: Cidr, length: number, index: bigint): Cidr | undefined {
	if (index < 0n || index >= blocks(cidr, length)) return undefined;
	const { family, value } = blockOf(cidr);
	const block = { family, value: value + (index << bitsBeyond(family, length)), length };
	return isMapped(block) ? undefined : cidrText(block);
}

/** The index of the block of that length that contains `inside`; undefined when no block does. */
export function indexOfBlock(cidr: Cidr, length: number, inside: Cidr | IpAddress): bigint | undefined {
	const inner = blockOf(inside);
	if (blocks(cidr, length) === 0n || inner.length < length || !contains(cidr, inside)) return undefined;
	return (inner.value - blockOf(cidr).value) >> bitsBeyond(inner.family, length);
}

/** Where `inner` lies in `outer`, as parts of its length from 0 to 1; undefined when it does not. */
export function shareOf(outer: Cidr, inner: Cidr): { readonly start: number; readonly size: number } | undefined {
	const index = indexOfBlock(outer, prefixLength(inner), inner);
	if (index === undefined) return undefined;
	const count = blocks(outer, prefixLength(inner));
	// Parts of 2^-40 are far below what anybody can see, and exact in a number.
	const fine = 2 ** 40;
	return { start: Number((index * BigInt(fine)) / count) / fine, size: 1 / Number(count) };
}

/** The address at `index`, counted from 0; undefined where `blockAt` is. */
export function addressAt(cidr: Cidr, index: bigint): IpAddress | undefined {
	if (index < 0n || index >= addressCount(cidr)) return undefined;
	const { family, value } = blockOf(cidr);
	const block = { family, value: value + index, length: maxLength(family) };
	return isMapped(block) ? undefined : addressText(block);
}

/** The lowest address. */
export function firstAddress(cidr: Cidr): IpAddress {
	return addressText(blockOf(cidr));
}

/** The highest address; in the few IPv6 prefixes that end with the IPv4-mapped addresses, the highest before them. */
export function lastAddress(cidr: Cidr): IpAddress {
	const { family, value } = blockOf(cidr);
	const last = { family, value: value + addressCount(cidr) - 1n, length: maxLength(family) };
	return addressText(isMapped(last) ? { family, value: (mappedTop << 32n) - 1n } : last);
}

/** How many addresses the prefix has, the first and the last included. */
export function addressCount(cidr: Cidr): bigint {
	return blocks(cidr, maxLength(familyOf(cidr)));
}

/**
 * The fewest prefixes that together have the addresses from `start` to `end`, both included, in ascending order;
 * undefined when the families differ or `end` is before `start`.
 */
export function rangeToCidrs(start: IpAddress, end: IpAddress): readonly Cidr[] | undefined {
	const { family, value: first } = blockOf(start);
	const { family: lastFamily, value: last } = blockOf(end);
	if (family !== lastFamily || first > last) return undefined;
	const cidrs: Cidr[] = [];
	for (let value = first; value <= last; ) {
		let length: number = maxLength(family);
		while (length > 0 && fits(family, value, length - 1, last)) length--;
		const block = { family, value, length };
		if (!isMapped(block)) cidrs.push(cidrText(block));
		value += 1n << bitsBeyond(family, length);
	}
	return cidrs;
}

/** The smallest prefix that contains all; undefined for none, and when both families are among them. */
export function smallestCover(cidrs: readonly Cidr[]): Cidr | undefined {
	const [head, ...rest] = cidrs.map(blockOf);
	if (head === undefined || rest.some((block) => block.family !== head.family)) return undefined;
	const { family } = head;
	let length = head.length;
	for (const block of rest) {
		length = Math.min(length, block.length);
		while (head.value >> bitsBeyond(family, length) !== block.value >> bitsBeyond(family, length)) length--;
	}
	return cidrText({ family, value: masked(head.value, family, length), length });
}

/** Orders prefixes: IPv4 before IPv6, then by first address, then the shorter length first. */
export function compareCidrs(a: Cidr, b: Cidr): number {
	const x = blockOf(a);
	const y = blockOf(b);
	if (x.family !== y.family) return x.family === 'IPv4' ? -1 : 1;
	if (x.value !== y.value) return x.value < y.value ? -1 : 1;
	return x.length - y.length;
}

/** True when the text is a prefix or an address, spelled exactly as the canonical form. */
export function isCanonical(text: string): boolean {
	const parsed = text.includes('/') ? parseCidr(text) : parseIp(text);
	return parsed.ok && parsed.value === text;
}

/** The network of an address, and a problem when there is more to the address than the network. */
function networkOf(point: Point, length: number, max: 32 | 128): Parsed<Cidr, CidrProblem> {
	const mapped = point.family === 'IPv4' && max === 128;
	if (mapped && length >= 96) return networkOf(point, length - 96, 32);
	// A shorter one reaches beyond the mapped addresses and is IPv6.
	const family = mapped ? 'IPv6' : point.family;
	const value = mapped ? (mappedTop << 32n) | point.value : point.value;
	const first = masked(value, family, length);
	const network = cidrText({ family, value: first, length });
	return first === value ? { ok: true, value: network } : refused({ kind: 'host-bits', network });
}

/** The address in a text; undefined for anything that Go's `net.ParseIP` refuses. */
function readPoint(text: string): Point | undefined {
	// The package takes `10.0.0`, leading zeros, zones and lengths; Go takes none. What isIP makes of a zone
	// or of a NUL depends on the version of Node, so such texts do not get there.
	if (text.length > longestAddress || !/^[0-9a-fA-F:.]+$/.test(text)) return undefined;
	const version = isIP(text);
	if (version === 0) return undefined;
	if (version === 4) return { family: 'IPv4', value: new Address4(text).bigInt() };
	const value = new Address6(text).bigInt();
	return isMapped({ family: 'IPv6', value, length: 128 })
		? { family: 'IPv4', value: value & 0xffffffffn }
		: { family: 'IPv6', value };
}

/** True for an IPv6 address with `%` and anything after it. */
function hasZone(address: string): boolean {
	const percent = address.indexOf('%');
	return (
		percent !== -1 && address.slice(0, percent).includes(':') && readPoint(address.slice(0, percent)) !== undefined
	);
}

/** True for `[address]`, `[address]/n` and `[address/n]`, with or without a zone, whatever the length. */
function inBrackets(text: string): boolean {
	if (!text.startsWith('[')) return false;
	const close = text.indexOf(']');
	if (close === -1 || (close < text.length - 1 && text[close + 1] !== '/')) return false;
	const [address = ''] = text.slice(1, close).split('/', 1);
	return readPoint(address) !== undefined || hasZone(address);
}

/** True when the whole block is of IPv4-mapped addresses, which count as IPv4 and have no text as IPv6. */
function isMapped(block: Block): boolean {
	return block.family === 'IPv6' && block.length >= 96 && block.value >> 32n === mappedTop;
}

/** True when a block of that length starts at `value` and ends no later than `last`. */
function fits(family: IpFamily, value: bigint, length: number, last: bigint): boolean {
	return masked(value, family, length) === value && value + (1n << bitsBeyond(family, length)) - 1n <= last;
}

function masked(value: bigint, family: IpFamily, length: number): bigint {
	const hostBits = bitsBeyond(family, length);
	return (value >> hostBits) << hostBits;
}

function bitsBeyond(family: IpFamily, length: number): bigint {
	return BigInt(maxLength(family) - length);
}

/** The numbers of a canonical text. */
function blockOf(text: Cidr | IpAddress): Block {
	const known = remembered.get(text);
	if (known !== undefined) return known;
	const [address = '', length] = text.split('/', 2);
	const point = readPoint(address);
	if (point === undefined) throw new Error(`not a canonical address or prefix: ${text}`);
	const block = { ...point, length: length === undefined ? maxLength(point.family) : Number(length) };
	if (remembered.size >= rememberedLimit) remembered.clear();
	remembered.set(text, block);
	return block;
}

function cidrText(block: Block): Cidr {
	return `${addressText(block)}/${block.length}` as Cidr;
}

function addressText({ family, value }: Point): IpAddress {
	const address = family === 'IPv4' ? Address4.fromBigInt(value) : Address6.fromBigInt(value);
	return address.correctForm() as IpAddress;
}

function refused<Problem>(problem: Problem): { readonly ok: false; readonly problem: Problem } {
	return { ok: false, problem };
}
