import { baseName, folderOf, type RepoPath } from '../../repo/location.ts';
import { stringAt } from '../../repo/node.ts';
import type { ChangeGroup, NewFile, PhaseInput } from '../phase.ts';
import { type Draft, nothing, together } from './draft.ts';
import { definitionOf, fluxObject, type NewKustomization } from './flux.ts';
import type { Model } from './layout.ts';
import type { Wanted } from './objects.ts';
import { namespaceObjects } from './operator.ts';
import { joined, kustomizationIn, listing, relative } from './repository.ts';
import { fileText, type Habits, kustomizationText } from './writing.ts';

/** True where each component has its Flux Kustomization in a file beside its folder: `rook-ceph/ks.yaml`, `rook-ceph/app/`. */
function isNested({ kustomization, folder }: Model): boolean {
	return folderOf(definitionOf(kustomization)) === folderOf(folder);
}

/** The files of new Flux Kustomizations, where others have theirs. */
export function kustomizationFiles(
	wanted: readonly NewKustomization[],
	model: Model,
	fluxFolder: RepoPath | undefined,
	input: PhaseInput,
	habits: Habits,
): Draft {
	if (wanted.length === 0) return nothing;
	const objects = wanted.map((one) => ({ one, object: fluxObject(one, model, input) }));
	if (fluxFolder === undefined && isNested(model)) return nested(objects, model, input, habits);
	const folder = fluxFolder ?? folderOf(definitionOf(model.kustomization));
	const written = objects.map(({ one, object }) =>
		newFile(joined(folder, `${one.name}.${habits.extension}`), [object], habits, true),
	);
	const list = kustomizationIn(input.files, folder);
	const groups =
		list === undefined
			? []
			: listing(
					list,
					written.map(({ path }) => path),
				);
	return { newFiles: written, groups, byHand: [] };
}

interface Made {
	readonly one: NewKustomization;
	readonly object: Wanted;
}

function nested(made: readonly Made[], model: Model, input: PhaseInput, habits: Habits): Draft {
	const name = baseName(definitionOf(model.kustomization));
	const isWritten = model.writesKustomizationNamespace;
	const byFile = new Map<RepoPath, Made[]>();
	for (const one of made) {
		const file = joined(folderOf(one.one.folder), name);
		byFile.set(file, [...(byFile.get(file) ?? []), one]);
	}
	return together([...byFile].map(([file, own]) => nestedFile(file, own, model, input, habits, isWritten)));
}

function nestedFile(
	file: RepoPath,
	made: readonly Made[],
	model: Model,
	input: PhaseInput,
	habits: Habits,
	isWritten: boolean,
): Draft {
	const objects = made.map(({ object }) => object);
	const there = input.files.read(file);
	if (there !== undefined) {
		const text = fileText(objects, { ...habits, startsDocuments: false }, isWritten);
		const title = `Add the Flux Kustomization ${made.map(({ one }) => one.name).join(' and ')}`;
		return {
			...nothing,
			groups: [{ title, changes: [{ op: 'append-text', file, text: `---\n${text}` }], otherwise: text }],
		};
	}
	const written = newFile(file, objects, habits, isWritten);
	const folder = folderOf(folderOf(file));
	const list = kustomizationIn(input.files, folder);
	if (list !== undefined) return { ...nothing, newFiles: [written], groups: listing(list, [file]) };
	return together([
		{ ...nothing, newFiles: [written] },
		namespaceFolder(folder, file, made[0]?.one.ownNamespace ?? '', model, input, habits),
	]);
}

/** A folder for a namespace, like that in which the model stands. */
function namespaceFolder(
	folder: RepoPath,
	file: RepoPath,
	namespace: string,
	model: Model,
	input: PhaseInput,
	habits: Habits,
): Draft {
	const beside = kustomizationIn(input.files, folderOf(folderOf(model.folder)));
	const path = joined(folder, `kustomization.${habits.extension}`);
	const other = beside?.entries.find(({ target }) => /(?:^|\/)namespace\.ya?ml$/.test(target));
	const files: NewFile[] = [];
	const targets = [file];
	if (other !== undefined) {
		const own = joined(folder, baseName(other.target));
		const objects = namespaceObjects(namespace, input);
		if (objects.length > 0) {
			files.push(newFile(own, objects, habits, true));
			targets.push(own);
		}
	}
	const isDotted = beside?.entries.some(({ text }) => text.startsWith('./')) === true;
	const components = (beside?.entries ?? []).filter(({ isComponent }) => isComponent).map(({ text }) => text);
	const text = kustomizationText(
		targets.map((target) => `${isDotted ? './' : ''}${relative(folder, target)}`),
		habits,
		{
			...(stringAt(beside?.root, ['namespace']) === undefined ? {} : { namespace }),
			...(components.length === 0 ? {} : { components }),
		},
	);
	files.push({ path, text, title: `List them in ${folder}` });
	const parent = kustomizationIn(input.files, folderOf(folder));
	const groups: ChangeGroup[] = parent === undefined ? [] : listing(parent, [folder]);
	return { newFiles: files, groups, byHand: [] };
}

function newFile(path: RepoPath, objects: readonly Wanted[], habits: Habits, isWritten: boolean): NewFile {
	const names = objects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
	return { path, text: fileText(objects, habits, isWritten), title: `Add ${names}` };
}
