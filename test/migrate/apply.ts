import { rules } from '../../rules/index.ts';
import type { Report } from '../../src/lint/report.ts';
import { type MigrationOptions, type MigrationPlan, planMigration } from '../../src/migrate/plan-migration.ts';
import { lintRepository } from '../../src/pipeline.ts';
import { filesFromTexts, type RepoFiles } from '../../src/repo/files.ts';

/** The plan of a repository that has one. */
export function planned(files: RepoFiles, options: MigrationOptions = {}): MigrationPlan {
	const plan = planMigration(files, rules, options);
	if (!plan.ok) throw new Error(JSON.stringify(plan.problem));
	return plan.value;
}

/** Messages of errors, `ruleId file` in order. */
export function errorsOf(files: RepoFiles): string[] {
	const linted = lintRepository(files, rules);
	if (!linted.ok) throw new Error(JSON.stringify(linted.problem));
	return errorLines(linted.value);
}

/** Errors, and values that cannot be read. */
export function faultsOf(files: RepoFiles): string[] {
	const linted = lintRepository(files, rules);
	if (!linted.ok) throw new Error(JSON.stringify(linted.problem));
	return [...errorLines(linted.value), ...linted.value.unresolved.map(({ what }) => what)];
}

function errorLines({ diagnostics }: Report): string[] {
	return diagnostics
		.filter(({ severity, suppressed }) => severity === 'error' && suppressed === null)
		.map(({ ruleId, at }) => `${ruleId} ${at.file}`);
}

/** Every text of a repository, read once. */
export function frozen(files: RepoFiles): RepoFiles {
	return filesFromTexts(
		Object.fromEntries(
			files.paths.flatMap((path) => {
				const read = files.read(path);
				return read?.ok ? [[path, read.value]] : [];
			}),
		),
	);
}
