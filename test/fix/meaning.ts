import { inOrder, type TextEdit } from '../../src/fix/text-edit.ts';
import type { MapNode, ScalarNode, SeqNode, YamlNode } from '../../src/repo/node.ts';
import { toJson } from '../../src/repo/to-json.ts';
import type { Change, Writable } from '../../src/rule.ts';

/** The edits that give the old text back. */
export function undone(edits: readonly TextEdit[], before: string): TextEdit[] {
	let shift = 0;
	return inOrder(edits).map(({ file, range, text }) => {
		const start = range.start + shift;
		shift += text.length - (range.end - range.start);
		return { file, range: { start, end: start + text.length }, text: before.slice(range.start, range.end) };
	});
}

/** A node and all below it. */
function nodesOf(root: YamlNode): YamlNode[] {
	const children =
		root.kind === 'map' ? [...root.entries.values()].map(({ value }) => value) : root.kind === 'seq' ? root.items : [];
	return [root, ...children.flatMap(nodesOf)];
}

const isMap = (node: YamlNode): node is MapNode => node.kind === 'map';
const isSeq = (node: YamlNode): node is SeqNode => node.kind === 'seq';
const isScalar = (node: YamlNode): node is ScalarNode => node.kind === 'scalar';

/** What the document is after a change, by its meaning. */
export function meant(node: YamlNode, change: Change): unknown {
	if (node.kind === 'map') {
		const entries = [...node.entries].flatMap(([key, entry]): [string, unknown][] =>
			change.op === 'remove' && change.entry === entry ? [] : [[key, meant(entry.value, change)]],
		);
		return Object.fromEntries(
			change.op === 'add' && change.into === node ? [...entries, [change.key, change.value]] : entries,
		);
	}
	if (node.kind === 'seq') {
		const items = node.items
			.filter((item) => !(change.op === 'drop' && change.item === item))
			.map((item) => meant(item, change));
		return change.op === 'append' && change.into === node ? [...items, change.value] : items;
	}
	return change.op === 'set' && change.target === node.origin ? change.value : toJson(node);
}

/** Every change of one kind or another that a document allows. */
export function changesOf(root: YamlNode, added: Writable, scalar: string | number | boolean): Change[] {
	const nodes = nodesOf(root);
	return [
		...nodes
			.filter(isMap)
			.flatMap((into): Change[] => [
				{ op: 'add', into, key: 'new', value: added },
				...[...into.entries.values()].map((entry): Change => ({ op: 'remove', entry })),
			]),
		...nodes
			.filter(isSeq)
			.flatMap((into): Change[] => [
				{ op: 'append', into, value: added },
				...into.items.map((item): Change => ({ op: 'drop', item })),
			]),
		...nodes.filter(isScalar).map(({ origin }): Change => ({ op: 'set', target: origin, value: scalar })),
	];
}
