import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { archiveLimits, readArchive } from '../../src/github/archive.ts';

function file(name: string, body: string | Uint8Array = 'a: 1\n'): TarEntry {
	return { header: { name, size: Buffer.byteLength(body), type: 'file' }, body };
}

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
	return new ReadableStream({
		start(controller) {
			for (let at = 0; at < bytes.length; at += 1000) controller.enqueue(bytes.slice(at, at + 1000));
			controller.close();
		},
	});
}

async function read(entries: readonly TarEntry[], limits: Partial<typeof archiveLimits> = {}) {
	const bytes = gzipSync(await packTar([...entries]));
	return readArchive(streamOf(Uint8Array.from(bytes)), { ...archiveLimits, ...limits });
}

describe('an archive', () => {
	test('is seen from its top folder, each file with the name that git gives its content', async () => {
		const found = await read([
			{ header: { name: 'top/', size: 0, type: 'directory' } },
			file('top/a.yaml'),
			file('top/image.png', Uint8Array.of(0xff, 0xfe, 0)),
			{ header: { name: 'top/link.yaml', size: 0, type: 'symlink', linkname: '../../etc/passwd' } },
		]);
		expect([...found]).toEqual([
			[
				'a.yaml',
				{ kind: 'file', blob: 'a8926a52d8dcba5c4386945476ab6a2ad008afd4', text: { ok: true, value: 'a: 1\n' } },
			],
			['image.png', { kind: 'file', blob: expect.any(String), text: { ok: false, problem: { kind: 'not-utf-8' } } }],
			['link.yaml', { kind: 'link', target: '../../etc/passwd' }],
		]);
	});

	test.each(['top/../../a', '/etc/passwd', 'top//a', 'top/./a', 'top/a\\..\\b', 'top'])(
		'holds nothing at %s',
		async (name) => {
			const found = await read([file(name), file('top/right.yaml')]);
			const inside = [...found.keys()].filter((path) => path !== 'right.yaml');
			expect(inside.filter((path) => path.startsWith('/') || path.split('/').includes('..'))).toEqual([]);
			expect(found.has('right.yaml')).toBe(true);
		},
	);

	test.each([
		['files', { entries: 2 }, 'it has more than 2 files'],
		['bytes', { bytes: 2 ** 20 }, 'its files have more than 1 MiB'],
		['texts', { textBytes: 2 ** 20 }, 'its texts have more than 1 MiB'],
	])('of too many %s is refused with a sentence', async (_, limits, sentence) => {
		const entries = ['a', 'b', 'c'].map((name) => file(`top/${name}.yaml`, `${'x'.repeat(400_000)}\n`));
		await expect(read(entries, limits)).rejects.toThrow(sentence);
	});

	test('leaves out the content of a file that is too large, and reads on', async () => {
		const found = await read([file('top/a.yaml', 'x'.repeat(5000)), file('top/b.yaml')], { fileBytes: 4000 });
		expect(found.get('a.yaml')).toEqual({ kind: 'too-large', size: 5000 });
		expect(found.get('b.yaml')?.kind).toBe('file');
	});

	test('that is cut is an error and no smaller archive', async () => {
		const bytes = gzipSync(await packTar([file('top/a.yaml'), file('top/b.yaml', 'x'.repeat(50_000))]));
		await expect(readArchive(streamOf(Uint8Array.from(bytes.subarray(0, bytes.length / 2))))).rejects.toThrow();
	});
});
