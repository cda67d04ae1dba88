import { lastSyntax } from '../../fix/last-answer.ts';
import { blockLines, type WritingStyle } from '../../fix/write-value.ts';
import { styleAt } from '../../fix/writing-style.ts';
import type { RepoFiles } from '../../repo/files.ts';
import { baseName, type RepoPath, withoutMark } from '../../repo/location.ts';
import { stringAt } from '../../repo/node.ts';
import { parseFile } from '../../repo/parse.ts';
import type { Writable } from '../../rule.ts';
import type { Conventions } from './conventions.ts';
import type { Wanted } from './objects.ts';

/** How the files of a repository are written. */
export interface Habits {
	readonly style: WritingStyle;
	/** `---` before the first object. */
	readonly startsDocuments: boolean;
	readonly hasComments: boolean;
	readonly extension: 'yaml' | 'yml';
	readonly kindNames: 'kebab' | 'lower';
	/** `./` before what kustomization files list. */
	readonly isDotted: boolean;
	/** The line for editors that files of a kind begin with. */
	readonly schemaLines: ReadonlyMap<string, string>;
}

/** Files that are looked at; more say nothing new. */
const mostNeighbours = 200;

/** The habits of the files that hold the objects of a cluster; the first ones count for indentation. */
export function habitsOf(
	neighbours: readonly RepoPath[],
	files: RepoFiles,
	asked: Pick<Conventions, 'fileNames' | 'comments'>,
): Habits {
	const texts = neighbours.slice(0, mostNeighbours).flatMap((path) => {
		const read = files.read(path);
		return read?.ok && /\.ya?ml$/.test(path) ? [{ path, text: withoutMark(read.value) }] : [];
	});
	const [model] = texts;
	const share = (test: (text: string) => boolean) => texts.filter(({ text }) => test(text)).length * 2 > texts.length;
	const names = texts.map(({ path }) => baseName(path));
	const kebab = names.filter((name) => /(?:helm-release|helm-repository|oci-repository|config-map)/.test(name)).length;
	const lower = names.filter((name) => /(?:helmrelease|helmrepository|ocirepository|configmap)/.test(name)).length;
	return {
		style: styleOf(model?.text),
		startsDocuments: share((text) => text.startsWith('---')),
		hasComments: asked.comments ?? texts.some(({ text }) => /^\s*# (?!yaml-language-server)/m.test(text)),
		extension: names.filter((name) => name.endsWith('.yml')).length * 2 > names.length ? 'yml' : 'yaml',
		kindNames: asked.fileNames ?? (lower > kebab ? 'lower' : 'kebab'),
		isDotted:
			texts.filter(({ path, text }) => isList(path) && /^\s*- \.\//m.test(text)).length * 2 >
			texts.filter(({ path }) => isList(path)).length,
		schemaLines: schemaLines(texts),
	};
}

/** True for a kustomization file. */
function isList(path: RepoPath): boolean {
	return baseName(path).startsWith('kustomization.');
}

function styleOf(text: string | undefined): WritingStyle {
	const roots = text === undefined ? [] : lastSyntax(text);
	const [root] = roots;
	const usual = { step: 2, listStep: 2, quoting: 'plain', isJson: false } as const;
	return text === undefined || root === undefined
		? usual
		: { ...styleAt(text, roots, root), quoting: 'plain', isJson: false };
}

function schemaLines(
	texts: readonly { readonly path: RepoPath; readonly text: string }[],
): ReadonlyMap<string, string> {
	const lines = new Map<string, string>();
	for (const { path, text } of texts) {
		const line = /^# yaml-language-server: \$schema=\S+$/m.exec(text)?.[0];
		if (line === undefined) continue;
		const [root] = parseFile(path, text).documents;
		const key = kindKey(stringAt(root, ['apiVersion']) ?? '', stringAt(root, ['kind']) ?? '');
		if (!lines.has(key)) lines.set(key, line);
	}
	return lines;
}

function kindKey(apiVersion: string, kind: string): string {
	return `${apiVersion.split('/')[0]} ${kind}`;
}

/** `CephObjectStore` as a part of a file's name. */
export function kindName(kind: string, { kindNames }: Pick<Habits, 'kindNames'>): string {
	if (kindNames === 'lower') return kind.toLowerCase();
	return kind.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** The text of a file with these objects. `writesNamespace`: false where the folder gives it to all. */
export function fileText(objects: readonly Wanted[], habits: Habits, writesNamespace: boolean): string {
	const documents = objects.map((object) => documentText(rootOf(object, writesNamespace), object, habits));
	const [first = '', ...rest] = documents;
	return [habits.startsDocuments ? `---\n${first}` : first, ...rest].join('---\n');
}

/** The text of a kustomization file. */
export function kustomizationText(
	resources: readonly string[],
	habits: Habits,
	more: { readonly [key: string]: Writable } = {},
): string {
	const root = {
		apiVersion: 'kustomize.config.k8s.io/v1beta1',
		kind: 'Kustomization',
		...more,
		resources: resources.map((one) => (habits.isDotted && !one.startsWith('.') ? `./${one}` : one)),
	};
	const text = documentText(root, { ...root, comment: [] }, habits);
	return habits.startsDocuments ? `---\n${text}` : text;
}

function documentText(
	root: { readonly [key: string]: Writable },
	{ apiVersion, kind, comment, notes }: Pick<Wanted, 'apiVersion' | 'kind' | 'comment' | 'notes'>,
	habits: Habits,
): string {
	const schema = habits.schemaLines.get(kindKey(apiVersion, kind));
	const lines = [
		...(schema === undefined ? [] : [schema]),
		...(habits.hasComments ? comment.map((line) => `# ${line}`) : []),
		...blockLines(root, 0, habits.style).flatMap((line) => [...noteAbove(line, habits, notes), line]),
	];
	return `${lines.join('\n')}\n`;
}

function noteAbove(line: string, { hasComments }: Habits, notes: Wanted['notes']): string[] {
	const [, pad = '', key = ''] = /^( *)([A-Za-z]+):/.exec(line) ?? [];
	const note = notes?.get(key);
	return note === undefined || !hasComments ? [] : [`${pad}# ${note}`];
}

/** The whole object, keys in their usual order. */
export function rootOf(
	{ apiVersion, kind, name, namespace, metadata, body }: Wanted,
	writesNamespace: boolean,
): { readonly [key: string]: Writable } {
	return {
		apiVersion,
		kind,
		metadata: {
			name,
			...(namespace === undefined || !writesNamespace ? {} : { namespace }),
			...(typeof metadata === 'object' ? metadata : {}),
		},
		...body,
	};
}
