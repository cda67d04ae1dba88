import type { Origin } from './origin.ts';

export type Scalar = string | number | boolean | null;

/** Why a value cannot be known from the repository alone. */
export type UnknownReason = 'encrypted' | 'remote' | 'missing' | 'templated';

/** The origin of the half-open span `[start, end)` of a scalar's text. */
export type TextMap = (start: number, end: number) => Origin;

/** A key has an origin of its own, so a missing or misplaced field can be shown on a key. */
export interface Entry {
	readonly key: Origin;
	readonly value: YamlNode;
}

/** One YAML value and its origin. Merging moves nodes; it never edits them. */
export type YamlNode = ScalarNode | SeqNode | MapNode | UnknownNode;

export interface ScalarNode {
	readonly kind: 'scalar';
	readonly value: Scalar;
	/** The digits of an integer that a JavaScript number cannot hold. */
	readonly digits?: string;
	/** What stands in the file, where a plain scalar's value does not print like that: `0644`, `~`, nothing at all. */
	readonly source?: string;
	/** Written in quotes, as a block or with a tag, so that its text was never typed. */
	readonly quoted?: true;
	/** Written as a folded block (`>`), which go-yaml does not print back as it was. */
	readonly folded?: true;
	/** Where parts of the text stand, when that is not evident from the origin (block scalars, whole files). */
	readonly text?: TextMap;
	readonly origin: Origin;
}

export interface SeqNode {
	readonly kind: 'seq';
	readonly items: readonly YamlNode[];
	readonly origin: Origin;
}

export interface MapNode {
	readonly kind: 'map';
	readonly entries: ReadonlyMap<string, Entry>;
	readonly origin: Origin;
}

/** A value that is there and cannot be read. Whoever depends on it stays silent. */
export interface UnknownNode {
	readonly kind: 'unknown';
	readonly why: UnknownReason;
	/** What is missing, in a few words: a variable, an object, a key. */
	readonly what: string;
	readonly origin: Origin;
}

/** A step into a tree: a key of a map or an index of a sequence. */
export type Step = string | number;

/** The node at the end of `path`, or the unknown node on the way there; undefined when a step is missing. */
export function nodeAt(node: YamlNode | undefined, path: readonly Step[]): YamlNode | undefined {
	let current = node;
	for (const step of path) {
		if (current === undefined || current.kind === 'unknown') return current;
		if (current.kind === 'map') current = current.entries.get(String(step))?.value;
		else if (current.kind === 'seq') current = typeof step === 'number' ? current.items[step] : undefined;
		else return undefined;
	}
	return current;
}

/** The map at `path`, if there is one. */
export function mapAt(node: YamlNode | undefined, path: readonly Step[] = []): MapNode | undefined {
	const found = nodeAt(node, path);
	return found?.kind === 'map' ? found : undefined;
}

/** The items of the sequence at `path`; none when there is no sequence. */
export function itemsAt(node: YamlNode | undefined, path: readonly Step[] = []): readonly YamlNode[] {
	const found = nodeAt(node, path);
	return found?.kind === 'seq' ? found.items : [];
}

/** The text at `path`; undefined for anything that is not a string. */
export function stringAt(node: YamlNode | undefined, path: readonly Step[] = []): string | undefined {
	const found = nodeAt(node, path);
	return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
}

/** The boolean at `path`; undefined for anything else. */
export function booleanAt(node: YamlNode | undefined, path: readonly Step[] = []): boolean | undefined {
	const found = nodeAt(node, path);
	return found?.kind === 'scalar' && typeof found.value === 'boolean' ? found.value : undefined;
}

/** The number at `path`; undefined for anything else. */
export function numberAt(node: YamlNode | undefined, path: readonly Step[] = []): number | undefined {
	const found = nodeAt(node, path);
	return found?.kind === 'scalar' && typeof found.value === 'number' ? found.value : undefined;
}

/** The entries of a map in order; none for other nodes. */
export function entriesOf(node: YamlNode | undefined): [string, Entry][] {
	return node?.kind === 'map' ? [...node.entries] : [];
}

/** A scalar's text as a person would write it: strings as they are, numbers and booleans printed. */
export function textOf(node: ScalarNode): string {
	return node.digits ?? String(node.value);
}

/** A scalar's text as it stands in the file; empty for a key that is left without a value. */
export function sourceOf(node: ScalarNode): string {
	return node.source ?? textOf(node);
}

/**
 * The origin of the span `[start, end)` of a scalar's text. Exact for text that
 * stands in a file as it is; else the origin of the whole scalar.
 */
export function originWithin(node: ScalarNode, start: number, end: number): Origin {
	if (node.text !== undefined) return node.text(start, end);
	const place = directPlace(node.origin);
	if (place === undefined) return node.origin;
	const length = textOf(node).length;
	const written = place.at.range.end - place.at.range.start;
	// A quoted scalar is two characters longer than its value unless it holds escapes.
	const shift = written === length ? 0 : written === length + 2 ? 1 : undefined;
	if (shift === undefined) return node.origin;
	const from = place.at.range.start + shift;
	return place.wrap({ kind: 'written', at: { file: place.at.file, range: { start: from + start, end: from + end } } });
}

/** Text maps that may stand on top of each other; beyond that exact places are given up. */
const mostLayers = 500;

const layers = new WeakMap<TextMap, number>();

/** A text map that asks the maps of other nodes; very many on top of each other answer with the whole. */
export function textOnTop(below: readonly ScalarNode[], map: TextMap, whole: Origin): TextMap {
	let most = 0;
	for (const { text } of below) most = Math.max(most, text === undefined ? 0 : (layers.get(text) ?? 0));
	if (most >= mostLayers) return () => whole;
	layers.set(map, most + 1);
	return map;
}

/** The written text of an origin that copies it unchanged, and how to put the layers around a part of it again. */
function directPlace(
	origin: Origin,
): { at: Extract<Origin, { kind: 'written' }>['at']; wrap: (part: Origin) => Origin } | undefined {
	const layers: ((part: Origin) => Origin)[] = [];
	// No recursion: a value that is passed on thousands of times has as many layers.
	for (let at = origin; ; ) {
		const layer = at;
		switch (layer.kind) {
			case 'written':
				return { at: layer.at, wrap: (part) => layers.reduceRight((inner, around) => around(inner), part) };
			case 'aliased':
				layers.push((part) => ({ ...layer, anchor: part }));
				at = layer.anchor;
				break;
			case 'patched':
				layers.push((part) => ({ ...layer, by: part }));
				at = layer.by;
				break;
			case 'generated':
				layers.push((part) => ({ ...layer, from: part }));
				at = layer.from;
				break;
			case 'substituted':
			case 'omitted':
				return undefined;
		}
	}
}
