import { type MapNode, nodeAt } from '../repo/node.ts';
import type { Change, Writable } from '../rule.ts';

/**
 * The change that puts a value at a path below a map. Parents that are missing are made; the deepest one that is there
 * takes the rest. Undefined when something that is no map stands in the way, or the value is there already.
 */
export function addAt(root: MapNode, path: readonly string[], value: Writable): Change | undefined {
	for (let i = path.length - 1; i >= 0; i--) {
		const into = nodeAt(root, path.slice(0, i));
		const key = path[i];
		if (into === undefined || key === undefined) continue;
		if (into.kind !== 'map') {
			// `key:` without a value is as good as no key.
			if (into.kind === 'scalar' && into.value === null && i > 0) continue;
			return undefined;
		}
		const there = into.entries.get(key)?.value;
		const isFree = there === undefined || (there.kind === 'scalar' && there.value === null);
		if (!isFree) return undefined;
		const below = path.slice(i + 1).reduceRight<Writable>((inner, step) => ({ [step]: inner }), value);
		return { op: 'add', into, key, value: below };
	}
	return undefined;
}
