import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromDisk } from '../src/repo/disk.ts';

/** Archives of real repositories, beside a checkout of the project where somebody has them. */
const folder = join(import.meta.dirname, '../../shared/corpus');
const archives = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tar.gz')) : [];
const scratch = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

if (archives.length === 0) console.log('skipped: no archives of real repositories beside this checkout');

/** Says what could not be seen, in some hundred places. */
const notReviewed = 'flux/unresolved-source';

const text = readFileSync(join(import.meta.dirname, 'corpus-review.md'), 'utf8');
const rows = [...text.matchAll(/^\| `([^`]+)` \| (\S+) \| (\w+) \| (\d+) \| (\w+) \| (.+) \|$/gm)].map(
	([, rule = '', repository = '', severity = '', count, verdict = '', why = '']) => {
		return { rule, repository, severity, count: Number(count), verdict, why };
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
	'every finding over real repositories has been reviewed',
	() => {
		const found = new Map<string, number>();
		for (const archive of archives) {
			const root = join(scratch, archive);
			mkdirSync(root);
			execFileSync('tar', ['-xzf', join(folder, archive), '-C', root]);
			const repository = archive.replace(/\.tar\.gz$/, '').replace('+', '/');
			const outcome = lintRepository(filesFromDisk(root), rules);
			if (!outcome.ok) continue;
			for (const { ruleId, severity } of outcome.value.diagnostics) {
				const key = `${ruleId} ${repository} ${severity}`;
				if (ruleId !== notReviewed) found.set(key, (found.get(key) ?? 0) + 1);
			}
		}
		const reviewed = rows.map(({ rule, repository, severity, count }) => `${rule} ${repository} ${severity} ${count}`);
		expect([...found].map(([key, count]) => `${key} ${count}`).sort()).toEqual(reviewed.sort());
	},
	120_000,
);
