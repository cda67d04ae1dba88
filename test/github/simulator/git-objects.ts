import { createHash } from 'node:crypto';

/** A file of a tree: git's mode and the id of its content. */
export interface TreeEntry {
	readonly mode: '100644' | '100755' | '120000' | '160000';
	readonly sha: string;
}

/** All files of a tree, by path. */
export type Files = ReadonlyMap<string, TreeEntry>;

export interface Person {
	readonly name: string;
	readonly email: string;
	readonly date: string;
}

export interface Commit {
	readonly sha: string;
	readonly tree: string;
	readonly parents: readonly string[];
	readonly message: string;
	readonly author: Person;
	readonly committer: Person;
	/** GitHub signs what the App commits without naming an author. */
	readonly isVerified: boolean;
}

/** Git's objects with their real ids. */
export interface GitObjects {
	readonly blobs: ReadonlyMap<string, Buffer>;
	readonly trees: ReadonlyMap<string, Files>;
	readonly commits: ReadonlyMap<string, Commit>;
	putBlob(bytes: Buffer): string;
	putTree(files: Files): string;
	putCommit(commit: Omit<Commit, 'sha'>): Commit;
	/** The files of a commit. */
	filesOf(commit: string): Files;
	/** The commit itself and all before it. */
	ancestors(commit: string): ReadonlySet<string>;
	mergeBase(a: string, b: string): string | undefined;
}

export function gitObjects(): GitObjects {
	const blobs = new Map<string, Buffer>();
	const trees = new Map<string, Files>();
	const commits = new Map<string, Commit>();
	const ancestors = (commit: string): ReadonlySet<string> => {
		const seen = new Set<string>();
		const open = [commit];
		for (let sha = open.shift(); sha !== undefined; sha = open.shift()) {
			if (seen.has(sha)) continue;
			seen.add(sha);
			open.push(...(commits.get(sha)?.parents ?? []));
		}
		return seen;
	};
	return {
		blobs,
		trees,
		commits,
		putBlob(bytes) {
			const sha = objectId('blob', bytes);
			blobs.set(sha, bytes);
			return sha;
		},
		putTree(files) {
			const sha = treeId(files);
			trees.set(sha, new Map(files));
			return sha;
		},
		putCommit(commit) {
			const lines = [
				`tree ${commit.tree}`,
				...commit.parents.map((parent) => `parent ${parent}`),
				`author ${signature(commit.author)}`,
				`committer ${signature(commit.committer)}`,
			];
			const sha = objectId('commit', Buffer.from(`${lines.join('\n')}\n\n${commit.message}`));
			const made = { ...commit, sha };
			commits.set(sha, made);
			return made;
		},
		filesOf: (commit) => trees.get(commits.get(commit)?.tree ?? '') ?? new Map(),
		ancestors,
		mergeBase(a, b) {
			const others = ancestors(b);
			return [...ancestors(a)].find((sha) => others.has(sha));
		},
	};
}

/** The folders and files directly in a folder of a tree, with the ids of the folders. */
export function entriesOf(
	files: Files,
): { path: string; mode: string; type: 'blob' | 'tree' | 'commit'; sha: string }[] {
	const folders = new Map<string, Map<string, TreeEntry>>();
	const here: { path: string; mode: string; type: 'blob' | 'tree' | 'commit'; sha: string }[] = [];
	for (const [path, entry] of files) {
		const slash = path.indexOf('/');
		if (slash === -1) here.push({ path, type: entry.mode === '160000' ? 'commit' : 'blob', ...entry });
		else {
			const name = path.slice(0, slash);
			const inner = folders.get(name) ?? new Map<string, TreeEntry>();
			folders.set(name, inner.set(path.slice(slash + 1), entry));
		}
	}
	for (const [path, inner] of folders) here.push({ path, mode: '040000', type: 'tree', sha: treeId(inner) });
	// Git sorts a folder as if its name ended with a slash.
	const key = (one: { path: string; type: string }) => Buffer.from(one.type === 'tree' ? `${one.path}/` : one.path);
	return here.sort((a, b) => Buffer.compare(key(a), key(b)));
}

function treeId(files: Files): string {
	const parts = entriesOf(files).map(({ path, mode, sha }) =>
		Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${path}\0`), Buffer.from(sha, 'hex')]),
	);
	return objectId('tree', Buffer.concat(parts));
}

function objectId(type: string, bytes: Buffer): string {
	return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}

function signature({ name, email, date }: Person): string {
	return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}
