import { describe, expect, test } from 'vitest';
import { readMarker } from '../../../src/github/bot/marker.ts';
import { keepTicks } from '../../../src/github/bot/ticks.ts';
import { push } from '../simulator/actions.ts';
import { changed, small, started } from './bot-stage.ts';

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

	test('8 where force-pushes are forbidden, the branch gets a commit with two parents and the files that it should have', async () => {
		const [free, bound] = await Promise.all([started(), started()]);
		bound.repository.forbidsForce = true;
		for (const bot of [free, bound]) {
			for (const text of ['changed', 'changed again']) {
				const before = bot.pull().head.sha;
				push(bot.world, bot.repository, 'main', {
					'bootstrap/kubeadm.yaml': `# ${text}\n${small['bootstrap/kubeadm.yaml']}`,
				});
				await bot.settle();
				const tip = bot.repository.refs.get('refs/heads/main');
				const { parents } = bot.world.git.commits.get(bot.pull().head.sha) ?? {};
				expect(parents).toEqual(bot === bound ? [before, tip] : [tip]);
				expect(readMarker(bot.pull().issue.body)).toMatchObject({ head: bot.pull().head.sha, next: null });
			}
		}
		const treeOf = ({ world, pull }: typeof free) => world.git.commits.get(pull().head.sha)?.tree;
		expect(treeOf(bound)).toBe(treeOf(free));
		expect(bound.pull().issue.comments).toEqual([]);
		const { sha } = push(bound.world, bound.repository, bound.pull().head.ref, { 'mine.md': 'x' });
		push(bound.world, bound.repository, 'main', changed);
		await bound.settle();
		expect(bound.pull().head.sha).toBe(sha);
		bound.comment(bound.pull().issue, '/dualstack discard');
		await bound.settle();
		expect(bound.world.git.filesOf(bound.pull().head.sha).has('mine.md')).toBe(false);
		expect(bound.world.git.ancestors(bound.pull().head.sha).has(sha)).toBe(true);
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
