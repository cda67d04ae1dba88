import { describe, expect, test } from 'vitest';
import { readMarker } from '../../../src/github/bot/marker.ts';
import { closePull, mergePull, push } from '../simulator/actions.ts';
import { changed, started } from './bot-stage.ts';

describe('commands', { timeout: 30_000 }, () => {
	test('a gate is passed by the pasted result of verify, by people with write access alone', async () => {
		const bot = await started();
		const { phase = '', cluster = '' } = readMarker(bot.pull().issue.body) ?? {};
		mergePull(bot.world, bot.repository, bot.pull());
		await bot.settle();
		expect(bot.dashboard().body).toMatch(/- \[ \] <!-- gate /);
		const result = (state: string) =>
			`All is well.\n\n\`dualstack-lint-verify ${JSON.stringify({ cluster, states: { [phase]: state } })}\`\n`;
		bot.repository.people.set('reader', 'read');
		const foreign = bot.comment(bot.dashboard(), result('done'), 'reader');
		bot.comment(bot.dashboard(), result('not-done'));
		await bot.settle();
		expect(foreign.reactions).toEqual([]);
		expect(bot.dashboard().body).not.toMatch(/- \[x\] <!-- gate /);
		const comment = bot.comment(bot.dashboard(), result('done'));
		await bot.settle();
		expect(comment.reactions).toEqual(['eyes', '+1']);
		expect(bot.dashboard().body).toMatch(/- \[x\] <!-- gate /);
	});

	test.each(['rebase', 'recreate'])('%s builds the branch again on the newest base', async (name) => {
		const bot = await started();
		push(bot.world, bot.repository, 'main', { 'notes.md': 'x' });
		await bot.settle();
		const before = bot.pull().head.sha;
		const comment = bot.comment(bot.pull().issue, `/dualstack ${name}`);
		await bot.settle();
		expect(comment.reactions).toEqual(['eyes', '+1']);
		expect(bot.pull().head.sha).not.toBe(before);
		const { parents } = bot.world.git.commits.get(bot.pull().head.sha) ?? {};
		expect(parents).toEqual([bot.repository.refs.get('refs/heads/main')]);
	});

	test('pause holds until resume', async () => {
		const bot = await started();
		const before = bot.pull().head.sha;
		bot.comment(bot.issue(), '/dualstack pause');
		await bot.settle();
		push(bot.world, bot.repository, 'main', changed);
		await bot.settle();
		expect(bot.pull().head.sha).toBe(before);
		bot.comment(bot.issue(), '/dualstack resume');
		await bot.settle();
		expect(bot.pull().head.sha).not.toBe(before);
	});

	test.each(['reopen', 'recreate'])('%s below a closed pull request opens it again', async (name) => {
		const bot = await started();
		closePull(bot.world, bot.repository, bot.pull(), 'octo');
		await bot.settle();
		expect(bot.open()).toEqual([]);
		bot.comment(bot.pull().issue, `/dualstack ${name}`);
		await bot.settle();
		expect(bot.open()).toEqual([bot.pull()]);
	});

	test('discard gives up what a person wrote, which nothing else does', async () => {
		const bot = await started();
		const { sha } = push(bot.world, bot.repository, bot.pull().head.ref, { 'mine.md': 'x' });
		for (const name of ['rebase', 'recreate', 'plan', 'resume']) bot.comment(bot.pull().issue, `/dualstack ${name}`);
		await bot.settle();
		expect(bot.pull().head.sha).toBe(sha);
		bot.comment(bot.pull().issue, '/dualstack discard');
		await bot.settle();
		expect(bot.world.git.filesOf(bot.pull().head.sha).has('mine.md')).toBe(false);
	});

	test('fix on a branch of the bot says that it holds what it should', async () => {
		const bot = await started();
		const comment = bot.comment(bot.pull().issue, '/dualstack fix');
		await bot.settle();
		expect(comment.reactions).toEqual(['eyes', 'confused']);
		expect(bot.pull().issue.comments.at(-1)?.body).toContain('it holds what it should');
	});

	test('a command that is delivered again is not carried out again', async () => {
		const bot = await started();
		const comment = bot.comment(bot.issue(), '/dualstack pause');
		await bot.settle();
		bot.tick('Pause:', false);
		await bot.settle();
		const issue = { number: bot.issue().number, body: '' };
		const told = { comment: { id: comment.id, body: comment.body }, sender: { login: 'octo', type: 'User' } };
		bot.tell('issue_comment', { action: 'created', issue, ...told });
		await bot.settle();
		expect(bot.dashboard().body).not.toContain('**Paused**');
	});
});
