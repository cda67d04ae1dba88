import type { Entry, MapNode, SeqNode, YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { SetValue } from './helm-set.ts';

/** The values with one more set; undefined where Helm refuses because something else stands in the way. */
export function applySet(values: MapNode, { path, value }: SetValue): MapNode | undefined {
	const result = setIn(values, path, value);
	return result?.kind === 'map' ? result : undefined;
}

function setIn(node: YamlNode | undefined, path: SetValue['path'], value: YamlNode): YamlNode | undefined {
	const [first, ...rest] = path;
	if (first === undefined) return over(node, value);
	return typeof first.step === 'number'
		? setInList(node, first.step, first.origin, rest, value)
		: setInMap(node, first.step, first.origin, rest, value);
}

function setInMap(
	node: YamlNode | undefined,
	key: string,
	origin: Origin,
	rest: SetValue['path'],
	value: YamlNode,
): MapNode | undefined {
	if (node !== undefined && node.kind !== 'map') return undefined;
	const inner = setIn(node?.entries.get(key)?.value, rest, value);
	if (inner === undefined) return undefined;
	const entry: Entry = { key: origin, value: inner };
	return { kind: 'map', entries: new Map(node?.entries).set(key, entry), origin: node?.origin ?? origin };
}

function setInList(
	node: YamlNode | undefined,
	index: number,
	origin: Origin,
	rest: SetValue['path'],
	value: YamlNode,
): SeqNode | undefined {
	if (node !== undefined && node.kind !== 'seq') return undefined;
	const items: YamlNode[] = [...(node?.items ?? [])];
	const inner = setIn(withoutNull(items[index]), rest, value);
	if (inner === undefined) return undefined;
	while (items.length < index) items.push({ kind: 'scalar', value: null, origin });
	items[index] = inner;
	return { kind: 'seq', items, origin: node?.origin ?? origin };
}

/** A hole in a list is filled by whatever comes. */
function withoutNull(node: YamlNode | undefined): YamlNode | undefined {
	return node?.kind === 'scalar' && node.value === null ? undefined : node;
}

function over(below: YamlNode | undefined, value: YamlNode): YamlNode {
	if (below === undefined) return value;
	return { ...value, origin: { kind: 'patched', by: value.origin, over: below.origin } };
}
