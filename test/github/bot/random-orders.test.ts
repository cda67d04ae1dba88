import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closePull, mergePull, push, reopenPull } from '../simulator/actions.ts';
import { type BotStage, small, startBot } from './bot-stage.ts';

type Step = (bot: BotStage, commits: Set<string>) => void;

/** What people, GitHub and failures do, in words. */
const steps: Readonly<Record<string, Step>> = {
	'change the default branch': ({ world, repository }) =>
		void push(world, repository, 'main', { 'notes.md': String(world.nextId()) }),
	'commit to a branch of the bot': (bot, commits) => {
		const [pull] = bot.open();
		if (pull === undefined) return;
		const { sha } = push(bot.world, bot.repository, pull.head.ref, { 'mine.md': String(bot.world.nextId()) });
		commits.add(`${pull.head.ref} ${sha}`);
	},
	merge: (bot) => {
		const [pull] = bot.open();
		if (pull !== undefined) mergePull(bot.world, bot.repository, pull);
	},
	close: (bot) => {
		const [pull] = bot.open();
		if (pull !== undefined) closePull(bot.world, bot.repository, pull, 'octo');
	},
	reopen: (bot) => {
		const closed = bot.pulls().find(({ issue, mergedAs }) => issue.state === 'closed' && mergedAs === undefined);
		if (closed !== undefined && bot.open().length === 0) reopenPull(bot.world, bot.repository, closed, 'octo');
	},
	'tick a gate': (bot) => {
		const box = /- \[ \] <!-- (gate \S+) -->/.exec(bot.dashboards()[0]?.body ?? '')?.[1];
		if (box !== undefined) bot.tick(box);
	},
	pause: (bot) => void bot.comment(bot.issue(), '/dualstack pause'),
	resume: (bot) => void bot.comment(bot.issue(), '/dualstack resume'),
	plan: (bot) => void bot.comment(bot.issue(), '/dualstack plan'),
	'tell all of it twice': ({ world }) => void world.happenings.push(...world.happenings.slice()),
	'tell it in another order': ({ world }) => void world.happenings.reverse(),
	'drop a call': ({ simulator }) => simulator.faults.add({ kind: { is: 'dropped' }, after: 5 }),
	'lose an answer': ({ simulator }) => simulator.faults.add({ kind: { is: 'answer-lost' }, after: 7 }),
};

test('whatever happens in whatever order, the invariants hold', { timeout: 60_000 }, async () => {
	const names = fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 3, maxLength: 9 });
	await fc.assert(
		fc.asyncProperty(names, fc.boolean(), async (chosen, isCrashing) => {
			const bot = await startBot(small);
			const commits = new Set<string>();
			bot.comment(bot.issue(), '/dualstack plan');
			await bot.settle();
			for (const [i, name] of chosen.entries()) {
				steps[name]?.(bot, commits);
				if (isCrashing && i === 1) await bot.restart();
				if (i % 2 === 0) await bot.settle();
				const refs = bot.open().map(({ head }) => head.ref);
				expect(new Set(refs).size).toBe(refs.length);
			}
			bot.simulator.faults.clear();
			await bot.settle();
			expect(bot.dashboards()).toHaveLength(1);
			const { world, repository } = bot;
			for (const one of commits) {
				const [ref = '', sha = ''] = one.split(' ');
				const tip = repository.refs.get(`refs/heads/${ref}`) ?? repository.refs.get('refs/heads/main') ?? '';
				expect(world.git.ancestors(tip).has(sha)).toBe(true);
			}
			expect(world.calls.filter(({ body }) => JSON.stringify(body).includes('"refs/heads/main"'))).toEqual([]);
			push(world, repository, 'main', { 'last.md': 'x' });
			await bot.settle();
			const writes = bot.writes();
			const after = repository.refs.get('refs/heads/main') ?? '';
			bot.tell('push', { ref: 'refs/heads/main', before: after, after, created: false, deleted: false, forced: false });
			await bot.settle();
			expect(bot.writes()).toBe(writes);
		}),
		{ numRuns: 8 },
	);
});
