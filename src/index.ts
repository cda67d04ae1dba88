export { rules } from '../rules/index.ts';
export type { Diagnostic, RelatedLocation } from './lint/diagnostic.ts';
export type { ClusterReport, Report } from './lint/report.ts';
export type { MigrationPhaseName } from './migrate/phase-names.ts';
export {
	type ClusterMigration,
	type MigrationOptions,
	type MigrationPlan,
	type PlannedPhase,
	planMigration,
} from './migrate/plan-migration.ts';
export type * from './network/facts.ts';
export { type AddressPlan, type Network, networksOf } from './network/plan.ts';
export { type LintOptions, type LintProblem, lintRepository } from './pipeline.ts';
export { filesFromDisk, type Mount } from './repo/disk.ts';
export { type FileProblem, filesFromTexts, type Parsed, type RepoFiles } from './repo/files.ts';
export {
	type Position,
	positionFinder,
	type RepoPath,
	type SourceLocation,
	type SourceRange,
} from './repo/location.ts';
export { decidedAt, type Origin, trail } from './repo/origin.ts';
export { jsonReport, planJson } from './report/json.ts';
export { migrationJson, migrationMarkdown, migrationText } from './report/migration-report.ts';
export { type Paint, plain, type TextStyle } from './report/paint.ts';
export { sarifReport } from './report/sarif.ts';
export { type Detail, planText, textReport } from './report/text.ts';
export type { Finding, Fix, Rule, RuleInput, Severity } from './rule.ts';
