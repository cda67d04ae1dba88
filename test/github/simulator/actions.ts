import type { Commit, Files, Person, TreeEntry } from './git-objects.ts';
import type { JsonObject } from './json.ts';
import { mergeFiles } from './merge-files.ts';
import { toldPull } from './views.ts';
import { type Installation, type Issue, type Pull, Refused, type Repository, type World } from './world.ts';

/** Texts by path; null takes a file away. */
export type Changes = Readonly<Record<string, string | Buffer | null>>;

export function addInstallation(world: World, account: string): Installation {
	const installation: Installation = {
		id: world.nextId(),
		account,
		repositories: new Set(),
		permissions: {
			checks: 'write',
			contents: 'write',
			issues: 'write',
			merge_queues: 'read',
			metadata: 'read',
			pull_requests: 'write',
		},
	};
	world.installations.set(installation.id, installation);
	return installation;
}

/** A repository with one commit on `main`, or empty. */
export function addRepository(
	world: World,
	fullName: string,
	files: Changes | undefined,
	installation?: Installation,
): Repository {
	const [owner = '', name = ''] = fullName.split('/');
	const repository: Repository = {
		id: world.nextId(),
		owner,
		name,
		defaultBranch: 'main',
		isArchived: false,
		fork: false,
		refs: new Map(),
		issues: new Map(),
		pulls: new Map(),
		people: new Map([[owner, 'admin']]),
		unexported: new Set(),
	};
	world.repositories.set(repository.id, repository);
	installation?.repositories.add(repository);
	if (files !== undefined) push(world, repository, 'main', files, { message: 'start' });
	return repository;
}

/** A copy that somebody else owns. Objects are shared, as on GitHub. */
export function addFork(world: World, of: Repository, owner: string): Repository {
	const fork = { ...addRepository(world, `${owner}/${of.name}`, undefined), fork: true, refs: new Map(of.refs) };
	world.repositories.set(fork.id, fork);
	return fork;
}

export interface PushOptions {
	readonly message?: string;
	readonly by?: string;
	/** The branch to start from when the pushed one does not exist. */
	readonly from?: string;
	/** Replaces the last commit instead of adding one. */
	readonly amend?: boolean;
}

/** Commits on a branch as a person does, and tells of it. */
export function push(
	world: World,
	repository: Repository,
	branch: string,
	changes: Changes,
	{ message = 'change', by = repository.owner, from = repository.defaultBranch, amend = false }: PushOptions = {},
): Commit {
	const ref = `refs/heads/${branch}`;
	const tip = repository.refs.get(ref) ?? repository.refs.get(`refs/heads/${from}`);
	const start = amend ? world.git.commits.get(tip ?? '')?.parents[0] : tip;
	const files = changed(world, world.git.filesOf((amend ? tip : start) ?? ''), changes);
	const person = personOf(world, by);
	const commit = world.git.putCommit({
		tree: world.git.putTree(files),
		parents: start === undefined ? [] : [start],
		message,
		author: person,
		committer: person,
		isVerified: false,
	});
	moveRef(world, repository, ref, commit.sha, by);
	return commit;
}

export function changed(world: World, files: Files, changes: Changes): Files {
	const made = new Map<string, TreeEntry>(files);
	for (const [path, text] of Object.entries(changes)) {
		if (text === null) made.delete(path);
		else made.set(path, { mode: made.get(path)?.mode ?? '100644', sha: world.git.putBlob(Buffer.from(text)) });
	}
	return made;
}

export function personOf(world: World, login: string): Person {
	return { name: login, email: `${login}@users.noreply.github.test`, date: world.now() };
}

/** Moves or makes a ref; open pull requests follow their head. Null deletes it. */
export function moveRef(world: World, repository: Repository, ref: string, sha: string | null, by: string): void {
	const before = repository.refs.get(ref);
	if (before === sha) return;
	if (sha === null) repository.refs.delete(ref);
	else repository.refs.set(ref, sha);
	const zero = '0'.repeat(40);
	const payload = {
		ref,
		before: before ?? zero,
		after: sha ?? zero,
		created: before === undefined,
		deleted: sha === null,
		forced: before !== undefined && sha !== null && !world.git.ancestors(sha).has(before),
		sender: { login: by },
	};
	world.happenings.push({ event: 'push', repository, payload });
	for (const base of world.repositories.values()) {
		for (const pull of base.pulls.values()) {
			const isHead = pull.head.repository === repository && `refs/heads/${pull.head.ref}` === ref;
			if (!isHead || pull.issue.state !== 'open') continue;
			if (sha === null) closePull(world, base, pull, by);
			else {
				pull.head.sha = sha;
				tellPull(world, base, pull, 'synchronize', by, { before: before ?? zero, after: sha });
			}
		}
	}
}

export interface PullOptions {
	readonly head: string;
	readonly headRepository?: Repository;
	readonly base?: string;
	readonly title?: string;
	readonly body?: string;
	readonly draft?: boolean;
	readonly by?: string;
}

export function openPull(world: World, repository: Repository, options: PullOptions): Pull {
	const { head, headRepository = repository, base = repository.defaultBranch, by = headRepository.owner } = options;
	const sha = headRepository.refs.get(`refs/heads/${head}`);
	const baseSha = repository.refs.get(`refs/heads/${base}`);
	if (sha === undefined || baseSha === undefined) throw new Refused(422, 'Validation Failed: head or base is invalid');
	const isThere = [...repository.pulls.values()].some(
		(one) =>
			one.issue.state === 'open' &&
			one.head.repository === headRepository &&
			one.head.ref === head &&
			one.baseRef === base,
	);
	if (isThere) throw new Refused(422, `A pull request already exists for ${headRepository.owner}:${head}.`);
	if (world.git.ancestors(baseSha).has(sha)) throw new Refused(422, `No commits between ${base} and ${head}`);
	const issue = newIssue(world, repository, options.title ?? head, options.body ?? '', by);
	const pull: Pull = {
		issue,
		head: { repository: headRepository, ref: head, sha },
		baseRef: base,
		isDraft: options.draft ?? false,
		mergedAs: undefined,
		undecided: 0,
		isQueued: false,
		reviewers: new Set(),
		reviews: [],
		reviewComments: [],
	};
	repository.pulls.set(issue.number, pull);
	tellPull(world, repository, pull, 'opened', by);
	return pull;
}

export function newIssue(world: World, repository: Repository, title: string, body: string, by: string): Issue {
	const number = repository.issues.size + 1;
	const issue: Issue = {
		number,
		id: world.nextId(),
		user: by,
		title,
		body,
		state: 'open',
		labels: new Set(),
		assignees: new Set(),
		comments: [],
		reactions: [],
		created: new Date().toISOString(),
	};
	repository.issues.set(number, issue);
	return issue;
}

export function closePull(world: World, repository: Repository, pull: Pull, by: string): void {
	if (pull.issue.state === 'closed') return;
	pull.issue.state = 'closed';
	tellPull(world, repository, pull, 'closed', by);
}

export function reopenPull(world: World, repository: Repository, pull: Pull, by: string): void {
	if (pull.issue.state === 'open') return;
	if (!pull.head.repository.refs.has(`refs/heads/${pull.head.ref}`)) throw new Refused(422, 'the head is gone');
	pull.issue.state = 'open';
	tellPull(world, repository, pull, 'reopened', by);
}

/** The commit that GitHub makes to try a merge; undefined when it conflicts. */
export function testMerge(world: World, repository: Repository, pull: Pull): Commit | undefined {
	const base = repository.refs.get(`refs/heads/${pull.baseRef}`);
	if (base === undefined) return undefined;
	const start = world.git.mergeBase(base, pull.head.sha);
	const files = mergeFiles(world.git.filesOf(start ?? ''), world.git.filesOf(base), world.git.filesOf(pull.head.sha));
	if (files === undefined) return undefined;
	const person = { ...personOf(world, 'web-flow'), date: '2026-06-01T08:00:00Z' };
	return world.git.putCommit({
		tree: world.git.putTree(files),
		parents: [base, pull.head.sha],
		message: `Merge ${pull.head.sha} into ${base}`,
		author: person,
		committer: person,
		isVerified: true,
	});
}

export function mergePull(world: World, repository: Repository, pull: Pull, by = repository.owner): string {
	const merge = testMerge(world, repository, pull);
	if (merge === undefined || pull.issue.state === 'closed') throw new Refused(405, 'Pull Request is not mergeable');
	moveRef(world, repository, `refs/heads/${pull.baseRef}`, merge.sha, by);
	pull.mergedAs = merge.sha;
	closePull(world, repository, pull, by);
	return merge.sha;
}

export function tellPull(
	world: World,
	repository: Repository,
	pull: Pull,
	action: string,
	by: string,
	more: JsonObject = {},
): void {
	const told = { pull_request: toldPull(world, repository, pull) };
	const payload = { action, number: pull.issue.number, sender: { login: by }, ...told, ...more };
	world.happenings.push({ event: 'pull_request', repository, payload });
}
