import { closePull, mergePull, push, reopenPull } from '../simulator/actions.ts';
import { Refused } from '../simulator/world.ts';
import { type DirectStage, startDirect } from './direct-stage.ts';
import { small } from './operator.ts';

/** What a history has led to so far. */
interface Course {
	readonly bot: DirectStage;
	/** `branch commit` of people, on branches of the bot. */
	readonly commits: Set<string>;
}

type Step = (course: Course) => void;

/** A change of the configuration of the nodes, which changes what is planned. */
const other = (id: number) => ({ 'bootstrap/kubeadm.yaml': `# ${id}\n${small['bootstrap/kubeadm.yaml']}` });

/** What people, GitHub and failures do, in words. */
export const steps: Readonly<Record<string, Step>> = {
	'change the default branch': ({ bot: { world, repository } }) =>
		void push(world, repository, 'main', { 'notes.md': String(world.nextId()) }),
	'change what is planned from': ({ bot: { world, repository } }) =>
		void push(world, repository, 'main', other(world.nextId())),
	'commit to a branch of the bot': (course) => commitToBranch(course, false),
	'amend a commit of the bot': (course) => commitToBranch(course, true),
	merge: ({ bot }) => {
		const [pull] = bot.open();
		if (pull !== undefined) allowed(() => mergePull(bot.world, bot.repository, pull));
	},
	close: ({ bot }) => {
		const [pull] = bot.open();
		if (pull !== undefined) closePull(bot.world, bot.repository, pull, 'octo');
	},
	reopen: ({ bot }) => {
		const closed = bot.pulls().find(({ issue, mergedAs }) => issue.state === 'closed' && mergedAs === undefined);
		if (closed !== undefined && bot.open().length === 0)
			allowed(() => reopenPull(bot.world, bot.repository, closed, 'octo'));
	},
	'delete a branch': ({ bot }) => {
		const closed = bot.pulls().find(({ issue }) => issue.state === 'closed');
		if (closed !== undefined) bot.repository.refs.delete(`refs/heads/${closed.head.ref}`);
	},
	approve: ({ bot }) => {
		const [pull] = bot.open();
		pull?.reviews.push({ id: bot.world.nextId(), user: 'octo', body: '', event: 'APPROVE', commit: pull.head.sha });
	},
	queue: ({ bot }) => {
		for (const pull of bot.open()) pull.isQueued = true;
	},
	dequeue: ({ bot }) => {
		for (const pull of bot.pulls()) pull.isQueued = false;
	},
	'set a title and a label': ({ bot }) => {
		const [pull] = bot.open();
		if (pull === undefined) return;
		pull.issue.title = 'my words';
		pull.issue.labels.add('mine');
	},
	'tick a gate': ({ bot }) => {
		const box = /- \[ \] <!-- (gate \S+) -->/.exec(bot.dashboards()[0]?.body ?? '')?.[1];
		if (box !== undefined) bot.tick(box);
	},
	'untick all': ({ bot }) => {
		const [dashboard] = bot.dashboards();
		if (dashboard !== undefined) bot.rewrite(dashboard.body.replaceAll('- [x]', '- [ ]'));
	},
	'take lines out of the dashboard': ({ bot }) => {
		const [dashboard] = bot.dashboards();
		const lines = dashboard?.body.split('\n').filter((line, i) => i % 3 !== 0 || line.startsWith('<!--'));
		if (lines !== undefined) bot.rewrite(lines.join('\r\n'));
	},
	pause: ({ bot }) => void bot.comment(bot.issue(), '/dualstack pause'),
	resume: ({ bot }) => void bot.comment(bot.issue(), '/dualstack resume'),
	plan: ({ bot }) => void bot.comment(bot.issue(), '/dualstack plan'),
	'ask without the right to': ({ bot }) => void bot.comment(bot.issue(), '/dualstack pause', 'stranger'),
	rebase: ({ bot }) => {
		const [pull] = bot.open();
		if (pull !== undefined) bot.comment(pull.issue, '/dualstack rebase');
	},
	discard: ({ bot, commits }) => {
		const [pull] = bot.open();
		if (pull === undefined) return;
		// What was there when somebody asked for it may go.
		for (const one of commits) if (one.startsWith(`${pull.head.ref} `)) commits.delete(one);
		bot.comment(pull.issue, '/dualstack discard');
	},
	'ask for all again': ({ bot }) => {
		for (const pull of bot.pulls().slice(-1)) bot.comment(pull.issue, '/dualstack recreate');
	},
	'hit a limit': ({ bot }) => bot.faults.add({ kind: { is: 'secondary-limit', retryAfterSeconds: 0 }, after: 4 }),
	'tell all of it twice': ({ bot: { world } }) => void world.happenings.push(...world.happenings.slice()),
	'tell it in another order': ({ bot: { world } }) => void world.happenings.reverse(),
	'tell nothing of it': ({ bot: { world } }) => void world.happenings.splice(0),
	'drop a call': ({ bot }) => bot.faults.add({ kind: { is: 'dropped' }, after: 5 }),
	'lose an answer': ({ bot }) => bot.faults.add({ kind: { is: 'answer-lost' }, after: 7 }),
	'fail a call': ({ bot }) => bot.faults.add({ kind: { is: 'status', status: 502 }, after: 9 }),
	'kill the process': ({ bot }) => bot.killAfter(6),
	restart: ({ bot }) => bot.restart(),
};

/** What GitHub refuses a person did not happen. */
function allowed(act: () => void): void {
	try {
		act();
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
	}
}

function commitToBranch({ bot, commits }: Course, amend: boolean): void {
	const [pull] = bot.open();
	if (pull === undefined) return;
	const files = { 'mine.md': String(bot.world.nextId()) };
	// What a person amends is gone by their own hand.
	if (amend) commits.delete(`${pull.head.ref} ${pull.head.sha}`);
	const { sha } = push(bot.world, bot.repository, pull.head.ref, files, { amend });
	commits.add(`${pull.head.ref} ${sha}`);
}

/** Figures of a history. */
export interface Lived {
	readonly steps: number;
	readonly calls: number;
	/** Invariants that did not hold, in words. */
	readonly violations: readonly string[];
}

/** Lives through a history and looks at the invariants after each step; at the end nothing may be left to do. */
export async function live(names: readonly string[], pauses: readonly boolean[]): Promise<Lived> {
	const bot = await startDirect(small);
	const { world, repository } = bot;
	const course: Course = { bot, commits: new Set() };
	const violations = new Set<string>();
	const look = () => {
		for (const one of wrongsOf(course)) violations.add(one);
	};
	bot.comment(bot.issue(), '/dualstack plan');
	await bot.settle();
	for (const [i, name] of names.entries()) {
		const heads = new Map(
			bot
				.open()
				.filter(({ isQueued }) => isQueued)
				.map((pull) => [pull, pull.head.sha]),
		);
		steps[name]?.(course);
		if (pauses[i] !== true) continue;
		await bot.settle();
		for (const [pull, sha] of heads) {
			const isPersons = course.commits.has(`${pull.head.ref} ${pull.head.sha}`);
			if (pull.isQueued && pull.head.sha !== sha && !isPersons) violations.add('pushed to what is in the merge queue');
		}
		look();
	}
	bot.faults.clear();
	bot.killAfter(0);
	push(world, repository, 'main', { 'last.md': 'x' });
	await bot.settle();
	await bot.settle();
	look();
	const writes = bot.writes();
	const after = repository.refs.get('refs/heads/main') ?? '';
	bot.tell('push', { ref: 'refs/heads/main', before: after, after, created: false, deleted: false, forced: false });
	await bot.settle();
	if (bot.writes() !== writes) violations.add('a run that finds nothing new writes something');
	if (bot.givenUp.length > 0) violations.add('a job was given up');
	for (const one of world.violations) violations.add(one);
	await bot.close();
	return { steps: names.length, calls: world.calls.length, violations: [...violations] };
}

function wrongsOf({ bot, commits }: Course): string[] {
	const { world, repository } = bot;
	const wrongs: string[] = [];
	const refs = bot.open().map(({ head }) => head.ref);
	if (new Set(refs).size !== refs.length) wrongs.push('two open pull requests for one branch');
	if (bot.dashboards().length > 1) wrongs.push('two dashboards');
	for (const one of commits) {
		const [ref = '', sha = ''] = one.split(' ');
		const tips = [...repository.refs.values(), ...bot.pulls().map(({ head }) => head.sha)];
		if (!tips.some((tip) => world.git.ancestors(tip).has(sha))) wrongs.push(`a commit of a person is lost from ${ref}`);
	}
	const written = world.calls
		.filter(({ operation, body }) => operation === 'git/create-ref' || JSON.stringify(body).includes('UpdateRefsInput'))
		.flatMap(({ body }) => JSON.stringify(body).match(/refs\/heads\/[^"]*/g) ?? []);
	for (const ref of new Set(written))
		if (!ref.startsWith('refs/heads/dualstack-lint/')) wrongs.push(`pushed to ${ref}`);
	for (const { comments } of repository.issues.values()) {
		const own = comments.filter(({ user }) => user.endsWith('[bot]')).map(({ body }) => body.split('\n')[0] ?? '');
		const said = own.filter((line) => line.startsWith('<!-- dualstack-lint '));
		if (new Set(said).size !== said.length) wrongs.push('the same was said twice');
	}
	return wrongs;
}
