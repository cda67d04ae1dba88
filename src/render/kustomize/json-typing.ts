import { sourceOf, type YamlNode } from '../../repo/node.ts';
import { mapScalars } from '../scalars.ts';
import { emittedStyle } from '../substitution/plain-scalar.ts';
import { resolveWord } from '../substitution/yaml-word.ts';
import { foldedAgain } from './printed-text.ts';

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
