import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { applyEdits } from '../../src/fix/apply.ts';
import { fileDiff, unifiedDiff } from '../../src/fix/diff.ts';
import type { TextEdit } from '../../src/fix/text-edit.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import type { RepoPath } from '../../src/repo/location.ts';

const folder = mkdtempSync(join(tmpdir(), 'diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

function git(...words: string[]): string {
	return execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
}

git('init', '-q');

/** What `git apply` makes of the files. */
function applied(texts: Record<string, string>, edits: readonly TextEdit[]): Record<string, string> {
	const paths = [...new Set([...Object.keys(texts), ...edits.map(({ file }) => file)])];
	for (const path of paths) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		rmSync(join(folder, path), { force: true });
	}
	for (const [path, text] of Object.entries(texts)) writeFileSync(join(folder, path), text);
	const diff = unifiedDiff(filesFromTexts(texts), edits);
	writeFileSync(join(folder, 'the.patch'), diff);
	git('apply', '--check', 'the.patch');
	git('apply', '--whitespace=nowarn', 'the.patch');
	return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

const many = Array.from({ length: 40 }, (_, i) => `line: ${i}\n`).join('');

describe('git applies the diff', () => {
	test.each([
		['a line', 'a.yaml', 'a: 1\nb: 2\n', [[3, 4, '3']]],
		['no newline at the end', 'a.yaml', 'a: 1\nb: 2', [[8, 9, '3']]],
		['a newline that is added at the end', 'a.yaml', 'a: 1\nb: 2', [[9, 9, '3\n']]],
		['a newline that is taken from the end', 'a.yaml', 'a: 1\nb: 2\n', [[9, 10, '']]],
		['Windows lines', 'a.yaml', 'a: 1\r\nb: 2\r\n', [[3, 4, '3\r\nc: 4']]],
		['a byte order mark', 'a.yaml', '\uFEFFa: 1\n', [[4, 5, '2']]],
		[
			'two hunks',
			'a.yaml',
			many,
			[
				[6, 7, 'x'],
				[300, 301, 'y'],
			],
		],
		['spaces in the path', 'a folder/a file.yaml', 'a: 1\n', [[3, 4, '3']]],
		['quotes and umlauts in the path', 'ä"b\\c\'/d.yaml', 'a: 1\n', [[3, 4, '3']]],
		['a tab in the path', 'a\tb.yaml', 'a: 1\n', [[3, 4, '3']]],
		['lines that look like a header', 'a.yaml', '-- a\n++ b\n@@ -1 +1 @@\n', [[0, 4, '-- c']]],
		['a new file', 'new/a b.yaml', undefined, [[0, 0, 'a: 1\nb: 2\n']]],
		['a new file without a newline at the end', 'new/c.yaml', undefined, [[0, 0, 'a: 1']]],
		['an empty file that is filled', 'empty.yaml', '', [[0, 0, 'a: 1\n']]],
		['other line ends inside a line', 'a.yaml', 'a: 1\u2028b\u0085\fc\rd\nb: 2\n', [[3, 4, '3']]],
	] as const)('%s', (_, path, before, places) => {
		const edits = places.map(([start, end, text]) => ({ file: path as RepoPath, range: { start, end }, text }));
		const texts: Record<string, string> = before === undefined ? {} : { [path]: before };
		const after = applyEdits(filesFromTexts(texts), edits).read(path as RepoPath);
		expect(applied(texts, edits)).toEqual({ [path]: after?.ok ? after.value : undefined });
	});

	test('nothing changes, so nothing is printed', () => {
		expect(fileDiff('a.yaml', 'a: 1\n', 'a: 1\n')).toBe('');
	});

	test('it reads like the one of git', () => {
		expect(fileDiff('a b.yaml', 'a: 1\nb: 2\n', 'a: 1\nb: 3\n')).toMatchInlineSnapshot(`
			"diff --git a/a b.yaml b/a b.yaml
			--- a/a b.yaml
			+++ b/a b.yaml
			@@ -1,2 +1,2 @@
			 a: 1
			-b: 2
			+b: 3
			"
		`);
		expect(fileDiff('new.yaml', undefined, 'a: 1\n')).toMatchInlineSnapshot(`
			"diff --git a/new.yaml b/new.yaml
			new file mode 100644
			--- /dev/null
			+++ b/new.yaml
			@@ -0,0 +1,1 @@
			+a: 1
			"
		`);
	});
});
