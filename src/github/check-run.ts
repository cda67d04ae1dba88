import { annotationKey, annotationsPerRequest } from './annotations.ts';
import type { CheckOutput } from './check-output.ts';
import type { GitHub, RepositoryName } from './client.ts';

/** The name of our check, which branch protection names: it never changes. */
const checkName = 'dualstack-lint';

export interface CheckedHead extends RepositoryName {
	readonly head: string;
	/** Asks for a new run even where one is completed. */
	readonly again?: boolean;
}

/** A check run that waits for its result. */
export interface StartedRun {
	readonly id: number;
	/** True when an earlier attempt may have left annotations. */
	readonly isResumed: boolean;
}

/** Says that work has begun; undefined when the head has a completed run already. One run a head, found by its key. */
export async function startRun(
	github: GitHub,
	{ owner, repo, head, again = false }: CheckedHead,
): Promise<StartedRun | undefined> {
	const name = { owner, repo };
	const external_id = `check:${head}`;
	const listed = await github.rest.checks.listForRef({ ...name, ref: head, check_name: checkName, filter: 'latest' });
	const ours = listed.data.check_runs.find((run) => run.external_id === external_id);
	if (ours?.status === 'completed' && !again) return undefined;
	if (ours !== undefined && ours.status !== 'completed') return { id: ours.id, isResumed: true };
	const started = { name: checkName, head_sha: head, external_id, status: 'in_progress' as const };
	const { data } = await github.rest.checks.create({ ...name, ...started });
	return { id: data.id, isResumed: false };
}

/** Writes the result: annotations in batches, the conclusion with the last. What is there already is not added again. */
export async function completeRun(
	github: GitHub,
	{ owner, repo }: RepositoryName,
	{ id, isResumed }: StartedRun,
	{ conclusion, title, summary, annotations }: CheckOutput,
): Promise<void> {
	const run = { owner, repo, check_run_id: id };
	const there = isResumed ? await github.paginate(github.rest.checks.listAnnotations, { ...run, per_page: 100 }) : [];
	const known = new Set(
		there.map(({ path, start_line, end_line, message }) =>
			annotationKey({ path, start_line, end_line, message: message ?? '' }),
		),
	);
	const left = annotations.filter((one) => !known.has(annotationKey(one)));
	for (let from = 0; from === 0 || from < left.length; from += annotationsPerRequest) {
		const batch = left.slice(from, from + annotationsPerRequest);
		const isLast = from + annotationsPerRequest >= left.length;
		await github.rest.checks.update({
			...run,
			...(isLast && { status: 'completed' as const, conclusion }),
			output: { title, summary, annotations: batch.map((one) => ({ ...one })) },
		});
	}
}
