import { applyEdits } from '../../src/fix/apply.ts';
import { lowerChange } from '../../src/fix/lower-change.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { mapAt, nodeAt, type Step, type YamlNode } from '../../src/repo/node.ts';
import { parseFile } from '../../src/repo/parse.ts';
import type { Change } from '../../src/rule.ts';

export const file = 'a.yaml' as RepoPath;

/** The file after one change of its first document, or the reason why it is refused. */
export function changed(text: string, change: (root: YamlNode) => Change): string {
	const root = parseFile(file, text).documents[0];
	if (root === undefined) throw new Error('no document');
	return changedBy(text, change(root));
}

/** The text after one change, or the reason why it is refused. */
export function changedBy(text: string, change: Change, path = file): string {
	const files = filesFromTexts({ [path]: text });
	const lowered = lowerChange(change, files);
	if (!lowered.ok) return `refused: ${lowered.refusal.why}`;
	const read = applyEdits(files, lowered.value.edits).read(path);
	if (read?.ok !== true) throw new Error('no text');
	return read.value;
}

export function set(path: readonly Step[], value: string | number | boolean): (root: YamlNode) => Change {
	return (root) => ({ op: 'set', target: at(root, path).origin, value });
}

export function add(
	path: readonly Step[],
	key: string,
	value: Extract<Change, { op: 'add' }>['value'],
	after?: string,
): (root: YamlNode) => Change {
	return (root) => {
		const into = mapAt(root, path);
		if (into === undefined) throw new Error('no map');
		return { op: 'add', into, key, value, ...(after === undefined ? {} : { after }) };
	};
}

export function append(
	path: readonly Step[],
	value: Extract<Change, { op: 'append' }>['value'],
): (root: YamlNode) => Change {
	return (root) => {
		const into = at(root, path);
		if (into.kind !== 'seq') throw new Error('no list');
		return { op: 'append', into, value };
	};
}

export function remove(path: readonly Step[], key: string): (root: YamlNode) => Change {
	return (root) => {
		const entry = mapAt(root, path)?.entries.get(key);
		if (entry === undefined) throw new Error('no entry');
		return { op: 'remove', entry };
	};
}

export function drop(path: readonly Step[]): (root: YamlNode) => Change {
	return (root) => ({ op: 'drop', item: at(root, path) });
}

function at(root: YamlNode, path: readonly Step[]): YamlNode {
	const node = nodeAt(root, path);
	if (node === undefined) throw new Error('no node');
	return node;
}
