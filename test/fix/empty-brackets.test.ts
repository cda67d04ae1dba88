import { expect, test } from 'vitest';
import { applyEdits } from '../../src/fix/apply.ts';
import { lowerChanges } from '../../src/fix/lower-changes.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';
import { mapAt, nodeAt } from '../../src/repo/node.ts';
import { parseFile } from '../../src/repo/parse.ts';
import type { Change } from '../../src/rule.ts';

const path = 'a.yaml' as RepoPath;

function changed(text: string, changes: (root: ReturnType<typeof parseFile>['documents'][number]) => Change[]): string {
	const files = filesFromTexts({ [path]: text });
	const [root] = parseFile(path, text).documents;
	const lowered = root === undefined ? undefined : lowerChanges(changes(root), files);
	if (!lowered?.ok) throw new Error('the changes cannot be made');
	const read = applyEdits(
		files,
		lowered.value.flatMap(({ edits }) => edits),
	).read(path);
	return read?.ok ? read.value : '';
}

test('brackets that hold nothing take several entries', () => {
	const text = changed('values: {}\n', (root) => {
		const into = mapAt(root, ['values']);
		return into === undefined ? [] : ['a', 'b', 'c'].map((key) => ({ op: 'add', into, key, value: { x: 1 } }));
	});
	expect(text).toBe('values: {a: {x: 1}, b: {x: 1}, c: {x: 1}}\n');
});

test('brackets that hold nothing take several items', () => {
	const text = changed('list: []\n', (root) => {
		const into = nodeAt(root, ['list']);
		return into?.kind === 'seq' ? [1, 2].map((value) => ({ op: 'append', into, value })) : [];
	});
	expect(text).toBe('list: [1, 2]\n');
});
