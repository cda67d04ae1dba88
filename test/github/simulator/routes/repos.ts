import type { Commit } from '../git-objects.ts';
import { isObject, type JsonObject } from '../json.ts';
import { fileViews, pullView, repositoryView, userView } from '../views.ts';
import { commitNamed } from './git.ts';
import { found, ok, type Routes, textGiven } from './route.ts';

/** Repositories, branches, comparisons, archives and who may do what. */
export const repositoryRoutes: Routes = {
	'repos/get': (asked) => ok(repositoryView(asked.repository())),
	'repos/get-branch'(asked) {
		const name = textGiven(asked, 'branch');
		const repository = asked.repository();
		found(repository.refs.get(`refs/heads/${name}`));
		return ok({ name, protected: false, commit: commitView(commitNamed(asked.world, repository, name)) });
	},
	'repos/get-commit': (asked) => ok(commitView(commitNamed(asked.world, asked.repository(), textGiven(asked, 'ref')))),
	'repos/compare-commits-with-basehead'(asked) {
		const { world } = asked;
		const repository = asked.repository();
		const [from = '', to = ''] = textGiven(asked, 'basehead').split('...');
		const [base, head] = [commitNamed(world, repository, from), commitNamed(world, repository, to)];
		const start = found(world.git.commits.get(found(world.git.mergeBase(base.sha, head.sha))));
		const [before, after] = [world.git.ancestors(base.sha), world.git.ancestors(head.sha)];
		const ahead = [...after].filter((sha) => !before.has(sha));
		const behind = [...before].filter((sha) => !after.has(sha));
		const status =
			ahead.length === 0 ? (behind.length === 0 ? 'identical' : 'behind') : behind.length === 0 ? 'ahead' : 'diverged';
		return ok({
			base_commit: commitView(base),
			merge_base_commit: commitView(start),
			status,
			ahead_by: ahead.length,
			behind_by: behind.length,
			total_commits: ahead.length,
			commits: ahead.toReversed().map((sha) => commitView(found(world.git.commits.get(sha)))),
			files: fileViews(world, start.sha, head.sha).slice(0, 300),
		});
	},
	'repos/download-tarball-archive'(asked) {
		const { owner, name } = asked.repository();
		const { sha } = commitNamed(asked.world, asked.repository(), textGiven(asked, 'ref'));
		return { status: 302, body: null, redirect: `${asked.world.url}/archive/${owner}/${name}/${sha}.tar.gz` };
	},
	'repos/get-content'(asked) {
		const { world } = asked;
		const repository = asked.repository();
		const commit = commitNamed(world, repository, asked.given.get('ref') ?? repository.defaultBranch);
		const path = textGiven(asked, 'path');
		const { sha } = found(world.git.filesOf(commit.sha).get(path));
		const bytes = world.git.blobs.get(sha) ?? Buffer.alloc(0);
		const name = path.slice(path.lastIndexOf('/') + 1);
		const content = { encoding: 'base64', content: bytes.toString('base64'), size: bytes.length };
		return ok({ type: 'file', path, name, sha, ...content });
	},
	'repos/get-collaborator-permission-level'(asked) {
		const login = textGiven(asked, 'username');
		const permission = asked.repository().people.get(login) ?? 'read';
		return ok({ permission, role_name: permission, user: { ...userView(login) } });
	},
	'repos/list-pull-requests-associated-with-commit'(asked) {
		const sha = textGiven(asked, 'commit_sha');
		const repository = asked.repository();
		const all = [...repository.pulls.values()].filter((one) => one.head.sha === sha || one.mergedAs === sha);
		return ok(all.map((one) => pullView(asked.world, repository, one, false)));
	},
};

function commitView(commit: Commit): JsonObject {
	const person = (one: Commit['author']) => (isObject({ ...one }) ? { ...one } : {});
	return {
		sha: commit.sha,
		node_id: `C_${commit.sha}`,
		author: userView(commit.author.name),
		committer: userView(commit.committer.name),
		parents: commit.parents.map((sha) => ({ sha })),
		commit: {
			message: commit.message,
			author: person(commit.author),
			committer: person(commit.committer),
			tree: { sha: commit.tree },
			verification: { verified: commit.isVerified },
			comment_count: 0,
		},
	};
}
