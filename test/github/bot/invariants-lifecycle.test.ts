import { describe, expect, test } from 'vitest';
import { readMarker } from '../../../src/github/bot/marker.ts';
import { closePull, mergePull, push, reopenPull } from '../simulator/actions.ts';
import { started } from './bot-stage.ts';

describe('what is closed, merged or superseded', { timeout: 30_000 }, () => {
	test('10, 11 what is closed stays closed until somebody asks, also where the branch is gone', async () => {
		const bot = await started();
		const closed = bot.pull();
		closePull(bot.world, bot.repository, closed, 'octo');
		bot.repository.refs.delete(`refs/heads/${closed.head.ref}`);
		push(bot.world, bot.repository, 'main', { 'notes.md': 'x' });
		await bot.settle();
		expect(bot.open()).toEqual([]);
		bot.comment(bot.dashboard(), `/dualstack reopen ${readMarker(closed.issue.body)?.phase}`);
		await bot.settle();
		expect(bot.open()).toEqual([closed]);
		closePull(bot.world, bot.repository, closed, 'octo');
		await bot.settle();
		reopenPull(bot.world, bot.repository, closed, 'octo');
		await bot.settle();
		expect(bot.open()).toEqual([closed]);
	});

	test('12, 14 the next phase waits until the one before is merged and ticked', async () => {
		const bot = await started();
		const first = bot.pull();
		mergePull(bot.world, bot.repository, first);
		await bot.settle();
		expect(bot.open()).toEqual([]);
		expect(bot.dashboard().body).toMatch(/- \[ \] <!-- gate /);
	});

	test('13 what is done by somebody else is closed with a reason, and its branch goes', async () => {
		const bot = await started();
		const { head, issue } = bot.pull();
		const files = Object.fromEntries(
			[...bot.world.git.filesOf(head.sha)].map(([path, { sha }]) => [path, bot.world.git.blobs.get(sha) ?? '']),
		);
		push(bot.world, bot.repository, 'main', files);
		await bot.settle();
		expect(issue.state).toBe('closed');
		expect(issue.comments.map(({ body }) => body)).toEqual([expect.stringContaining('nothing is left to merge')]);
		expect(bot.repository.refs.has(`refs/heads/${head.ref}`)).toBe(false);
	});
});
