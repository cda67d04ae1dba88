import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { rules } from '../../rules/index.ts';
import { initialConfig } from '../migrate/configuration/initial-config.ts';
import { configName } from '../repo/config.ts';
import { writeToDisk } from '../repo/disk.ts';
import { printable } from '../report/printable.ts';
import { exitCode, UsageError } from './exit.ts';
import type { InitArguments } from './options.ts';
import { openRepository, printProblem } from './read.ts';
import type { Terminal } from './terminal.ts';

/** Writes a first configuration into the root of the repository. Answers the exit code. */
export function init({ path, print, force, ...options }: InitArguments, terminal: Terminal): number {
	const reading = { ...options, paths: path === undefined ? [] : [path] };
	const { files, root, lintOptions } = openRepository(reading);
	const there = files.read(configName);
	if (there !== undefined && print !== true && force !== true)
		throw new UsageError(`${configName} is there already; --print shows a new one, --force writes it over the old one`);
	const made = initialConfig(files, rules, { ...lintOptions, newSeed: () => randomBytes(5).toString('hex') });
	if (!made.ok) return printProblem(made.problem, reading, files, root.folder, terminal);
	if (print === true) {
		terminal.out(made.value);
		return exitCode.clean;
	}
	try {
		writeToDisk(root.folder, new Map([[configName, made.value]]));
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
	terminal.err(
		`${printable(join(root.folder, configName))} written; look it over, and give what stands as a comment its place\n`,
	);
	return exitCode.clean;
}
