import { configName } from '../repo/config.ts';
import { fileText } from '../repo/files.ts';
import type { Rule } from '../rule.ts';
import type { PlanCache } from './bot/planned.ts';
import { changedLines } from './changed-lines.ts';
import { type CheckOutput, neutral, outputOf, outputOfProblem } from './check-output.ts';
import { completeRun, startRun } from './check-run.ts';
import { type GitHub, type RepositoryName, statusOf } from './client.ts';
import { configChange } from './config-change.ts';
import { fails, type Judgement, judge, type LintedBase, lintBase, unlinted } from './judge.ts';
import { partFindings } from './known-findings.ts';
import { refusedTitle } from './reconcile.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import type { CheckTarget } from './subject.ts';

/** What checks have in common: the rules, the day, and what is kept between them. */
export interface Checker {
	readonly rules: readonly Rule[];
	readonly today: () => string;
	/** `owner/repo@commit` → what was found there. */
	readonly bases: Map<string, KeptBase>;
	readonly appId?: number;
	/** Plans of migrations by tree, where they are shared with others. */
	readonly plans?: PlanCache;
}

/** A commit that heads are held against. */
export interface KeptBase {
	readonly snapshot: Snapshot;
	readonly linted: LintedBase;
}

/** What a check found, for whoever goes on from there. */
export interface CheckedHead {
	readonly snapshot: Snapshot;
	readonly base: KeptBase | undefined;
	readonly judgement: Judgement;
}

/** Bases that are kept, and bytes of their texts; the oldest goes first. */
const mostBases = 8;
const mostBaseBytes = 128 * 1024 * 1024;

/** Checks a head and completes its check run. Running it twice changes nothing. */
export async function checkHead(
	github: GitHub,
	target: CheckTarget,
	checker: Checker,
	signal?: AbortSignal,
): Promise<CheckedHead | undefined> {
	const run = await startRun(github, { ...target, appId: checker.appId });
	if (run === undefined) return undefined;
	const { output, found } = await checked(github, target, checker, signal);
	signal?.throwIfAborted();
	await completeRun(github, target, run, output);
	return found;
}

interface Checked {
	readonly output: CheckOutput;
	readonly found?: CheckedHead;
}

async function checked(
	github: GitHub,
	target: CheckTarget,
	checker: Checker,
	signal: AbortSignal | undefined,
): Promise<Checked> {
	const { owner, repo } = target;
	try {
		const read = await readSnapshot(github, { owner, repo }, target.head);
		if (!read.ok) return { output: neutral('too large to check', `${read.problem}.`) };
		signal?.throwIfAborted();
		const snapshot = read.value;
		const parted = target.base === undefined ? undefined : await baseOf(github, target, target.base, checker);
		signal?.throwIfAborted();
		const base = parted?.kept;
		const { files } = snapshot;
		const linted = base?.linted ?? unlinted;
		const judged = judge(files, linted, checker.rules, { today: checker.today() });
		if (!judged.ok) return { output: outputOfProblem(judged.problem, textIn(snapshot)) };
		const judgement = await withMerge(github, target, parted?.tip, judged.value, checker);
		const notes =
			base === undefined ? [] : configChange(textIn(base.snapshot)(configName), textIn(snapshot)(configName));
		const changed = changedLines(base?.snapshot.files ?? nothing, files);
		const canFix = target.pull !== undefined && linted.github.fixes;
		const output = outputOf(judgement, changed, notes, canFix);
		return { output, found: { snapshot, base, judgement } };
	} catch (error) {
		const output = outputOfError(error);
		if (output === undefined) throw error;
		return { output };
	}
}

/** What is said about a head that cannot be read and never will be. */
function outputOfError(error: unknown): CheckOutput | undefined {
	switch (statusOf(error)) {
		case 404:
		case 409:
			return neutral('the commit is gone', 'The commit cannot be read any more.');
		case 403:
			return error instanceof Error && /not accessible/.test(error.message)
				? neutral(refusedTitle, 'The App may not read this repository: grant it `contents: read`.')
				: undefined;
		case 451:
			return neutral('the repository is withheld', 'GitHub withholds the content of this repository.');
		default:
			return undefined;
	}
}

const nothing = { paths: [], read: () => undefined };

function textIn({ files }: Snapshot): (path: string) => string {
	return (path) => fileText(files, path as (typeof files.paths)[number]) ?? '';
}

interface Parted {
	/** The commit where the head parted from its base, linted; many heads share it. Undefined where it is too large. */
	readonly kept: KeptBase | undefined;
	/** The newest commit of the base where that is another one. */
	readonly tip: string | undefined;
}

async function baseOf(github: GitHub, target: CheckTarget, base: string, checker: Checker): Promise<Parted> {
	const name = { owner: target.owner, repo: target.repo };
	const basehead = `${base}...${target.head}`;
	const { data } = await github.rest.repos.compareCommitsWithBasehead({ ...name, basehead, per_page: 1 });
	const commit = data.merge_base_commit.sha;
	const tip = data.base_commit.sha;
	return { kept: await keptBase(github, name, commit, checker), tip: tip === commit ? undefined : tip };
}

/** The commit where a head parted from its base, linted; undefined where it is too large. */
export async function readBase(
	github: GitHub,
	target: CheckTarget,
	base: string,
	checker: Checker,
): Promise<KeptBase | undefined> {
	return (await baseOf(github, target, base, checker)).kept;
}

/** A commit, linted; kept, because many heads are held against it. */
async function keptBase(
	github: GitHub,
	name: RepositoryName,
	commit: string,
	{ bases, rules, today }: Checker,
): Promise<KeptBase | undefined> {
	const key = `${name.owner}/${name.repo}@${commit}`;
	const known = bases.get(key);
	if (known !== undefined) {
		// What was used last goes last.
		bases.delete(key);
		bases.set(key, known);
		return known;
	}
	const read = await readSnapshot(github, name, commit);
	if (!read.ok) return undefined;
	const made = { snapshot: read.value, linted: lintBase(read.value.files, rules, { today: today() }) };
	bases.set(key, made);
	let bytes = [...bases.values()].reduce((sum, { snapshot }) => sum + snapshot.bytes, 0);
	for (const [oldest, { snapshot }] of bases) {
		if (bases.size <= mostBases && bytes <= mostBaseBytes) break;
		bases.delete(oldest);
		bytes -= snapshot.bytes;
	}
	return made;
}

/** Adds findings that neither the head nor the newest base has: each is right alone, and they contradict each other. */
async function withMerge(
	github: GitHub,
	{ owner, repo, head, pull }: CheckTarget,
	tip: string | undefined,
	judgement: Judgement,
	checker: Checker,
): Promise<Judgement> {
	const commit = pull?.merge_commit_sha;
	if (tip === undefined || pull?.mergeable !== true || !commit) return judgement;
	const name = { owner, repo };
	const { data } = await github.rest.git.getCommit({ ...name, commit_sha: commit });
	const parents = data.parents.map(({ sha }) => sha);
	// GitHub makes the commit some time after a push: one of other parents says nothing about this head.
	if (!parents.includes(head) || !parents.includes(tip)) return judgement;
	const base = await keptBase(github, name, tip, checker);
	const read = await readSnapshot(github, name, commit);
	if (base === undefined || !read.ok) return judgement;
	const both = judge(read.value.files, base.linted, checker.rules, { today: checker.today() });
	if (!both.ok) return judgement;
	const report = { ...both.value.head, diagnostics: both.value.fresh };
	const diagnostics = partFindings(report, judgement.head).fresh;
	if (diagnostics.length === 0) return judgement;
	const isFailure = judgement.isFailure || diagnostics.some((one) => fails(one, base.linted));
	return { ...judgement, merged: { diagnostics, report }, isFailure };
}
