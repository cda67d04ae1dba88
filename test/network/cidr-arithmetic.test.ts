import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	addressAt,
	addressCount,
	blockAt,
	blocks,
	type Cidr,
	compareCidrs,
	contains,
	familyOf,
	firstAddress,
	indexOfBlock,
	isCanonical,
	lastAddress,
	maxLength,
	overlaps,
	parseCidr,
	prefixLength,
	rangeToCidrs,
	shareOf,
	smallestCover,
} from '../../src/network/cidr.ts';
import {
	anyAddress,
	anyCidr,
	cidr,
	family,
	ip,
	isMapped,
	numberOf,
	pair,
	relative,
	spelled,
	valueIn,
	width,
} from './drawn-cidrs.ts';

describe('a canonical prefix', () => {
	test('reads as itself, whatever the spelling it came from', () => {
		fc.assert(
			fc.property(anyCidr, fc.boolean(), ({ cidr: text, family: of, first, length }, pad) => {
				const full = spelled(of, first);
				const other = of === 'IPv6' && pad ? full.replace(/[0-9a-f]+/g, (group) => group.padStart(4, '0')) : full;
				expect(parseCidr(text)).toEqual({ ok: true, value: text });
				expect(parseCidr(`${other.toUpperCase()}/${length}`)).toEqual({ ok: true, value: text });
				expect(isCanonical(text)).toBe(true);
			}),
		);
	});

	test('tells its family, its length and its first address', () => {
		fc.assert(
			fc.property(anyCidr, ({ cidr: text, family: of, first, length }) => {
				expect(familyOf(text)).toBe(of);
				expect(maxLength(of)).toBe(width(of));
				expect(prefixLength(text)).toBe(length);
				expect(numberOf(firstAddress(text))).toBe(first);
				expect(familyOf(firstAddress(text))).toBe(of);
			}),
		);
	});

	test('is named in the problem of each of its addresses', () => {
		fc.assert(
			fc.property(
				anyCidr.chain((block) => fc.tuple(fc.constant(block), fc.bigInt({ min: block.first, max: block.last }))),
				([{ cidr: text, family: of, first, length }, value]) => {
					const expected =
						value === first ? { ok: true, value: text } : { ok: false, problem: { kind: 'host-bits', network: text } };
					expect(parseCidr(`${spelled(of, value)}/${length}`)).toEqual(expected);
				},
			),
		);
	});
});

describe('containing and overlapping', () => {
	test('follow from the first and the last address', () => {
		fc.assert(
			fc.property(pair, ([a, b]) => {
				const same = a.family === b.family;
				expect(contains(a.cidr, b.cidr)).toBe(same && a.first <= b.first && b.last <= a.last);
				expect(overlaps(a.cidr, b.cidr)).toBe(same && a.first <= b.last && b.first <= a.last);
			}),
			{ numRuns: 1000 },
		);
	});

	test('overlap is symmetric, and one of the two contains the other', () => {
		fc.assert(
			fc.property(pair, ([{ cidr: a }, { cidr: b }]) => {
				expect(overlaps(a, b)).toBe(overlaps(b, a));
				expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
				expect(contains(a, b) && contains(b, a)).toBe(a === b);
				expect(contains(a, a)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	test('agree with the block list of Node', () => {
		const inAndNear = anyCidr.chain((block) =>
			fc.tuple(
				fc.constant(block),
				fc.oneof(
					anyAddress.filter((address) => address.family === block.family).map((address) => address.value),
					fc.constantFrom(block.first - 1n, block.first, block.last, block.last + 1n),
					fc.bigInt({ min: block.first, max: block.last }),
				),
			),
		);
		fc.assert(
			fc.property(inAndNear, ([block, value]) => {
				const { family: of, first, length } = block;
				// Node takes a mapped address for both families.
				fc.pre(value >= 0n && value < 1n << BigInt(width(of)) && (of === 'IPv4' || !isMapped(value)));
				const list = new BlockList();
				const type = of === 'IPv4' ? 'ipv4' : 'ipv6';
				// Node adds no subnet of length 0.
				if (length === 0) list.addRange(spelled(of, first), spelled(of, block.last), type);
				else list.addSubnet(spelled(of, first), length, type);
				expect(contains(block.cidr, ip(spelled(of, value)))).toBe(list.check(spelled(of, value), type));
			}),
			{ numRuns: 1000 },
		);
	});

	test.each([
		['::/0', '10.0.0.0/8', false],
		['0.0.0.0/0', '::/0', false],
		['::/0', 'fd00::/8', true],
		['::/80', '::ffff:10.0.0.0/104', false],
		['10.0.0.0/8', '::ffff:10.1.0.0/112', true],
	])('%s and %s: %s', (outer, inner, expected) => {
		expect(overlaps(cidr(outer), cidr(inner))).toBe(expected);
	});
});

describe('blocks', () => {
	const divided = anyCidr.chain((block) =>
		fc.integer({ min: block.length, max: width(block.family) }).chain((length) => {
			const count = 1n << BigInt(length - block.length);
			return fc.record({
				block: fc.constant(block),
				length: fc.constant(length),
				count: fc.constant(count),
				index: fc.oneof(fc.bigInt({ min: 0n, max: count - 1n }), fc.constantFrom(0n, count - 1n)),
			});
		}),
	);

	test('lie side by side, and each knows its index', () => {
		fc.assert(
			fc.property(divided, ({ block, length, count, index }) => {
				expect(blocks(block.cidr, length)).toBe(count);
				const found = blockAt(block.cidr, length, index);
				const first = block.first + index * (1n << BigInt(width(block.family) - length));
				if (found === undefined) {
					expect(block.family === 'IPv6' && length >= 96 && isMapped(first)).toBe(true);
					return;
				}
				expect(found).toBe(cidr(`${spelled(block.family, first)}/${length}`));
				expect(indexOfBlock(block.cidr, length, found)).toBe(index);
				expect(indexOfBlock(block.cidr, length, lastAddress(found))).toBe(index);
				expect(contains(block.cidr, found)).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	test('are found for a prefix that one of them contains, and for no other', () => {
		fc.assert(
			fc.property(pair, fc.integer({ min: -1, max: 129 }), ([a, b], length) => {
				const index = indexOfBlock(a.cidr, length, b.cidr);
				const block = index === undefined ? undefined : blockAt(a.cidr, length, index);
				if (block !== undefined) expect(contains(block, b.cidr)).toBe(true);
				expect(index !== undefined).toBe(contains(a.cidr, b.cidr) && length >= a.length && length <= b.length);
			}),
			{ numRuns: 1000 },
		);
	});

	test.each([
		['10.42.0.0/16', 24, 256n],
		['10.42.0.0/16', 16, 1n],
		['10.42.0.0/16', 15, 0n],
		['10.42.0.0/16', 33, 0n],
		['10.42.0.0/16', 24.5, 0n],
		['10.42.0.0/16', Number.NaN, 0n],
		['fd00:10:42::/56', 64, 256n],
		['::/0', 128, 1n << 128n],
		['::/0', 129, 0n],
	])('of %s with length %d: %s', (text, length, count) => {
		expect(blocks(cidr(text), length)).toBe(count);
		expect(blockAt(cidr(text), length, count)).toBeUndefined();
		expect(blockAt(cidr(text), length, -1n)).toBeUndefined();
		expect(blockAt(cidr(text), length, 0n) !== undefined).toBe(count > 0n);
	});

	test('are not given where IPv6 becomes IPv4-mapped', () => {
		expect(blockAt(cidr('::/80'), 96, 0xffffn)).toBeUndefined();
		expect(blockAt(cidr('::/80'), 96, 0xfffen)).toBe('::fffe:0:0/96');
		expect(blockAt(cidr('::/80'), 95, 0x7fffn)).toBe('::fffe:0:0/95');
		expect(addressAt(cidr('::/64'), 0xffff_0a00_0001n)).toBeUndefined();
	});
});

describe('addresses', () => {
	test('are counted from the first to the last', () => {
		fc.assert(
			fc.property(anyCidr, ({ cidr: text, family: of, first, last }) => {
				const count = addressCount(text);
				expect(count).toBe(last - first + 1n);
				expect(addressAt(text, 0n)).toBe(firstAddress(text));
				expect(addressAt(text, count)).toBeUndefined();
				expect(addressAt(text, -1n)).toBeUndefined();
				if (of === 'IPv6' && isMapped(last)) return;
				expect(addressAt(text, count - 1n)).toBe(lastAddress(text));
				expect(numberOf(lastAddress(text))).toBe(last);
			}),
		);
	});

	test('the last one is in the prefix also where IPv4-mapped addresses end it', () => {
		const text = cidr('::/80');
		expect(lastAddress(text)).toBe('::fffe:ffff:ffff');
		expect(contains(text, lastAddress(text))).toBe(true);
		expect(lastAddress(cidr('::/79'))).toBe('::1:ffff:ffff:ffff');
	});

	test.each([
		['10.42.0.0/16', 10n, '10.42.0.10'],
		['10.96.0.0/12', 1n, '10.96.0.1'],
		['fd00:10:96::/112', 10n, 'fd00:10:96::a'],
		['fd00:10:96::/108', 0xfffffn, 'fd00:10:96::f:ffff'],
	])('%s has at %d %s', (text, index, address) => {
		expect(addressAt(cidr(text), index)).toBe(address);
	});
});

describe('a range', () => {
	const range = family.chain((of) =>
		fc
			.oneof(
				fc.tuple(valueIn(of), valueIn(of)),
				fc
					.tuple(valueIn(of), fc.bigInt({ min: 0n, max: 600n }))
					.map(([value, more]): [bigint, bigint] => [value, value + more])
					.filter(([, end]) => end < 1n << BigInt(width(of)) && (of === 'IPv4' || !isMapped(end))),
			)
			.map(([a, b]) => (a < b ? { family: of, first: a, last: b } : { family: of, first: b, last: a })),
	);

	test('is covered without gap or overlap, from end to end, by as few prefixes as there can be', () => {
		fc.assert(
			fc.property(range, ({ family: of, first, last }) => {
				// The range would go round the mapped addresses; see below.
				fc.pre(of === 'IPv4' || last < 0xffffn << 32n || first > 0xffffn << 32n);
				const cover = rangeToCidrs(ip(spelled(of, first)), ip(spelled(of, last))) ?? [];
				let next = first;
				for (const piece of cover) {
					expect(numberOf(firstAddress(piece))).toBe(next);
					next += addressCount(piece);
				}
				expect(next).toBe(last + 1n);
				// A piece that could grow would leave the range: its parent has an address outside.
				for (const piece of cover) {
					if (prefixLength(piece) === 0) continue;
					const size = addressCount(piece) * 2n;
					const parent = numberOf(firstAddress(piece)) / size;
					expect(parent * size < first || (parent + 1n) * size - 1n > last).toBe(true);
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('of one prefix is that prefix', () => {
		fc.assert(
			fc.property(anyCidr, ({ cidr: text, family: of, last }) => {
				fc.pre(of === 'IPv4' || !isMapped(last));
				expect(rangeToCidrs(firstAddress(text), lastAddress(text))).toEqual([text]);
			}),
		);
	});

	test.each([
		['10.0.0.1', '10.0.0.1', ['10.0.0.1/32']],
		['10.0.0.1', '10.0.0.6', ['10.0.0.1/32', '10.0.0.2/31', '10.0.0.4/31', '10.0.0.6/32']],
		['10.0.0.0', '10.0.1.255', ['10.0.0.0/23']],
		['0.0.0.0', '255.255.255.255', ['0.0.0.0/0']],
		['fd00::', 'fd00::ffff', ['fd00::/112']],
		['fd00::ffff', 'fd00::1:0', ['fd00::ffff/128', 'fd00::1:0/128']],
		['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ['::/0']],
		['10.0.0.2', '10.0.0.1', undefined],
		['10.0.0.1', 'fd00::1', undefined],
		// The IPv4-mapped addresses between the two are no part of it.
		['::fffe:ffff:ffff', '::1:0:0:0', ['::fffe:ffff:ffff/128', '::1:0:0:0/128']],
	])('from %s to %s: %j', (start, end, cover) => {
		expect(rangeToCidrs(ip(start), ip(end))).toEqual(cover);
	});

	test('is what the block list of Node takes it for, at every edge', () => {
		fc.assert(
			fc.property(range, ({ family: of, first, last }) => {
				const type = of === 'IPv4' ? 'ipv4' : 'ipv6';
				const list = new BlockList();
				list.addRange(spelled(of, first), spelled(of, last), type);
				const cover = rangeToCidrs(ip(spelled(of, first)), ip(spelled(of, last))) ?? [];
				const edges = [first - 1n, first, (first + last) / 2n, last, last + 1n];
				for (const value of edges) {
					if (value < 0n || value >> BigInt(width(of)) > 0n || (of === 'IPv6' && isMapped(value))) continue;
					const address = ip(spelled(of, value));
					expect(cover.filter((piece) => contains(piece, address)).length).toBe(list.check(address, type) ? 1 : 0);
				}
			}),
		);
	});
});

describe('the smallest cover', () => {
	test('contains every prefix, and neither of its halves does', () => {
		const group = anyCidr.chain((a) => fc.tuple(fc.constant(a), fc.array(relative(a), { maxLength: 4 })));
		fc.assert(
			fc.property(group, ([head, rest]) => {
				const all = [head, ...rest].map((block) => block.cidr);
				const cover = smallestCover(all);
				if (cover === undefined) throw new Error('there is a cover');
				expect(isCanonical(cover)).toBe(true);
				const within = (outer: Cidr) => all.every((one) => contains(outer, one));
				expect(within(cover)).toBe(true);
				const half = prefixLength(cover) + 1;
				for (const index of [0n, 1n]) {
					const part = blockAt(cover, half, index);
					if (part !== undefined) expect(within(part)).toBe(false);
				}
			}),
			{ numRuns: 500 },
		);
	});

	test.each([
		[[], undefined],
		[['10.0.0.0/8', 'fd00::/64'], undefined],
		[['10.0.0.0/8'], '10.0.0.0/8'],
		[['10.0.0.0/24', '10.0.1.0/24'], '10.0.0.0/23'],
		[['0.0.0.0/1', '128.0.0.0/1'], '0.0.0.0/0'],
		[['fd00:10:42::/56', 'fd00:10:96::/112'], 'fd00:10::/40'],
	])('of %j is %s', (texts, cover) => {
		expect(smallestCover(texts.map(cidr))).toBe(cover);
	});
});

describe('the order', () => {
	test('is that of family, first address and length', () => {
		fc.assert(
			fc.property(pair, ([a, b]) => {
				const byNumbers =
					(a.family === b.family ? 0 : a.family === 'IPv4' ? -1 : 1) ||
					(a.first === b.first ? a.length - b.length : a.first < b.first ? -1 : 1);
				expect(Math.sign(compareCidrs(a.cidr, b.cidr))).toBe(Math.sign(byNumbers));
				expect(compareCidrs(a.cidr, b.cidr) === 0).toBe(a.cidr === b.cidr);
			}),
			{ numRuns: 500 },
		);
	});

	test('is by number, not by text', () => {
		const texts = ['fd00::/64', '10.0.0.0/8', '9.0.0.0/8', '::/0', '10.0.0.0/16', '100.64.0.0/10', 'fc00::/7'];
		expect(texts.map(cidr).sort(compareCidrs)).toEqual([
			'9.0.0.0/8',
			'10.0.0.0/8',
			'10.0.0.0/16',
			'100.64.0.0/10',
			'::/0',
			'fc00::/7',
			'fd00::/64',
		]);
	});
});

describe('a part of a prefix', () => {
	test.each([
		['10.0.0.0/8', '10.128.0.0/9', { start: 0.5, size: 0.5 }],
		['10.0.0.0/8', '10.0.0.0/8', { start: 0, size: 1 }],
		['fd00::/8', 'fd80::/128', { start: 0.5, size: 2 ** -120 }],
		['10.0.0.0/9', '10.128.0.0/9', undefined],
		['10.0.0.0/9', '10.0.0.0/8', undefined],
		['::/0', '10.0.0.0/8', undefined],
	])('of %s is %s at %j', (outer, inner, share) => {
		expect(shareOf(cidr(outer), cidr(inner))).toEqual(share);
	});
});
