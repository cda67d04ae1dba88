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
	if (previous.has(there)) return (await moveBranch(github, ground, wanted.branch, there, commit)) ? commit : undefined;
	const read = async (sha: string) => (await github.rest.git.getCommit({ owner, repo, commit_sha: sha })).data;
	const [left, made] = [await read(there), await read(commit)];
	const isSame = left.tree.sha === made.tree.sha && left.parents.map(({ sha }) => sha).join() === ground.tip;
	return isSame ? there : undefined;
}

const updateRefs = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;

/** Moves the branch if it still is where we saw it; false where somebody was faster. */
export async function moveBranch(
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
export function asOurs(branch: string): string {
	if (!branch.startsWith(`${branchFolder}/`)) throw new Error(`${branch} is no branch of ours`);
	return branch;
}
