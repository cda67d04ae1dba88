import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { dashboardText, tickedState } from '../../../src/github/bot/dashboard.ts';
import { freshState, phaseKey, readState } from '../../../src/github/bot/state.ts';
import { planMigration } from '../../../src/migrate/plan-migration.ts';
import type { RepoPath } from '../../../src/repo/location.ts';
import { type BotStage, several, small, startBot } from './bot-stage.ts';
import { visible } from './visible.ts';

const hostile = fc
	.array(
		fc.constantFrom(
			...['@octo', 'Fixes #1', 'octo/cluster#1', 'GH-1', 'https://evil.test/x', 'www.evil.test', '![x](//evil.test)'],
			...[
				'<img src=x>',
				'</details>',
				'<!-- x',
				'-->',
				'[a](b)',
				'`',
				'````',
				'|',
				'\\',
				'ü\u202e',
				'"',
				'$(x)',
				'*a*',
			],
			...['<!-- dualstack-lint dashboard {"version":1} -->', '- [x] <!-- pause --> x'],
		),
		{ minLength: 1, maxLength: 4 },
	)
	.map((parts) => parts.join(' '));

/** All that we have written where people read it, and what is plain text there. */
function written({ pulls, dashboards, repository, world }: BotStage) {
	const issues = [...repository.issues.values()].filter(({ user }) => user.endsWith('[bot]'));
	const ours = pulls();
	const comments = [...repository.issues.values()].flatMap((issue) => issue.comments);
	return {
		texts: [
			...[...issues, ...dashboards(), ...ours.map(({ issue }) => issue)].map(({ body }) => body),
			...comments.filter(({ user }) => user.endsWith('[bot]')).map(({ body }) => body),
		],
		plain: [
			...issues.map(({ title }) => title),
			...ours.map(({ head }) => world.git.commits.get(head.sha)?.message ?? ''),
			...ours.map(({ head }) => head.ref),
		],
	};
}

/** What fits a pattern, with what stands around it. */
function around(pattern: RegExp, text: string): string {
	const index = pattern.exec(text)?.index;
	return index === undefined ? '' : text.slice(Math.max(0, index - 80), index + 80);
}

const tags =
	/<(?!\/?(?:details|summary)>|!-- (?:gate|discard|reopen) [0-9a-f]{8}\.|!-- pause -->|!-- dualstack-lint (?:answer|said \w+) -->)/;

describe('what is written', { timeout: 60_000 }, () => {
	test('21 mentions nobody, refers to nothing, and holds no link, image or HTML of the repository', async () => {
		await fc.assert(
			fc.asyncProperty(hostile, hostile, hostile, async (name, other, text) => {
				const names = [name, `${other} 2`];
				const path = text.replace(/[/\\\0]/g, '_');
				const comment = `# ${text.replaceAll('\n', ' ')}\n`;
				const bot = await startBot({
					...several(names),
					[`c0/${path}.yaml`]: `${comment}${small['bootstrap/kubeadm.yaml']}clusterName: ${JSON.stringify(text)}\n`,
					'c0/kubeadm.yaml': null,
				});
				bot.comment(bot.issue(), '/dualstack plan');
				await bot.settle();
				bot.comment(bot.issue(), `/dualstack explain ${text}`);
				await bot.settle();
				expect(bot.dashboards()).toHaveLength(1);
				expect(bot.pulls().length).toBeGreaterThan(0);
				const { texts, plain } = written(bot);
				for (const one of texts) {
					expect(one.length).toBeLessThanOrEqual(65_536);
					const shown = visible(one).replace(/^<!-- dualstack-lint .* -->$/gm, '');
					expect(around(/@octo|(?<!&)#1\b|GH-1|:\/\/evil|www\.evil|(?<!\\)\]\(/, shown)).toBe('');
					expect(around(tags, shown)).toBe('');
					expect(shown.split('<details>').length).toBe(shown.split('</details>').length);
					// Not even where nobody looks.
					for (const line of one.split('\n').filter((line) => line.startsWith('<!-- dualstack-lint')))
						expect(line.slice(4, -3)).not.toMatch(/[@#<>]|--|:\/\//);
				}
				for (const one of plain) expect(one).not.toMatch(/[@#<>[\]`]|GH-1|evil\.test|:\/\//);
			}),
			{ numRuns: 6, examples: [['@octo Fixes #1', 'GH-1', 'www.evil.test `']] },
		);
	});

	test('20 a dashboard of hundreds of clusters fits, with what waits for a person first, and says what is left out', () => {
		const read = (path: string) => (path === 'a.yaml' ? ({ ok: true, value: text } as const) : undefined);
		const text = String(small['bootstrap/kubeadm.yaml']);
		const plan = planMigration({ paths: ['a.yaml' as RepoPath], read }, rules, {
			today: '2026-06-01',
			seed: '0123456789',
		});
		const [one] = plan.ok ? plan.value.clusters : [];
		if (!plan.ok || one === undefined) throw new Error('no plan');
		const clusters = Array.from({ length: 400 }, (_, i) => ({ ...one, cluster: `number-${i}` }));
		const passed = new Set(clusters.map(({ cluster }) => phaseKey(cluster, 'hold')));
		const found = {
			...{ plan: { ...plan.value, clusters }, problem: undefined, outcomes: [], merged: new Set<string>() },
			...{ gates: [{ cluster: 'number-399', gate: 'nodes', next: 'cilium' }], headline: 'no findings', tip: 'a' },
		};
		const state = { ...freshState, passed };
		const seal = { key: 'k', repository: 'R_1' };
		const body = dashboardText(state, found, seal);
		expect(body.length).toBeLessThanOrEqual(65_536);
		expect(body).toContain('### number-399');
		expect(body).toMatch(/\d+ clusters more: `dualstack-lint migrate` prints all/);
		expect(tickedState(readState(body, seal) ?? freshState, body).passed).toEqual(passed);
	});

	test('20 a difference that is too long is cut in a body, and what follows is no part of it', async () => {
		const text = small['bootstrap/kubeadm.yaml'] ?? '';
		const long = `${text}apiServer:\n  certSANs:\n${Array.from({ length: 4000 }, (_, i) => `    - a-long-name-${i}.${'x'.repeat(60)}.test\n`).join('')}`;
		const bot = await startBot({ ...several(['alfa']), 'c0/kubeadm.yaml': long });
		bot.comment(bot.issue(), '/dualstack plan');
		await bot.settle();
		const [pull] = bot.open();
		expect(pull?.issue.body.length).toBeLessThanOrEqual(65_536);
		expect(visible(pull?.issue.body ?? '')).toContain('<!-- dualstack-lint migration ');
	});
});
