import { folderOf, type RepoPath } from '../../repo/location.ts';
import { type Found, listText, type Section } from './section.ts';

/** Where Flux starts. */
export function entryPoints({ view }: Found): Section | undefined {
	if (view.entryPoints.length === 0) return undefined;
	return {
		key: 'entryPoints',
		comment: ['Where Flux starts.'],
		lines: [`entryPoints: ${listText(view.entryPoints.map((folder) => (folder === '' ? '.' : folder)))}`],
	};
}

/** The scripts, kubeadm files and manifests of nodes that no Flux object reaches. */
export function nodeFiles(found: Found): Section | undefined {
	const globs = globsFor(found);
	if (globs.length === 0) return undefined;
	const short = `files: ${listText(globs)}`;
	return {
		key: 'files',
		comment: ['What no Flux object reaches: scripts, kubeadm files and manifests of the nodes.'],
		lines: short.length < 100 ? [short] : ['files:', ...globs.map((glob) => `  - ${listText([glob]).slice(1, -1)}`)],
	};
}

/** For each file the highest folder that holds nothing foreign, else the file itself. */
function globsFor({ view, files, foreign }: Found): string[] {
	const crowded = new Set<string>(['']);
	for (const path of files.paths) if (foreign.has(path)) for (const folder of foldersAbove(path)) crowded.add(folder);
	for (const entry of view.entryPoints) for (const folder of [entry, ...foldersAbove(entry)]) crowded.add(folder);
	const globs = view.files.map((path) => {
		const folder = foldersAbove(path).findLast((one) => !crowded.has(one));
		return folder === undefined ? escaped(path) : `${escaped(folder)}/**`;
	});
	return [...new Set(globs)];
}

/** The folders that hold a path, the innermost first. */
function foldersAbove(path: RepoPath): RepoPath[] {
	const folders: RepoPath[] = [];
	for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folder);
	return folders;
}

function escaped(path: string): string {
	return path.replace(/[*?[\]{}\\]/g, '\\$&');
}
