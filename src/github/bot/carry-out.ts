import { type GitHub, once, type RepositoryName, statusOf } from '../client.ts';
import type { Decision } from './decide.ts';
import { printMarker, readMarker } from './marker.ts';
import { branchFolder, type WantedPull } from './wanted.ts';

/** What a pull request is made on. */
export interface Ground extends RepositoryName {
	/** GitHub's name of the repository for GraphQL. */
	readonly id: string;
	readonly branch: string;
	/** The newest commit of the branch, which everything is built on. */
	readonly tip: string;
	readonly executables: ReadonlySet<string>;
}

/** What became of a wanted pull request. */
export interface Outcome {
	readonly cluster: string;
	readonly phase: string;
	readonly number: number | undefined;
	/** In words, to follow the name of the phase. */
	readonly what: string;
}

/** Does what was decided. Each step leaves a state from which the next run goes on. */
export async function carryOut(
	github: GitHub,
	ground: Ground,
	wanted: WantedPull,
	decision: Decision,
	previous: ReadonlySet<string>,
): Promise<Outcome> {
	const told = (what: string, number?: number): Outcome => ({
		cluster: wanted.cluster,
		phase: wanted.phase,
		number,
		what,
	});
	switch (decision.do) {
		case 'leave':
			return told(`left as it is: ${decision.why}`, decision.pull.number);
		case 'closed':
			return told('was closed, and stays closed while its change is the same', decision.pull.number);
		case 'edited':
			await sayOnce(github, ground, decision.pull.number, editedKey, editedText);
			return told('left to whoever has written to its branch', decision.pull.number);
		case 'update': {
			const { pull, marker } = decision;
			const commit = await makeCommit(github, ground, wanted);
			const body = (head: string, next: string | null) => bodyWith(wanted, { head, next });
			const common = { owner: ground.owner, repo: ground.repo, pull_number: pull.number };
			// Said before it is done: should the process end in between, the next run knows both commits as ours.
			await github.rest.pulls.update({ ...common, body: body(pull.head, commit) });
			if (!(await moveBranch(github, ground, wanted.branch, pull.head, commit)))
				return told('left to whoever has written to its branch just now', pull.number);
			await github.rest.pulls.update({ ...common, title: wanted.title, body: body(commit, null) });
			return told(marker.change === wanted.change ? 'built again on the newest base' : 'updated', pull.number);
		}
		case 'create': {
			const head = await makeBranch(github, ground, wanted, previous);
			if (head === undefined)
				return told(`not opened: the branch ${wanted.branch} is there and not ours; delete it or rename it`);
			const { data } = await github.rest.pulls.create({
				owner: ground.owner,
				repo: ground.repo,
				base: ground.branch,
				head: wanted.branch,
				title: wanted.title,
				body: bodyWith(wanted, { head, next: null }),
				...once,
			});
			return told('opened', data.number);
		}
	}
}

function bodyWith({ body, cluster, phase, change }: WantedPull, at: { head: string; next: string | null }): string {
	return `${body}\n\n${printMarker({ cluster, phase, change, ...at })}`;
}

/** One commit on the newest base; a file keeps what it may do. */
async function makeCommit(github: GitHub, ground: Ground, { texts, title }: WantedPull): Promise<string> {
	const { owner, repo, tip, executables } = ground;
	const { data: base } = await github.rest.git.getCommit({ owner, repo, commit_sha: tip });
	const tree = [...texts].map(([path, content]) => ({
		path,
		mode: executables.has(path) ? ('100755' as const) : ('100644' as const),
		type: 'blob' as const,
		content,
	}));
	const made = await github.rest.git.createTree({ owner, repo, base_tree: base.tree.sha, tree });
	const { data } = await github.rest.git.createCommit({
		owner,
		repo,
		message: title,
		tree: made.data.sha,
		parents: [tip],
	});
	return data.sha;
}

/** Makes the branch, or takes one that an earlier attempt has left; undefined where it is somebody else's. */
async function makeBranch(
	github: GitHub,
	ground: Ground,
	wanted: WantedPull,
	previous: ReadonlySet<string>,
): Promise<string | undefined> {
	const { owner, repo } = ground;
	const commit = await makeCommit(github, ground, wanted);
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
	'Somebody has written to this branch, so it is left alone from now on. Take these commits away, or close this pull request, to have it built again.';

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

/** The commits that markers of ours name. */
export function headsOf(bodies: readonly (string | null)[]): Set<string> {
	return new Set(
		bodies.flatMap((body) => {
			const marker = readMarker(body);
			return marker === undefined ? [] : [marker.head, ...(marker.next === null ? [] : [marker.next])];
		}),
	);
}
