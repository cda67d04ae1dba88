import { isBlankOrEnd, readProperties, readQuoted, skipBlanks } from './yaml-tokens.ts';
import { resolveTagged } from './yaml-word.ts';

/** Levels of brackets that are followed. */
const maxFlowDepth = 64;

/**
 * The offset after the `[...]` or `{...}` that begins at `from` on one line, as go-yaml 2 reads it, or why it cannot.
 * Stricter than YAML 1.2: an entry must not begin with a colon, so `[::1]` is an error and `["::1"]` is not.
 */
export function flowEnd(text: string, from: number): number | string {
	const reader: Reader = { text, at: from };
	const kind = readNode(reader, 0);
	return kind === undefined ? (reader.problem ?? 'did not find expected node content') : reader.at;
}

interface Reader {
	readonly text: string;
	at: number;
	problem?: string;
}

type NodeKind = 'null' | 'scalar' | 'collection';

function readNode(reader: Reader, depth: number): NodeKind | undefined {
	const { text } = reader;
	const properties = readProperties(text, reader.at);
	if (typeof properties === 'string') return fail(reader, properties);
	reader.at = properties.to;
	const c = next(reader);
	switch (c) {
		case '[':
		case '{':
			if (depth === maxFlowDepth) return fail(reader, `nested more than ${maxFlowDepth} levels deep`);
			reader.at++;
			return readEntries(reader, c === '[' ? ']' : '}', depth + 1) ? 'collection' : undefined;
		case '"':
		case "'": {
			const quoted = readQuoted(text, reader.at);
			if (typeof quoted === 'string') return fail(reader, quoted);
			reader.at = quoted.to;
			return scalarKind(reader, properties.tag ?? '!!str', quoted.value);
		}
		case '*':
			return fail(reader, 'unknown anchor referenced');
		case ',':
		case ':':
		case ']':
		case '}':
			if (!properties.isAny) return fail(reader, 'did not find expected node content');
			return scalarKind(reader, properties.tag, '');
		case '-':
			if (isBlankOrEnd(text, reader.at + 1)) return fail(reader, 'did not find expected node content');
	}
	return readPlain(reader, properties.tag);
}

/** Reads up to and with the closing bracket. */
function readEntries(reader: Reader, close: ']' | '}', depth: number): boolean {
	for (let isFirst = true; next(reader) !== close; isFirst = false) {
		if (!isFirst) {
			if (next(reader) !== ',') return fail(reader, `did not find expected ',' or '${close}'`) !== undefined;
			reader.at++;
			if (next(reader) === close) break;
		}
		const isMarked = next(reader) === '?';
		if (isMarked) reader.at++;
		const key = readNode(reader, depth);
		if (key === undefined) return false;
		const hasValue = next(reader) === ':';
		const isPair = hasValue || isMarked || close === '}';
		if (isPair && key !== 'scalar') return fail(reader, `invalid map key: ${key}`) !== undefined;
		if (!hasValue) continue;
		reader.at++;
		const after = next(reader);
		if (after !== ',' && after !== close && readNode(reader, depth) === undefined) return false;
	}
	reader.at++;
	return true;
}

function readPlain(reader: Reader, tag: string | undefined): NodeKind | undefined {
	const { text } = reader;
	const plain =
		/[^ \t,?[\]{}#&*!|>'"%@`:](?:[^ \t,?[\]{}:]|:(?![ \t]|$)|[ \t]+(?![ \t#,?[\]{}:]|$)|[ \t]+(?=:[^ \t]))*/y;
	plain.lastIndex = reader.at;
	const word = plain.exec(text)?.[0];
	if (word === undefined) return fail(reader, 'found character that cannot start any token');
	reader.at = plain.lastIndex;
	return scalarKind(reader, tag, word);
}

function scalarKind(reader: Reader, tag: string | undefined, word: string): NodeKind | undefined {
	const meaning = resolveTagged(tag, word);
	if (meaning.kind === 'error') return fail(reader, meaning.message);
	return meaning.kind === 'null' ? 'null' : 'scalar';
}

/** The character that begins the next token; empty at the end. */
function next(reader: Reader): string {
	reader.at = skipBlanks(reader.text, reader.at);
	return reader.text[reader.at] ?? '';
}

function fail(reader: Reader, message: string): undefined {
	reader.problem ??= message;
	return undefined;
}
