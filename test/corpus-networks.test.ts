import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { foundNetworks, notFound } from '../scripts/found-networks.ts';
import { filesFromDisk } from '../src/repo/disk.ts';

/** Archives of real repositories, beside a checkout of the project where somebody has them. */
const folder = join(import.meta.dirname, '../../shared/corpus');
const archives = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tar.gz')) : [];
const scratch = mkdtempSync(join(tmpdir(), 'networks-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }), 60_000);

if (archives.length === 0) console.log('skipped: no archives of real repositories beside this checkout');

const text = readFileSync(join(import.meta.dirname, 'corpus-networks.md'), 'utf8');
const rows = [...text.matchAll(/^\| (\S+\/\S+) \| (\S+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
	([, repository = '', cluster = '', pod = '', service = '', why = '']) => {
		return { repository, cluster, pod, service, why };
	},
);

test('a network that is not found has a reason', () => {
	expect(rows.length).toBeGreaterThan(0);
	for (const { repository, pod, service, why } of rows) {
		const isWhole = pod !== notFound && service !== notFound;
		expect([repository, isWhole]).toEqual([repository, why === 'all that is written']);
	}
});

test.skipIf(archives.length === 0)(
	'every network that files of a cluster state is found',
	() => {
		const found = archives.flatMap((archive) => {
			const root = join(scratch, archive);
			mkdirSync(root);
			execFileSync('tar', ['-xzf', join(folder, archive), '-C', root]);
			const repository = archive.replace(/\.tar\.gz$/, '').replace('+', '/');
			return foundNetworks(filesFromDisk(root)).map((one) => ({ repository, ...one }));
		});
		const lines = (all: readonly Omit<(typeof rows)[number], 'why'>[]) =>
			all.map(({ repository, cluster, pod, service }) => [repository, cluster, pod, service].join(' | ')).sort();
		expect(lines(found)).toEqual(lines(rows));
	},
	120_000,
);
