import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { filesFromDisk, maxFileSize } from '../../src/repo/disk.ts';
import type { RepoPath } from '../../src/repo/location.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'disk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string | Uint8Array): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	writeFileSync(join(root, path), text);
}

function link(path: string, target: string): void {
	mkdirSync(dirname(join(root, path)), { recursive: true });
	symlinkSync(target, join(root, path));
}

const read = (path: string) => filesFromDisk(root).read(path as RepoPath);

describe('the tree', () => {
	test('lists every file in the order of its path and leaves out .git and node_modules', () => {
		for (const path of ['b.yaml', 'a/c.yaml', 'a-b.yaml', '.git/HEAD', 'node_modules/x/y.yaml', 'a/.git', '.flux/z']) {
			write(path, 'x');
		}
		expect(filesFromDisk(root).paths).toEqual(['.flux/z', 'a-b.yaml', 'a/c.yaml', 'b.yaml']);
	});

	test('follows links to files and folders inside the root', () => {
		write('base/web.yaml', 'web');
		link('prod/base', '../base');
		link('prod/db.yaml', '../base/web.yaml');
		expect(filesFromDisk(root).paths).toEqual(['base/web.yaml', 'prod/base/web.yaml', 'prod/db.yaml']);
		expect(read('prod/base/web.yaml')).toEqual({ ok: true, value: 'web' });
	});

	test('does not follow a link out of the root', () => {
		write('inside/x.yaml', 'x');
		link('inside/out', tmpdir());
		link('inside/passwd', '/etc/passwd');
		expect(filesFromDisk(join(root, 'inside')).paths).toEqual(['out', 'passwd', 'x.yaml']);
		expect(filesFromDisk(join(root, 'inside')).read('passwd' as RepoPath)).toEqual({
			ok: false,
			problem: { kind: 'outside' },
		});
	});

	test('ends at links that lead back to a folder above them', () => {
		write('a/x.yaml', 'x');
		link('a/again', '..');
		link('a/self', '.');
		expect(filesFromDisk(root).paths).toEqual(['a/x.yaml']);
	});

	test('ends when folders link to each other in every way', () => {
		const names = Array.from({ length: 9 }, (_, i) => `d${i}`);
		for (const from of names) for (const to of names) if (from !== to) link(`${from}/${to}`, `../${to}`);
		write('d0/x.yaml', 'x');
		expect(filesFromDisk(root).paths).toContain('d0/x.yaml');
	});

	test('does not bring back node_modules through a link', () => {
		write('node_modules/x/y.yaml', 'x');
		link('vendored', 'node_modules/x');
		expect(filesFromDisk(root).paths).toEqual([]);
	});

	test('passes over pipes, also behind a link', () => {
		execFileSync('mkfifo', [join(root, 'pipe')]);
		link('to-pipe', 'pipe');
		expect(filesFromDisk(root).paths).toEqual([]);
	});

	test('shows the checkout of another repository where it is mounted', () => {
		write('main/x.yaml', 'x');
		write('other/apps/y.yaml', 'y');
		link('other/out.yaml', '../main/x.yaml');
		const files = filesFromDisk(join(root, 'main'), [{ at: 'source:infra' as RepoPath, folder: join(root, 'other') }]);
		expect(files.paths).toEqual(['source:infra/apps/y.yaml', 'source:infra/out.yaml', 'x.yaml']);
		expect(files.read('source:infra/apps/y.yaml' as RepoPath)).toEqual({ ok: true, value: 'y' });
		expect(files.read('source:infra/out.yaml' as RepoPath)).toEqual({ ok: false, problem: { kind: 'outside' } });
	});
});

describe('a file', () => {
	test('keeps its byte order mark', () => {
		write('x.yaml', '\uFEFFa: 1\n');
		expect(read('x.yaml')).toEqual({ ok: true, value: '\uFEFFa: 1\n' });
	});

	test('of another encoding is a problem', () => {
		write('x.yaml', new Uint8Array([0x61, 0xff, 0xfe]));
		expect(read('x.yaml')).toEqual({ ok: false, problem: { kind: 'not-utf-8' } });
	});

	test('above the limit is not read', () => {
		write('x.yaml', '');
		truncateSync(join(root, 'x.yaml'), maxFileSize + 1);
		expect(read('x.yaml')).toEqual({
			ok: false,
			problem: { kind: 'too-large', bytes: maxFileSize + 1, limit: maxFileSize },
		});
	});

	test('behind a broken link is a problem', () => {
		link('x.yaml', 'nowhere');
		expect(read('x.yaml')).toEqual({ ok: false, problem: { kind: 'unreadable', reason: 'ENOENT' } });
	});

	test('that is not in the tree is undefined, also by a path that leads out', () => {
		expect(read('nowhere.yaml')).toBeUndefined();
		expect(read('../../etc/passwd')).toBeUndefined();
	});

	test('is read once, so the answer stays the same', () => {
		write('x.yaml', 'before');
		const files = filesFromDisk(root);
		const first = files.read('x.yaml' as RepoPath);
		write('x.yaml', 'after');
		expect(files.read('x.yaml' as RepoPath)).toBe(first);
	});
});
