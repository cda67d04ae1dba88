import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cidrProblemText, isCanonical, parseCidr, parseIp } from '../../src/network/cidr.ts';
import recorded from './go-prefixes.json' with { type: 'json' };

/** What Go says of a text; what is left out is a refusal. */
interface Case {
	readonly text: string;
	readonly cidr?: string;
	readonly hostBits?: boolean;
	readonly prefix?: string;
	readonly ip?: string;
}
const cases: readonly Case[] = recorded.cases;

/** Our answer in one word or two. */
function told(text: string): string {
	const parsed = parseCidr(text);
	if (parsed.ok) return parsed.value;
	const { problem } = parsed;
	switch (problem.kind) {
		case 'host-bits':
			return `host-bits of ${problem.network}`;
		case 'leading-zeros':
			return `leading zeros of ${problem.network}`;
		case 'bad-length':
			return `bad-length, at most ${problem.max}`;
		case 'spaces':
			return `spaces around ${problem.trimmed}`;
		default:
			return problem.kind;
	}
}

describe('a prefix', () => {
	const accepted = cases.filter((one) => one.cidr !== undefined && one.prefix !== undefined);
	const refused = cases.filter((one) => one.cidr === undefined || one.prefix === undefined);

	test.each(accepted)('$text is what Go makes of it', ({ text, cidr, hostBits = false }) => {
		expect(told(text)).toBe(hostBits ? `host-bits of ${cidr}` : cidr);
	});

	test.each(refused)('$text, which Go refuses, is refused', ({ text }) => {
		const parsed = parseCidr(text);
		expect(parsed.ok).toBe(false);
		expect(parsed.ok || parsed.problem.kind).not.toBe('host-bits');
	});

	test('is read with the two parsers of Go where they agree, and refused where they do not', () => {
		const disputed = cases.filter((one) => (one.cidr === undefined) !== (one.prefix === undefined));
		const lines = disputed
			.filter((one) => one.text.length < 50)
			.map(({ text, cidr, prefix }) => `${text}  ParseCIDR: ${cidr}  ParsePrefix: ${prefix}  here: ${told(text)}`);
		expect(lines.join('\n')).toMatchInlineSnapshot(`
			"10.0.0.0/032  ParseCIDR: 10.0.0.0/32  ParsePrefix: undefined  here: leading zeros of 10.0.0.0/32
			10.0.0.0/08  ParseCIDR: 10.0.0.0/8  ParsePrefix: undefined  here: leading zeros of 10.0.0.0/8
			10.0.0.0/00  ParseCIDR: 0.0.0.0/0  ParsePrefix: undefined  here: leading zeros of 0.0.0.0/0
			10.0.0.0/000000008  ParseCIDR: 10.0.0.0/8  ParsePrefix: undefined  here: leading zeros of 10.0.0.0/8
			fd00::/064  ParseCIDR: fd00::/64  ParsePrefix: undefined  here: leading zeros of fd00::/64
			0.0.0.0/00  ParseCIDR: 0.0.0.0/0  ParsePrefix: undefined  here: leading zeros of 0.0.0.0/0
			::ffff:10.0.0.0/0104  ParseCIDR: 10.0.0.0/8  ParsePrefix: undefined  here: leading zeros of 10.0.0.0/8
			0000:0000:0000:0000:0000:0000:0000:0000/000  ParseCIDR: ::/0  ParsePrefix: undefined  here: leading zeros of ::/0"
		`);
	});

	test('of IPv4-mapped addresses is IPv4 from 96 bits on, as net.IPNet has it and netip does not', () => {
		const mapped = cases.filter((one) => one.prefix !== undefined && one.prefix !== one.cidr);
		const lines = mapped.map(
			({ text, cidr, prefix }) => `${text}  IPNet: ${cidr}  netip: ${prefix}  here: ${told(text)}`,
		);
		expect(lines.join('\n')).toMatchInlineSnapshot(`
			"::ffff:10.0.0.0/104  IPNet: 10.0.0.0/8  netip: ::ffff:10.0.0.0/104  here: 10.0.0.0/8
			::ffff:10.0.0.0/120  IPNet: 10.0.0.0/24  netip: ::ffff:10.0.0.0/120  here: 10.0.0.0/24
			::ffff:10.0.0.1/104  IPNet: 10.0.0.0/8  netip: ::ffff:10.0.0.0/104  here: host-bits of 10.0.0.0/8
			::ffff:1.2.3.4/120  IPNet: 1.2.3.0/24  netip: ::ffff:1.2.3.0/120  here: host-bits of 1.2.3.0/24
			::ffff:1.2.3.4/128  IPNet: 1.2.3.4/32  netip: ::ffff:1.2.3.4/128  here: 1.2.3.4/32
			::FFFF:1.2.3.4/128  IPNet: 1.2.3.4/32  netip: ::ffff:1.2.3.4/128  here: 1.2.3.4/32
			::ffff:0:0/96  IPNet: 0.0.0.0/0  netip: ::ffff:0.0.0.0/96  here: 0.0.0.0/0
			::ffff:0.0.0.0/96  IPNet: 0.0.0.0/0  netip: ::ffff:0.0.0.0/96  here: 0.0.0.0/0
			::ffff:a00:0/104  IPNet: 10.0.0.0/8  netip: ::ffff:10.0.0.0/104  here: 10.0.0.0/8
			0:0:0:0:0:ffff:10.0.0.0/104  IPNet: 10.0.0.0/8  netip: ::ffff:10.0.0.0/104  here: 10.0.0.0/8
			::ffff:255.255.255.255/128  IPNet: 255.255.255.255/32  netip: ::ffff:255.255.255.255/128  here: 255.255.255.255/32
			::ffff:0:0/97  IPNet: 0.0.0.0/1  netip: ::ffff:0.0.0.0/97  here: 0.0.0.0/1
			::ffff:8000:0/97  IPNet: 128.0.0.0/1  netip: ::ffff:128.0.0.0/97  here: 128.0.0.0/1"
		`);
	});

	test.each([
		['', 'empty'],
		[' \t', 'empty'],
		['/', 'not-an-address'],
		['/64', 'not-an-address'],
		['pods', 'not-an-address'],
		['10.0.0/8', 'not-an-address'],
		['010.0.0.0/8', 'leading zeros of 10.0.0.0/8'],
		['010.0.0.7/08', 'leading zeros of 10.0.0.0/8'],
		['0x0a.0.0.0/8', 'not-an-address'],
		['7i3e::/64', 'not-an-address'],
		['1::2::3/64', 'not-an-address'],
		['1:2:3:4:5/64', 'not-an-address'],
		['10.0.0.0 /8', 'not-an-address'],
		['10.0.0.0/8,fd00::/64', 'bad-length, at most 32'],
		['10.0.0.1%eth0/8', 'not-an-address'],
		['[pods]/8', 'not-an-address'],
		['[fd00::1]:6789', 'not-an-address'],
		['(fd00::]/64', 'not-an-address'],
		['fd00::]/64', 'not-an-address'],
		['10.0.0.0', 'no-length'],
		['fd00::', 'no-length'],
		['::ffff:10.0.0.0', 'no-length'],
		['10.0.0.0/', 'bad-length, at most 32'],
		['10.0.0.0/33', 'bad-length, at most 32'],
		['10.0.0.0/08', 'leading zeros of 10.0.0.0/8'],
		['10.0.0.0/033', 'bad-length, at most 32'],
		['10.0.0.0/+8', 'bad-length, at most 32'],
		['10.0.0.0/255.0.0.0', 'bad-length, at most 32'],
		['fd00::/129', 'bad-length, at most 128'],
		['fd00::/-64', 'bad-length, at most 128'],
		['::ffff:10.0.0.0/129', 'bad-length, at most 128'],
		[' 10.0.0.0/8', 'spaces around 10.0.0.0/8'],
		['FD00::/64\r\n', 'spaces around FD00::/64'],
		['\ufefffd00::/64', 'spaces around fd00::/64'],
		[' 10.0.0.1/8 ', 'spaces around 10.0.0.1/8'],
		[' 10.0.0.0', 'no-length'],
		[' pods ', 'not-an-address'],
		['fe80::1%eth0/64', 'zone'],
		['fe80::1%eth0', 'zone'],
		['fe80::1%/64', 'zone'],
		['[fd00::]/64', 'brackets'],
		['[fd00::/64]', 'brackets'],
		['[fd00::1]', 'brackets'],
		['[fe80::1%eth0]/64', 'brackets'],
		['10.42.0.1/16', 'host-bits of 10.42.0.0/16'],
		['fc00:f1:d759:3053:a573::/64', 'host-bits of fc00:f1:d759:3053::/64'],
		['::ffff:10.0.0.1/104', 'host-bits of 10.0.0.0/8'],
		['::ffff:10.0.0.0/24', 'host-bits of ::/24'],
	])('%j is told apart: %s', (text, answer) => {
		expect(told(text)).toBe(answer);
	});

	test('has a problem that completes a sentence', () => {
		const texts = ['', 'pods', '10.0.0.0', '10.0.0.0/33', 'fd00::/x', ' ::/0', 'fe80::1%1/64', '[::]/0', 'fd00::1/64'];
		const lines = texts.map((text) => {
			const parsed = parseCidr(text);
			return `${JSON.stringify(text)} ${parsed.ok ? 'is fine' : cidrProblemText(parsed.problem)}`;
		});
		expect(lines.join('\n')).toMatchInlineSnapshot(`
			""" is empty
			"pods" is not an address
			"10.0.0.0" has no prefix length
			"10.0.0.0/33" has a prefix length that is not a plain number from 0 to 32
			"fd00::/x" has a prefix length that is not a plain number from 0 to 128
			" ::/0" has white space around it
			"fe80::1%1/64" has a zone
			"[::]/0" has brackets
			"fd00::1/64" has bits set beyond its length, the network is fd00::/64"
		`);
	});
});

describe('an address', () => {
	test.each(cases)('$text is what Go makes of it', ({ text, ip }) => {
		const parsed = parseIp(text);
		expect(parsed.ok ? parsed.value : undefined).toBe(ip);
	});

	test.each([
		['', 'empty'],
		['\n', 'empty'],
		[' 10.0.0.1', 'spaces'],
		['fe80::1%eth0', 'zone'],
		['[fd00::1]', 'brackets'],
		['10.0.0.1/32', 'not-an-address'],
		['10.0.0.01', 'not-an-address'],
		['node-1', 'not-an-address'],
	])('%j is no address: %s', (text, kind) => {
		expect(parseIp(text)).toMatchObject({ ok: false, problem: { kind } });
	});
});

describe('the canonical spelling', () => {
	test.each([
		['fd00:10:42::/56', true],
		['10.42.0.0/16', true],
		['fd00::1', true],
		['FD00::/64', false],
		['fd00:0010::/64', false],
		['fd00:0:0:0::/64', false],
		['::ffff:10.0.0.0/104', false],
		['::ffff:10.0.0.1', false],
		['::a00:1', true],
		['::10.0.0.1', false],
		['10.42.0.1/16', false],
		[' 10.42.0.0/16', false],
		['pods', false],
	])('%s: %s', (text, canonical) => {
		expect(isCanonical(text)).toBe(canonical);
	});
});

describe('any text', () => {
	const shapes = fc.string({ unit: fc.constantFrom(...'0123456789afFg::..//%[] -'), maxLength: 24 });
	const nearly = fc
		.tuple(
			fc.oneof(fc.ipV4(), fc.ipV6()),
			fc.integer({ min: -1, max: 130 }),
			fc.constantFrom('', ' ', '%', '[', '0', ':'),
		)
		.chain(([ip, length, extra]) => {
			const text = `${ip}/${length}`;
			return fc.nat(text.length).map((at) => text.slice(0, at) + extra + text.slice(at));
		});

	test('has an answer; what is accepted is an address for Node, its own canonical form, and in range', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit: 'binary' }), shapes, nearly), (text) => {
				const parsed = parseCidr(text);
				const found = parsed.ok
					? parsed.value
					: parsed.problem.kind === 'host-bits'
						? parsed.problem.network
						: undefined;
				if (found === undefined) return;
				const [address = '', length = ''] = found.split('/');
				expect(isIP(text.split('/')[0] ?? '')).not.toBe(0);
				expect(Number(length)).toBeLessThanOrEqual(isIP(address) === 4 ? 32 : 128);
				expect(parseCidr(found)).toEqual({ ok: true, value: found });
			}),
			{ numRuns: 2000 },
		);
	});

	test('is an address exactly when Node says so and there is no zone', () => {
		fc.assert(
			fc.property(fc.oneof(shapes, fc.ipV4(), fc.ipV6(), nearly), (text) => {
				expect(parseIp(text).ok).toBe(isIP(text) !== 0 && !text.includes('%'));
			}),
			{ numRuns: 2000 },
		);
	});

	test.each(['1', ':', '/', '[', ' ', '0:', '%', '.', '1/', '[::]', '\ud800', 'fe80::%'])(
		'of a million times %j is refused at once',
		(piece) => {
			const text = piece.repeat(1_000_000);
			const before = performance.now();
			expect(parseCidr(text).ok || parseIp(text).ok).toBe(false);
			expect(performance.now() - before).toBeLessThan(2000);
		},
	);
});
