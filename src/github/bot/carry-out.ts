import { type GitHub, once, statusOf } from '../client.ts';
import type { Decision, ExistingPull } from './decide.ts';
import type { Ground } from './ground.ts';
import { type Marker, printMarker } from './marker.ts';
import { sayOnce } from './say-once.ts';
import { bareOf, bodyWith, settle } from './settle.ts';
import type { Wish } from './state.ts';
import type { WantedPull } from './wanted.ts';
import { asOurs, commitOn, makeBranch, moveBranch, replaceBranch } from './write-branch.ts';

/** What became of a wanted pull request. */
export interface Outcome {
	readonly cluster: string;
	readonly phase: string;
	readonly number: number | undefined;
	/** In words, to follow the name of the phase. */
	readonly what: string;
	/** What the dashboard offers to do about it. */
	readonly wish?: Wish;
}

/** Does what was decided. Each step leaves a state from which the next run goes on. */
export async function carryOut(
	github: GitHub,
	ground: Ground,
	wanted: WantedPull,
	decision: Decision,
	previous: ReadonlySet<string>,
): Promise<Outcome> {
	const told = (what: string, number?: number, wish?: Wish): Outcome => ({
		cluster: wanted.cluster,
		phase: wanted.phase,
		number,
		what,
		...(wish !== undefined && { wish }),
	});
	switch (decision.do) {
		case 'leave':
			if (decision.marker !== undefined) await settle(github, ground, wanted, decision.pull, decision.marker);
			return told(`left as it is: ${decision.why}`, decision.pull.number);
		case 'settle':
			await settle(github, ground, wanted, decision.pull, decision.marker);
			return told('updated', decision.pull.number);
		case 'reopen':
			return told(await reopened(github, ground, wanted, decision.pull, decision.marker), decision.pull.number);
		case 'closed':
			return told('was closed, and stays closed while its change is the same', decision.pull.number, 'reopen');
		case 'edited':
			await sayOnce(github, ground, decision.pull.number, editedKey, editedText);
			return told('left to whoever has written to its branch', decision.pull.number, 'discard');
		case 'update': {
			const { pull, marker } = decision;
			const commit = await commitOn(github, ground, wanted);
			const common = { owner: ground.owner, repo: ground.repo, pull_number: pull.number };
			const body = (head: string, next: string | null) =>
				bodyWith(wanted, { head, next, ...bareOf(marker) }, ground, pull.body);
			// Said before it is done: should the process end in between, the next run knows both commits as ours.
			// A person's commit that is to go stays theirs until it is gone.
			const known = pull.head === marker.next ? pull.head : marker.head;
			const announce = (next: string) => github.rest.pulls.update({ ...common, body: body(known, next) });
			const moved = await replaceBranch(github, ground, wanted, pull.head, commit, announce);
			if (!moved.isDone) {
				await github.rest.pulls.update({ ...common, body: pull.body ?? '' });
				const why = moved.isFree
					? 'not updated: a rule of the repository does not let its branch be moved'
					: 'left to whoever has written to its branch just now';
				return told(why, pull.number);
			}
			const { head } = moved;
			const settled = body(head, null);
			await github.rest.pulls.update({ ...common, body: settled });
			await settle(github, ground, wanted, { ...pull, head, body: settled }, { ...marker, head });
			return told(marker.change === wanted.change ? 'built again on the newest base' : 'updated', pull.number);
		}
		case 'create': {
			const head = await makeBranch(github, ground, wanted, previous);
			if (head === undefined)
				return told(`not opened: the branch ${wanted.branch} is there and not ours; delete it or rename it`);
			const { dress, seal } = ground;
			const isBare = dress !== undefined && dress.labels.length + dress.assignees.length + dress.reviewers.length > 0;
			const mark = { head, next: null, ...(isBare && { isBare }) };
			const before = decision.after === undefined ? '' : `In place of #${decision.after.number}, which was closed.\n\n`;
			const { data } = await github.rest.pulls.create({
				owner: ground.owner,
				repo: ground.repo,
				base: ground.branch,
				head: wanted.branch,
				title: wanted.title,
				body: bodyWith({ ...wanted, body: before + wanted.body }, mark, ground),
				...(dress?.isDraft === true && { draft: true }),
				...once,
			});
			const marker = { cluster: wanted.cluster, phase: wanted.phase, change: wanted.change, ...mark };
			if (isBare)
				await settle(github, { ...ground, seal }, wanted, { number: data.number, body: data.body, head }, marker);
			return told('opened', data.number);
		}
	}
}

/** Opens a closed pull request again; where its branch is gone, from the commit that we know. */
async function reopened(
	github: GitHub,
	ground: Ground,
	{ branch }: WantedPull,
	pull: ExistingPull,
	{ head, next }: Marker,
): Promise<string> {
	const { owner, repo } = ground;
	try {
		const ref = `refs/heads/${asOurs(branch)}`;
		await github.rest.git.createRef({ owner, repo, ref, sha: pull.head, ...once });
	} catch (error) {
		if (statusOf(error) !== 422) throw error;
	}
	if (pull.head !== head && pull.head !== next) return 'stays closed: somebody has written to its branch';
	await github.rest.pulls.update({ owner, repo, pull_number: pull.number, state: 'open' });
	return 'opened again';
}

/** Closes a pull request that has nothing left to change, and takes its branch away if nobody else has written to it. */
export async function closeEmpty(
	github: GitHub,
	ground: Ground,
	branch: string,
	pull: ExistingPull,
	marker: Marker,
): Promise<void> {
	const { owner, repo, seal } = ground;
	await sayOnce(github, ground, pull.number, emptyKey, emptyText);
	const rest = (pull.body ?? '').split(/\r?\n/).filter((line) => !line.startsWith('<!-- dualstack-lint migration '));
	const body = `${rest.join('\n').trimEnd()}\n\n${printMarker({ ...marker, isEmpty: true }, seal)}`;
	await github.rest.pulls.update({ owner, repo, pull_number: pull.number, state: 'closed', body });
	if (pull.head === marker.head) await moveBranch(github, ground, branch, pull.head, '0'.repeat(40));
}

const emptyKey = '<!-- dualstack-lint said empty -->';
const emptyText = 'The default branch holds all of this by now, so nothing is left to merge here.';

const editedKey = '<!-- dualstack-lint said edited -->';
const editedText =
	'Somebody has written to this branch, so it is left alone from now on. To have it built again without these commits, write `/dualstack discard`.';
