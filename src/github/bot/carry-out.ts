import type { Config } from '../../repo/config.ts';
import { type GitHub, once, type RepositoryName, statusOf } from '../client.ts';
import { makeCommit } from '../commit.ts';
import type { Decision, ExistingPull } from './decide.ts';
import type { Seal } from './hidden-line.ts';
import { type Marker, printMarker } from './marker.ts';
import type { Wish } from './state.ts';
import { keepTicks } from './ticks.ts';
import { branchFolder, type WantedPull } from './wanted.ts';

/** What a pull request is made on. */
export interface Ground extends RepositoryName {
	/** GitHub's name of the repository for GraphQL. */
	readonly id: string;
	readonly branch: string;
	/** The newest commit of the branch, which everything is built on. */
	readonly tip: string;
	/** The files of that commit, as Git names them. */
	readonly tree: string;
	readonly executables: ReadonlySet<string>;
	readonly seal?: Seal | undefined;
	/** What a new pull request is given. */
	readonly dress?: Config['github']['pullRequests'];
}

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
			await github.rest.pulls.update({ ...common, body: body(pull.head, commit) });
			if (!(await moveBranch(github, ground, wanted.branch, pull.head, commit))) {
				await github.rest.pulls.update({ ...common, body: pull.body ?? '' });
				return told('left to whoever has written to its branch just now', pull.number);
			}
			const settled = body(commit, null);
			await github.rest.pulls.update({ ...common, body: settled });
			await settle(github, ground, wanted, { ...pull, head: commit, body: settled }, { ...marker, head: commit });
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

const bareOf = ({ isBare }: Marker) => (isBare === true ? { isBare } : {});

/** The sentence about an older pull request stays where it is. */
const inPlaceOf = /^In place of #\d+, which was closed\.\n\n/;

/** Makes what is written about a pull request fit its branch, and gives it what a new one is given. */
async function settle(
	github: GitHub,
	ground: Ground,
	wanted: WantedPull,
	{ number, body: old, head }: Pick<ExistingPull, 'number' | 'body' | 'head'>,
	marker: Marker,
): Promise<void> {
	const { owner, repo, dress } = ground;
	if (marker.isBare === true && dress !== undefined) {
		const issue = { owner, repo, issue_number: number };
		const { labels, assignees, reviewers } = dress;
		if (labels.length > 0) await github.rest.issues.addLabels({ ...issue, labels: [...labels] });
		if (assignees.length > 0) await github.rest.issues.addAssignees({ ...issue, assignees: [...assignees] });
		if (reviewers.length > 0)
			await github.rest.pulls
				.requestReviewers({ owner, repo, pull_number: number, reviewers: [...reviewers] })
				// Somebody who may not review here: the pull request stands without.
				.catch((error: unknown) => {
					if (statusOf(error) !== 422) throw error;
				});
	}
	const [start = ''] = inPlaceOf.exec((old ?? '').replaceAll('\r\n', '\n')) ?? [];
	const body = bodyWith({ ...wanted, body: start + wanted.body }, { head, next: null }, ground, old);
	if (body === (old ?? '').replaceAll('\r\n', '\n')) return;
	await github.rest.pulls.update({ owner, repo, pull_number: number, body });
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

function bodyWith(
	{ body, cluster, phase, change }: WantedPull,
	at: Pick<Marker, 'head' | 'next' | 'isBare'>,
	{ seal }: Ground,
	old?: string | null,
): string {
	return `${keepTicks(body, old)}\n\n${printMarker({ cluster, phase, change, ...at }, seal)}`;
}

/** One commit on the newest base. */
function commitOn(github: GitHub, ground: Ground, { texts, title: message }: WantedPull): Promise<string> {
	const { owner, repo, tip, tree, executables } = ground;
	return makeCommit(github, { owner, repo }, { parent: tip, tree, texts, executables, message });
}

/** Makes the branch, or takes one that an earlier attempt has left; undefined where it is somebody else's. */
async function makeBranch(
	github: GitHub,
	ground: Ground,
	wanted: WantedPull,
	previous: ReadonlySet<string>,
): Promise<string | undefined> {
	const { owner, repo } = ground;
	const commit = await commitOn(github, ground, wanted);
	try {
		const ref = `refs/heads/${asOurs(wanted.branch)}`;
		await github.rest.git.createRef({ owner, repo, ref, sha: commit, ...once });
		return commit;
	} catch (error) {
		if (statusOf(error) !== 422) throw error;
	}
	const { data } = await github.rest.git.getRef({ owner, repo, ref: `heads/${wanted.branch}` });
	const there = data.object.sha;
	if (previous.has(there)) return (await moveBranch(github, ground, wanted.branch, there, commit)) ? commit : undefined;
	const read = async (sha: string) => (await github.rest.git.getCommit({ owner, repo, commit_sha: sha })).data;
	const [left, made] = [await read(there), await read(commit)];
	const isSame = left.tree.sha === made.tree.sha && left.parents.map(({ sha }) => sha).join() === ground.tip;
	return isSame ? there : undefined;
}

const updateRefs = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;

/** Moves the branch if it still is where we saw it; false where somebody was faster. */
async function moveBranch(
	github: GitHub,
	{ id }: Ground,
	branch: string,
	beforeOid: string,
	afterOid: string,
): Promise<boolean> {
	const refUpdates = [{ name: `refs/heads/${asOurs(branch)}`, beforeOid, afterOid, force: true }];
	try {
		await github.graphql(updateRefs, { input: { repositoryId: id, refUpdates } });
		return true;
	} catch (error) {
		if (error instanceof Error && error.name === 'GraphqlResponseError') return false;
		throw error;
	}
}

/** The last word on what we write to: never a branch of anybody else. */
function asOurs(branch: string): string {
	if (!branch.startsWith(`${branchFolder}/`)) throw new Error(`${branch} is no branch of ours`);
	return branch;
}

const editedKey = '<!-- dualstack-lint said edited -->';
const editedText =
	'Somebody has written to this branch, so it is left alone from now on. To have it built again without these commits, write `/dualstack discard`.';

/** A comment that is made once. */
async function sayOnce(
	github: GitHub,
	{ owner, repo }: RepositoryName,
	number: number,
	key: string,
	text: string,
): Promise<void> {
	const issue = { owner, repo, issue_number: number };
	const comments = await github.paginate(github.rest.issues.listComments, { ...issue, per_page: 100 });
	if (comments.some(({ body }) => body?.startsWith(key) === true)) return;
	await github.rest.issues.createComment({ ...issue, body: `${key}\n${text}`, ...once });
}
