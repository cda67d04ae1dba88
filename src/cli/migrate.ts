import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules } from '../../rules/index.ts';
import { changedTexts } from '../fix/apply.ts';
import { fileDiff, unifiedDiff } from '../fix/diff.ts';
import { type MigrationPlan, type PlannedPhase, planMigration } from '../migrate/plan-migration.ts';
import { writeToDisk } from '../repo/disk.ts';
import { fileText, type RepoFiles } from '../repo/files.ts';
import type { RepoPath } from '../repo/location.ts';
import { migrationJson, migrationMarkdown, migrationText } from '../report/migration-report.ts';
import { printable } from '../report/printable.ts';
import { exitCode, UsageError } from './exit.ts';
import { openPr } from './open-pr.ts';
import type { MigrateArguments } from './options.ts';
import { openRepository, printProblem } from './read.ts';
import type { Terminal } from './terminal.ts';

/** Plans the migration of each cluster; prints or writes it. Answers the exit code. */
export function migrate(options: MigrateArguments, terminal: Terminal): number | Promise<number> {
	if (options.openPr === true) return openPr(options, terminal);
	const { files, root, lintOptions } = openRepository(options);
	const planned = planMigration(files, rules, {
		...lintOptions,
		...(options.phase === undefined ? {} : { phase: options.phase }),
		...(options.strategy === undefined ? {} : { strategy: options.strategy }),
		seed: randomBytes(5).toString('hex'),
	});
	if (!planned.ok) return printProblem(planned.problem, options, files, root.folder, terminal);
	const plan = planned.value;
	if (options.write === true) write(plan, files, root.folder, terminal);
	if (options.out !== undefined) writeFolder(plan, options.out, terminal);
	terminal.out(options.diff === true ? wholeDiff(plan, files) : printed(plan, options));
	return isBlocked(plan) ? exitCode.findings : exitCode.clean;
}

function printed(plan: MigrationPlan, { format }: MigrateArguments): string {
	switch (format) {
		case 'text':
			return `${migrationText(plan)}\n`;
		case 'json':
			return migrationJson(plan);
		case 'markdown':
			return `${migrationMarkdown(plan)}\n`;
	}
}

function isBlocked({ clusters }: MigrationPlan): boolean {
	return clusters.some(
		({ blocked, phases }) => blocked.length > 0 || phases.some(({ state }) => state.kind === 'blocked'),
	);
}

function phasesOf({ clusters }: MigrationPlan): PlannedPhase[] {
	return clusters.flatMap(({ phases }) => phases);
}

/** What the phases together write. */
function textsOf(plan: MigrationPlan, files: RepoFiles): Map<RepoPath, string> {
	const paths = phasesOf(plan).flatMap(({ edits }) => edits.map(({ file }) => file));
	return changedTexts(paths, files, plan.after);
}

function wholeDiff(plan: MigrationPlan, files: RepoFiles): string {
	const texts = [...textsOf(plan, files)];
	return texts.map(([path, text]) => fileDiff(path, fileText(files, path), text)).join('');
}

function write(plan: MigrationPlan, files: RepoFiles, root: string, terminal: Terminal): void {
	const texts = textsOf(plan, files);
	writeTexts(root, texts);
	for (const path of texts.keys()) terminal.err(`${printable(path)} written\n`);
}

/** `plan.md` and, for each phase that changes files, a patch; the patches apply one after the other. */
function writeFolder(plan: MigrationPlan, out: string, terminal: Terminal): void {
	const texts = new Map([['plan.md' as RepoPath, `${migrationMarkdown(plan).trimStart()}\n`]]);
	for (const { cluster, phases } of plan.clusters) {
		for (const { name, before, edits } of phases) {
			const patch = unifiedDiff(before, edits);
			if (patch === '') continue;
			const number = String(texts.size).padStart(2, '0');
			const prefix = plan.clusters.length > 1 ? `${cluster.replace(/[^\w.-]+/g, '-')}-` : '';
			texts.set(`${number}-${prefix}${name}.patch` as RepoPath, patch);
		}
	}
	const folder = resolve(process.cwd(), out);
	try {
		mkdirSync(folder, { recursive: true });
	} catch (error) {
		throw new UsageError(`cannot write into ${out}: ${error instanceof Error ? error.message : String(error)}`);
	}
	writeTexts(folder, texts);
	terminal.err(`plan and ${texts.size - 1} patches written to ${printable(out)}\n`);
}

function writeTexts(folder: string, texts: ReadonlyMap<RepoPath, string>): void {
	try {
		writeToDisk(folder, texts);
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}
