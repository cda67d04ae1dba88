import { nodeAt, originWithin, type ScalarNode, type Step, textOf, type YamlNode } from '../repo/node.ts';
import type { Origin } from '../repo/origin.ts';
import type { Located, Prefix } from './facts.ts';
import { withoutPlaceholders } from './placeholders.ts';
import { listPrefixes } from './prefixes.ts';

/** The words of a list in one text, separated by commas or white space, each at its own place. */
export function piecesOf(node: ScalarNode): Located<string>[] {
	return [...textOf(node).matchAll(/[^,\s]+/g)].map((match) => ({
		value: match[0],
		origin: originWithin(node, match.index, match.index + match[0].length),
	}));
}

/** The parts between commas without the blanks around them; empty parts are left out. */
export function commaPiecesOf(node: ScalarNode): Located<string>[] {
	return [...textOf(node).matchAll(/[^,]+/g)].flatMap((match) => {
		const value = match[0].trim();
		const start = match.index + match[0].length - match[0].trimStart().length;
		return value === '' ? [] : [{ value, origin: originWithin(node, start, start + value.length) }];
	});
}

/** A scalar's text and its place. */
export function located(node: ScalarNode): Located<string> {
	return { value: textOf(node), origin: node.origin };
}

/** The scalars of a list, and whether something in it could not be read. A missing list is an empty one. */
export interface TextList {
	readonly texts: readonly Located<string>[];
	readonly unresolved: boolean;
}

/** The texts of the list at `path`. */
export function textsAt(node: YamlNode | undefined, path: readonly string[]): TextList {
	const list = nodeAt(node, path);
	if (list !== undefined && known(list).kind === 'unknown') return { texts: [], unresolved: true };
	const items = list?.kind === 'seq' ? list.items.map(known) : [];
	const texts = items.flatMap((item) => (item.kind === 'scalar' ? [located(item)] : []));
	return { texts, unresolved: items.some(({ kind }) => kind === 'unknown') };
}

/** The node itself; unknown when its text is for another program to fill in. */
export function known(node: YamlNode): YamlNode {
	return node.kind === 'scalar' ? withoutPlaceholders(node) : node;
}

/** The prefixes of a list of which every item is known; undefined otherwise. */
export function knownPrefixes(node: YamlNode | undefined, path: readonly Step[] = []): readonly Prefix[] | undefined {
	const list = nodeAt(node, path);
	return list?.kind === 'seq' ? listPrefixes({ ...list, items: list.items.map(known) }) : undefined;
}

/** Where an object's name stands: the place to show for the object as a whole. */
export function nameOrigin(root: YamlNode): Origin {
	return nodeAt(root, ['metadata', 'name'])?.origin ?? root.origin;
}
