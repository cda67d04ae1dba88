import { changedTexts } from '../fix/apply.ts';
import { type FixResult, fixRepository } from '../fix/fix-repository.ts';
import { lintRepository } from '../pipeline.ts';
import { byText, type RepoFiles } from '../repo/files.ts';
import { counted } from '../report/summary.ts';
import { type Checker, readBase } from './check-head.ts';
import { type GitHub, isForGood, statusOf } from './client.ts';
import { makeCommit } from './commit.ts';
import type { Snapshot } from './snapshot.ts';
import { readSnapshot } from './snapshot.ts';
import type { CheckTarget } from './subject.ts';
import { suggestAll } from './suggestions.ts';

/**
 * Commits the safe fixes to the branch of a pull request, in one commit on top of its head. Where the App may not write,
 * in a fork, on the default branch and on a protected one, it suggests them instead. Only for people who may write themselves.
 */
export async function applyFixes(
	github: GitHub,
	target: CheckTarget,
	by: string | null,
	checker: Checker,
	signal: AbortSignal,
): Promise<void> {
	const { owner, repo, head, pull, base: branch } = target;
	if (pull === undefined || branch === undefined || by === null || !(await mayWrite(github, target, by))) return;
	const base = await readBase(github, target, branch, checker);
	if (base?.linted.github.fixes !== true) return;
	const read = await readSnapshot(github, { owner, repo }, head);
	if (!read.ok) return;
	signal.throwIfAborted();
	const result = fixed(read.value.files, checker, base?.linted.policy);
	if (result === undefined || result.changed.length === 0) return;
	const isOurs = pull.head.repo?.full_name === pull.base.repo.full_name;
	if (!isOurs || pull.head.ref === pull.base.repo.default_branch)
		return suggestAll(github, target, read.value, base, result, signal);
	signal.throwIfAborted();
	try {
		await commitFixes(github, target, pull.head.ref, result, read.value);
	} catch (error) {
		const isRefused = statusOf(error) === 422 || (statusOf(error) === 403 && isForGood(error));
		if (!isRefused) throw error;
		// A rule of the branch or a missing permission; a head that has moved on gets a check and a button of its own.
		const { data } = await github.rest.pulls.get({ owner, repo, pull_number: pull.number });
		if (data.head.sha === head) await suggestAll(github, target, read.value, base, result, signal);
	}
}

async function commitFixes(
	github: GitHub,
	{ owner, repo, head }: CheckTarget,
	branch: string,
	result: FixResult,
	{ files, executables }: Snapshot,
): Promise<void> {
	const texts = changedTexts(result.changed, files, result.files);
	const { data: parent } = await github.rest.git.getCommit({ owner, repo, commit_sha: head });
	const made = { parent: head, tree: parent.tree.sha, texts, executables, message: messageOf(result) };
	const sha = await makeCommit(github, { owner, repo }, made);
	// Without force: a branch that has moved on keeps what it has.
	await github.rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha, force: false });
}

async function mayWrite(github: GitHub, { owner, repo }: CheckTarget, username: string): Promise<boolean> {
	const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
	return data.permission === 'admin' || data.permission === 'write';
}

function fixed(
	files: RepoFiles,
	{ rules, today }: Checker,
	policy: NonNullable<Parameters<typeof lintRepository>[2]>['policy'],
): FixResult | undefined {
	const options = {
		today: today(),
		knownRules: rules.map(({ id }) => id),
		...(policy === undefined ? {} : { policy }),
	};
	const lint = (other: RepoFiles) => {
		const outcome = lintRepository(other, rules, options);
		return outcome.ok ? outcome.value : undefined;
	};
	const report = lint(files);
	return report === undefined ? undefined : fixRepository({ files, report }, 'safe', lint);
}

/** Names of rules alone: words of a repository could mention people or close issues. */
function messageOf({ fixed: findings }: FixResult): string {
	const counts = new Map<string, number>();
	for (const { diagnostic } of findings) counts.set(diagnostic.ruleId, (counts.get(diagnostic.ruleId) ?? 0) + 1);
	const lines = [...counts]
		.sort(([a], [b]) => byText(a, b))
		.map(([id, count]) => `- ${id}: ${counted(count, 'finding')}`);
	return ['Apply safe fixes of dualstack-lint', '', ...lines].join('\n');
}
