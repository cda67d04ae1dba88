import { closePull, mergePull, push } from '../simulator/actions.ts';
import { type DirectStage, startDirect } from './direct-stage.ts';
import { small } from './operator.ts';

/** How a call goes wrong: it never reaches GitHub, its answer is lost, or the process ends with it. */
export const failures = ['dropped', 'answer-lost', 'killed'] as const;
export type Failure = (typeof failures)[number];

/** What has to have happened on the way for it to prove anything. */
interface Passed {
	readonly wasReopened: boolean;
	readonly wasEdited: boolean;
	readonly wasDiscarded: boolean;
	readonly merged: number;
}

/** From the first wish to the last phase, with a person who closes, commits and discards on the way. */
async function walk(bot: DirectStage): Promise<Passed> {
	const { world, repository } = bot;
	const merge = async () => {
		const [pull] = bot.open();
		if (pull !== undefined) mergePull(world, repository, pull);
		await bot.settle();
	};
	bot.comment(bot.issue(), '/dualstack plan');
	await bot.settle();
	await merge();
	push(world, repository, 'main', { 'bootstrap/kubeadm.yaml': `# moved\n${small['bootstrap/kubeadm.yaml']}` });
	await bot.settle();
	const [closed] = bot.open();
	if (closed !== undefined) closePull(world, repository, closed, 'octo');
	await bot.settle();
	const [, phase = ''] = /"phase":"([\w-]+)"/.exec((closed?.issue.body ?? '').replaceAll('\\u002d', '-')) ?? [];
	bot.comment(bot.issue(), `/dualstack reopen ${phase}`);
	await bot.settle();
	const [open] = bot.open();
	if (open !== undefined) push(world, repository, open.head.ref, { 'mine.md': 'x' });
	push(world, repository, 'main', { 'notes.md': 'x' });
	await bot.settle();
	const wasEdited = open?.issue.comments.some(({ body }) => body.includes('said edited')) === true;
	if (open !== undefined) bot.comment(open.issue, '/dualstack discard');
	await bot.settle();
	const wasDiscarded = open !== undefined && !world.git.filesOf(open.head.sha).has('mine.md');
	for (let i = 0; i < 8; i++) {
		const box = /- \[ \] <!-- (gate \S+) -->/.exec(bot.dashboards()[0]?.body ?? '')?.[1];
		if (bot.open().length > 0) await merge();
		else if (box === undefined) break;
		else {
			bot.tick(box);
			await bot.settle();
		}
	}
	const merged = bot.pulls().filter(({ mergedAs }) => mergedAs !== undefined).length;
	return { wasReopened: open !== undefined && open === closed, wasEdited, wasDiscarded, merged };
}

/** All that can be seen of a repository, without names of commits and times. */
function stateOf({ world, repository, dashboards }: DirectStage): string {
	const plain = (text: string) =>
		text
			// The seal of a hidden line changes with the commits in it.
			.replaceAll(/\}( [0-9a-f]{64})? -->/g, '} -->')
			.replaceAll(/\\u00[0-9a-f]{2}/g, (code) => String.fromCharCode(Number.parseInt(code.slice(2), 16)))
			.replaceAll(/"handled":\[[\d,]*\]/g, (list) => `"handled":${list.split(',').length}`)
			.replaceAll(/\b[0-9a-f]{7,40}\b/g, 'commit');
	const refs = [...repository.refs].map(([name, sha]) => [name, world.git.commits.get(sha)?.tree]).sort();
	const pulls = [...repository.pulls.values()].map(({ issue, head, mergedAs, isDraft, baseRef }) => {
		const { title, body, state, labels, comments } = issue;
		const own = comments.filter(({ user }) => user.endsWith('[bot]')).map((one) => plain(one.body));
		const isMerged = mergedAs !== undefined;
		return { ref: head.ref, baseRef, title, body: plain(body), state, labels: [...labels], isMerged, isDraft, own };
	});
	const others = [...repository.issues.values()]
		.filter(({ number }) => !repository.pulls.has(number))
		.map(({ user, title, state, body, comments }) => {
			return [user, title, state, plain(body), comments.map((one) => [one.user, plain(one.body), one.reactions])];
		});
	const fits = [...repository.pulls.values()].map(
		({ issue, head }) => issue.state !== 'open' || issue.body.includes(head.sha),
	);
	return JSON.stringify({ refs, pulls, others, fits, dashboards: dashboards().length }, undefined, 1);
}

/** The walk without failures: its calls, and how it ends. */
export async function undisturbed() {
	const bot = await startDirect(small);
	const passed = await walk(bot);
	const end = stateOf(bot);
	await bot.close();
	return { calls: bot.world.calls.length, end, passed };
}

/** How the walk ends when the call with this number fails. */
export async function disturbed(call: number, failure: Failure): Promise<string> {
	const bot = await startDirect(small);
	if (failure === 'killed') bot.killAfter(call);
	else bot.faults.add({ kind: { is: failure }, after: call - 1 });
	await walk(bot);
	await bot.settle();
	const end = stateOf(bot);
	await bot.close();
	return end;
}
