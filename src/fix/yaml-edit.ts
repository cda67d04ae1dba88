import type { Scalar } from '../repo/node.ts';
import type { SyntaxItem, SyntaxNode, SyntaxPair } from '../repo/syntax.ts';
import type { Writable } from '../rule.ts';
import type { LocalEdit } from './text-edit.ts';
import { scalarText } from './write-scalar.ts';
import {
	blockEntry,
	blockItem,
	blockLines,
	flowEntry,
	flowText,
	isFilled,
	isList,
	isMap,
	type WritingStyle,
} from './write-value.ts';
import { columnOf, lineEndOf, styleAt } from './writing-style.ts';

/** A text of YAML and its nodes. */
export interface YamlText {
	readonly text: string;
	readonly roots: readonly SyntaxNode[];
}

/** Puts an entry into a map; undefined where the form does not allow it, `'exists'` where the key has a value. */
export function addEntry(
	yaml: YamlText,
	map: SyntaxNode,
	key: string,
	value: Writable,
	after: string | undefined,
): LocalEdit[] | 'exists' | undefined {
	const there = map.pairs.find((pair) => pair.key?.value === key);
	if (there !== undefined) return fillEntry(yaml, map, there, value);
	const style = styleAt(yaml.text, yaml.roots, map);
	const previous = map.pairs.find((pair) => pair.key?.value === after) ?? map.pairs.at(-1);
	if (map.style === 'flow') return addToFlow(yaml, map, previous, flowEntry(key, value, style));
	if (previous === undefined || previous.key === undefined || yaml.text[previous.start] === '?') return undefined;
	const column = columnOf(yaml.text, previous.start);
	return [insertBehind(yaml.text, previous.end, column, blockEntry(key, value, column, style))];
}

/** Lines behind the line on which something ends; its comment stays with it. */
function insertBehind(text: string, end: number, column: number, lines: readonly string[]): LocalEdit {
	const at = lineEndOf(text, end);
	const [first = '', ...rest] = lines;
	return { start: at, end: at, text: [`\n${' '.repeat(column)}${first}`, ...rest].join('\n') };
}

/** The key is there: what is missing goes inside, an empty value is filled. */
function fillEntry(
	yaml: YamlText,
	map: SyntaxNode,
	pair: SyntaxPair,
	value: Writable,
): LocalEdit[] | 'exists' | undefined {
	if (pair.colonEnd === undefined) return undefined;
	const style = styleAt(yaml.text, yaml.roots, map);
	const isNull =
		pair.value?.kind === 'scalar' && /^(?:null|Null|NULL|~)$/.test(yaml.text.slice(pair.value.start, pair.value.end));
	if (pair.value === undefined || isNull) {
		if (pair.value === undefined && pair.end !== pair.colonEnd) return undefined;
		return fillEmpty(yaml, map, pair, pair.value?.end ?? pair.colonEnd, value, style);
	}
	if (pair.value.kind === 'map' && isMap(value)) {
		if (pair.value.pairs.length === 0) return fillEmpty(yaml, map, pair, pair.value.end, value, style);
		const edits: LocalEdit[] = [];
		for (const [key, inner] of Object.entries(value)) {
			const added = addEntry(yaml, pair.value, key, inner, undefined);
			if (added === undefined || added === 'exists') return added;
			edits.push(...added);
		}
		return edits;
	}
	if (pair.value.kind === 'seq' && isList(value) && pair.value.items.length === 0)
		return fillEmpty(yaml, map, pair, pair.value.end, value, style);
	return 'exists';
}

/** Writes a value where `key:`, `key: {}` or `key: null` stands. */
function fillEmpty(
	yaml: YamlText,
	map: SyntaxNode,
	pair: SyntaxPair,
	end: number,
	value: Writable,
	style: WritingStyle,
): LocalEdit[] {
	const from = pair.colonEnd ?? end;
	const wasEmpty = pair.value === undefined || pair.value.kind === 'scalar';
	const isNested = isFilled(value) && (wasEmpty || isMap(value) || (isList(value) && value.some(isFilled)));
	if (map.style === 'flow' || !isNested) {
		return [{ start: from, end, text: ` ${flowText(value, style, map.style === 'flow')}` }];
	}
	const column = columnOf(yaml.text, pair.start) + (isList(value) ? style.listStep : style.step);
	const lines = blockLines(value, column, style);
	const lineEnd = lineEndOf(yaml.text, end);
	const cut = end > from ? [{ start: from, end, text: '' }] : [];
	return [...cut, { start: lineEnd, end: lineEnd, text: ['', ...lines].join('\n') }];
}

/** Puts an entry or item between brackets, behind the one before it. */
function addToFlow(
	{ text }: YamlText,
	collection: SyntaxNode,
	previous: { readonly start: number; readonly end: number } | undefined,
	added: string,
): LocalEdit[] | undefined {
	if (collection.end === collection.start) return undefined;
	if (previous === undefined) return [{ start: collection.start + 1, end: collection.end - 1, text: added }];
	const lineStart = text.lastIndexOf('\n', previous.start - 1) + 1;
	const isAlone = lineStart > collection.start && text.slice(lineStart, previous.start).trim() === '';
	const comma = /^\s*,/.exec(text.slice(previous.end))?.[0].length;
	const at = previous.end + (comma ?? 0);
	const behind = comma === undefined ? ',' : '';
	// A comma that stood at the end stands there again.
	const last = comma === undefined ? '' : ',';
	if (!isAlone) return [{ start: at, end: at, text: `${behind} ${added}${last}` }];
	const pad = ' '.repeat(columnOf(text, previous.start));
	if (comma !== undefined || /^[^\n]*#/.test(text.slice(at)) === false)
		return [{ start: at, end: at, text: `${behind}\n${pad}${added}${last}` }];
	// The comment behind the last entry stays on its line.
	const lineEnd = lineEndOf(text, at);
	return [
		{ start: at, end: at, text: behind },
		{ start: lineEnd, end: lineEnd, text: `\n${pad}${added}` },
	];
}

/** Puts an item at the end of a list. */
export function appendItem(yaml: YamlText, list: SyntaxNode, value: Writable): LocalEdit[] | undefined {
	const style = styleAt(yaml.text, yaml.roots, list);
	const last = list.items.at(-1);
	if (list.style === 'flow') return addToFlow(yaml, list, last, flowText(value, style, true));
	if (last === undefined) return undefined;
	const column = columnOf(yaml.text, last.start);
	return [insertBehind(yaml.text, last.end, column, blockItem(value, column, style))];
}

/** Takes an entry or item out of its collection. */
export function removeFrom(
	{ text }: YamlText,
	collection: SyntaxNode,
	item: SyntaxPair | SyntaxItem,
): LocalEdit[] | undefined {
	const all: readonly (SyntaxPair | SyntaxItem)[] = collection.kind === 'map' ? collection.pairs : collection.items;
	const index = all.indexOf(item);
	const [before, next] = [all[index - 1], all[index + 1]];
	if (index === -1 || collection.end === collection.start) return undefined;
	if (collection.style === 'flow') {
		if (before !== undefined) return [{ start: before.end, end: item.end, text: '' }];
		return [{ start: item.start, end: next?.start ?? item.end, text: '' }];
	}
	const lineStart = text.lastIndexOf('\n', item.start - 1) + 1;
	const lineEnd = lineEndOf(text, item.end);
	if (before === undefined && next === undefined) {
		const empty = collection.kind === 'map' ? '{}' : '[]';
		const isOnKeysLine = text.slice(lineStart, item.start).trim() !== '';
		if (isOnKeysLine) return [{ start: item.start, end: item.end, text: empty }];
		// Behind the key, with what else stands there.
		const keyEnd = lineStart === 0 ? undefined : text.slice(0, lineStart - 1).trimEnd().length;
		if (keyEnd === undefined || text[keyEnd - 1] !== ':') return undefined;
		return [{ start: keyEnd, end: lineEnd, text: ` ${empty}` }];
	}
	if (text.slice(lineStart, item.start).trim() !== '') {
		// `- a: 1` with another entry below, which takes the place of the first.
		return next === undefined ? undefined : [{ start: item.start, end: next.start, text: '' }];
	}
	return lineStart > 0
		? [{ start: lineStart - 1, end: lineEnd, text: '' }]
		: [{ start: 0, end: Math.min(lineEnd + 1, text.length), text: '' }];
}

/** Writes a scalar in place of another, or in place of the part `[start, end)` of its text. */
export function setScalar(
	{ text }: YamlText,
	node: SyntaxNode,
	start: number,
	end: number,
	value: Scalar,
	inFlow: boolean,
): LocalEdit[] | undefined {
	if (node.kind !== 'scalar' || node.style === 'literal' || node.style === 'folded') return undefined;
	const quotes = node.style === 'plain' ? 0 : 1;
	const decoded = node.value ?? '';
	// Escapes and line breaks: the parts of the text have no places.
	if (text.slice(node.start + quotes, node.end - quotes) !== decoded) return undefined;
	if (start === node.start && end === node.end) {
		const isTyped = typeof value !== 'string';
		const quoting = node.style === 'plain' || isTyped ? 'plain' : node.style;
		return [
			{ start, end, text: scalarText(value, quoting === 'single' || quoting === 'double' ? quoting : 'plain', inFlow) },
		];
	}
	if (typeof value === 'object') return undefined;
	const from = start - node.start - quotes;
	const to = end - node.start - quotes;
	if (from < 0 || to > decoded.length) return undefined;
	const whole = decoded.slice(0, from) + String(value) + decoded.slice(to);
	const style = node.style === 'single' || node.style === 'double' ? node.style : 'plain';
	const print = scalarText(whole, style, inFlow);
	const head = text.slice(node.start, start);
	const tail = text.slice(end, node.end);
	const isMinimal = print.length >= head.length + tail.length && print.startsWith(head) && print.endsWith(tail);
	return isMinimal
		? [{ start, end, text: print.slice(head.length, print.length - tail.length) }]
		: [{ start: node.start, end: node.end, text: print }];
}
