import { type RepoPath, resolvePath } from '../../repo/location.ts';
import { type Entry, itemsAt, mapAt, textOf, type YamlNode } from '../../repo/node.ts';
import { type Origin, written } from '../../repo/origin.ts';
import type { Sources } from '../../repo/sources.ts';
import { type IsIgnored, ignoredBy } from '../flux/source-ignore.ts';
import { scalarText } from './field-spec.ts';
import { findKustomization, itemsOf, type KustomizationFile } from './kustomization-file.ts';
import { overriding, putEntry } from './map-edit.ts';
import { follow } from './references.ts';

/** Fields that a Flux Kustomization adds to the kustomization file of its folder, each a node with its origin. */
export interface Injected {
	readonly targetNamespace?: YamlNode;
	readonly namePrefix?: YamlNode;
	readonly nameSuffix?: YamlNode;
	readonly patches?: YamlNode;
	readonly patchesStrategicMerge?: YamlNode;
	readonly patchesJson6902?: YamlNode;
	readonly components?: YamlNode;
	readonly ignoreMissingComponents?: boolean;
	readonly images?: YamlNode;
}

/**
 * The kustomization file that Flux generates for a folder without one: every manifest below it, and every folder that
 * has a kustomization file as a whole.
 */
export function generatedFile(sources: Sources, folder: RepoPath): KustomizationFile {
	const origin = written(folder, 0, 0);
	const items = manifestsBelow(sources, folder).map((path): YamlNode => {
		const value = path.slice(folder === '' ? 0 : folder.length + 1);
		return { kind: 'scalar', value, origin: written(path, 0, 0) };
	});
	const resources: YamlNode = { kind: 'seq', items, origin };
	return { folder, isComponent: false, fields: new Map([['resources', { key: origin, value: resources }]]), origin };
}

function manifestsBelow(sources: Sources, top: RepoPath): RepoPath[] {
	const isIgnored = ignoredBy(sources);
	const found: RepoPath[] = [];
	const open: RepoPath[] = [top];
	// Depth first in lexical order, as Go walks a folder.
	for (let path = open.pop(); path !== undefined; path = open.pop()) {
		if (!sources.isFolder(path)) {
			if (/\.ya?ml$/.test(path) && !isIgnored(path)) found.push(path);
		} else if (path !== top && hasOwnFile(sources, path, isIgnored)) found.push(path);
		else {
			const folder = path;
			for (const name of sources.list(folder).toReversed()) {
				const inner = resolvePath(folder, name);
				if (inner !== undefined) open.push(inner);
			}
		}
	}
	return found;
}

function hasOwnFile(sources: Sources, folder: RepoPath, isIgnored: IsIgnored): boolean {
	const path = findKustomization(sources, folder);
	return path !== undefined && !isIgnored(path);
}

/** The file as Flux completes it before the build. */
export function withInjected(file: KustomizationFile, injected: Injected, sources: Sources): KustomizationFile {
	const fields = new Map(file.fields);
	const replace = (name: string, node: YamlNode | undefined): void => {
		if (node !== undefined && scalarText(node)) fields.set(name, { key: node.origin, value: node });
	};
	const append = (name: string, items: readonly YamlNode[], origin: Origin): void => {
		const before = fields.get(name);
		const all = [...itemsAt(before?.value), ...items];
		if (items.length > 0)
			fields.set(name, entryOf({ kind: 'seq', items: all, origin: before?.value.origin ?? origin }));
	};
	replace('namespace', injected.targetNamespace);
	replace('namePrefix', injected.namePrefix);
	replace('nameSuffix', injected.nameSuffix);
	for (const name of ['patches', 'patchesStrategicMerge', 'patchesJson6902'] as const) {
		const node = injected[name];
		if (node !== undefined) append(name, itemsAt(node), node.origin);
	}
	if (injected.components !== undefined) {
		const wanted = itemsAt(injected.components).filter(
			(item) => injected.ignoreMissingComponents !== true || isThere(item, file, sources),
		);
		append('components', wanted, injected.components.origin);
	}
	if (injected.images !== undefined) {
		const images = mergeImages(itemsOf({ ...file, fields }, 'images'), itemsAt(injected.images));
		fields.set('images', entryOf({ kind: 'seq', items: images, origin: injected.images.origin }));
	}
	return { ...file, fields };
}

function entryOf(value: YamlNode): Entry {
	return { key: value.origin, value };
}

function isThere(item: YamlNode, { folder }: KustomizationFile, sources: Sources): boolean {
	return item.kind !== 'scalar' || follow(sources, folder, textOf(item)).kind !== 'missing';
}

/** Images of the same name become one; its tag and its digest are replaced together. */
function mergeImages(images: readonly YamlNode[], added: readonly YamlNode[]): YamlNode[] {
	const merged = [...images];
	for (const image of added) {
		const name = scalarText(mapAt(image)?.entries.get('name')?.value);
		const i = merged.findIndex((one) => scalarText(mapAt(one)?.entries.get('name')?.value) === name);
		const before = mapAt(merged[i]);
		if (i === -1 || before === undefined || image.kind !== 'map') merged.push(image);
		else merged[i] = mergeImage(before, image);
	}
	return merged;
}

function mergeImage(before: Extract<YamlNode, { kind: 'map' }>, image: Extract<YamlNode, { kind: 'map' }>): YamlNode {
	const has = (field: string): boolean => !!scalarText(image.entries.get(field)?.value);
	let result = before;
	const isVersioned = has('newTag') || has('digest');
	if (isVersioned) {
		const entries = new Map(result.entries);
		entries.delete('newTag');
		entries.delete('digest');
		result = { ...result, entries };
	}
	for (const field of ['newName', 'newTag', 'digest']) {
		const entry = image.entries.get(field);
		if (entry === undefined || !has(field)) continue;
		const old = before.entries.get(field)?.value;
		result = putEntry(result, field, old === undefined ? entry.value : overriding(entry.value, old), entry.key);
	}
	return result;
}
