import { type MapNode, type SeqNode, stringAt, type YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import type { RenderProblem } from '../resource.ts';
import { type PointerStep, pointerSteps } from './json-pointer.ts';
import { dropEntry, overriding, putEntry } from './map-edit.ts';
import { isTooLarge } from './node-size.ts';
import { sameValue } from './same-value.ts';

/** One operation of a JSON patch (RFC 6902). */
export interface Operation {
	readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
	readonly path: readonly PointerStep[];
	readonly from: readonly PointerStep[] | undefined;
	readonly value: YamlNode;
	readonly origin: Origin;
}

/** Reads one operation; the problem says why it is none. */
export function readOperation(node: YamlNode): Operation | RenderProblem {
	const at = node.origin;
	if (node.kind !== 'map') return { message: 'an operation of a JSON patch is a map', at };
	const op = stringAt(node, ['op']);
	if (!isOp(op)) return { message: `"${op ?? ''}" is no operation of a JSON patch`, at };
	const path = stepsAt(node, 'path');
	const from = stepsAt(node, 'from');
	if (path === undefined || (path.length === 0 && op !== 'replace' && op !== 'test')) {
		return { message: 'the path of an operation begins with a slash', at };
	}
	if (from === undefined && (op === 'move' || op === 'copy')) return { message: `${op} needs "from"`, at };
	return {
		op,
		path,
		from,
		value: node.entries.get('value')?.value ?? { kind: 'scalar', value: null, origin: at },
		origin: at,
	};
}

function isOp(text: string | undefined): text is Operation['op'] {
	return ['add', 'remove', 'replace', 'move', 'copy', 'test'].includes(text ?? '');
}

function stepsAt(node: MapNode, field: string): PointerStep[] | undefined {
	const value = node.entries.get(field)?.value;
	return value?.kind === 'scalar' ? pointerSteps(value) : undefined;
}

/** The object after all operations, or what the first one that fails finds wrong. */
export function applyOperations(root: MapNode, operations: readonly Operation[]): MapNode | RenderProblem {
	let tree: YamlNode = root;
	for (const operation of operations) {
		const result = apply(tree, operation);
		if ('message' in result) return result;
		tree = result;
		if (isTooLarge(tree)) return { message: 'the object grows too large', at: operation.origin };
	}
	return tree.kind === 'map' ? tree : { message: 'the patch leaves no object', at: tree.origin };
}

function apply(tree: YamlNode, { op, path, from, value, origin }: Operation): YamlNode | RenderProblem {
	const attempt = (result: YamlNode | string): YamlNode | RenderProblem =>
		typeof result === 'string' ? { message: `${op} ${pointerText(path)}: ${result}`, at: origin } : result;
	switch (op) {
		case 'add':
			return attempt(add(tree, path, value));
		case 'replace':
			return attempt(replace(tree, path, value));
		case 'remove':
			return attempt(edit(tree, path, (before) => (before === undefined ? missing : undefined)));
		case 'test': {
			const found = lookup(tree, path);
			const isNull = value.kind === 'scalar' && value.value === null;
			const parent = lookup(tree, path.slice(0, -1));
			const holds = found === undefined ? isNull && parent !== undefined : sameValue(found, value);
			return attempt(holds ? tree : 'the value is another');
		}
		case 'copy':
		case 'move': {
			const start = from ?? [];
			// A missing member of a map is copied as null.
			const found = lookup(tree, start) ?? (op === 'copy' ? nullIn(tree, start, origin) : undefined);
			if (found === undefined) return attempt(`nothing stands at ${pointerText(start)}`);
			const rest = op === 'copy' ? tree : edit(tree, start, () => undefined);
			return attempt(typeof rest === 'string' ? rest : add(rest, path, found));
		}
	}
}

const missing = 'nothing stands there';

function pointerText(path: readonly PointerStep[]): string {
	return path.map(({ name }) => `/${name}`).join('');
}

function lookup(tree: YamlNode, path: readonly PointerStep[]): YamlNode | undefined {
	let node: YamlNode | undefined = tree;
	for (const { name } of path) {
		if (node?.kind === 'map') node = node.entries.get(name)?.value;
		else if (node?.kind === 'seq') node = node.items[indexOf(name, node.items.length) ?? -1];
		else return undefined;
	}
	return node;
}

function add(tree: YamlNode, path: readonly PointerStep[], value: YamlNode): YamlNode | string {
	return edit(
		tree,
		path,
		(before) => (before === undefined ? value : overriding(value, before)),
		(list, name) => insert(list, name, value),
	);
}

function nullIn(tree: YamlNode, path: readonly PointerStep[], origin: Origin): YamlNode | undefined {
	return lookup(tree, path.slice(0, -1))?.kind === 'map' ? { kind: 'scalar', value: null, origin } : undefined;
}

/** Other than the standard says, a missing member of a map may be replaced. */
function replace(tree: YamlNode, path: readonly PointerStep[], value: YamlNode): YamlNode | string {
	if (path.length === 0) return overriding(value, tree);
	const change: Change = (before) => (before === undefined ? value : overriding(value, before));
	return edit(tree, path, change);
}

function insert(list: SeqNode, name: string, value: YamlNode): SeqNode | string {
	// One more than the items: the end of the list counts as a place.
	const index = name === '-' ? list.items.length : indexOf(name, list.items.length + 1);
	if (index === undefined) return `the list has ${list.items.length} items`;
	return { ...list, items: list.items.toSpliced(index, 0, value) };
}

/** Answers the value that shall stand there, undefined for none, or what is wrong. */
type Change = (before: YamlNode | undefined) => YamlNode | undefined | string;
type ListChange = (list: SeqNode, name: string) => SeqNode | string;

function edit(
	tree: YamlNode,
	path: readonly PointerStep[],
	change: Change,
	inList: ListChange = (list, name) => changeItem(list, name, change),
): YamlNode | string {
	const [step, ...rest] = path;
	if (step === undefined) return 'the whole object is not replaced here';
	if (tree.kind === 'unknown') return 'the value there is not readable';
	if (tree.kind === 'scalar') return 'nothing stands above it';
	if (rest.length === 0) {
		if (tree.kind === 'seq') return inList(tree, step.name);
		const after = change(tree.entries.get(step.name)?.value);
		if (typeof after === 'string') return after;
		if (after === undefined) return dropEntry(tree, step.name);
		// The step names the key, so that is where the key stands now.
		return putEntry(rekeyed(tree, step), step.name, after, step.origin);
	}
	const inner = lookup(tree, [step]);
	if (inner === undefined) return `nothing stands at ${step.name}`;
	const after = edit(inner, rest, change, inList);
	if (typeof after === 'string') return after;
	if (tree.kind === 'map') return putEntry(tree, step.name, after, step.origin);
	return { ...tree, items: tree.items.with(indexOf(step.name, tree.items.length) ?? 0, after) };
}

/** Keeps the place of a key in the order of its map, and gives it the origin of the patch. */
function rekeyed(map: MapNode, { name, origin }: PointerStep): MapNode {
	const entry = map.entries.get(name);
	if (entry === undefined) return map;
	return { ...map, entries: new Map(map.entries).set(name, { key: origin, value: entry.value }) };
}

function changeItem(list: SeqNode, name: string, change: Change): SeqNode | string {
	const index = indexOf(name, list.items.length);
	const before = index === undefined ? undefined : list.items[index];
	if (index === undefined || before === undefined) return `the list has ${list.items.length} items`;
	const after = change(before);
	if (typeof after === 'string') return after;
	return { ...list, items: after === undefined ? list.items.toSpliced(index, 1) : list.items.with(index, after) };
}

/** An index into a list, negative ones from its end, as the library that kustomize uses reads them. */
function indexOf(text: string, length: number): number | undefined {
	if (!/^[+-]?\d{1,9}$/.test(text)) return undefined;
	const number = Number(text);
	const index = number < 0 ? number + length : number;
	return index >= 0 && index < length ? index : undefined;
}
