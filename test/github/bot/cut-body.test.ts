import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutBody, longestBody } from '../../../src/github/bot/cut-body.ts';
import { markdownBlock } from '../../../src/report/markdown-text.ts';
import { outside } from './visible.ts';

/** Blocks whose content itself holds fences and folds. */
const block = fc
	.array(fc.constantFrom('```', '````', '</details>', '<details>', 'a line', ' ```` yaml', 'x'.repeat(400)), {
		minLength: 1,
		maxLength: 80,
	})
	.map((lines) => markdownBlock(lines, 'diff'));
const fold = block.map((text) => `<details><summary>What differs</summary>\n\n${text}\n\n</details>`);
const bodies = fc
	.array(fc.oneof(block, fold, fc.constant('A sentence.')), { minLength: 1, maxLength: 12 })
	.map((parts) => Array.from({ length: 6 }, () => parts.join('\n\n')).join('\n\n'));

describe('a body that is too long', () => {
	test('20 ends outside of any block, with each fold closed and where to find the rest', () => {
		fc.assert(
			fc.property(bodies, (body) => {
				const cut = cutBody(body);
				expect(cut.length).toBeLessThanOrEqual(longestBody);
				const lines = outside(cut).join('\n');
				expect(lines.split('<details>').length).toBe(lines.split('</details>').length);
				if (body.length > longestBody) expect(cut).toMatch(/\n\nThe rest: `dualstack-lint migrate`\.$/);
				else expect(cut).toBe(body);
			}),
			{ numRuns: 60 },
		);
	});
});
