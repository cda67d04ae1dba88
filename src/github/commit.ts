import type { RepoPath } from '../repo/location.ts';
import type { GitHub, RepositoryName } from './client.ts';

/** A commit that is to be made: some files of its only parent with other texts. */
export interface NewCommit {
	readonly parent: string;
	/** The parent's tree. */
	readonly tree: string;
	readonly texts: ReadonlyMap<RepoPath, string>;
	/** A file keeps what it may do. */
	readonly executables: ReadonlySet<string>;
	readonly message: string;
}

/** Makes a commit that no branch has yet, and answers its name. Without an author it is GitHub that signs it. */
export async function makeCommit(
	github: GitHub,
	{ owner, repo }: RepositoryName,
	{ parent, tree: base_tree, texts, executables, message }: NewCommit,
): Promise<string> {
	const tree = [...texts].map(([path, content]) => ({
		path,
		mode: executables.has(path) ? ('100755' as const) : ('100644' as const),
		type: 'blob' as const,
		content,
	}));
	const { data: made } = await github.rest.git.createTree({ owner, repo, base_tree, tree });
	const { data } = await github.rest.git.createCommit({ owner, repo, message, tree: made.sha, parents: [parent] });
	return data.sha;
}
