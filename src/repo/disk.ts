import {
	closeSync,
	type Dirent,
	fstatSync,
	lstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	realpathSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import { decoded } from './decoded.ts';
import { byText, type FileProblem, type Parsed, type RepoFiles } from './files.ts';
import type { RepoPath } from './location.ts';

/** Bytes beyond which a file is not read. Manifests are far smaller; what is larger is an image or an archive. */
export const maxFileSize = 16 * 1024 * 1024;

/**
 * Entries that may be reached through symbolic links to folders. A handful of
 * links that point at each other's folders would otherwise make endless paths.
 */
const maxLinkedEntries = 100_000;

/** A folder outside the root that is shown inside it, below `at`. */
export interface Mount {
	readonly at: RepoPath;
	/** Path on the disk. */
	readonly folder: string;
}

/**
 * The repository in a folder of the disk. The tree is listed now; a file is read
 * when first asked for and then kept. `.git` and `node_modules` are left out.
 */
export function filesFromDisk(root: string, mounts: readonly Mount[] = []): RepoFiles {
	const found = new Map<RepoPath, Found>();
	listTree('' as RepoPath, realpathSync(root), found);
	for (const mount of mounts) listTree(mount.at, realpathSync(mount.folder), found);
	const texts = new Map<RepoPath, Parsed<string, FileProblem>>();
	return {
		paths: [...found.keys()].sort(byText),
		read(path) {
			const known = texts.get(path);
			if (known !== undefined) return known;
			const file = found.get(path);
			if (file === undefined) return undefined;
			const text = file.kind === 'problem' ? problem(file.problem) : readText(file.real);
			texts.set(path, text);
			return text;
		},
	};
}

type Found =
	| { readonly kind: 'file'; readonly real: string }
	| { readonly kind: 'problem'; readonly problem: FileProblem };

interface Walk {
	readonly root: string;
	readonly found: Map<RepoPath, Found>;
	linkedEntries: number;
}

interface Folder {
	readonly path: RepoPath;
	/** Where it really is, all links resolved. */
	readonly real: string;
	/** The real folders on the way here, itself included. A link to one of them is a cycle. */
	readonly chain: ReadonlySet<string>;
	readonly isLinked: boolean;
}

function listTree(at: RepoPath, root: string, found: Map<RepoPath, Found>): void {
	const walk: Walk = { root, found, linkedEntries: 0 };
	// A stack of its own: the depth of a tree on the disk is not ours to limit.
	const open: Folder[] = [{ path: at, real: root, chain: new Set([root]), isLinked: false }];
	for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
		for (const entry of entriesOf(folder, walk)) {
			if (entry.name === '.git' || entry.name === 'node_modules') continue;
			const inner = enter(entry, folder, walk);
			if (inner !== undefined) open.push(inner);
		}
	}
}

function entriesOf(folder: Folder, walk: Walk): Dirent[] {
	try {
		return readdirSync(folder.real, { withFileTypes: true });
	} catch (error) {
		walk.found.set(folder.path, { kind: 'problem', problem: { kind: 'unreadable', reason: reasonOf(error) } });
		return [];
	}
}

/** Notes one entry; answers the folder when it is one to go into. Sockets, pipes and devices are passed over. */
function enter(entry: Dirent, folder: Folder, walk: Walk): Folder | undefined {
	const path = (folder.path === '' ? entry.name : `${folder.path}/${entry.name}`) as RepoPath;
	const real = `${folder.real}${sep}${entry.name}`;
	if (folder.isLinked && ++walk.linkedEntries > maxLinkedEntries) {
		walk.found.set(path, { kind: 'problem', problem: { kind: 'unreadable', reason: 'too much behind links' } });
		return undefined;
	}
	if (entry.isFile()) walk.found.set(path, { kind: 'file', real });
	else if (entry.isDirectory())
		return { path, real, chain: new Set([...folder.chain, real]), isLinked: folder.isLinked };
	else if (entry.isSymbolicLink()) return followLink(path, real, folder, walk);
	return undefined;
}

function followLink(path: RepoPath, link: string, folder: Folder, walk: Walk): Folder | undefined {
	try {
		const real = realpathSync(link);
		if (!isInside(real, walk.root)) {
			walk.found.set(path, { kind: 'problem', problem: { kind: 'outside' } });
			return undefined;
		}
		const target = statSync(real);
		if (target.isFile()) walk.found.set(path, { kind: 'file', real });
		if (!target.isDirectory() || folder.chain.has(real) || isLeftOut(real, walk.root)) return undefined;
		return { path, real, chain: new Set([...folder.chain, real]), isLinked: true };
	} catch (error) {
		walk.found.set(path, { kind: 'problem', problem: { kind: 'unreadable', reason: reasonOf(error) } });
		return undefined;
	}
}

function isInside(real: string, root: string): boolean {
	return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** A link must not bring back what the walk leaves out. */
function isLeftOut(real: string, root: string): boolean {
	const steps = real.slice(root.length).split(sep);
	return steps.includes('.git') || steps.includes('node_modules');
}

/** Most files are smaller; they are read at one go, without asking for their size first. */
const small = Buffer.allocUnsafe(64 * 1024);

function readText(real: string): Parsed<string, FileProblem> {
	try {
		const file = openSync(real, 'r');
		try {
			const length = readSync(file, small, 0, small.length, 0);
			if (length < small.length) return decoded(small.subarray(0, length));
			const { size } = fstatSync(file);
			if (size > maxFileSize) return problem({ kind: 'too-large', bytes: size, limit: maxFileSize });
			return decoded(readFileSync(real));
		} finally {
			closeSync(file);
		}
	} catch (error) {
		return problem({ kind: 'unreadable', reason: reasonOf(error) });
	}
}

function problem(problem: FileProblem): Parsed<string, FileProblem> {
	return { ok: false, problem };
}

/** The system's code (`EACCES`, `ENOENT`): its message would show paths of this machine. */
function reasonOf(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
}

/**
 * Writes files below a folder: each appears whole or not at all and keeps its permissions. Nothing is written when one
 * of them would lie outside, in `.git`, behind a symbolic link or in the place of something that is no file.
 */
export function writeToDisk(root: string, texts: ReadonlyMap<RepoPath, string>): void {
	const targets = [...texts].map(([path, text]) => ({ path, text, ...targetOf(realpathSync(root), path) }));
	for (const { file, text, mode } of targets) {
		mkdirSync(join(file, '..'), { recursive: true });
		const draft = `${file}.${process.pid}.tmp`;
		try {
			writeFileSync(draft, text, { flag: 'wx', ...(mode === undefined ? {} : { mode }) });
			renameSync(draft, file);
		} catch (error) {
			rmSync(draft, { force: true });
			throw error;
		}
	}
}

function targetOf(root: string, path: RepoPath): { readonly file: string; readonly mode: number | undefined } {
	const steps = path.split('/');
	const isOdd = steps.some((step) => step === '' || step === '.' || step === '..' || step.includes(sep));
	if (isOdd || steps.includes('.git')) throw new Error(`${path} is no path to write to`);
	let file = root;
	for (const [i, step] of steps.entries()) {
		file = join(file, step);
		const found = lstatSync(file, { throwIfNoEntry: false });
		if (found === undefined) continue;
		const isLast = i === steps.length - 1;
		if (found.isSymbolicLink()) throw new Error(`${path} leads through a symbolic link, so nothing is written there`);
		if (isLast ? !found.isFile() : !found.isDirectory()) throw new Error(`${path} is no file`);
		if (isLast) return { file, mode: found.mode & 0o7777 };
	}
	return { file, mode: undefined };
}
