import { schema as source } from '@octokit/graphql-schema';
import { buildSchema, GraphQLError, graphql } from 'graphql';
import { changed, moveRef, personOf } from './actions.ts';
import type { TreeEntry } from './git-objects.ts';
import type { JsonObject } from './json.ts';
import type { Pull, Repository, World } from './world.ts';

const schema = buildSchema(source.idl, { assumeValid: true });

interface RefUpdate {
	readonly name: string;
	readonly beforeOid?: string;
	readonly afterOid: string;
	readonly force?: boolean;
}

interface CommitInput {
	readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
	readonly expectedHeadOid: string;
	readonly message: { readonly headline: string; readonly body?: string };
	readonly fileChanges?: {
		readonly additions?: readonly { readonly path: string; readonly contents: string }[];
		readonly deletions?: readonly { readonly path: string }[];
	};
}

const zero = '0'.repeat(40);

/** Answers a document. It and its variables are checked against GitHub's schema by the executor itself. */
export async function answerGraphql(world: World, login: string, request: JsonObject): Promise<JsonObject> {
	const query = typeof request['query'] === 'string' ? request['query'] : '';
	const variables = typeof request['variables'] === 'object' ? request['variables'] : {};
	const rootValue = {
		updateRefs: ({ input }: { input: { repositoryId: string; refUpdates: readonly RefUpdate[] } }) => {
			const repository = repositoryOf(world, (one) => `R_${one.id}` === input.repositoryId);
			updateRefs(world, repository, input.refUpdates, login);
			return { clientMutationId: null };
		},
		createCommitOnBranch: ({ input }: { input: CommitInput }) => {
			const name = input.branch.repositoryNameWithOwner;
			const repository = repositoryOf(world, (one) => `${one.owner}/${one.name}` === name);
			return { commit: { oid: createCommit(world, repository, input, login) } };
		},
		resolveReviewThread: ({ input }: { input: { threadId: string } }) => {
			const thread = allPulls(world)
				.flatMap((pull) => threadsOf(pull))
				.find(({ id }) => id === input.threadId);
			if (thread === undefined) throw refused('NOT_FOUND', 'Could not resolve to a node');
			for (const comment of thread.members) comment.isResolved = true;
			return { thread: { ...thread, isResolved: true } };
		},
		repository: ({ owner, name }: { owner: string; name: string }) => {
			const repository = repositoryOf(world, (one) => one.owner === owner && one.name === name);
			return {
				id: `R_${repository.id}`,
				pullRequest: ({ number }: { number: number }) => pullNode(repository.pulls.get(number)),
			};
		},
	};
	const result = await graphql({ schema, source: query, rootValue, variableValues: variables as JsonObject });
	for (const error of result.errors ?? []) {
		// What a resolver refuses has a type; anything else is a document that GitHub would not take.
		if (error.originalError === undefined) world.violations.push(`GraphQL: ${error.message}`);
	}
	return JSON.parse(JSON.stringify(result));
}

function updateRefs(world: World, repository: Repository, updates: readonly RefUpdate[], login: string): void {
	for (const { name, beforeOid, afterOid, force } of updates) {
		const before = repository.refs.get(name) ?? zero;
		if (beforeOid !== undefined && beforeOid !== before)
			throw refused('UNPROCESSABLE', `${name} is at ${before} but expected ${beforeOid}`);
		const isForward = before === zero || afterOid === zero || world.git.ancestors(afterOid).has(before);
		if (!isForward && repository.forbidsForce === true)
			throw refused('UNPROCESSABLE', 'Repository rule violations found: Cannot force-push to this branch');
		if (!isForward && force !== true) throw refused('UNPROCESSABLE', `${name} is not a fast forward`);
		if (afterOid !== zero && !world.git.commits.has(afterOid)) throw refused('NOT_FOUND', 'no such commit');
	}
	for (const { name, afterOid } of updates)
		moveRef(world, repository, name, afterOid === zero ? null : afterOid, login);
}

function createCommit(world: World, repository: Repository, input: CommitInput, login: string): string {
	const ref = `refs/heads/${input.branch.branchName.replace(/^refs\/heads\//, '')}`;
	const head = repository.refs.get(ref);
	if (head === undefined) throw refused('NOT_FOUND', `no branch ${ref}`);
	if (head !== input.expectedHeadOid)
		throw refused('STALE_DATA', `Expected branch to point to "${input.expectedHeadOid}" but it points to "${head}"`);
	const { additions = [], deletions = [] } = input.fileChanges ?? {};
	const files = new Map<string, TreeEntry>(
		changed(
			world,
			world.git.filesOf(head),
			Object.fromEntries([
				...additions.map(({ path, contents }) => [path, Buffer.from(contents, 'base64')] as const),
				...deletions.map(({ path }) => [path, null] as const),
			]),
		),
	);
	const person = personOf(world, login);
	const { headline, body } = input.message;
	const commit = world.git.putCommit({
		tree: world.git.putTree(files),
		parents: [head],
		message: body === undefined ? headline : `${headline}\n\n${body}`,
		author: person,
		committer: person,
		isVerified: true,
	});
	moveRef(world, repository, ref, commit.sha, login);
	return commit.sha;
}

function repositoryOf(world: World, isIt: (one: Repository) => boolean): Repository {
	const repository = [...world.repositories.values()].find(isIt);
	if (repository === undefined) throw refused('NOT_FOUND', 'Could not resolve to a Repository');
	return repository;
}

function allPulls(world: World): Pull[] {
	return [...world.repositories.values()].flatMap(({ pulls }) => [...pulls.values()]);
}

function threadsOf(pull: Pull) {
	return pull.reviewComments.map((comment) => ({
		id: `PRRT_${comment.id}`,
		isResolved: comment.isResolved,
		path: comment.path,
		line: comment.line,
		members: [comment],
		comments: {
			nodes: [{ databaseId: comment.id, body: comment.body, author: { __typename: 'Bot', login: comment.user } }],
		},
	}));
}

function pullNode(pull: Pull | undefined) {
	if (pull === undefined) return null;
	return {
		id: `PR_${pull.issue.id}`,
		number: pull.issue.number,
		isInMergeQueue: pull.isQueued,
		reviewThreads: { nodes: threadsOf(pull), pageInfo: { hasNextPage: false, endCursor: null } },
	};
}

function refused(type: string, message: string): GraphQLError {
	return new GraphQLError(message, { originalError: new Error(message), extensions: { type } });
}
