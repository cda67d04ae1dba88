import { describe, expect, test } from 'vitest';
import { readMarker } from '../../../src/github/bot/marker.ts';
import { keepTicks } from '../../../src/github/bot/ticks.ts';
import { push } from '../simulator/actions.ts';
import { changed, started } from './bot-stage.ts';

describe('the work of people', { timeout: 30_000 }, () => {
	test('6, 7 a commit of a person stops the updates, which is said once, until its author lets it go', async () => {
		const bot = await started();
		for (const amend of [false, true]) {
			const { sha } = push(bot.world, bot.repository, bot.pull().head.ref, { 'mine.md': `x${amend}` }, { amend });
			push(bot.world, bot.repository, 'main', { 'notes.md': String(amend), ...changed });
			await bot.settle();
			expect(bot.pull().head.sha).toBe(sha);
		}
		const said = () => bot.pull().issue.comments.filter(({ body }) => body.includes('said edited'));
		expect(said()).toHaveLength(1);
		bot.tick('Throw away what others wrote');
		await bot.settle();
		expect(bot.world.git.filesOf(bot.pull().head.sha).has('mine.md')).toBe(false);
		expect(readMarker(bot.pull().issue.body)?.head).toBe(bot.pull().head.sha);
	});

	test('9 what a person has set on a pull request stays', async () => {
		const bot = await started();
		const { issue } = bot.pull();
		issue.title = 'my words';
		issue.labels.add('mine');
		bot.pull().isDraft = true;
		push(bot.world, bot.repository, 'main', changed);
		await bot.settle();
		expect([issue.title, [...issue.labels], bot.pull().isDraft]).toEqual(['my words', ['mine'], true]);
	});

	test('boxes that a person has ticked stay ticked', () => {
		expect(keepTicks('- [ ] a\n- [ ] b', '- [x] a\r\n- [ ] b')).toBe('- [x] a\n- [ ] b');
	});
});
