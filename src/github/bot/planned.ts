import type { Report } from '../../lint/report.ts';
import { type MigrationPlan, planMigration } from '../../migrate/plan-migration.ts';
import { type LintProblem, lintRepository } from '../../pipeline.ts';
import { type Config, configName, readConfig } from '../../repo/config.ts';
import { fileText, type Parsed } from '../../repo/files.ts';
import { headline, summaryOf } from '../../report/summary.ts';
import type { Rule } from '../../rule.ts';
import { type GitHub, type RepositoryName, statusOf } from '../client.ts';
import { readSnapshot } from '../snapshot.ts';
import { configMistakes } from './config-issue.ts';
import { type Consent, consentOf, onboarding } from './onboarding.ts';
import { withRookAlone } from './rook-alone.ts';
import type { WantedPull } from './wanted.ts';

/** The default branch as it was read once. */
export interface Tip {
	readonly commit: string;
	readonly tree: string;
}

/** All that follows from the files of a commit alone. */
export interface PlannedTree {
	readonly plan: MigrationPlan | undefined;
	/** Why there is no plan, in words of ours. */
	readonly problem: string | undefined;
	/** What is wrong with the configuration, in Markdown. */
	readonly mistakes: string | undefined;
	readonly consent: Consent;
	readonly onboarding: WantedPull | undefined;
	readonly executables: ReadonlySet<string>;
	readonly dress: Config['github']['pullRequests'] | undefined;
	readonly headline: string;
}

/** Plans by tree: most runs look at files that were looked at before. */
export type PlanCache = Pick<Map<string, PlannedTree>, 'get' | 'set'>;

/** A cache of the last plans. */
export function recentPlans(most: number): PlanCache {
	const kept = new Map<string, PlannedTree>();
	return {
		get: (key) => kept.get(key),
		set(key, value) {
			kept.set(key, value);
			for (const oldest of kept.keys()) {
				if (kept.size <= most) break;
				kept.delete(oldest);
			}
			return kept;
		},
	};
}

/** The newest commit of a branch; undefined where there is none. */
export async function tipOf(github: GitHub, name: RepositoryName, branch: string): Promise<Tip | undefined> {
	try {
		const { data: ref } = await github.rest.git.getRef({ ...name, ref: `heads/${branch}` });
		const { data: commit } = await github.rest.git.getCommit({ ...name, commit_sha: ref.object.sha });
		return { commit: ref.object.sha, tree: commit.tree.sha };
	} catch (error) {
		const status = statusOf(error);
		if (status === 404 || status === 409) return undefined;
		throw error;
	}
}

/** Reads a commit and plans from it. */
export async function plannedAt(
	github: GitHub,
	name: RepositoryName,
	{ commit, tree }: Tip,
	{ rules, today, seed, plans }: { rules: readonly Rule[]; today: string; seed: string; plans: PlanCache },
): Promise<PlannedTree> {
	const key = [tree, seed, today].join(' ');
	const known = plans.get(key);
	if (known !== undefined) return known;
	const read = await readSnapshot(github, name, commit);
	const made = read.ok ? planned(read.value, rules, today, seed) : nothing(`${read.problem}.`);
	plans.set(key, made);
	return made;
}

type Read = Extract<Awaited<ReturnType<typeof readSnapshot>>, { ok: true }>['value'];

function planned({ files, executables }: Read, rules: readonly Rule[], today: string, seed: string): PlannedTree {
	const options = { today, seed, knownRules: rules.map(({ id }) => id) };
	const config = readConfig(files);
	const plan = planMigration(files, rules, options);
	if (!plan.ok) {
		const mistakes =
			plan.problem.kind === 'configuration'
				? configMistakes(plan.problem, fileText(files, configName) ?? '')
				: undefined;
		return { ...nothing(problemText(plan.problem)), mistakes, consent: consentOf(files) };
	}
	const report: Parsed<Report, LintProblem> = lintRepository(files, rules, options);
	return {
		plan: withRookAlone(plan.value, files, rules, options),
		problem: undefined,
		mistakes: undefined,
		consent: consentOf(files),
		onboarding: onboarding(files, rules, plan.value, seed),
		executables,
		dress: config.ok ? config.value.github.pullRequests : undefined,
		headline: report.ok ? headline(summaryOf(report.value)) : 'not checked',
	};
}

function nothing(problem: string): PlannedTree {
	const none = { plan: undefined, mistakes: undefined, onboarding: undefined, dress: undefined };
	return { ...none, problem, consent: 'none', executables: new Set(), headline: 'not checked' };
}

/** Without words of the repository. */
function problemText(problem: LintProblem): string {
	switch (problem.kind) {
		case 'configuration':
			return 'the configuration on the default branch cannot be used; an issue of its own says why.';
		case 'unknown-cluster':
			return 'there is no such cluster.';
		case 'nothing-to-lint':
			return 'the repository declares no network.';
	}
}
