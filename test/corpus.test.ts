import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import { lintRepository } from '../src/pipeline.ts';
import { filesFromDisk } from '../src/repo/disk.ts';
import { jsonReport } from '../src/report/json.ts';

/** Archives of real repositories, beside a checkout of the project where somebody has them. */
const folder = join(import.meta.dirname, '../../shared/corpus');
const archives = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tar.gz')) : [];
const scratch = mkdtempSync(join(tmpdir(), 'corpus-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const isMissing = archives.length === 0;
if (isMissing) console.log('skipped: no archives of real repositories beside this checkout');

test.skipIf(isMissing).each(isMissing ? ['none'] : archives)(
	'%s: what does not matter changes nothing in the report',
	(name) => {
		const root = join(scratch, name);
		mkdirSync(root);
		execFileSync('tar', ['-xzf', join(folder, name), '-C', root]);
		const report = (everything: boolean) => {
			const outcome = lintRepository(filesFromDisk(root), rules, { everything });
			return outcome.ok ? jsonReport(outcome.value) : JSON.stringify(outcome.problem);
		};
		const pruned = report(false);
		expect(pruned).not.toBe('');
		expect(pruned).toBe(report(true));
	},
	60_000,
);
