import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { rules as everyRule } from '../../rules/index.ts';
import type { Report } from '../lint/report.ts';
import { type LintOptions, type LintProblem, lintRepository } from '../pipeline.ts';
import { type Config, readConfig } from '../repo/config.ts';
import { filesFromDisk, type Mount } from '../repo/disk.ts';
import { fileText, type RepoFiles, withTexts } from '../repo/files.ts';
import { type RepoPath, resolvePath } from '../repo/location.ts';
import { nearest } from '../repo/nearest.ts';
import { decidedAt } from '../repo/origin.ts';
import { codeFrame } from '../report/code-frame.ts';
import { placeFinder } from '../report/positions.ts';
import { printable } from '../report/printable.ts';
import type { Rule } from '../rule.ts';
import { exitCode, UsageError } from './exit.ts';
import { internalText } from './internal.ts';
import type { ReadOptions } from './options.ts';
import { existing, findRoot, insideOf, isBelow, pathInside } from './root.ts';
import { stepsOn } from './steps.ts';
import type { Terminal } from './terminal.ts';
import { today } from './today.ts';

/** A repository that was read and linted. */
export interface Linted {
	readonly report: Report;
	readonly failOn: Config['failOn'];
	/** What went wrong in rules, as text for people. Their findings are missing. */
	readonly failures: readonly string[];
	/** What was done, a step each; names of clusters may be among it. */
	readonly steps: readonly string[];
	/** Path of the root on the disk. */
	readonly root: string;
	/** True when nothing was left out: no path, no other cluster. */
	readonly isWhole: boolean;
	/** Lints other files in the same way; undefined when there is no report. */
	lintAgain(files: RepoFiles): Report | undefined;
}

/** A repository on the disk and what linting it is asked for. */
export interface Opened {
	readonly files: RepoFiles;
	/** Path of the root on the disk, and what of it was named. */
	readonly root: { readonly folder: string; readonly paths: readonly RepoPath[] };
	readonly configPath: RepoPath | undefined;
	readonly lintOptions: LintOptions;
}

/** Finds the root and reads it. */
export function openRepository(options: ReadOptions): Opened {
	const cwd = process.cwd();
	const { root, typed } = rootAndText(options, cwd);
	const { checkouts, mounts } = readSources(options.source ?? [], root.folder, cwd);
	const files = withTexts(filesFromDisk(root.folder, mounts), typed);
	const configPath =
		options.config === undefined
			? undefined
			: insideOf(root.folder, existing(options.config, cwd), `${options.config} lies outside the root ${root.folder}`);
	const lintOptions: LintOptions = {
		...(configPath === undefined ? {} : { configPath }),
		...(options.cluster === undefined ? {} : { cluster: options.cluster }),
		...(checkouts.size === 0 ? {} : { checkouts }),
		...(options.ignores === undefined ? {} : { ignores: options.ignores }),
		today: today(),
		knownRules: everyRule.map(({ id }) => id),
	};
	return { files, root, configPath, lintOptions };
}

/** The root, and with `--stdin-filename` the text of one file of it, which need not be on the disk. */
function rootAndText(
	{ paths, root, stdinFilename }: ReadOptions,
	cwd: string,
): { readonly root: Opened['root']; readonly typed: ReadonlyMap<RepoPath, string> } {
	if (stdinFilename === undefined) return { root: findRoot(paths, root, cwd), typed: new Map() };
	if (paths.length > 0) throw new UsageError('--stdin-filename names what is looked at: leave the paths out');
	const file = resolve(cwd, stdinFilename);
	const {
		folder,
		paths: [parent],
	} = findRoot([dirname(file)], root, cwd);
	const path = resolvePath(parent ?? ('' as RepoPath), basename(file));
	if (path === undefined) throw new UsageError(`${stdinFilename} is no file`);
	return { root: { folder, paths: [path] }, typed: new Map([[path, readFileSync(0, 'utf8')]]) };
}

/** Finds the root, reads it and lints it. Answers an exit code when there is no report; the reason is printed. */
export function readAndLint(options: ReadOptions, rules: readonly Rule[], terminal: Terminal): Linted | number {
	const { files, root, configPath, lintOptions } = openRepository(options);
	const steps = stepsOn(terminal, options.verbose === true, process.stderr.isTTY === true);
	const failures: string[] = [];
	const trail: string[] = [];
	const outcome = lintRepository(files, rules, {
		...lintOptions,
		onStep: (what) => {
			trail.push(what);
			steps.done(what);
		},
		onFailure: (ruleId, error) => failures.push(internalText(` in the rule ${ruleId}`, error)),
	});
	steps.end();
	if (!outcome.ok) return printProblem(outcome.problem, options, files, root.folder, terminal);
	const config = readConfig(files, configPath);
	return {
		report: filtered(outcome.value, root.paths),
		failOn: config.ok ? config.value.failOn : undefined,
		failures,
		steps: trail,
		root: root.folder,
		isWhole: root.paths.includes('' as RepoPath) && options.cluster === undefined,
		lintAgain(other) {
			const again = lintRepository(other, rules, lintOptions);
			return again.ok ? filtered(again.value, root.paths) : undefined;
		},
	};
}

function filtered(report: Report, paths: readonly RepoPath[]): Report {
	return { ...report, diagnostics: report.diagnostics.filter(({ at }) => isBelow(at.file, paths)) };
}

interface Checkouts {
	readonly checkouts: ReadonlyMap<string, RepoPath>;
	readonly mounts: readonly Mount[];
}

/** `namespace/name=path`: a folder inside the root is used where it is, one outside is shown as `source:namespace/name`. */
export function readSources(texts: readonly string[], root: string, cwd: string): Checkouts {
	const checkouts = new Map<string, RepoPath>();
	const mounts: Mount[] = [];
	for (const text of texts) {
		const [, id, path] = /^([^/=]+\/[^/=]+)=(.+)$/.exec(text) ?? [];
		if (id === undefined || path === undefined) {
			throw new UsageError(`--source ${text} is not of the form namespace/name=path`);
		}
		const folder = existing(path, cwd);
		const inside = pathInside(root, folder);
		const at = inside ?? (`source:${id}` as RepoPath);
		if (inside === undefined) mounts.push({ at, folder: resolve(folder) });
		checkouts.set(id, at);
	}
	return { checkouts, mounts };
}

export function printProblem(
	problem: LintProblem,
	options: ReadOptions,
	files: RepoFiles,
	root: string,
	terminal: Terminal,
): number {
	switch (problem.kind) {
		case 'configuration':
			for (const { message, at } of problem.problems)
				terminal.err(`${configBlock(message, decidedAt(at), files, terminal)}\n\n`);
			return exitCode.usage;
		case 'unknown-cluster': {
			const name = options.cluster ?? '';
			const known = problem.known.length === 0 ? 'there is none' : `there are ${problem.known.join(', ')}`;
			throw new UsageError(`no cluster ${name}: ${known}${nearest(name, problem.known)}`);
		}
		case 'nothing-to-lint':
			terminal.err(`nothing to lint in ${printable(root)}: no object and no file that declares an address\n`);
			return exitCode.nothingToLint;
	}
}

function configBlock(
	message: string,
	at: ReturnType<typeof decidedAt>,
	files: RepoFiles,
	{ errStyle }: Terminal,
): string {
	const textOf = (path: RepoPath) => fileText(files, path) ?? '';
	const source = { textOf, placeOf: placeFinder({ textOf }) };
	const frame = codeFrame([{ at, role: 'error', sign: '^', note: '' }], source, errStyle);
	const head = `${errStyle.paint('error', 'error[configuration]')}: ${errStyle.paint('strong', printable(message))}`;
	return [head, ...frame.lines].join('\n');
}
