import type { MapNode, SeqNode, YamlNode } from '../../repo/node.ts';
import type { Origin } from '../../repo/origin.ts';
import { resolveScalar } from '../../repo/scalar.ts';
import { maxSteps, scalarText, splitPath } from './field-spec.ts';
import { emptyMap, putEntry } from './map-edit.ts';
import { partMatcher } from './regexp.ts';

/** What stands in a field afterwards; undefined for a field that had to be made. */
export type SetLeaf = (before: YamlNode | undefined) => YamlNode;

export interface PathWriter {
	readonly set: SetLeaf;
	/** Makes what is missing on the way. */
	readonly create: boolean;
	/** Origin of what is made. */
	readonly by: Origin;
}

/** A tree in which fields were written, and how many; or why it is not possible. */
type Written = { readonly node: YamlNode; readonly count: number } | string;

/**
 * Steps of a path of `replacements`: dots separate, a backslash keeps one, and so do brackets. `[name=x]` selects items
 * of a list, `[a.b]` is a key with a dot in it.
 */
export function fieldPathSteps(path: string): string[] {
	const parts = splitPath(path, '.');
	const steps: string[] = [];
	for (let i = 0; i < parts.length; i++) {
		let part = parts[i] ?? '';
		if (part.startsWith('[') && !part.endsWith(']')) {
			while (i + 1 < parts.length && !part.endsWith(']')) part += `.${parts[++i]}`;
			steps.push(part.includes('=') ? part : part.replace(/^[[\]]+|[[\]]+$/g, ''));
		} else steps.push(part);
	}
	return steps;
}

/** The node at a path: keys, indexes, `-` for the last item, `[key=value]` for the first that fits. */
export function lookUp(node: YamlNode, steps: readonly string[]): YamlNode | undefined {
	let current: YamlNode | undefined = node;
	for (const step of steps.map((one) => one.trim()).filter((one) => one !== '')) {
		if (current?.kind === 'map') current = current.entries.get(step)?.value;
		else if (current?.kind === 'seq') current = itemAt(current, step);
		else return current?.kind === 'unknown' ? current : undefined;
	}
	return current;
}

function itemAt({ items }: SeqNode, step: string): YamlNode | undefined {
	if (step === '-') return items.at(-1);
	if (/^\d+$/.test(step)) return items[Number(step)];
	const condition = conditionOf(step);
	if (condition === undefined) return undefined;
	return items.find((item) => {
		const text = condition.key === '' ? scalarText(item) : textAt(item, condition.key);
		return text === condition.value;
	});
}

function textAt(item: YamlNode, key: string): string | undefined {
	return item.kind === 'map' ? scalarText(item.entries.get(key)?.value) : undefined;
}

/** The parts of `[key=value]`. */
function conditionOf(step: string): { key: string; value: string } | undefined {
	const match = /^\[([^=]*)=(.*)\]$/s.exec(step);
	return match === null ? undefined : { key: match[1] ?? '', value: match[2] ?? '' };
}

/** Writes all fields that a path selects. */
export function writeAtPath(node: YamlNode, steps: readonly string[], writer: PathWriter): Written {
	if (steps.length > maxSteps) return `the path has more than ${maxSteps} steps`;
	const [step, ...rest] = steps;
	if (step === undefined) return { node: writer.set(node), count: 1 };
	if (node.kind === 'unknown') return 'the value there is not readable';
	if (/^\+?\d+$/.test(step)) return writeIndex(node, Number(step), rest, writer);
	if (step.startsWith('[') && step.endsWith(']')) return writeMatches(node, step, rest, writer);
	if (step === '*') {
		const items = itemsOf(node);
		return typeof items === 'string'
			? items
			: writeItems(
					node,
					items,
					items.map(() => true),
					rest,
					writer,
				);
	}
	return writeKey(node, step, rest, writer);
}

function isNull(node: YamlNode): boolean {
	return node.kind === 'scalar' && node.value === null;
}

function itemsOf(node: YamlNode): readonly YamlNode[] | string {
	if (node.kind === 'seq') return node.items;
	return isNull(node) ? [] : 'there is no list';
}

function writeKey(node: YamlNode, step: string, rest: readonly string[], writer: PathWriter): Written {
	if (node.kind !== 'map') return isNull(node) ? { node, count: 0 } : `there is no map with ${step}`;
	const entry = node.entries.get(step);
	if (entry === undefined && !writer.create) return { node, count: 0 };
	const written = entry === undefined ? made(rest, writer) : writeAtPath(entry.value, rest, writer);
	if (typeof written === 'string') return written;
	return { node: putEntry(node, step, written.node, writer.by), count: written.count };
}

/** A field that is not there yet, with what the rest of the path makes in it. */
function made(rest: readonly string[], writer: PathWriter): Written {
	const [next] = rest;
	if (next === undefined) return { node: writer.set(undefined), count: 1 };
	const isList = /^\+?\d+$/.test(next) || (next.startsWith('[') && next.endsWith(']'));
	return writeAtPath(isList ? { kind: 'seq', items: [], origin: writer.by } : emptyMap(writer.by), rest, writer);
}

function writeIndex(node: YamlNode, index: number, rest: readonly string[], writer: PathWriter): Written {
	const items = itemsOf(node);
	if (typeof items === 'string') return items;
	const item = items[index];
	const isNext = index === items.length && writer.create && node.kind === 'seq';
	if (item === undefined && !isNext) return `there is no item ${index}, only ${items.length}`;
	const written = item === undefined ? made(rest, writer) : writeAtPath(item, rest, writer);
	if (typeof written === 'string' || node.kind !== 'seq')
		return typeof written === 'string' ? written : { node, count: 0 };
	const after = item === undefined ? [...items, written.node] : items.with(index, written.node);
	return { node: { ...node, items: after }, count: written.count };
}

function writeItems(
	node: YamlNode,
	items: readonly YamlNode[],
	chosen: readonly boolean[],
	rest: readonly string[],
	writer: PathWriter,
): Written {
	let count = 0;
	const after: YamlNode[] = [];
	for (const [i, item] of items.entries()) {
		const written = chosen[i] ? writeAtPath(item, rest, writer) : { node: item, count: 0 };
		if (typeof written === 'string') return written;
		count += written.count;
		after.push(written.node);
	}
	return node.kind === 'seq' && count > 0 ? { node: { ...node, items: after }, count } : { node, count };
}

function writeMatches(node: YamlNode, step: string, rest: readonly string[], writer: PathWriter): Written {
	const items = itemsOf(node);
	if (typeof items === 'string') return items;
	const condition = conditionOf(step);
	if (condition === undefined) return `${step} is not of the form [key=value]`;
	const { key, value } = condition;
	const matches = partMatcher(value);
	if (matches === undefined) return `"${value}" is no regular expression that is understood here`;
	const chosen = items.map((item) => {
		const text = key === '' ? scalarText(item) : textAt(item, key);
		return text !== undefined && matches(text);
	});
	// Without a key the items themselves are the fields, and the rest of the path is not looked at.
	const found = writeItems(node, items, chosen, key === '' ? [] : rest, writer);
	if (typeof found === 'string' || found.count > 0 || !writer.create || node.kind !== 'seq') return found;
	return append(node, key, value, key === '' ? [] : rest, writer);
}

function append(list: SeqNode, key: string, value: string, rest: readonly string[], writer: PathWriter): Written {
	const scalar: YamlNode = { kind: 'scalar', ...resolveScalar(value), origin: writer.by };
	const item: YamlNode | MapNode = key === '' ? scalar : putEntry(emptyMap(writer.by), key, scalar, writer.by);
	const written = writeAtPath(item, rest, writer);
	if (typeof written === 'string') return written;
	return { node: { ...list, items: [...list.items, written.node] }, count: written.count };
}
