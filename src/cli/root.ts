import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { configName } from '../repo/config.ts';
import { filesFromDisk } from '../repo/disk.ts';
import { type RepoPath, resolvePath } from '../repo/location.ts';
import { nearest } from '../repo/nearest.ts';
import { stringAt } from '../repo/node.ts';
import { mapsOf, parseFile } from '../repo/parse.ts';
import { UsageError } from './exit.ts';

/** A misspelt command is taken for a path. */
const commands = ['completion', 'explain', 'init', 'lsp', 'migrate', 'plan', 'render', 'rules', 'serve', 'verify'];

/** The folder that is linted, and what a person asked to see of it. */
export interface Root {
	/** Path on the disk. */
	readonly folder: string;
	/** Files and folders whose findings are shown; the root itself shows all. */
	readonly paths: readonly RepoPath[];
}

/**
 * Finds the root that some paths share: the nearest folder above them, or one of them, with a configuration; else the
 * nearest from which the paths in their Flux objects lead to folders; else the top of the git checkout. Never above that top.
 */
export function findRoot(paths: readonly string[], given: string | undefined, cwd: string): Root {
	const named = (paths.length === 0 ? ['.'] : paths).map((path) => existing(path, cwd));
	const folder = given === undefined ? nearestRoot(commonFolder(named)) : existing(given, cwd);
	if (!statSync(folder).isDirectory()) throw new UsageError(`the root ${given} is no folder`);
	return { folder, paths: named.map((path) => insideOf(folder, path, `${path} lies outside the root ${folder}`)) };
}

/** The path seen from the root, links resolved where that is needed. */
export function insideOf(folder: string, path: string, complaint: string): RepoPath {
	const inside = pathInside(folder, path);
	if (inside === undefined) throw new UsageError(complaint);
	return inside;
}

/** The same, undefined for a path outside. */
export function pathInside(folder: string, path: string): RepoPath | undefined {
	for (const steps of [relative(folder, path), relative(realpathSync(folder), realpathSync(path))]) {
		if (isAbsolute(steps) || steps === '..' || steps.startsWith(`..${sep}`)) continue;
		return resolvePath('' as RepoPath, steps.split(sep).join('/'));
	}
	return undefined;
}

/** True for a file that is one of the paths or lies below one. */
export function isBelow(file: RepoPath, paths: readonly RepoPath[]): boolean {
	return paths.some((path) => path === '' || file === path || file.startsWith(`${path}/`));
}

/** A path on the disk; complains when nothing is there. */
export function existing(path: string, cwd: string): string {
	const absolute = resolve(cwd, path);
	if (!existsSync(absolute)) throw new UsageError(`no such file or folder: ${path}${commandHint(path)}`);
	return absolute;
}

function commandHint(path: string): string {
	return commands.includes(path) ? `; the command ${path} stands before everything else` : nearest(path, commands);
}

function commonFolder(paths: readonly string[]): string {
	const folders = paths.map((path) => (statSync(path).isDirectory() ? path : dirname(path)));
	const [first = sep] = folders;
	return ancestors(first).find((folder) => folders.every((other) => ancestors(other).includes(folder))) ?? first;
}

/** The folder and all above it, the nearest first. */
function ancestors(folder: string): string[] {
	const all = [folder];
	for (let at = folder; dirname(at) !== at; at = dirname(at)) all.push(dirname(at));
	return all;
}

function nearestRoot(start: string): string {
	const above = ancestors(start);
	const top = above.findIndex((folder) => existsSync(join(folder, '.git')));
	const candidates = top === -1 ? above : above.slice(0, top + 1);
	const configured = candidates.find((folder) => existsSync(join(folder, configName)));
	if (configured !== undefined) return configured;
	if (candidates.length === 1) return start;
	const targets = fluxPaths(start);
	const resolving = candidates.find((folder) => leadsToFolders(folder, targets));
	return resolving ?? (top === -1 ? start : (candidates.at(-1) ?? start));
}

/** The folders that Flux objects below `start` name, without those that every root would fit. */
function fluxPaths(start: string): string[] {
	const files = filesFromDisk(start);
	const found = new Set<string>();
	for (const path of files.paths) {
		if (!/\.ya?ml$/.test(path)) continue;
		const read = files.read(path);
		if (!read?.ok || !/kustomize\.toolkit\.fluxcd\.io|FluxInstance/.test(read.value)) continue;
		for (const document of mapsOf(parseFile(path, read.value))) {
			const steps = stringAt(document, ['kind']) === 'FluxInstance' ? ['spec', 'sync', 'path'] : ['spec', 'path'];
			const target = resolvePath('' as RepoPath, (stringAt(document, steps) ?? '').replace(/^\/+/, ''));
			if (target !== undefined && target !== '' && !target.includes('$')) found.add(target);
		}
	}
	return [...found];
}

/** True when at least half of the paths exist here: some may belong to other repositories. */
function leadsToFolders(folder: string, targets: readonly string[]): boolean {
	const there = targets.filter((target) => existsSync(join(folder, target)));
	return there.length > 0 && there.length * 2 >= targets.length;
}
