import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const here = resolve(import.meta.dirname, '../..');

/** The command, bundled from the sources as they are now. Call `remove` when done. */
export interface BuiltCommand {
	readonly path: string;
	remove(): void;
}

/** Builds the command of the project in a folder, into another folder of its own. */
export function buildCommand(project = here): BuiltCommand {
	const folder = mkdtempSync(join(tmpdir(), 'command-'));
	execFileSync(process.execPath, [join(project, 'scripts/build.mjs'), '--cli', folder], { stdio: 'pipe' });
	// Node asks the nearest package.json whether a file is a module.
	writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
	return { path: join(folder, 'cli.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a run of the command answered. */
export interface Answer {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

/** Runs a program with Node in a folder, without a terminal. */
export function run(
	path: string,
	words: readonly string[],
	cwd: string,
	environment: Readonly<Record<string, string>> = {},
	input = '',
): Answer {
	const { NO_COLOR: _, FORCE_COLOR: __, ...own } = process.env;
	const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...words], {
		cwd,
		env: { ...own, ...environment },
		input,
		encoding: 'utf8',
	});
	return { code: status, out: stdout, err: stderr };
}

/** A folder with these files, which is removed with `remove`. */
export interface TemporaryFolder {
	readonly path: string;
	remove(): void;
}

/** Writes files into a new folder outside every repository. */
export function folderWith(files: Readonly<Record<string, string>>): TemporaryFolder {
	const path = mkdtempSync(join(tmpdir(), 'repository-'));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(path, name)), { recursive: true });
		writeFileSync(join(path, name), text);
	}
	return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
