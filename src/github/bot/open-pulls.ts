import { type MigrationOptions, planMigration } from '../../migrate/plan-migration.ts';
import type { LintProblem } from '../../pipeline.ts';
import { readConfig } from '../../repo/config.ts';
import type { Parsed } from '../../repo/files.ts';
import type { Rule } from '../../rule.ts';
import { type GitHub, type RepositoryName, statusOf } from '../client.ts';
import { readSnapshot } from '../snapshot.ts';
import { carryOut, type Outcome } from './carry-out.ts';
import { decide } from './decide.ts';
import type { Ground } from './ground.ts';
import { headsOf, pullsOf } from './read-pulls.ts';
import { withRookAlone } from './rook-alone.ts';
import { type Gate, wantedPulls } from './wanted.ts';

/** What came of keeping the pull requests of a repository. */
export interface KeptPulls {
	readonly outcomes: readonly Outcome[];
	/** What a person has to do on the machines before the next pull request. */
	readonly gates: readonly Gate[];
}

/** Why no plan could be made. */
export type OpenProblem = LintProblem | { readonly kind: 'unreadable'; readonly what: string };

/**
 * Plans the migration of what the default branch holds and keeps its pull requests: opens the next one, builds it again
 * when its change is another one, and leaves alone what people have written to or closed. Running it twice changes nothing.
 */
export async function openPulls(
	github: GitHub,
	name: RepositoryName,
	rules: readonly Rule[],
	options: MigrationOptions,
): Promise<Parsed<KeptPulls, OpenProblem>> {
	const { data: repository } = await github.rest.repos.get({ ...name });
	const branch = repository.default_branch;
	const { data: ref } = await github.rest.git.getRef({ ...name, ref: `heads/${branch}` });
	const read = await readSnapshot(github, name, ref.object.sha);
	if (!read.ok) return { ok: false, problem: { kind: 'unreadable', what: read.problem } };
	const { files, executables } = read.value;
	const planned = planMigration(files, rules, options);
	if (!planned.ok) return planned;
	const { pulls, gates } = wantedPulls(
		options.phase === undefined ? withRookAlone(planned.value, files, rules, options) : planned.value,
		options.phase,
	);
	const login = await loginOf(github);
	const { data: commit } = await github.rest.git.getCommit({ ...name, commit_sha: ref.object.sha });
	const tree = commit.tree.sha;
	const config = readConfig(files);
	const dress = config.ok ? { dress: config.value.github.pullRequests } : {};
	const ground: Ground = { ...name, id: repository.node_id, branch, tip: ref.object.sha, tree, executables, ...dress };
	const outcomes: Outcome[] = [];
	for (const wanted of pulls) {
		const existing = await pullsOf(github, name, wanted.branch);
		const decision = decide(wanted, existing, { login, base: branch });
		const previous = headsOf(existing, login, undefined);
		outcomes.push(await carryOut(github, ground, wanted, decision, previous));
	}
	return { ok: true, value: { outcomes, gates } };
}

/** Who the token stands for. That of GitHub Actions may not ask. */
async function loginOf(github: GitHub): Promise<string> {
	try {
		return (await github.rest.users.getAuthenticated()).data.login;
	} catch (error) {
		if (statusOf(error) === 403) return 'github-actions[bot]';
		throw error;
	}
}
