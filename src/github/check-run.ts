import { type Annotation, annotationKey, annotationsPerRequest } from './annotations.ts';
import type { CheckOutput } from './check-output.ts';
import { type GitHub, once, type RepositoryName } from './client.ts';

/** The name of our check, which branch protection names: it never changes. */
export const checkName = 'dualstack-lint';

export interface CheckedHead extends RepositoryName {
	readonly head: string;
	/** Asks for a new run even where one is completed. */
	readonly again?: boolean;
	/** What the head belongs to, for whoever asks for the run again. */
	readonly subject?: string;
	/** Runs of other Apps are none of ours, whatever they say about themselves. */
	readonly appId?: number | undefined;
}

/** A check run that waits for its result. */
export interface StartedRun {
	readonly id: number;
	/** True when an earlier attempt may have left annotations. */
	readonly isResumed: boolean;
}

/** What a run says about itself: `check:<head>:<subject>`. */
export function subjectOfRun(externalId: string | null | undefined): string | undefined {
	return /^check:[0-9a-f]+:(.+)$/.exec(externalId ?? '')?.[1];
}

/** Our latest run of a head. */
async function runOf(github: GitHub, { owner, repo, head, appId }: CheckedHead) {
	const whose = appId === undefined ? {} : { app_id: appId };
	const asked = { owner, repo, ref: head, check_name: checkName, filter: 'latest' as const, ...whose };
	const { data } = await github.rest.checks.listForRef(asked);
	return data.check_runs.find((run) => isOurRun(run, head, appId));
}

/** True for a run of a head that we have made. */
export function isOurRun(
	{ external_id, app }: { readonly external_id: string | null; readonly app: { readonly id: number } | null },
	head: string,
	appId: number | undefined,
): boolean {
	return external_id?.split(':')[1] === head && (appId === undefined || app === null || app.id === appId);
}

/** True where a head has no run, or only one that was cancelled: a branch may come back to a commit. */
function isOpen(run: Awaited<ReturnType<typeof runOf>>): boolean {
	return run === undefined || run.conclusion === 'cancelled';
}

/** Says that a head waits for its turn. */
export async function announceRun(github: GitHub, checked: CheckedHead): Promise<void> {
	if (isOpen(await runOf(github, checked))) await createRun(github, checked, 'queued');
}

/** Says that work has begun; undefined when the head has a completed run already. One run a head, found by its key. */
export async function startRun(github: GitHub, checked: CheckedHead): Promise<StartedRun | undefined> {
	const { owner, repo, again = false } = checked;
	const ours = await runOf(github, checked);
	if (ours?.status === 'completed' && !isOpen(ours) && !again) return undefined;
	if (ours?.status === 'queued') {
		await github.rest.checks.update({ owner, repo, check_run_id: ours.id, status: 'in_progress' });
		return { id: ours.id, isResumed: false };
	}
	if (ours !== undefined && ours.status !== 'completed') return { id: ours.id, isResumed: true };
	return { id: await createRun(github, checked, 'in_progress'), isResumed: false };
}

/** Ends a run that is not needed any more: its head has a successor. */
export async function cancelRun(github: GitHub, checked: CheckedHead): Promise<void> {
	const ours = await runOf(github, checked);
	if (ours === undefined || ours.status === 'completed') return;
	await completeRun(github, checked, { id: ours.id, isResumed: false }, cancelled);
}

const cancelled: CheckOutput = {
	conclusion: 'cancelled',
	title: 'a newer commit took its place',
	summary: 'The newest commit has a check of its own.',
	annotations: [],
};

async function createRun(
	github: GitHub,
	{ owner, repo, head, subject }: CheckedHead,
	status: 'queued' | 'in_progress',
): Promise<number> {
	const external_id = subject === undefined ? `check:${head}` : `check:${head}:${subject}`;
	const { data } = await github.rest.checks.create({
		...once,
		owner,
		repo,
		name: checkName,
		head_sha: head,
		external_id,
		status,
	});
	return data.id;
}

/** Writes the result: annotations in batches, the conclusion with the last. What is there already is not added again. */
export async function completeRun(
	github: GitHub,
	{ owner, repo }: RepositoryName,
	{ id, isResumed }: StartedRun,
	{ conclusion, title, summary, annotations, actions = [] }: CheckOutput,
): Promise<void> {
	const run = { owner, repo, check_run_id: id };
	const there = isResumed ? await github.paginate(github.rest.checks.listAnnotations, { ...run, per_page: 100 }) : [];
	const known = new Set(there.map((one) => annotationKey({ ...one, message: one.message ?? '' })));
	const left = annotations.filter((one: Annotation) => !known.has(annotationKey(one)));
	for (let from = 0; from === 0 || from < left.length; from += annotationsPerRequest) {
		const batch = left.slice(from, from + annotationsPerRequest);
		const isLast = from + annotationsPerRequest >= left.length;
		await github.rest.checks.update({
			...run,
			...once,
			...(isLast && { status: 'completed' as const, conclusion, actions: actions.map((one) => ({ ...one })) }),
			output: { title, summary, annotations: batch.map((one) => ({ ...one })) },
		});
	}
}
