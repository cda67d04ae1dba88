import type { RepoPath } from '../../repo/location.ts';
import { originWithin, type ScalarNode, textOf, type UnknownNode, type YamlNode } from '../../repo/node.ts';
import { type Origin, written } from '../../repo/origin.ts';
import type { Sources } from '../../repo/sources.ts';
import { leaveOpen, type Notes, refuse } from './notes.ts';
import { follow } from './references.ts';
import { partOf } from './text-parts.ts';

/** One key of a generated ConfigMap or Secret. */
export interface KeyValue {
	readonly key: string;
	readonly value: ScalarNode | UnknownNode;
	/** The bytes are no text. */
	readonly isBinary?: boolean;
}

/** Where the keys of a generator come from. */
export interface KeySource {
	readonly sources: Sources;
	readonly folder: RepoPath;
	readonly notes: Notes;
}

/** `key=value`, quotes around the value taken off. */
export function literalPair(node: ScalarNode, { notes }: KeySource): KeyValue[] {
	const text = textOf(node);
	const equals = text.indexOf('=');
	if (equals < 1) {
		refuse(notes, `"${text}" is not of the form key=value`, node.origin);
		return [];
	}
	const first = text.charAt(equals + 1);
	const isQuoted = text.length > equals + 2 && (first === '"' || first === "'") && text.endsWith(first);
	const start = equals + (isQuoted ? 2 : 1);
	const end = text.length - (isQuoted ? 1 : 0);
	return [{ key: text.slice(0, equals), value: partOf(node, start, end) }];
}

/** `key=path` or a path whose last step is the key; the value is the whole file. */
export function filePair(node: ScalarNode, source: KeySource): KeyValue[] {
	const text = textOf(node);
	const parts = text.split('=');
	const [first = '', second] = parts;
	if (parts.length > 2 || first === '' || second === '') {
		refuse(source.notes, `"${text}" is not of the form key=path`, node.origin);
		return [];
	}
	const path = second ?? first;
	const key = second === undefined ? (path.split('/').findLast((step) => step !== '') ?? path) : first;
	const value = readWhole(path, node, source);
	return value === undefined ? [] : [{ key, ...value }];
}

/** The lines `KEY=value` of a file. */
export function envPairs(node: ScalarNode, source: KeySource): KeyValue[] {
	const file = readWhole(textOf(node), node, source)?.value;
	if (file === undefined) return [];
	if (file.kind === 'unknown') return hiddenPairs(file, source.sources);
	const text = textOf(file);
	const pairs: KeyValue[] = [];
	let next = 0;
	for (let start = 0; start < text.length; start = next) {
		const newline = text.indexOf('\n', start);
		next = newline === -1 ? text.length : newline + 1;
		const line = text.slice(start, newline === -1 ? text.length : newline).replace(/\r$/, '');
		const indent = line.length - line.replace(/^[\s\uFEFF\x85]+/, '').length;
		if (indent === line.length || line[indent] === '#') continue;
		const equals = line.indexOf('=', indent);
		const key = line.slice(indent, equals === -1 ? undefined : equals);
		if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) {
			refuse(source.notes, `"${key}" is no name for a variable`, originWithin(file, start, start + line.length));
			continue;
		}
		const from = equals === -1 ? start + line.length : start + equals + 1;
		pairs.push({ key, value: partOf(file, from, start + line.length) });
	}
	return pairs;
}

/** The keys of an encrypted env file are readable, its values are not. */
function hiddenPairs(file: UnknownNode, sources: Sources): KeyValue[] {
	const at = file.origin;
	const read = at.kind === 'written' ? sources.files.read(at.at.file) : undefined;
	if (!read?.ok) return [];
	return read.value.split('\n').flatMap((line) => {
		const key = /^([-._a-zA-Z][-._a-zA-Z0-9]*)=/.exec(line)?.[1];
		return key === undefined || key.startsWith('sops_') ? [] : [{ key, value: { ...file, what: `${key}, encrypted` } }];
	});
}

function readWhole(path: string, node: YamlNode, source: KeySource): Omit<KeyValue, 'key'> | undefined {
	const { sources, folder, notes } = source;
	const reference = follow(sources, folder, path);
	if (reference.kind === 'folder') {
		leaveOpen(notes, 'missing', `the file ${path}, which is a folder`, node.origin);
		return undefined;
	}
	if (reference.kind !== 'file') {
		leaveOpen(notes, reference.kind, reference.what, node.origin);
		return undefined;
	}
	const read = sources.files.read(reference.path);
	const start = written(reference.path, 0, 0);
	if (read === undefined || !read.ok) {
		const isBinary = read?.problem.kind === 'not-utf-8';
		const what = isBinary ? `${path}, which is no text` : `${path}, which is not readable`;
		leaveOpen(notes, 'missing', what, node.origin);
		return { value: { kind: 'unknown', why: 'missing', what, origin: start }, isBinary };
	}
	const text = read.value;
	const map = (from: number, to: number): Origin => written(reference.path, from, to);
	const origin = map(0, text.length);
	if (isEncrypted(text)) return { value: { kind: 'unknown', why: 'encrypted', what: path, origin } };
	return { value: { kind: 'scalar', value: text, quoted: true, text: map, origin } };
}

/** True for files that SOPS wrote, whatever their format. */
function isEncrypted(text: string): boolean {
	return text.includes('ENC[AES256_GCM,') && /(?:^|\n)(?:sops:|sops_|\[sops\])|"sops":/.test(text);
}
