import { setTimeout as wait } from 'node:timers/promises';
import { type Job, jobKey } from './job.ts';
import type { Journal } from './journal.ts';

/** Does jobs one after another, several at a time, each kind of work of a repository once. */
export interface JobQueue {
	/** Ends when the job cannot be lost any more: only then is the webhook answered. */
	add(job: Job): void | Promise<void>;
	/** Resolves when nothing waits and nothing runs. */
	idle(): Promise<void>;
	/** Takes no more work; what runs comes to its end. */
	stop(): Promise<void>;
}

/** What a queue does with its jobs, and whom it tells. */
export interface QueueWork {
	/** Does a job; the signal says that a newer one has taken its place, or that the process ends. */
	readonly work: (job: Job, signal: AbortSignal) => Promise<void>;
	/** Is told of each attempt that failed. */
	readonly onFailure: (job: Job, attempt: number, error: unknown) => void;
	/** Is told of a job that has to wait for others; the job waits for it too. */
	readonly onWaiting?: (job: Job) => Promise<void>;
	/** Is told of a job that waited and will not be done, because of a newer one. */
	readonly onReplaced?: (job: Job) => Promise<void>;
	/** Is told of a job whose last attempt failed, or that no attempt can do; the job is over then. */
	readonly onGivenUp?: (job: Job, error: unknown) => Promise<void>;
	/** True for an error that another attempt does not change. */
	readonly isForGood?: (error: unknown) => boolean;
}

/** Starts one kind of queue. */
export type QueueStarter = (work: QueueWork) => JobQueue | Promise<JobQueue>;

export interface QueueOptions {
	readonly journal: Journal;
	/** Jobs at a time. */
	readonly concurrency: number;
	/** Milliseconds before the next attempts; after the last the job is given up. */
	readonly patience?: readonly number[];
}

/** A second, then longer; an hour at the end is where GitHub's limits start anew. */
const usualPatience = [1_000, 10_000, 60_000, 600_000, 3_600_000];

/** Why work ends that a newer job has taken the place of. */
const replaced = new Error('a newer job has taken its place');

/** A queue inside this process, whose jobs are on the disk until they are done. */
export function inProcessQueue(options: QueueOptions): QueueStarter {
	return (work) => startQueue(options, work);
}

function startQueue({ journal, concurrency, patience = usualPatience }: QueueOptions, told: QueueWork): JobQueue {
	const { work, onFailure, onWaiting, onReplaced, onGivenUp, isForGood = () => false } = told;
	const waiting = new Map<string, Job>();
	const running = new Map<string, { readonly job: Job; readonly stop: AbortController; readonly end: Promise<void> }>();
	const announcing = new Map<string, Promise<void>>();
	const ending = new AbortController();
	let watchers: (() => void)[] = [];

	function pump(): void {
		for (const [key, job] of waiting) {
			if (ending.signal.aborted || running.size >= concurrency) break;
			// Work on the same subject goes on one after the other.
			if (running.has(key)) continue;
			waiting.delete(key);
			const stop = new AbortController();
			const end = attempts(job, AbortSignal.any([stop.signal, ending.signal])).finally(() => {
				running.delete(key);
				pump();
			});
			running.set(key, { job, stop, end });
		}
		if (running.size > 0 || (waiting.size > 0 && !ending.signal.aborted)) return;
		for (const tell of watchers) tell();
		watchers = [];
	}

	async function attempts(job: Job, signal: AbortSignal): Promise<void> {
		await announcing.get(jobKey(job));
		announcing.delete(jobKey(job));
		for (let attempt = 0; !signal.aborted; attempt++) {
			try {
				await work(job, signal);
				return finish(job);
			} catch (error) {
				if (signal.aborted) break;
				onFailure(job, attempt + 1, error);
				const pause = isForGood(error) ? undefined : patience[attempt];
				if (pause === undefined) {
					await onGivenUp?.(job, error).catch((again: unknown) => onFailure(job, attempt + 1, again));
					break;
				}
				await wait(pause, undefined, { signal, ref: false }).catch(() => undefined);
			}
		}
		if (ending.signal.aborted) return;
		if (signal.aborted && waiting.get(jobKey(job))?.head !== job.head) return leave(job);
		finish(job);
	}

	/** Calls a job done, unless the same was asked for again meanwhile: the journal cannot tell the two apart. */
	function finish(job: Job): void {
		if (waiting.get(jobKey(job))?.head !== job.head) journal.done(job);
	}

	/** Tells of a job whose place another one has taken. Where that fails it is told after the next start. */
	async function leave(job: Job): Promise<void> {
		try {
			await onReplaced?.(job);
			finish(job);
		} catch (error) {
			onFailure(job, 1, error);
		}
	}

	/** Tells of a job that waits, after what was told of the one whose place it took. */
	function announce(key: string, before: Job | undefined): void {
		const job = waiting.get(key);
		const isLeft = before !== undefined && before.head !== job?.head && before.head !== running.get(key)?.job.head;
		const isNew = job !== undefined && before?.head !== job.head && running.get(key)?.job.head !== job.head;
		if (ending.signal.aborted || (!isLeft && !isNew)) return;
		const telling = (announcing.get(key) ?? Promise.resolve())
			.then(() => (isLeft ? leave(before) : undefined))
			.then(() => (isNew ? onWaiting?.(job) : undefined))
			// Whatever is wrong will be told when the job has its turn.
			.catch(() => undefined);
		announcing.set(key, telling);
	}

	const queue: JobQueue = {
		async add(job) {
			await journal.accept(job);
			// What comes after the end waits for the next start.
			if (ending.signal.aborted) return;
			const key = jobKey(job);
			const before = waiting.get(key);
			waiting.delete(key);
			// A person's wish stands until it is done.
			waiting.set(key, { ...job, again: job.again || before?.again === true });
			const now = running.get(key);
			if (now !== undefined && now.job.head !== job.head) now.stop.abort(replaced);
			// The answer to GitHub goes out first.
			setImmediate(() => {
				pump();
				announce(key, before);
			});
		},
		idle: () =>
			new Promise((resolve) => {
				watchers.push(resolve);
				setImmediate(pump);
			}),
		async stop() {
			ending.abort();
			await Promise.all([...running.values()].map(({ end }) => end));
		},
	};
	for (const job of journal.replaced) {
		const before = announcing.get(jobKey(job)) ?? Promise.resolve();
		announcing.set(
			jobKey(job),
			before.then(() => leave(job)),
		);
	}
	for (const job of journal.left) {
		waiting.set(jobKey(job), job);
		setImmediate(pump);
	}
	return queue;
}
