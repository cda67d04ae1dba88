import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	chooseNodes,
	choosePods,
	choosePool,
	chooseServices,
	isSeed,
	type Needs,
	uniqueLocal,
} from '../../src/migrate/allocate.ts';
import { blocks, type Cidr, contains, overlaps, parseCidr, prefixLength } from '../../src/network/cidr.ts';

function cidr(text: string): Cidr {
	const parsed = parseCidr(text);
	if (!parsed.ok) throw new Error(`${text} is no prefix`);
	return parsed.value;
}

const hex = fc.constantFrom(...'0123456789abcdef');
const seeds = fc.array(hex, { minLength: 10, maxLength: 10 }).map((digits) => digits.join(''));

/** Prefixes inside the seed's own /48, where they can be in the way, and some anywhere. */
function takenOf(seed: string) {
	const inside = fc
		.tuple(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(56, 60, 64, 80, 108, 112, 120))
		.map(([group, length]) => {
			const site = uniqueLocal(seed)?.replace('::/48', '') ?? '';
			const text = `${site}:${(length < 64 ? group & ~(2 ** (64 - length) - 1) : group).toString(16)}::/${length}`;
			return cidr(text);
		});
	const outside = fc.constantFrom(...['10.0.0.0/8', 'fd00::/104', 'fd00::/108', '2001:db8::/32', 'fc00::/8'].map(cidr));
	return fc.array(fc.oneof(inside, outside), { maxLength: 12 });
}

const needs: fc.Arbitrary<Needs> = seeds.chain((seed) =>
	fc.record({ seed: fc.constant(seed), taken: takenOf(seed), nodes: fc.integer({ min: 0, max: 200 }) }),
);

const choosers = [choosePods, chooseServices, chooseNodes, choosePool];

describe('a chosen prefix', () => {
	test('overlaps nothing that is taken and lies in the /48 of the seed', () => {
		fc.assert(
			fc.property(needs, fc.constantFrom(...choosers), (given, choose) => {
				const choice = choose(given);
				if (choice === undefined) throw new Error('a /48 has room for this');
				const site = uniqueLocal(given.seed);
				expect(site !== undefined && contains(site, choice.cidr)).toBe(true);
				for (const other of given.taken) expect(overlaps(choice.cidr, other)).toBe(false);
				expect(overlaps(choice.cidr, cidr('fd00::/104'))).toBe(false);
			}),
		);
	});

	test('does not depend on the order of what is taken', () => {
		fc.assert(
			fc.property(needs, fc.constantFrom(...choosers), (given, choose) => {
				expect(choose({ ...given, taken: given.taken.toReversed() })).toEqual(choose(given));
			}),
		);
	});

	test('is within the limits of its consumers and leaves room for four times the nodes', () => {
		fc.assert(
			fc.property(needs, fc.constantFrom(undefined, 64, 80, 112, 120), (given, nodeMask) => {
				const pods = choosePods({ ...given, ...(nodeMask === undefined ? {} : { nodeMask }) });
				if (pods === undefined) throw new Error('a /48 has room for this');
				expect(pods.nodeMask - prefixLength(pods.cidr)).toBeLessThanOrEqual(16);
				expect(blocks(pods.cidr, pods.nodeMask)).toBeGreaterThanOrEqual(BigInt(Math.min(given.nodes * 4, 65_536)));
				const services = chooseServices(given);
				if (services === undefined) throw new Error('a /48 has room for this');
				expect(128 - prefixLength(services.cidr)).toBeLessThanOrEqual(20);
				expect(prefixLength(services.cidr)).toBeGreaterThan(64);
			}),
		);
	});

	test('tells its reasons', () => {
		expect(choosePods({ seed: 'A1B2C3D4E5', taken: [], nodes: 10 })).toMatchInlineSnapshot(`
			{
			  "cidr": "fda1:b2c3:d4e5::/56",
			  "nodeMask": 64,
			  "reasons": [
			    "unique local (RFC 4193), global ID a1b2c3d4e5",
			    "overlaps nothing that is declared or a default",
			    "256 blocks of /64 for 10 known nodes; 64 - 56 is within the 16 bits that kube-controller-manager takes",
			  ],
			}
		`);
		expect(chooseServices({ seed: 'a1b2c3d4e5', taken: [cidr('fda1:b2c3:d4e5::/56')], nodes: 10 })?.cidr).toBe(
			'fda1:b2c3:d4e5:100::/112',
		);
	});

	test.each(['', 'a1b2c3d4e', 'a1b2c3d4e5f', 'a1b2c3d4eg'])('is none for %j, which is no seed', (seed) => {
		expect(isSeed(seed)).toBe(false);
		expect(choosePods({ seed, taken: [], nodes: 1 })).toBeUndefined();
	});

	test('is none where the whole /48 is taken', () => {
		expect(chooseServices({ seed: 'a1b2c3d4e5', taken: [cidr('fda1:b2c3:d4e5::/48')], nodes: 1 })).toBeUndefined();
	});
});
