import { Octokit } from '@octokit/rest';
import { describe, expect, test } from 'vitest';
import { rules } from '../../../rules/index.ts';
import { openPulls } from '../../../src/github/bot/open-pulls.ts';
import { push } from '../simulator/actions.ts';
import type { Pull } from '../simulator/world.ts';
import { several, small, startBot } from './bot-stage.ts';

const [config = '', text = ''] = [several(['alfa'])['.dualstack-lint.yaml'], small['bootstrap/kubeadm.yaml']].map(
	String,
);
const dressed = `${config}github:
  pullRequests:
    labels: [networking]
    assignees: [octo]
    reviewers: [reviewer, nobody-here, keeper]
    draft: true
`;
const files = { '.dualstack-lint.yaml': dressed, 'c0/kubeadm.yaml': text };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Opens the first pull request, as the App or as whoever holds a token. */
async function opened(as: 'the App' | 'a token', contents: Record<string, string>): Promise<Pull & { text: string }> {
	const bot = await startBot(as === 'the App' ? contents : { 'notes.md': 'x', ...contents });
	const { world, repository, simulator } = bot;
	repository.people.set('reviewer', 'write');
	if (as === 'the App') {
		push(world, repository, 'main', { 'notes.md': '1' });
		await bot.settle();
	} else {
		repository.people.set('keeper', 'write');
		world.tokens.set('ghp_t', { login: 'keeper', expires: Number.POSITIVE_INFINITY });
		const github = new Octokit({ auth: 'ghp_t', baseUrl: simulator.url, log: silent, retry: { enabled: false } });
		const options = { seed: '0123456789', today: '2026-06-01' };
		for (const _ of [1, 2]) await openPulls(github, { owner: 'octo', repo: 'cluster' }, rules, options);
	}
	const [pull] = bot.open();
	if (pull === undefined) throw new Error('no pull request');
	const { sha = '' } = world.git.filesOf(pull.head.sha).get('c0/kubeadm.yaml') ?? {};
	return { ...pull, text: world.git.blobs.get(sha)?.toString('utf8') ?? '' };
}

describe.each(['the App', 'a token'] as const)('a pull request of %s', { timeout: 30_000 }, (as) => {
	test('has the labels, assignees and reviewers of the configuration, and is a draft', async () => {
		const { issue, reviewers, isDraft } = await opened(as, files);
		expect({ labels: [...issue.labels], assignees: [...issue.assignees], reviewers: [...reviewers], isDraft }).toEqual({
			labels: ['networking'],
			assignees: ['octo'],
			reviewers: ['reviewer'],
			isDraft: true,
		});
		expect(issue.body).not.toContain('isBare');
	});

	test.each([
		['carriage returns', text.replaceAll('\n', '\r\n')],
		['no final newline', text.trimEnd()],
	])('keeps %s of a file', async (_, before) => {
		const { text: after } = await opened(as, { ...files, 'c0/kubeadm.yaml': before });
		expect(after).not.toBe(before);
		expect(after.endsWith('\n')).toBe(before.endsWith('\n'));
		expect(after.replaceAll('\r\n', '').includes('\n')).toBe(!before.includes('\r\n'));
	});
});
