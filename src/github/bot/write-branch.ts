import { type GitHub, once, statusOf } from '../client.ts';
import { makeCommit } from '../commit.ts';
import type { Ground } from './ground.ts';
import { branchFolder, type WantedPull } from './wanted.ts';

/** One commit on the newest base. */
export function commitOn(github: GitHub, ground: Ground, { texts, title: message }: WantedPull): Promise<string> {
	const { owner, repo, tip, tree, executables } = ground;
	return makeCommit(github, { owner, repo }, { parent: tip, tree, texts, executables, message });
}

/** Makes the branch, or takes one that an earlier attempt has left; undefined where it is somebody else's. */
export async function makeBranch(
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
	if (previous.has(there)) {
		const moved = await replaceBranch(github, ground, wanted, there, commit);
		return moved.isDone ? moved.head : undefined;
	}
	const read = async (sha: string) => (await github.rest.git.getCommit({ owner, repo, commit_sha: sha })).data;
	const [left, made] = [await read(there), await read(commit)];
	const [base, ...others] = left.parents.map(({ sha }) => sha).toReversed();
	const isSame = left.tree.sha === made.tree.sha && base === ground.tip && others.every((one) => previous.has(one));
	return isSame ? there : undefined;
}

/** What became of moving a branch; `isFree` where nobody has written to it meanwhile. */
type Moved = { readonly isDone: true; readonly head: string } | { readonly isDone: false; readonly isFree: boolean };

/**
 * Moves the branch to a commit on the newest base. Where force-pushes are forbidden, the files of that commit come as one
 * with two parents, the branch and its base. `announce` is told of each commit before the branch may be there.
 */
export async function replaceBranch(
	github: GitHub,
	ground: Ground,
	{ branch, title: message }: WantedPull,
	from: string,
	commit: string,
	announce: (next: string) => Promise<unknown> = async () => undefined,
): Promise<Moved> {
	await announce(commit);
	if (await moveBranch(github, ground, branch, from, commit)) return { isDone: true, head: commit };
	const { owner, repo, tip } = ground;
	const isThere = async () => {
		const { data } = await github.rest.git.getRef({ owner, repo, ref: `heads/${branch}` });
		return data.object.sha === from;
	};
	if (!(await isThere())) return { isDone: false, isFree: false };
	const { data: made } = await github.rest.git.getCommit({ owner, repo, commit_sha: commit });
	const joined = { owner, repo, message, tree: made.tree.sha, parents: [from, tip] };
	const { data } = await github.rest.git.createCommit(joined);
	await announce(data.sha);
	if (await moveBranch(github, ground, branch, from, data.sha, false)) return { isDone: true, head: data.sha };
	return { isDone: false, isFree: await isThere() };
}

const updateRefs = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;

/** Moves the branch if it still is where we saw it; false where somebody was faster. */
export async function moveBranch(
	github: GitHub,
	{ id }: Ground,
	branch: string,
	beforeOid: string,
	afterOid: string,
	force = true,
): Promise<boolean> {
	const refUpdates = [{ name: `refs/heads/${asOurs(branch)}`, beforeOid, afterOid, force }];
	try {
		await github.graphql(updateRefs, { input: { repositoryId: id, refUpdates } });
		return true;
	} catch (error) {
		if (error instanceof Error && error.name === 'GraphqlResponseError') return false;
		throw error;
	}
}

/** The last word on what we write to: never a branch of anybody else. */
export function asOurs(branch: string): string {
	if (!branch.startsWith(`${branchFolder}/`)) throw new Error(`${branch} is no branch of ours`);
	return branch;
}
