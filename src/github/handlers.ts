import { type Checker, checkHead } from './check-head.ts';
import { neutral } from './check-output.ts';
import { announceRun, cancelRun, completeRun, startRun } from './check-run.ts';
import { type GitHub, reasonOf } from './client.ts';
import { applyFixes } from './fix-pull.ts';
import type { Job, JobKind } from './job.ts';
import { findTarget } from './subject.ts';
import { keepSuggestions } from './suggestions.ts';

/** How jobs of one kind are done, with a client for the job's installation. Each step may be repeated. */
export interface JobHandler {
	/** Does the job; stops at the next step when the signal says so. */
	readonly work: (github: GitHub, job: Job, signal: AbortSignal) => Promise<void>;
	/** The job has to wait for others. */
	readonly onWaiting?: (github: GitHub, job: Job) => Promise<void>;
	/** The job will not be done, because of a newer one. */
	readonly onReplaced?: (github: GitHub, job: Job) => Promise<void>;
	/** No attempt can do the job, or none is left. */
	readonly onGivenUp?: (github: GitHub, job: Job, error: unknown) => Promise<void>;
}

/** A handler for each kind of job. */
export function jobHandlers(
	checker: Checker,
	bot: Readonly<Record<'migrate' | 'command', JobHandler>>,
): Readonly<Record<JobKind, JobHandler>> {
	return { check: checkHandler(checker), fix: fixHandler(checker), ...bot };
}

function checkHandler(checker: Checker): JobHandler {
	const { appId } = checker;
	return {
		async work(github, job, signal) {
			const target = await findTarget(github, job);
			// A newer head was there before anybody told of it: what waited for the older one waits no more.
			const end = () => cancelRun(github, { ...job, appId });
			if (target === undefined) return await end().catch(() => undefined);
			if (target.head !== job.head) await end();
			signal.throwIfAborted();
			const found = await checkHead(github, target, checker, signal);
			if (found !== undefined) await keepSuggestions(github, target, found, signal);
		},
		async onWaiting(github, job) {
			if (!job.again) await announceRun(github, { ...job, appId });
		},
		onReplaced: (github, job) => cancelRun(github, { ...job, appId }),
		async onGivenUp(github, job, error) {
			const target = (await findTarget(github, job).catch(() => undefined)) ?? job;
			const run = await startRun(github, { ...target, appId, again: false });
			const sentence = `The check did not come to its end: ${reasonOf(error)}. Ask for it again with "Re-run".`;
			if (run !== undefined) await completeRun(github, job, run, neutral('could not be checked', sentence));
		},
	};
}

function fixHandler(checker: Checker): JobHandler {
	return {
		async work(github, job, signal) {
			const target = await findTarget(github, job);
			if (target === undefined) return;
			signal.throwIfAborted();
			await applyFixes(github, target, job.by, checker, signal);
		},
	};
}
