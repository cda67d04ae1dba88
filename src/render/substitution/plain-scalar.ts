import { flowEnd } from './flow-syntax.ts';
import { isBlankOrEnd, readProperties, readQuoted, skipBlanks, trimmed } from './yaml-tokens.ts';
import { isPlainWord, type PlainMeaning, resolveTagged } from './yaml-word.ts';

/** How the serialiser writes a string. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/**
 * The style in which Flux writes a string before it substitutes variables: plain wherever the text, as it stands,
 * would be read as the same string (sigs.k8s.io/yaml v1.6 on go-yaml 2). The author's quotes do not matter.
 */
export function emittedStyle(value: string): ScalarStyle {
	const isSpecial =
		/[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u.test(value) || / [\n\u2028\u2029]/.test(value);
	if (value.includes('\n')) return isSpecial || value.endsWith(' ') ? 'double' : 'literal';
	if (isSpecial || /[\u2028\u2029] /.test(value) || !isPlainWord(value)) return 'double';
	const isIndicated =
		/^(?:[#,[\]{}&*!|>'"%@`]|[-?:](?: |$)|---|\.\.\.)/.test(value) ||
		/:(?: |$)|[ \u2028\u2029]#|[\u2028\u2029]|^ | $/.test(value);
	return isIndicated ? 'single' : 'plain';
}

/** Where plain text stands: after the key of a map, or after the dash of a list, where `a: b` and `- a` are allowed. */
export type PlainPlace = 'value' | 'item';

/**
 * What text without quotes means where it is read again: YAML 1.1 as sigs.k8s.io/yaml reads it. Each integer keeps
 * its digits here, although Flux turns the numbers of the objects it substitutes in into floats afterwards.
 */
export function resolvePlain(text: string, place: PlainPlace = 'value'): PlainMeaning {
	if (/[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text)) {
		return failure('control characters are not allowed');
	}
	const [line = '', ...others] = text.split(/[\n\r\x85\u2028\u2029]/);
	if (others.some((other) => skipBlanks(other, 0) < other.length)) return failure('a line break ends the value');
	return readBlock({ text: line, at: 0, place, depth: 0 });
}

interface Span {
	readonly text: string;
	readonly at: number;
	readonly place: PlainPlace;
	readonly depth: number;
}

/** Lists in lists on one line that are followed. */
const maxDepth = 64;

function readBlock({ text, at: from, place, depth }: Span): PlainMeaning {
	if (depth > maxDepth) return failure(`nested more than ${maxDepth} levels deep`);
	if (place === 'item' && startsWithTab(text, from)) return failure(cannotStart);
	const properties = readProperties(text, from);
	if (typeof properties === 'string') return failure(properties);
	const { tag, to: at } = properties;
	const rest = { text, at, place, depth };
	const c = text.charAt(at);
	switch (c) {
		case '':
			return resolveTagged(tag, '');
		case '[':
		case '{': {
			const end = flowEnd(text, at);
			return typeof end === 'string' ? failure(end) : readEnd({ ...rest, at: end }, at, { kind: 'collection' });
		}
		case '"':
		case "'": {
			const quoted = readQuoted(text, at);
			if (typeof quoted === 'string') return failure(quoted);
			return readEnd({ ...rest, at: quoted.to }, at, resolveTagged(tag ?? '!!str', quoted.value));
		}
		case '|':
		case '>': {
			// The lines that follow belong to the next key, so the block is empty.
			const isHeader = /^.(?:[-+]?[1-9]?|[1-9][-+])[ \t]*(?:#.*)?$/.test(text.slice(at));
			return isHeader ? resolveTagged(tag ?? '!!str', '') : failure('did not find expected comment or line break');
		}
		case '*':
			return failure('unknown anchor referenced');
		case '%':
		case '@':
		case '`':
			return failure(cannotStart);
		case ',':
		case ']':
		case '}':
			return failure('did not find expected node content');
		case '-':
		case '?':
			if (isBlankOrEnd(text, at + 1)) return properties.isAny ? failure(notHere) : readIndicated(rest, c);
			break;
		case ':':
			if (isBlankOrEnd(text, at + 1) && !properties.isAny) return failure(noMapping);
	}
	const end = plainEnd(text, at);
	return readEnd({ ...rest, at: end }, at, resolveTagged(tag, trimmed(text, at, end)));
}

/** A list in a list (`- - a`) or a map that begins with a question mark. */
function readIndicated({ text, at, place, depth }: Span, indicator: '-' | '?'): PlainMeaning {
	if (place === 'value') return failure(notHere);
	const inner = readBlock({ text, at: at + 1, place, depth: depth + 1 });
	return inner.kind === 'error' || indicator === '-' ? collectionOf(inner) : collectionOf(asKey(inner));
}

/** What stands after a node: nothing or a comment, or the colon that makes it a key. */
function readEnd({ text, at, place, depth }: Span, start: number, meaning: PlainMeaning): PlainMeaning {
	const next = skipBlanks(text, at);
	if (next >= text.length) return meaning;
	if (text[next] !== ':' || !isBlankOrEnd(text, next + 1)) return failure('did not find expected key');
	if (place === 'value') return failure(noMapping);
	const key = asKey(meaning);
	if (key.kind === 'error') return key;
	// YAML 1.2, section 7.4: the colon of a key without a question mark comes within 1024 characters.
	if (next - start > 1024) return failure(noMapping);
	return collectionOf(readBlock({ text, at: next + 1, place: 'value', depth }));
}

function asKey(meaning: PlainMeaning): PlainMeaning {
	const isKey = meaning.kind !== 'null' && meaning.kind !== 'collection';
	return isKey ? meaning : failure(`invalid map key: ${meaning.kind}`);
}

function collectionOf(content: PlainMeaning): PlainMeaning {
	return content.kind === 'error' ? content : { kind: 'collection' };
}

/** Where plain text ends: before a colon at the end of a word, before a comment. */
function plainEnd(text: string, from: number): number {
	const end = /:(?=[ \t]|$)|[ \t]#/g;
	end.lastIndex = from;
	return end.exec(text)?.index ?? text.length;
}

function startsWithTab(text: string, from: number): boolean {
	const tab = / *\t/y;
	tab.lastIndex = from;
	return tab.test(text);
}

function failure(message: string): PlainMeaning {
	return { kind: 'error', message };
}

const cannotStart = 'found character that cannot start any token';
const noMapping = 'mapping values are not allowed in this context';
const notHere = 'block sequence entries are not allowed in this context';
