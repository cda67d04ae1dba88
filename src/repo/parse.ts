import {
	type Alias,
	Composer,
	type Document,
	isAlias,
	isMap,
	isPair,
	isScalar,
	isSeq,
	type Node,
	Parser,
	type YAMLMap,
	type Scalar as YamlScalar,
} from 'yaml';
import { isTooDeep, maxDepth } from './depth.ts';
import { hasTooManyTokens, maxTokens } from './extent.ts';
import type { RepoPath } from './location.ts';
import {
	type Entry,
	type MapNode,
	originWithin,
	type ScalarNode,
	sourceOf,
	type TextMap,
	textOf,
	type YamlNode,
} from './node.ts';
import { decidedAt, type Origin, written } from './origin.ts';
import { resolveScalar } from './scalar.ts';
import { blockTextMap } from './text-map.ts';

/** Something the parser could not accept, at its place. */
export interface SyntaxProblem {
	readonly message: string;
	readonly origin: Origin;
}

/** A key written twice in one map. The first is kept in the tree. */
export interface DuplicateKey {
	readonly key: string;
	readonly first: Origin;
	readonly again: Entry;
	/** Index of the document in its file, from 0. */
	readonly document: number;
}

/** A text of YAML, parsed exactly once. */
export interface ParsedYaml {
	/** One node per document that holds anything, in order. */
	readonly documents: readonly YamlNode[];
	readonly syntaxErrors: readonly SyntaxProblem[];
	readonly duplicateKeys: readonly DuplicateKey[];
	/** Nodes that an alias uses, so that an edit there changes more than one place. */
	readonly shared: readonly Origin[];
}

/** A file of the repository and what it says. */
export interface SourceFile extends ParsedYaml {
	readonly path: RepoPath;
	readonly text: string;
}

/** Parses a file of the repository. Never throws: what is wrong is in `syntaxErrors`. */
export function parseFile(path: RepoPath, text: string): SourceFile {
	return { path, text, ...parseText(text, (start, end) => written(path, start, end)) };
}

/** Parses YAML that stands inside a scalar; origins point into the file that holds the scalar. */
export function parseScalar(node: ScalarNode): ParsedYaml {
	return parseText(textOf(node), (start, end) => originWithin(node, start, end));
}

/** Nodes a document may have once its aliases are expanded. go-yaml refuses expansions of this order too. */
const maxExpandedNodes = 1_000_000;

/** Parses a text of which `originOf` knows where each part stands. */
export function parseText(text: string, originOf: TextMap): ParsedYaml {
	const message = refusalOf(text);
	if (message !== undefined)
		return { documents: [], syntaxErrors: [{ message, origin: originOf(0, 0) }], duplicateKeys: [], shared: [] };
	const state: State = {
		text,
		originOf,
		documents: [],
		syntaxErrors: [],
		duplicateKeys: [],
		shared: [],
		merged: 0,
		index: 0,
	};
	const control = text.search(controlCharacter);
	if (control !== -1)
		state.syntaxErrors.push({ message: 'control characters are not allowed', origin: originOf(control, control + 1) });
	for (const document of documentsOf(withNewlines(text))) {
		convertDocument(document, state);
		state.index++;
	}
	return state;
}

/** Why a text is not parsed at all. */
function refusalOf(text: string): string | undefined {
	if (isTooDeep(text)) return `nested more than ${maxDepth} levels deep`;
	return hasTooManyTokens(text) ? `more than ${maxTokens} tokens, which is not read here` : undefined;
}

/** Characters outside of what YAML 1.2 (5.1) calls printable: go-yaml refuses a file with one. */
const controlCharacter = /[^\t\n\r\x20-\x7E\x85\xA0-\uFFFD]/;

/** A carriage return alone ends a line too (YAML 1.2, 5.4); the parser does not know that. No position changes. */
function withNewlines(text: string): string {
	return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

interface State {
	readonly text: string;
	readonly originOf: TextMap;
	readonly documents: YamlNode[];
	readonly syntaxErrors: SyntaxProblem[];
	readonly duplicateKeys: DuplicateKey[];
	readonly shared: Origin[];
	/** Entries that were merged so far. */
	merged: number;
	index: number;
}

/** The documents one after the other, so that only one of them is in memory as the parser has it. */
function documentsOf(text: string): Iterable<Document.Parsed> {
	const options = {
		schema: 'failsafe',
		uniqueKeys: false,
		prettyErrors: false,
		strict: false,
		stringKeys: false,
		logLevel: 'silent',
	} as const;
	return new Composer(options).compose(new Parser().parse(text));
}

/** Problems of one kind that are kept of a document or a text: nobody mends more at a time. */
const mostProblems = 1000;

function convertDocument(document: Document.Parsed, state: State): void {
	for (const error of document.errors.slice(0, mostProblems)) {
		const [start, end] = error.pos;
		const message = error.message.replace(/\s+/g, ' ');
		const { length } = state.text;
		const origin = state.originOf(Math.min(start, length), Math.min(Math.max(start, end), length));
		state.syntaxErrors.push({ message, origin });
	}
	if (document.contents === null || isEmpty(document.contents)) return;
	const anchors = new Map<string, Anchored>();
	const converted = convert(document.contents, { state, anchors });
	if (converted === undefined) return;
	if (converted.size > maxExpandedNodes) {
		const message = `more than ${maxExpandedNodes} values, those of aliases counted each time`;
		state.syntaxErrors.push({ message, origin: converted.node.origin });
		return;
	}
	state.documents.push(converted.node);
}

interface Anchored {
	readonly node: YamlNode;
	/** Nodes below and including this one, aliases expanded. */
	readonly size: number;
}

interface Context {
	readonly state: State;
	readonly anchors: Map<string, Anchored>;
}

function convert(node: Node, context: Context): Anchored | undefined {
	if (isAlias(node)) return convertAlias(node, context);
	const converted = isMap(node)
		? convertMap(node, context)
		: isSeq(node)
			? convertSeq(node.items, originOf(node, context), context)
			: isScalar(node)
				? { node: convertScalar(node, context), size: 1 }
				: undefined;
	if (converted !== undefined && 'anchor' in node && node.anchor !== undefined)
		context.anchors.set(node.anchor, converted);
	return converted;
}

function convertAlias(alias: Alias, context: Context): Anchored | undefined {
	const origin = originOf(alias, context);
	const anchored = context.anchors.get(alias.source);
	if (anchored === undefined) {
		context.state.syntaxErrors.push({ message: `alias *${alias.source} has no anchor before it`, origin });
		return undefined;
	}
	context.state.shared.push(anchored.node.origin);
	return { node: withAlias(anchored.node, origin), size: anchored.size };
}

function withAlias(node: YamlNode, use: Origin): YamlNode {
	return { ...node, origin: { kind: 'aliased', use: decidedAt(use), anchor: node.origin } };
}

function convertSeq(items: readonly unknown[], origin: Origin, context: Context): Anchored {
	const nodes: YamlNode[] = [];
	let size = 1;
	for (const item of items) {
		const converted = isPair(item) ? convertPairAlone(item, origin, context) : convert(item as Node, context);
		if (converted === undefined) continue;
		nodes.push(converted.node);
		size += converted.size;
	}
	return { node: { kind: 'seq', items: nodes, origin }, size };
}

/** `[a: b]` holds a map of one pair. */
function convertPairAlone(pair: YAMLMap['items'][number], origin: Origin, context: Context): Anchored {
	return convertPairs([pair], origin, context);
}

function convertMap(map: YAMLMap, context: Context): Anchored {
	return convertPairs(map.items, originOf(map, context), context);
}

function convertPairs(pairs: YAMLMap['items'], origin: Origin, context: Context): Anchored {
	const { duplicateKeys, index } = context.state;
	const entries = new Map<string, Entry>();
	const merges: YamlNode[] = [];
	let size = 1;
	for (const pair of pairs) {
		const key = pair.key as Node;
		const converted = pair.value === null ? undefined : convert(pair.value as Node, context);
		const keyOrigin = originOf(key, context);
		const value = converted?.node ?? { kind: 'scalar', value: null, source: '', origin: keyOrigin };
		size += converted?.size ?? 1;
		const name = keyText(key, context);
		if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
			merges.push(value);
			continue;
		}
		const entry = { key: keyOrigin, value };
		const first = entries.get(name);
		if (first === undefined) entries.set(name, entry);
		else if (duplicateKeys.length < mostProblems)
			duplicateKeys.push({ key: name, first: first.key, again: entry, document: index });
	}
	for (const merge of merges) mergeInto(entries, merge, context.state);
	return { node: { kind: 'map', entries, origin }, size };
}

/** Entries that `<<` may bring into the maps of one text: each is a node of its own, and many maps can merge one. */
const maxMerged = 200_000;

/** `<<`: keys of the merged maps, where the map does not name them itself; of several maps the first wins. */
function mergeInto(entries: Map<string, Entry>, merge: YamlNode, state: State): void {
	const sources: readonly YamlNode[] = merge.kind === 'seq' ? merge.items : [merge];
	for (const source of sources) {
		if (source.kind !== 'map') continue;
		const use = source.origin.kind === 'aliased' ? source.origin.use : undefined;
		for (const [name, entry] of source.entries) {
			if (entries.has(name)) continue;
			if (state.merged++ === maxMerged) {
				const message = `more than ${maxMerged} entries are merged into others`;
				state.syntaxErrors.push({ message, origin: merge.origin });
			}
			if (state.merged > maxMerged) return;
			const value = use === undefined ? entry.value : withAliasAt(entry.value, use);
			entries.set(name, { key: entry.key, value });
		}
	}
}

function withAliasAt(node: YamlNode, use: Extract<Origin, { kind: 'aliased' }>['use']): YamlNode {
	return { ...node, origin: { kind: 'aliased', use, anchor: node.origin } };
}

/** A key is text, whatever its text would be as a value. */
function keyText(key: Node, context: Context): string {
	const node = convert(key, context)?.node;
	return node?.kind === 'scalar' ? sourceOf(node) : context.state.text.slice(...valueRange(key));
}

function convertScalar(scalar: YamlScalar, context: Context): YamlNode {
	const origin = originOf(scalar, context);
	const source = typeof scalar.value === 'string' ? scalar.value : '';
	if (source.startsWith('ENC[AES256_GCM,')) return { kind: 'unknown', why: 'encrypted', what: 'a SOPS value', origin };
	if (scalar.type === 'PLAIN' || scalar.type === undefined) return plainNode(scalar, source, origin, context);
	if (scalar.type === 'BLOCK_FOLDED') {
		return { kind: 'scalar', value: blockText(scalar, source, context), quoted: true, folded: true, origin };
	}
	if (scalar.type !== 'BLOCK_LITERAL') {
		const text = mapUnlessVerbatim(scalar, source, origin, 1, context);
		return { kind: 'scalar', value: source, quoted: true, ...text, origin };
	}
	const value = blockText(scalar, source, context);
	const [start] = valueRange(scalar);
	const header = context.state.text.indexOf('|', start);
	const text = blockTextMap(context.state.text, header === -1 ? start : header, value, context.state.originOf);
	return { kind: 'scalar', value, quoted: true, text, origin };
}

/** A block at the end of a file without a last newline has none either, as go-yaml reads it. */
function blockText(scalar: YamlScalar, value: string, { state: { text } }: Context): string {
	const isCut = valueRange(scalar)[1] >= text.length && !text.endsWith('\n');
	return isCut && value.endsWith('\n') ? value.slice(0, -1) : value;
}

function plainNode(scalar: YamlScalar, source: string, origin: Origin, context: Context): ScalarNode {
	const text = mapUnlessVerbatim(scalar, source, origin, 0, context);
	const isTyped = scalar.tag === undefined || /:(int|float|bool|null)$/.test(scalar.tag);
	if (!isTyped) return { kind: 'scalar', value: source, quoted: true, ...text, origin };
	const node: ScalarNode = { kind: 'scalar', ...resolveScalar(source), ...text, origin };
	return textOf(node) === source ? node : { ...node, source };
}

/** Text that stands in the file in another form (escapes, several lines) has no places for its parts. */
function mapUnlessVerbatim(
	scalar: YamlScalar,
	value: string,
	origin: Origin,
	quotes: number,
	{ state: { text } }: Context,
): { readonly text?: TextMap } {
	const [start, end] = valueRange(scalar);
	const isVerbatim = end - start === value.length + 2 * quotes && text.startsWith(value, start + quotes);
	return isVerbatim ? {} : { text: () => origin };
}

/** A document that holds nothing but white space and comments. */
function isEmpty(node: Node): boolean {
	return isScalar(node) && node.value === '' && node.type === 'PLAIN' && node.anchor === undefined;
}

function originOf(node: Node, context: Context): Origin {
	return context.state.originOf(...valueRange(node));
}

function valueRange(node: Node): [number, number] {
	const range = node.range;
	return range == null ? [0, 0] : [range[0], Math.max(range[0], range[1])];
}

/** The maps among the documents. */
export function mapsOf(file: ParsedYaml): MapNode[] {
	return file.documents.filter((node) => node.kind === 'map');
}
