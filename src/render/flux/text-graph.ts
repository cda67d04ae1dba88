import { fileText, type RepoFiles } from '../../repo/files.ts';
import { baseName, folderOf, type RepoPath, resolvePath, withoutMark } from '../../repo/location.ts';

/** What a kustomization file or a Flux Kustomization refers to, read from its text without parsing it. */
export interface References {
	/** Paths that become resources of the result. */
	readonly resources: readonly RepoPath[];
	/** Paths that change resources: patches, components, replacements, and what generators read. */
	readonly changes: readonly RepoPath[];
	/** True when the text names something that cannot be followed: a URL, a variable, a path that leaves. */
	readonly open: boolean;
	/** The part of the text that can change what the resources say; comments are left out. */
	readonly changeText: () => string;
	/** True when a field takes values out of resources of its choice. */
	readonly selects: boolean;
}

export function isKustomizationFile(path: RepoPath): boolean {
	return kustomizationNames.has(baseName(path));
}

const kustomizationNames = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

const known = new WeakMap<RepoFiles, Map<RepoPath, References | undefined>>();

/** What a file refers to; undefined when it is neither a kustomization file nor one with Flux Kustomizations. */
export function referencesIn(
	files: RepoFiles,
	path: RepoPath,
	exists: (path: RepoPath) => boolean,
): References | undefined {
	const all = known.get(files) ?? new Map<RepoPath, References | undefined>();
	known.set(files, all);
	if (all.has(path)) return all.get(path);
	const text = fileText(files, path) ?? '';
	const found = isKustomizationFile(path)
		? kustomizationReferences(path, text, exists)
		: text.includes('kustomize.toolkit.fluxcd.io/')
			? fluxReferences(text, exists)
			: undefined;
	all.set(path, found);
	return found;
}

/** Top-level fields of a kustomization file whose entries become resources. */
const resourceFields = new Set(['resources', 'bases']);

/** Follows a kustomization file: every word of it that is an existing path counts as one. */
function kustomizationReferences(path: RepoPath, text: string, exists: (path: RepoPath) => boolean): References {
	const folder = folderOf(path);
	const resources = new Set<RepoPath>();
	const changes = new Set<RepoPath>();
	let open = false;
	let selects = false;
	for (const { field, line } of fieldLines(text)) {
		selects ||= selectingFields.has(field);
		const isResource = resourceFields.has(field);
		open ||= isResource && /:\/\/|github\.com|git@|\?ref=/.test(line);
		// Outside of lists of paths a word without a dot or a slash is hardly ever a path worth a look.
		if (!isResource && !line.includes('.') && !line.includes('/')) continue;
		for (const word of line.split(wordEnds)) {
			if (word === '' || word === '-') continue;
			const target = resolvePath(folder, word);
			if (target !== undefined && target !== folder && exists(target)) (isResource ? resources : changes).add(target);
		}
	}
	const changeText = () =>
		[...fieldLines(text)].flatMap(({ field, line }) => (resourceFields.has(field) ? [] : [line])).join('\n');
	return { resources: [...resources], changes: [...changes], open, selects, changeText };
}

/** The lines of a kustomization file, comments left out, each with the top-level field that it belongs to. */
function* fieldLines(text: string): Generator<{ field: string; line: string }> {
	let field = '';
	for (const line of withoutMark(text).split('\n')) {
		const first = line.trimStart();
		if (first === '' || first.startsWith('#')) continue;
		if (first.length === line.length && first[0] !== '-') field = line.slice(0, Math.max(0, line.indexOf(':')));
		yield { field, line };
	}
}

/** Fields that read values of one resource into another. */
const selectingFields = new Set(['replacements', 'vars', 'transformers', 'generators', 'configurations']);

const wordEnds = /[\s"'=,[\]{}]+/;

/** Follows the Flux Kustomizations in a text: the folders they apply and the components they add. */
function fluxReferences(text: string, exists: (path: RepoPath) => boolean): References {
	const resources = new Set<RepoPath>();
	const changes = new Set<RepoPath>();
	let open = false;
	let folder: RepoPath | undefined;
	let paths = 0;
	for (const [, path = ''] of text.matchAll(/(?:^|[\s{,-])path:[ \t]*(?:&\S{1,100}[ \t]+)?["']?([^\s"',}]+)/g)) {
		paths++;
		folder = resolvePath('' as RepoPath, path.replace(/^\/+/, ''));
		if (folder !== undefined && exists(folder)) resources.add(folder);
		else open = true;
	}
	for (const [, item = ''] of text.matchAll(/^[ \t]*-[ \t]*["']?(\.{1,2}\/[^\s"']*)/gm)) {
		const target = folder === undefined ? undefined : resolvePath(folder, item);
		if (target !== undefined && exists(target)) changes.add(target);
		else open = true;
	}
	// One without a path applies the root of its source.
	open ||= paths < (text.match(/kustomize\.toolkit\.fluxcd\.io\/v\w+\s*$/gm)?.length ?? 0);
	return {
		resources: [...resources],
		changes: [...changes],
		open,
		selects: false,
		changeText: () => fluxChanges(text),
	};
}

/** The patches, components and variables of the Flux Kustomizations in a text. */
function fluxChanges(text: string): string {
	const lines: string[] = [];
	let outer = -1;
	for (const line of text.split('\n')) {
		if (/^\s*(#|$)/.test(line)) continue;
		const indent = line.search(/\S/);
		if (outer !== -1 && (indent < outer || (indent === outer && line[indent] !== '-'))) outer = -1;
		if (outer === -1 && /^\s*(?:patches\w*|postBuild|components):/.test(line)) outer = indent;
		if (outer !== -1) lines.push(line);
	}
	return lines.join('\n');
}
