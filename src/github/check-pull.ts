import type { Rule } from '../rule.ts';
import { changedLines } from './changed-lines.ts';
import { type CheckOutput, neutral, outputOf, outputOfProblem } from './check-output.ts';
import { completeRun, startRun } from './check-run.ts';
import { type GitHub, type RepositoryName, statusOf } from './client.ts';
import { judge, type LintedBase, lintBase } from './judge.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** A pull request to check, or a commit on a branch against another. */
export interface CheckJob extends RepositoryName {
	readonly head: string;
	/** A branch or commit that the head is held against; without it all findings are new. */
	readonly base?: string | undefined;
	readonly again?: boolean;
}

/** What checks have in common: the rules, the day, and what is kept between them. */
export interface Checker {
	readonly rules: readonly Rule[];
	readonly today: () => string;
	/** `owner/repo@commit` → what was found there. */
	readonly bases: Map<string, KeptBase>;
}

interface KeptBase {
	readonly snapshot: Snapshot;
	readonly linted: LintedBase;
}

/** Bases that are kept; the oldest goes first. */
const mostBases = 8;

/** Checks a head and completes its check run. Running it twice changes nothing. */
export async function checkHead(github: GitHub, job: CheckJob, checker: Checker): Promise<void> {
	const run = await startRun(github, job);
	if (run === undefined) return;
	await completeRun(github, job, run, await checked(github, job, checker));
}

async function checked(github: GitHub, job: CheckJob, checker: Checker): Promise<CheckOutput> {
	const { owner, repo } = job;
	try {
		const head = await readSnapshot(github, { owner, repo }, job.head);
		if (!head.ok) return neutral('too large to check', `${head.problem}.`);
		const kept =
			job.base === undefined ? undefined : await baseOf(github, { owner, repo }, job.base, job.head, checker);
		const { files } = head.value;
		const linted = kept?.linted ?? { policy: undefined, report: undefined };
		const judged = judge(files, linted, checker.rules, { today: checker.today() });
		const textOf = (path: string) => {
			const read = files.read(path as (typeof files.paths)[number]);
			return read?.ok ? read.value : '';
		};
		if (!judged.ok) return outputOfProblem(judged.problem, textOf);
		return outputOf(judged.value, changedLines(kept?.snapshot.files ?? nothing, files));
	} catch (error) {
		if (statusOf(error) === 404) return neutral('the commit is gone', 'The commit cannot be read any more.');
		throw error;
	}
}

const nothing = { paths: [], read: () => undefined };

/** The commit where the head parted from its base, linted; many heads share it. */
async function baseOf(
	github: GitHub,
	name: RepositoryName,
	base: string,
	head: string,
	{ bases, rules, today }: Checker,
): Promise<KeptBase | undefined> {
	const basehead = `${base}...${head}`;
	const { data } = await github.rest.repos.compareCommitsWithBasehead({ ...name, basehead, per_page: 1 });
	const commit = data.merge_base_commit.sha;
	const key = `${name.owner}/${name.repo}@${commit}`;
	const known = bases.get(key);
	if (known !== undefined) return known;
	const read = await readSnapshot(github, name, commit);
	if (!read.ok) return undefined;
	const made = { snapshot: read.value, linted: lintBase(read.value.files, rules, { today: today() }) };
	bases.set(key, made);
	for (const oldest of bases.keys()) {
		if (bases.size <= mostBases) break;
		bases.delete(oldest);
	}
	return made;
}
