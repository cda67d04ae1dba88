import { nodeAt, originWithin, type ScalarNode, type Step, textOf, type YamlNode } from '../repo/node.ts';
import { parseCidr } from './cidr.ts';
import type { Prefix } from './facts.ts';

/** The prefix that a scalar holds. */
export function prefixOf(node: ScalarNode): Prefix {
	return readPrefix(textOf(node), node.origin);
}

/** The prefixes of a text with commas, each at its own place. Spaces stay: most consumers do not trim. */
export function commaPrefixes(node: ScalarNode): Prefix[] {
	const text = textOf(node);
	const prefixes: Prefix[] = [];
	let start = 0;
	for (const piece of text.split(',')) {
		prefixes.push(readPrefix(piece, originWithin(node, start, start + piece.length)));
		start += piece.length + 1;
	}
	return prefixes;
}

/** The prefixes of a YAML list; undefined when an item is unknown or the node is no list. */
export function listPrefixes(node: YamlNode | undefined, path: readonly Step[] = []): Prefix[] | undefined {
	const list = nodeAt(node, path);
	if (list?.kind !== 'seq') return undefined;
	const scalars = list.items.filter((item) => item.kind === 'scalar');
	return scalars.length === list.items.length ? scalars.map(prefixOf) : undefined;
}

/** One prefix of which the place is known. */
export function readPrefix(text: string, origin: Prefix['origin']): Prefix {
	const parsed = parseCidr(text);
	if (parsed.ok) return { text, origin, cidr: parsed.value, problem: undefined };
	const { problem } = parsed;
	const cidr = problem.kind === 'host-bits' || problem.kind === 'leading-zeros' ? problem.network : undefined;
	return { text, origin, cidr, problem };
}
