import { decoded } from '../repo/decoded.ts';
import { byText, type FileProblem, type Parsed, type RepoFiles } from '../repo/files.ts';
import { followLinks } from '../repo/links.ts';
import { type RepoPath, resolvePath } from '../repo/location.ts';
import { type ArchiveEntry, ArchiveTooLarge, archiveLimits, readArchive } from './archive.ts';
import type { GitHub, RepositoryName } from './client.ts';

/** A commit's files in memory. */
export interface Snapshot {
	readonly files: RepoFiles;
	/** Path → git's name of its content. */
	readonly blobs: ReadonlyMap<string, string>;
	/** Bytes of all texts, about. */
	readonly bytes: number;
	/** Files that may be run: whoever writes them again keeps that. */
	readonly executables: ReadonlySet<string>;
}

/** Files that the archive hides or changes and that are asked for one by one. */
const mostMissing = 200;

/**
 * Reads a commit: its tree, and one archive for all contents. An archive leaves out or rewrites what the repository's
 * attributes say, so each content is held against the tree and what differs is asked for by itself.
 */
export async function readSnapshot(
	github: GitHub,
	name: RepositoryName,
	commit: string,
): Promise<Parsed<Snapshot, string>> {
	const { data: tree } = await github.rest.git.getTree({ ...name, tree_sha: commit, recursive: 'true' });
	if (tree.truncated) return { ok: false, problem: 'the repository has more files than GitHub lists at once' };
	const wanted = tree.tree.filter((entry) => entry.type === 'blob' && isWanted(entry.path));
	if (wanted.length > archiveLimits.entries)
		return { ok: false, problem: `the repository has more than ${archiveLimits.entries} files` };
	let archive: Map<string, ArchiveEntry>;
	try {
		archive = await readArchive(await download(github, name, commit));
	} catch (error) {
		if (error instanceof ArchiveTooLarge)
			return { ok: false, problem: `the repository is too large: ${error.message}` };
		throw error;
	}
	const found = new Map<RepoPath, Parsed<string, FileProblem>>();
	const links: [path: RepoPath, target: string][] = [];
	let missing = 0;
	for (const { path: text, mode, sha, size = 0 } of wanted) {
		const path = resolvePath('' as RepoPath, text);
		if (path === undefined) continue;
		const entry = archive.get(text);
		if (mode === '120000') links.push([path, entry?.kind === 'link' ? entry.target : '']);
		else if (size > archiveLimits.fileBytes)
			found.set(path, { ok: false, problem: { kind: 'too-large', bytes: size, limit: archiveLimits.fileBytes } });
		else if (entry?.kind === 'file' && entry.blob === sha) found.set(path, entry.text);
		else if (++missing > mostMissing)
			return { ok: false, problem: `more than ${mostMissing} files are kept out of the repository's archive` };
		else found.set(path, decoded(await blob(github, name, sha)));
	}
	followLinks(links, found);
	const executables = new Set(wanted.flatMap(({ path, mode }) => (mode === '100755' ? [path] : [])));
	const bytes = [...found.values()].reduce((sum, read) => sum + (read.ok ? read.value.length : 0), 0);
	const blobs = new Map(wanted.map(({ path, sha }) => [path, sha]));
	return {
		ok: true,
		value: {
			blobs,
			bytes,
			executables,
			files: { paths: [...found.keys()].sort(byText), read: (path) => found.get(path) },
		},
	};
}

async function download(
	github: GitHub,
	name: RepositoryName,
	ref: string,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
	const route = 'GET /repos/{owner}/{repo}/tarball/{ref}';
	const { data } = await github.request(route, { ...name, ref, request: { parseSuccessResponseBody: false } });
	if (!(data instanceof ReadableStream)) throw new TypeError('the archive came without a body');
	return data;
}

async function blob(github: GitHub, name: RepositoryName, sha: string): Promise<Buffer> {
	const { data } = await github.rest.git.getBlob({ ...name, file_sha: sha });
	return Buffer.from(data.content, 'base64');
}

function isWanted(path: string): boolean {
	return !path.split('/').includes('node_modules');
}
