import { moveRef, personOf } from '../actions.ts';
import { type Commit, entriesOf, type Files, type TreeEntry } from '../git-objects.ts';
import { isObject, type JsonObject } from '../json.ts';
import { Refused, type Repository, type World } from '../world.ts';
import { type Asked, created, found, nothing, objects, ok, type Routes, text, textGiven, texts } from './route.ts';

/** Blobs, trees, commits and refs. */
export const gitRoutes: Routes = {
	'git/create-blob'({ world, body }) {
		const encoding = text(body, 'encoding') === 'base64' ? 'base64' : 'utf8';
		const sha = world.git.putBlob(Buffer.from(text(body, 'content') ?? '', encoding));
		return created({ sha, url: 'https://github.test/' });
	},
	'git/get-blob'(asked) {
		const sha = textGiven(asked, 'file_sha');
		const bytes = found(asked.world.git.blobs.get(sha));
		return ok({ sha, size: bytes.length, encoding: 'base64', content: bytes.toString('base64') });
	},
	'git/create-tree'({ world, body }) {
		const base = text(body, 'base_tree');
		const files = new Map<string, TreeEntry>(base === undefined ? [] : treeNamed(world, base));
		for (const entry of objects(body, 'tree')) place(world, files, entry);
		const sha = world.git.putTree(files);
		return created({ sha, truncated: false, tree: listed(world, files, false), url: 'https://github.test/' });
	},
	'git/get-tree'(asked) {
		const { world } = asked;
		const named = textGiven(asked, 'tree_sha');
		const files = treeNamed(world, refOf(asked.repository(), named) ?? named);
		const tree = listed(world, files, asked.given.has('recursive'));
		return ok({ sha: world.git.putTree(files), truncated: false, tree, url: 'https://github.test/' });
	},
	'git/create-commit'({ world, body, login }) {
		const tree = text(body, 'tree') ?? '';
		if (!world.git.trees.has(tree)) throw new Refused(422, 'Tree SHA does not exist');
		const isOwn = body['author'] === undefined && body['committer'] === undefined;
		const author = isObject(body['author']) ? body['author'] : {};
		const person = { ...personOf(world, login), name: text(author, 'name') ?? login };
		const parents = texts(body, 'parents');
		const message = text(body, 'message') ?? '';
		const commit = { tree, parents, message, author: person, committer: person, isVerified: isOwn };
		return created(commitView(world.git.putCommit(commit)));
	},
	'git/get-commit': (asked) => ok(commitView(found(asked.world.git.commits.get(textGiven(asked, 'commit_sha'))))),
	'git/get-ref'(asked) {
		const ref = `refs/${textGiven(asked, 'ref')}`;
		return ok(refView(ref, found(asked.repository().refs.get(ref))));
	},
	'git/list-matching-refs'(asked) {
		const start = `refs/${textGiven(asked, 'ref')}`;
		const all = [...asked.repository().refs].filter(([ref]) => ref.startsWith(start));
		return ok(all.map(([ref, sha]) => refView(ref, sha)));
	},
	'git/create-ref'(asked) {
		const ref = text(asked.body, 'ref') ?? '';
		const repository = asked.repository();
		if (repository.refs.has(ref)) throw new Refused(422, 'Reference already exists');
		return created(refView(ref, moved(asked, repository, ref)));
	},
	'git/update-ref'(asked) {
		const ref = `refs/${textGiven(asked, 'ref')}`;
		const repository = asked.repository();
		const before = repository.refs.get(ref);
		if (before === undefined) throw new Refused(422, 'Reference does not exist');
		const isForward = asked.world.git.ancestors(text(asked.body, 'sha') ?? '').has(before);
		if (!isForward && asked.body['force'] !== true) throw new Refused(422, 'Update is not a fast forward');
		return ok(refView(ref, moved(asked, repository, ref)));
	},
	'git/delete-ref'(asked) {
		const ref = `refs/${textGiven(asked, 'ref')}`;
		const repository = asked.repository();
		if (!repository.refs.has(ref)) throw new Refused(422, 'Reference does not exist');
		moveRef(asked.world, repository, ref, null, asked.login);
		return nothing;
	},
};

function moved({ world, body, login }: Asked, repository: Repository, ref: string): string {
	const sha = text(body, 'sha') ?? '';
	if (!world.git.commits.has(sha)) throw new Refused(422, 'Object does not exist');
	moveRef(world, repository, ref, sha, login);
	return sha;
}

/** What a name stands for: a branch, or itself. */
function refOf(repository: Repository, name: string): string | undefined {
	return repository.refs.get(`refs/heads/${name}`) ?? repository.refs.get(name);
}

/** The commit that a branch or an id names. */
export function commitNamed(world: World, repository: Repository, name: string): Commit {
	if (repository.refs.size === 0) throw new Refused(409, 'Git Repository is empty.');
	return found(world.git.commits.get(refOf(repository, name) ?? name));
}

function treeNamed(world: World, sha: string): Files {
	return found(world.git.trees.get(world.git.commits.get(sha)?.tree ?? sha));
}

function place(world: World, files: Map<string, TreeEntry>, entry: JsonObject): void {
	const path = text(entry, 'path') ?? '';
	const content = text(entry, 'content');
	const sha = content === undefined ? text(entry, 'sha') : world.git.putBlob(Buffer.from(content));
	if (sha === undefined) {
		files.delete(path);
		return;
	}
	if (!world.git.blobs.has(sha)) throw new Refused(422, `tree.sha ${sha} is not a valid blob`);
	const mode = text(entry, 'mode');
	files.set(path, { mode: mode === '100755' || mode === '120000' ? mode : '100644', sha });
}

function listed(world: World, files: Files, isDeep: boolean, prefix = ''): JsonObject[] {
	return entriesOf(files).flatMap((entry): JsonObject[] => {
		const path = `${prefix}${entry.path}`;
		const size = entry.type === 'blob' ? { size: world.git.blobs.get(entry.sha)?.length ?? 0 } : {};
		const view = { ...entry, ...size, path };
		if (entry.type !== 'tree') return [view];
		const inner = new Map(
			[...files].flatMap(([name, one]) =>
				name.startsWith(`${entry.path}/`) ? [[name.slice(entry.path.length + 1), one]] : [],
			),
		);
		world.git.putTree(inner);
		return isDeep ? [view, ...listed(world, inner, true, `${path}/`)] : [view];
	});
}

function refView(ref: string, sha: string): JsonObject {
	return {
		ref,
		node_id: 'REF_1',
		url: 'https://github.test/',
		object: { type: 'commit', sha, url: 'https://github.test/' },
	};
}

function commitView(commit: Commit): JsonObject {
	return {
		sha: commit.sha,
		tree: { sha: commit.tree },
		parents: commit.parents.map((sha) => ({ sha })),
		message: commit.message,
		author: { ...commit.author },
		committer: { ...commit.committer },
		verification: { verified: commit.isVerified },
	};
}
