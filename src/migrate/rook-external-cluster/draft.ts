import type { RepoFiles } from '../../repo/files.ts';
import type { RepoPath } from '../../repo/location.ts';
import type { Writable } from '../../rule.ts';
import type { ByHand, ChangeGroup, NewFile } from '../phase.ts';
import type { Wanted } from './objects.ts';
import { joined, kustomizationIn, listerOfFiles, listing, relative } from './repository.ts';
import { fileText, type Habits, kindName, kustomizationText } from './writing.ts';

/** A part of the plan. */
export interface Draft {
	readonly newFiles: readonly NewFile[];
	readonly groups: readonly ChangeGroup[];
	readonly byHand: readonly ByHand[];
}

/** Nothing to do. */
export const nothing: Draft = { newFiles: [], groups: [], byHand: [] };

/** Several parts as one. Files that are listed in the same place are listed together. */
export function together(drafts: readonly Draft[]): Draft {
	return {
		newFiles: drafts.flatMap(({ newFiles }) => newFiles),
		groups: drafts.flatMap(({ groups }) => groups),
		byHand: drafts.flatMap(({ byHand }) => byHand),
	};
}

/** A folder that gets files. */
export interface Shelf {
	readonly folder: RepoPath;
	readonly objects: readonly Wanted[];
	/** Other folders that its kustomization file lists. */
	readonly lists?: readonly RepoPath[];
	readonly writesNamespace: boolean;
	/** Other fields of a new kustomization file. */
	readonly fields?: { readonly [key: string]: Writable };
	/** All objects in one file of this name. */
	readonly oneFile?: string;
	/** Files are called like their objects, not like their kinds. */
	readonly isByName?: boolean;
}

/** The files of several folders; a folder that is named twice gets one list. */
export function filledAll(shelves: readonly Shelf[], files: RepoFiles, habits: Habits): Draft {
	const byFolder = new Map<string, Shelf>();
	for (const shelf of shelves) {
		const key = `${shelf.oneFile ?? ''} ${shelf.folder}`;
		const known = byFolder.get(key);
		byFolder.set(key, known === undefined ? shelf : { ...known, objects: [...known.objects, ...shelf.objects] });
	}
	return together([...byFolder.values()].map((shelf) => filled(shelf, files, habits)));
}

/** The files of a folder, listed in its kustomization file where it has one or is new. */
function filled(shelf: Shelf, files: RepoFiles, habits: Habits): Draft {
	const { folder, objects, lists = [], writesNamespace, fields = {}, oneFile } = shelf;
	if (objects.length + lists.length === 0) return nothing;
	const taken = new Set<string>(files.paths);
	const written: NewFile[] = [];
	const write = (name: string, content: readonly Wanted[]) => {
		const path = joined(folder, `${name}.${habits.extension}`);
		const free = taken.has(path) ? joined(folder, `${name}-external.${habits.extension}`) : path;
		taken.add(free);
		written.push({ path: free, text: fileText(content, habits, writesNamespace), title: `Add ${titleOf(content)}` });
	};
	if (oneFile !== undefined) write(oneFile, objects);
	else
		for (const object of objects)
			write(shelf.isByName === true ? object.name : nameIn(object, objects, habits), [object]);
	const targets = [...lists, ...written.map(({ path }) => path)];
	const own = kustomizationIn(files, folder) ?? listerOfFiles(files, folder);
	if (own !== undefined) return { newFiles: written, groups: listing(own, targets), byHand: [] };
	// A folder that is there and has none is applied as a whole.
	if (files.paths.some((path) => path.startsWith(`${folder}/`)) || oneFile !== undefined)
		return { newFiles: written, groups: [], byHand: [] };
	const text = kustomizationText(
		targets.map((target) => relative(folder, target)),
		habits,
		fields,
	);
	const list = { path: joined(folder, `kustomization.${habits.extension}`), text, title: `List them in ${folder}` };
	return { newFiles: [...written, list], groups: [], byHand: [] };
}

/** Kinds of which a folder usually holds several. */
const plural = new Set(['StorageClass', 'ExternalSecret', 'CiliumNetworkPolicy', 'NetworkPolicy']);

function nameIn(object: Wanted, all: readonly Wanted[], habits: Habits): string {
	if (object.kind === 'ConfigMap') return object.name;
	const isSole = all.filter(({ kind }) => kind === object.kind).length === 1 && !plural.has(object.kind);
	const kind = kindName(object.kind, habits);
	return isSole ? kind : `${kind}-${object.name}`;
}

function titleOf(objects: readonly Wanted[]): string {
	return objects
		.map(({ kind, name, namespace }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`)
		.join(', ');
}
