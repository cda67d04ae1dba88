import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ArchiveLimits, ArchiveTooLarge, readArchive } from '../../src/github/archive.ts';
import { type HostileEntry, tarOf } from './tar.ts';

const limits: ArchiveLimits = {
	entries: 1000,
	bytes: 4 * 2 ** 20,
	fileBytes: 2 ** 20,
	textBytes: 4 * 2 ** 20,
	patience: 30_000,
};

/** The archive as it comes over a network: in pieces. */
function streamOf(bytes: Buffer): ReadableStream<Uint8Array<ArrayBuffer>> {
	const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, i) =>
		Uint8Array.from(bytes.subarray(i * 65_536, (i + 1) * 65_536)),
	);
	return ReadableStream.from(pieces);
}

/** What is read of it: `path kind`, or how it was refused. */
async function read(bytes: Buffer): Promise<readonly string[] | string> {
	try {
		const entries = await readArchive(streamOf(bytes), limits);
		return [...entries].map(([path, { kind }]) => `${path} ${kind}`);
	} catch (error) {
		return error instanceof ArchiveTooLarge ? `too large: ${error.message}` : 'refused';
	}
}

const good: HostileEntry = { name: 'top/good.yaml', body: 'a: 1\n' };
const readsGood = ['good.yaml file'];

/** Archives with something odd beside a good file. */
const odd: readonly (readonly [name: string, entries: readonly HostileEntry[], outcome: readonly string[] | string])[] =
	[
		['a path that climbs out', [{ name: 'top/../../../etc/passwd', body: 'x' }, good], readsGood],
		['a path that climbs out of its top', [{ name: '../x', body: 'x' }, good], readsGood],
		['an absolute path', [{ name: '/etc/passwd', body: 'x' }, good], readsGood],
		['a path with empty steps', [{ name: 'top//x', body: 'x' }, good], readsGood],
		[
			'a path with backslashes',
			[{ name: 'top\\..\\..\\x', body: 'x' }, { name: 'top/a\\b', body: 'x' }, good],
			readsGood,
		],
		['a path with a dot', [{ name: 'top/./x', body: 'x' }, good], readsGood],
		['a path that is empty', [{ name: '', body: 'x' }, good], readsGood],
		['a path of one step', [{ name: 'x', body: 'x' }, good], readsGood],
		['a hard link out of it', [{ name: 'top/x', type: '1', link: '/etc/passwd' }, good], readsGood],
		['a hard link inside of it', [good, { name: 'top/x', type: '1', link: 'top/good.yaml' }], readsGood],
		[
			'a symbolic link out of it',
			[{ name: 'top/x', type: '2', link: '../../../etc/passwd' }, good],
			['x link', ...readsGood],
		],
		[
			'a file behind a symbolic link',
			[{ name: 'top/x', type: '2', link: '/etc' }, { name: 'top/x/passwd', body: 'x' }, good],
			['x link', 'x/passwd file', ...readsGood],
		],
		['a character device', [{ name: 'top/x', type: '3' }, good], readsGood],
		['a block device', [{ name: 'top/x', type: '4' }, good], readsGood],
		['a pipe', [{ name: 'top/x', type: '6' }, good], readsGood],
		['a kind that nobody knows', [{ name: 'top/x', type: 'Z', body: 'x' }, good], ['x file', ...readsGood]],
		['a folder with a body', [{ name: 'top/x', type: '5', body: 'y'.repeat(600) }, good], 'refused'],
		[
			'the names of every object',
			[{ name: 'top/__proto__', body: 'x' }, { name: 'top/constructor', body: 'x' }, good],
			['__proto__ file', 'constructor file', ...readsGood],
		],
		['the same file twice', [good, { ...good, body: 'b: 2\n' }], readsGood],
		[
			'more files than are allowed',
			Array.from({ length: 1001 }, (_, i) => ({ name: `top/f${i}`, body: 'x' })),
			'too large: it has more than 1000 files',
		],
		[
			'a file that is too large',
			[{ name: 'top/x', body: Buffer.alloc(2 ** 20 + 1) }, good],
			['x too-large', ...readsGood],
		],
		[
			'many files that are too large together',
			Array.from({ length: 5 }, (_, i) => ({ name: `top/${i}`, body: Buffer.alloc(2 ** 20) })),
			'too large: its files have more than 4 MiB',
		],
		['a size beyond the archive', [{ name: 'top/x', body: 'x', size: '77777777777\0' }], 'refused'],
		['a size that is no number', [{ name: 'top/x', body: 'x', size: 'zzzzzzzzzzz\0' }], 'refused'],
		['a checksum that is wrong', [{ ...good, checksum: '000001\0 ' }], 'refused'],
		[
			'a long name that climbs out',
			[
				{ name: '././@LongLink', type: 'L', body: `top/${'d/'.repeat(80)}../../x\0` },
				{ name: 'top/short', body: 'x' },
				good,
			],
			readsGood,
		],
		[
			'a header that gives another path',
			[{ name: 'x', type: 'x', body: '27 path=top/../../outside\n' }, { name: 'top/x', body: 'x' }, good],
			'seen',
		],
	];

describe('an archive made to do harm', () => {
	test.each(odd)('with %s is read without it, or not at all', async (_, entries, outcome) => {
		const found = await read(gzipSync(tarOf(entries)));
		if (outcome !== 'seen') expect(found).toEqual(outcome);
		for (const path of typeof found === 'string' ? [] : found) expect(path).not.toMatch(/(^|\/)\.\.(\/|$)|^\/|\0/);
	});

	test('of zeros is left off where its files are more than is allowed', async () => {
		const bomb = gzipSync(tarOf([{ name: 'top/x', body: Buffer.alloc(64 * 2 ** 20) }]));
		expect(bomb.length).toBeLessThan(2 ** 20);
		expect(await read(bomb)).toBe('too large: its files have more than 4 MiB');
	});

	test('of a hundred thousand files is read as far as it is allowed', async () => {
		const entries = Array.from({ length: 100_001 }, (_, i) => ({ name: `top/f${i}`, body: 'x' }));
		const bytes = gzipSync(tarOf(entries), { level: 1 });
		await expect(readArchive(streamOf(bytes))).rejects.toThrow('more than 100000 files');
	}, 60_000);

	const whole = gzipSync(
		tarOf([good, { name: 'top/long', body: Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)) }]),
	);
	test.each([1, 10, 18, whole.length >> 1, whole.length - 9, whole.length - 1])(
		'that ends after %i bytes is refused',
		async (length) => {
			expect(await read(whole.subarray(0, length))).toBe('refused');
		},
	);

	test.each([
		['nothing', Buffer.alloc(0)],
		['a page', Buffer.from('<html>not found</html>')],
		['another compression', Buffer.from('28b52ffd0458', 'hex')],
		['a tar that is not compressed', tarOf([good])],
		[
			'a name of a gzip without an end',
			Buffer.concat([Buffer.from('1f8b0808000000000003', 'hex'), Buffer.alloc(100_000, 'n')]),
		],
		['noise', gzipSync(Buffer.alloc(5000, '\xff\x01garbage'))],
	])('that is %s is refused', async (_, bytes) => {
		expect(await read(bytes)).toBe('refused');
	});

	test('with a bit turned anywhere is read or refused, and does not bring the process down', async () => {
		for (let i = 0; i < whole.length; i += 3) {
			const turned = Buffer.from(whole);
			turned[i] = (turned[i] ?? 0) ^ 0x10;
			const found = await read(turned);
			expect(typeof found === 'string' || found.length <= 2).toBe(true);
		}
	});
});
