import { spawnSync } from 'node:child_process';
import { decoded } from '../repo/decoded.ts';
import { maxFileSize } from '../repo/disk.ts';
import { byText, type FileProblem, type Parsed, type RepoFiles } from '../repo/files.ts';
import { followLinks } from '../repo/links.ts';
import { type RepoPath, resolvePath } from '../repo/location.ts';
import { UsageError } from './exit.ts';

/** A commit as it was asked for and as git names it. */
export interface Commit {
	readonly ref: string;
	/** Full object name. */
	readonly id: string;
}

/** The commit from which a change started: where HEAD and the ref parted, else the ref itself. */
export function startOfChange(folder: string, ref: string): Commit {
	const id = git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]).text.trim();
	if (id === '') throw new UsageError(`--since ${ref}: git knows no such commit here`);
	const parted = git(folder, ['merge-base', 'HEAD', id]).text.trim();
	return { ref, id: parted === '' ? id : parted };
}

/** The files of a commit below a folder of the work tree, with paths seen from that folder. */
export function filesFromGit(folder: string, { id }: Commit): RepoFiles {
	const listed = git(folder, ['ls-tree', '-r', '-z', '-l', id]);
	if (!listed.ok) throw new UsageError(`git cannot list the files of ${id}: ${listed.problem}`);
	const entries = entriesFrom(listed.text);
	const wanted = [...entries.values()].filter(({ size }) => size <= maxFileSize);
	const blobs = readBlobs(folder, [...new Set(wanted.map(({ blob }) => blob))]);
	const found = new Map<RepoPath, Parsed<string, FileProblem>>();
	const links: [path: RepoPath, target: string][] = [];
	for (const [path, { mode, blob, size }] of entries) {
		const bytes = blobs.get(blob);
		if (mode === linkMode) links.push([path, bytes?.toString('utf8') ?? '']);
		else if (bytes !== undefined) found.set(path, decoded(bytes));
		else found.set(path, { ok: false, problem: { kind: 'too-large', bytes: size, limit: maxFileSize } });
	}
	followLinks(links, found);
	return { paths: [...found.keys()].sort(byText), read: (path) => found.get(path) };
}

interface TreeEntry {
	readonly mode: string;
	readonly blob: string;
	/** Bytes. */
	readonly size: number;
}

/** The mode of a symbolic link in a git tree. */
const linkMode = '120000';

function entriesFrom(list: string): Map<RepoPath, TreeEntry> {
	const entries = new Map<RepoPath, TreeEntry>();
	for (const line of list.split('\0')) {
		const match = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.+)$/s.exec(line);
		if (match === null) continue;
		const [, mode = '', type, blob = '', size, name = ''] = match;
		const path = type === 'blob' ? resolvePath('' as RepoPath, name) : undefined;
		if (path !== undefined && !path.split('/').includes('node_modules'))
			entries.set(path, { mode, blob, size: Number(size) });
	}
	return entries;
}

/** Contents by object name, all in one process. */
function readBlobs(folder: string, ids: readonly string[]): Map<string, Buffer> {
	const { bytes } = git(folder, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
	const blobs = new Map<string, Buffer>();
	for (let at = 0; at < bytes.length; ) {
		const newline = bytes.indexOf(10, at);
		if (newline === -1) break;
		const [id = '', type, length] = bytes.toString('latin1', at, newline).split(' ');
		at = newline + 1;
		if (type !== 'blob') continue;
		const end = at + Number(length);
		blobs.set(id, bytes.subarray(at, end));
		at = end + 1;
	}
	return blobs;
}

interface GitAnswer {
	readonly ok: boolean;
	readonly bytes: Buffer;
	readonly text: string;
	readonly problem: string;
}

/** Bytes that git may answer: the files of the largest repositories of manifests are a hundredth of it. */
const maxAnswer = 2 ** 30;

function git(folder: string, words: readonly string[], input = ''): GitAnswer {
	const { status, stdout, stderr, error } = spawnSync('git', ['--no-optional-locks', ...words], {
		cwd: folder,
		input,
		maxBuffer: maxAnswer,
		// A partial clone would fetch what it lacks.
		env: { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
	});
	if (error !== undefined) throw new UsageError(`--since needs git, which does not run: ${error.message}`);
	const problem = stderr.toString('utf8').trim();
	return { ok: status === 0, bytes: stdout, text: stdout.toString('utf8'), problem };
}
