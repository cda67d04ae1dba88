import { type Entry, type ScalarNode, sourceOf, type YamlNode } from '../repo/node.ts';
import { emittedStyle } from './plain-scalar.ts';
import { foldedAgain } from './printed-text.ts';
import { resolveWord } from './yaml-word.ts';

/**
 * A tree whose plain scalars are typed as YAML 1.1. kustomize reads JSON patches and its own files that way, other
 * than objects: `yes` and `on` are booleans there, dates stay text.
 */
export function typedAsYaml11(node: YamlNode): YamlNode {
	return mapScalars(node, (scalar) => {
		const { folded: _folded, ...unfolded } = scalar;
		if (scalar.quoted === true) return unfolded;
		const meaning = resolveWord(sourceOf(scalar));
		const { digits: _, ...rest } = scalar;
		switch (meaning.kind) {
			case 'null':
				return { ...rest, value: null };
			case 'int':
				return { ...rest, value: meaning.value, ...(meaning.digits !== undefined && { digits: meaning.digits }) };
			case 'bool':
			case 'float':
			case 'string':
				return { ...rest, value: meaning.value };
			case 'collection':
			case 'error':
				return scalar;
		}
	});
}

/** A tree after a way through JSON, as a JSON patch takes it: long integers lose digits, quotes are forgotten. */
export function throughJson<T extends YamlNode>(node: T): T {
	return mapScalars(node, (scalar) => {
		const { digits, source, quoted, folded, ...rest } = scalar;
		if (folded === true && typeof scalar.value === 'string') return { ...rest, value: foldedAgain(scalar.value) };
		const isTextInQuotes = typeof scalar.value === 'string' && emittedStyle(scalar.value) !== 'plain';
		if (isTextInQuotes) return quoted === true && source === undefined ? scalar : { ...rest, quoted: true };
		return digits === undefined && source === undefined && quoted === undefined ? scalar : rest;
	});
}

/** A scalar as the text that stands for it in the file. */
export function asText(node: YamlNode): YamlNode {
	if (node.kind !== 'scalar' || typeof node.value === 'string') return node;
	const { digits: _, source: __, ...rest } = node;
	return { ...rest, value: sourceOf(node), quoted: true };
}

/** The tree with each scalar changed; parts in which nothing changes stay the same nodes. */
export function mapScalars<T extends YamlNode>(node: T, change: (scalar: ScalarNode) => ScalarNode): T;
export function mapScalars(node: YamlNode, change: (scalar: ScalarNode) => ScalarNode): YamlNode {
	switch (node.kind) {
		case 'unknown':
			return node;
		case 'scalar':
			return change(node);
		case 'seq': {
			const items = node.items.map((item) => mapScalars(item, change));
			return items.every((item, i) => item === node.items[i]) ? node : { ...node, items };
		}
		case 'map': {
			let changed = false;
			const entries = new Map<string, Entry>();
			for (const [name, entry] of node.entries) {
				const value = mapScalars(entry.value, change);
				changed ||= value !== entry.value;
				entries.set(name, value === entry.value ? entry : { key: entry.key, value });
			}
			return changed ? { ...node, entries } : node;
		}
	}
}
