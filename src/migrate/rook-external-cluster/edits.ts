import { addAt } from '../../fix/add-at.ts';
import { known } from '../../network/pieces.ts';
import type { Rendered, Resource } from '../../render/resource.ts';
import type { Scalar } from '../../repo/node.ts';
import { type MapNode, nodeAt } from '../../repo/node.ts';
import type { Change, Writable } from '../../rule.ts';

/** The change that makes a value what it has to be; none where it is so, or where it cannot be read. */
export function valueChange(root: MapNode, path: readonly string[], value: Writable): Change[] {
	const there = nodeAt(root, path);
	if (there === undefined || (there.kind === 'scalar' && there.value === null)) {
		const change = addAt(root, path, value);
		return change === undefined ? [] : [change];
	}
	if (there.kind !== 'scalar' || !isScalar(value) || there.value === value) return [];
	return [{ op: 'set', target: there.origin, value }];
}

function isScalar(value: Writable): value is Scalar {
	return typeof value !== 'object' || value === null;
}

/** The object of a kind by its name; a namespace that nobody gave fits any. */
export function objectAt(
	{ resources }: Pick<Rendered, 'resources'>,
	kind: string,
	name: string,
	namespace: string | undefined,
): Resource | undefined {
	return resources.find(
		(one) =>
			one.kind === kind &&
			one.name === name &&
			(namespace === undefined || one.namespace === undefined || one.namespace === namespace),
	);
}

/** True when a part of an object is there and cannot be read. */
export function isHidden(root: MapNode, path: readonly string[]): boolean {
	const found = nodeAt(root, path);
	return found !== undefined && known(found)?.kind === 'unknown';
}
