import { baseName, folderOf, type RepoPath } from '../../repo/location.ts';
import { stringAt } from '../../repo/node.ts';
import type { NewFile, PhaseInput } from '../phase.ts';
import { type Draft, nothing, together } from './draft.ts';
import { definitionOf, fluxObject, type NewKustomization } from './flux.ts';
import { isNested, type Model } from './layout.ts';
import type { Wanted } from './objects.ts';
import { namespaceObjects } from './operator.ts';
import { joined, kustomizationIn, listing, relative } from './repository.ts';
import { fileText, type Habits, kustomizationText } from './writing.ts';

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
	const byFile = new Map<RepoPath, Made[]>();
	for (const one of made) {
		const file = joined(folderOf(one.one.folder), name);
		byFile.set(file, [...(byFile.get(file) ?? []), one]);
	}
	const drafts: Draft[] = [];
	const byFolder = new Map<RepoPath, { files: RepoPath[]; namespace: string }>();
	for (const [file, own] of byFile) {
		drafts.push(nestedFile(file, own, model, input, habits));
		if (input.files.read(file) !== undefined) continue;
		const folder = folderOf(folderOf(file));
		const known = byFolder.get(folder) ?? { files: [], namespace: own[0]?.one.ownNamespace ?? '' };
		known.files.push(file);
		byFolder.set(folder, known);
	}
	for (const [folder, { files, namespace }] of byFolder) {
		const list = kustomizationIn(input.files, folder);
		drafts.push(
			list === undefined
				? namespaceFolder({ folder, files, namespace }, model, input, habits)
				: { ...nothing, groups: listing(list, files) },
		);
	}
	return together(drafts);
}

function nestedFile(
	file: RepoPath,
	made: readonly Made[],
	{ writesKustomizationNamespace: isWritten }: Model,
	input: PhaseInput,
	habits: Habits,
): Draft {
	const objects = made.map(({ object }) => object);
	if (input.files.read(file) === undefined)
		return { ...nothing, newFiles: [newFile(file, objects, habits, isWritten)] };
	const text = fileText(objects, { ...habits, startsDocuments: false }, isWritten);
	const title = `Add the Flux Kustomization ${made.map(({ one }) => one.name).join(' and ')}`;
	const change = { op: 'append-text', file, text: `---\n${text}` } as const;
	return { ...nothing, groups: [{ title, changes: [change], otherwise: text }] };
}

/** A folder for a namespace, like that in which the model stands. */
function namespaceFolder(
	{ folder, files, namespace }: { readonly folder: RepoPath; readonly files: RepoPath[]; readonly namespace: string },
	model: Model,
	input: PhaseInput,
	habits: Habits,
): Draft {
	const beside = kustomizationIn(input.files, folderOf(folderOf(model.folder)));
	const other = beside?.entries.find(({ target }) => /(?:^|\/)namespace\.ya?ml$/.test(target));
	const objects = other === undefined ? [] : namespaceObjects(namespace, input);
	const own = objects.length === 0 || other === undefined ? undefined : joined(folder, baseName(other.target));
	const components = (beside?.entries ?? []).filter(({ isComponent }) => isComponent).map(({ text }) => text);
	const text = kustomizationText(
		[...(own === undefined ? [] : [own]), ...files].map((target) => relative(folder, target)),
		habits,
		{
			...(stringAt(beside?.root, ['namespace']) === undefined ? {} : { namespace }),
			...(components.length === 0 ? {} : { components }),
		},
	);
	const path = joined(folder, `kustomization.${habits.extension}`);
	const parent = kustomizationIn(input.files, folderOf(folder));
	return {
		newFiles: [
			...(own === undefined ? [] : [newFile(own, objects, habits, true)]),
			{ path, text, title: `List them in ${folder}` },
		],
		groups: parent === undefined ? [] : listing(parent, [folder]),
		byHand: [],
	};
}

function newFile(path: RepoPath, objects: readonly Wanted[], habits: Habits, isWritten: boolean): NewFile {
	const names = objects.map(({ kind, name }) => `${kind} ${name}`).join(', ');
	return { path, text: fileText(objects, habits, isWritten), title: `Add ${names}` };
}
