import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromDisk } from '../src/repo/disk.ts';
import { positionFinder } from '../src/repo/location.ts';

/** Archives of real repositories, beside a checkout of the project where somebody has them. */
const folder = join(import.meta.dirname, '../../shared/corpus');
const archives = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tar.gz')) : [];
const scratch = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }), 60_000);

if (archives.length === 0) console.log('skipped: no archives of real repositories beside this checkout');

/** Says what could not be seen: its findings share a row for each repository. */
const grouped = 'flux/unresolved-source';

const text = readFileSync(join(import.meta.dirname, 'corpus-review.md'), 'utf8');
const rows = [...text.matchAll(/^\| `([^`]+)` \| (\S+) \| (.+?) \| (\w+) \| (\w+) \| (.+) \|$/gm)].map(
	([, rule = '', repository = '', where = '', severity = '', verdict = '', why = '']) => {
		return { rule, repository, where, severity, verdict, why };
	},
);

test('the review has a verdict and a reason for each row, and no error that is false', () => {
	expect(rows.length).toBeGreaterThan(0);
	for (const { rule, verdict, why, severity } of rows) {
		expect(rules.map(({ id }) => id)).toContain(rule);
		expect(['true', 'false', 'unsure']).toContain(verdict);
		expect(why.trim()).not.toBe('');
		if (severity === 'error') expect([rule, verdict]).toEqual([rule, 'true']);
	}
});

test.skipIf(archives.length === 0)(
	'every finding over real repositories has been reviewed, and each where it stands',
	() => {
		const found: string[] = [];
		for (const archive of archives) {
			const root = join(scratch, archive);
			mkdirSync(root);
			execFileSync('tar', ['-xzf', join(folder, archive), '-C', root]);
			const repository = archive.replace(/\.tar\.gz$/, '').replace('+', '/');
			const outcome = lintRepository(filesFromDisk(root), rules);
			if (!outcome.ok) throw new Error(`${repository} cannot be linted: ${JSON.stringify(outcome.problem)}`);
			const { diagnostics, textOf } = outcome.value;
			const lines = new Map<string, number[]>();
			for (const { ruleId, severity, at } of diagnostics) {
				const file = ruleId === grouped ? '' : at.file;
				const key = JSON.stringify([ruleId, repository, file, severity]);
				lines.set(key, [...(lines.get(key) ?? []), positionFinder(textOf(at.file))(at.range.start).line]);
			}
			for (const [key, all] of lines) {
				const [rule, , file, severity] = JSON.parse(key);
				const where = file === '' ? `${all.length} findings` : `${file}:${all.sort((a, b) => a - b).join(',')}`;
				found.push(`${rule} | ${repository} | ${where} | ${severity}`);
			}
		}
		const reviewed = rows.map(
			({ rule, repository, where, severity }) => `${rule} | ${repository} | ${where} | ${severity}`,
		);
		expect(found.sort()).toEqual(reviewed.sort());
	},
	120_000,
);
