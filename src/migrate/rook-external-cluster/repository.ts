import { kustomizationNames } from '../../render/kustomize/kustomization-file.ts';
import type { RepoFiles } from '../../repo/files.ts';
import { baseName, folderOf, type RepoPath, resolvePath } from '../../repo/location.ts';
import { itemsAt, type MapNode, nodeAt, textOf } from '../../repo/node.ts';
import { parseFile } from '../../repo/parse.ts';
import type { ChangeGroup } from '../phase.ts';

/** A kustomization file of the repository, as it stands. */
export interface KustomizationAt {
	readonly path: RepoPath;
	readonly folder: RepoPath;
	readonly root: MapNode;
	/** What it lists, as it is written, and the file or folder that is meant. */
	readonly entries: readonly { readonly text: string; readonly target: RepoPath; readonly isComponent: boolean }[];
}

/** The kustomization file of a folder. */
export function kustomizationIn(files: RepoFiles, folder: RepoPath): KustomizationAt | undefined {
	for (const name of kustomizationNames) {
		const path = joined(folder, name);
		const read = files.read(path);
		if (!read?.ok) continue;
		const [root] = parseFile(path, read.value).documents;
		return root?.kind === 'map' ? { path, folder, root, entries: entriesIn(root, folder) } : undefined;
	}
	return undefined;
}

function entriesIn(root: MapNode, folder: RepoPath): KustomizationAt['entries'] {
	return ['resources', 'bases', 'components'].flatMap((key) =>
		itemsAt(root, [key]).flatMap((item) => {
			if (item.kind !== 'scalar') return [];
			const text = textOf(item);
			const target = text.includes('://') ? undefined : resolvePath(folder, text);
			return target === undefined ? [] : [{ text, target, isComponent: key === 'components' }];
		}),
	);
}

/** The kustomization files below a folder, that of the folder itself first. */
export function kustomizationsBelow(files: RepoFiles, folder: RepoPath): KustomizationAt[] {
	const names = new Set<string>(kustomizationNames);
	const folders = new Set(
		files.paths.filter((path) => names.has(baseName(path)) && isBelow(path, folder)).map((path) => folderOf(path)),
	);
	return [...folders]
		.sort((a, b) => a.length - b.length)
		.flatMap((one) => {
			const found = kustomizationIn(files, one);
			return found === undefined ? [] : [found];
		});
}

/** The kustomization file above a folder that lists single files of it. */
export function listerOfFiles(files: RepoFiles, folder: RepoPath): KustomizationAt | undefined {
	for (let above = folder; above !== ''; ) {
		above = folderOf(above);
		const found = kustomizationIn(files, above);
		if (found?.entries.some(({ target }) => folderOf(target) === folder && files.paths.includes(target))) return found;
	}
	return undefined;
}

/** True for the folder itself and everything in it. */
export function isBelow(path: string, folder: RepoPath): boolean {
	return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The change that lists files or folders in a kustomization, written like what it lists already. */
export function listing({ path, folder, root, entries }: KustomizationAt, targets: readonly RepoPath[]): ChangeGroup[] {
	const known = new Set<string>(entries.map(({ target }) => target));
	const isDotted = entries.some(({ text }) => text.startsWith('./'));
	const added = [...new Set(targets)]
		.filter((target) => !known.has(target))
		.map((target) => {
			const text = relative(folder, target);
			return isDotted && !text.startsWith('.') ? `./${text}` : text;
		});
	if (added.length === 0) return [];
	const list = nodeAt(root, ['resources']);
	return [
		{
			title: `List ${added.join(', ')} in ${path}`,
			changes:
				list?.kind === 'seq'
					? added.map((value) => ({ op: 'append', into: list, value }))
					: [{ op: 'add', into: root, key: 'resources', value: added }],
			otherwise: added.map((text) => `- ${text}`).join('\n'),
		},
	];
}

/** The way from a folder to a file or folder. */
export function relative(from: RepoPath, to: RepoPath): string {
	const [a, b] = [from === '' ? [] : from.split('/'), to.split('/')];
	let shared = 0;
	while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
	const up = a.slice(shared).map(() => '..');
	return [...up, ...b.slice(shared)].join('/') || '.';
}

/** A path below a folder. */
export function joined(folder: string, ...steps: readonly string[]): RepoPath {
	return resolvePath('' as RepoPath, [folder, ...steps].filter((step) => step !== '').join('/')) ?? ('' as RepoPath);
}
