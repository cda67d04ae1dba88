import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lowerChange } from '../../src/fix/lower-change.ts';
import { edited } from '../../src/fix/text-edit.ts';
import { filesFromDisk } from '../../src/repo/disk.ts';
import { filesFromTexts } from '../../src/repo/files.ts';
import { parseFile } from '../../src/repo/parse.ts';
import { toJson } from '../../src/repo/to-json.ts';
import type { Writable } from '../../src/rule.ts';
import { changesOf, meant, undone } from './meaning.ts';

/** Archives of real repositories, beside a checkout of the project where somebody has them. */
const folder = join(import.meta.dirname, '../../../shared/corpus');
const archives = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tar.gz')) : [];
const scratch = mkdtempSync(join(tmpdir(), 'changed-corpus-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }), 60_000);
if (archives.length === 0) console.log('skipped: no archives of real repositories beside this checkout');

/** Files of each archive, and changes of each file. */
const mostFiles = 40;
const mostChanges = 6;
/** UTF-16 units of a file that is tried. */
const longest = 20_000;

/** The same numbers for the same archive: a mulberry32 of its name. */
function randomOf(name: string): (below: number) => number {
	let state = [...name].reduce((sum, letter) => Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0), 7);
	return (below) => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
}

function picked<T>(all: readonly T[], count: number, random: (below: number) => number): T[] {
	const rest = [...all];
	return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(random(rest.length), 1)).flat();
}

const added: Writable[] = ['fd00:10::/56', true, 24, { enabled: true, cidrs: ['fd00:10::/56', '10.42.0.0/16'] }, ['a']];
const scalars = ['fd00:10::/56', '10.42.0.0/16,fd00:10::/56', false, 64];

describe('a change of a real file', () => {
	test.skipIf(archives.length === 0).each(archives.length === 0 ? ['none'] : archives)(
		'of %s is refused, or it is that change and no other, and can be taken back',
		(name) => {
			const root = join(scratch, name);
			mkdirSync(root);
			execFileSync('tar', ['-xzf', join(folder, name), '-C', root]);
			const files = filesFromDisk(root);
			const random = randomOf(name);
			let made = 0;
			let all = 0;
			const paths = files.paths.filter((path) => /\.ya?ml$/.test(path));
			for (const path of picked(paths, mostFiles, random)) {
				const read = files.read(path);
				if (!read?.ok || read.value.length > longest) continue;
				const text = read.value;
				const before = parseFile(path, text);
				if (before.syntaxErrors.length > 0 || before.duplicateKeys.length > 0) continue;
				const changes = before.documents.flatMap((document) =>
					changesOf(document, added[random(added.length)] ?? '', scalars[random(scalars.length)] ?? ''),
				);
				for (const change of picked(changes, mostChanges, random)) {
					all++;
					const lowered = lowerChange(change, filesFromTexts({ [path]: text }));
					if (!lowered.ok) continue;
					made++;
					const { edits } = lowered.value;
					const after = edited(text, edits);
					const now = parseFile(path, after);
					const where = `${path}: ${JSON.stringify(edits)}`;
					expect(now.syntaxErrors, where).toEqual([]);
					expect(
						now.documents.map((one) => toJson(one)),
						where,
					).toEqual(before.documents.map((one) => meant(one, change)));
					expect(edited(after, undone(edits, text)), where).toBe(text);
				}
			}
			expect(made / Math.max(all, 1)).toBeGreaterThan(0.6);
		},
		60_000,
	);
});
