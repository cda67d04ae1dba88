import { setTimeout as wait } from 'node:timers/promises';
import { type Job, jobKey } from './job.ts';
import type { Journal } from './journal.ts';

/** Does jobs one after another, several at a time, each kind of work of a repository once. */
export interface Queue {
	/** Returns when the job cannot be lost any more. */
	add(job: Job): void;
	/** Resolves when nothing waits and nothing runs. */
	idle(): Promise<void>;
	/** Takes no more work; what runs comes to its end. */
	stop(): Promise<void>;
}

export interface QueueOptions {
	readonly journal: Journal;
	/** Jobs at a time. */
	readonly concurrency: number;
	/** Does a job; the signal says that a newer one has taken its place. */
	readonly work: (job: Job, signal: AbortSignal) => Promise<void>;
	/** Is told of each attempt that failed. */
	readonly onFailure: (job: Job, attempt: number, error: unknown) => void;
	/** Milliseconds before the next attempts; after the last the job is given up until the next start. */
	readonly patience?: readonly number[];
}

/** A second, then longer; an hour at the end is where GitHub's limits start anew. */
const usualPatience = [1_000, 10_000, 60_000, 600_000, 3_600_000];

export function startQueue(options: QueueOptions): Queue {
	const { journal, concurrency, work, onFailure, patience = usualPatience } = options;
	const waiting = new Map<string, Job>();
	const running = new Map<string, { readonly job: Job; readonly stop: AbortController; readonly end: Promise<void> }>();
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
		for (const told of watchers) told();
		watchers = [];
	}

	async function attempts(job: Job, signal: AbortSignal): Promise<void> {
		for (let attempt = 0; !signal.aborted; attempt++) {
			try {
				await work(job, signal);
				journal.done(job);
				return;
			} catch (error) {
				if (signal.aborted) break;
				onFailure(job, attempt + 1, error);
				const pause = patience[attempt];
				if (pause === undefined) return;
				await wait(pause, undefined, { signal, ref: false }).catch(() => undefined);
			}
		}
		if (!ending.signal.aborted) journal.done(job);
	}

	const queue: Queue = {
		add(job) {
			journal.accept(job);
			const key = jobKey(job);
			waiting.delete(key);
			waiting.set(key, job);
			const now = running.get(key);
			if (now !== undefined && now.job.head !== job.head) now.stop.abort();
			// The answer to GitHub goes out first.
			setImmediate(pump);
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
	for (const job of journal.left) {
		waiting.set(jobKey(job), job);
		setImmediate(pump);
	}
	return queue;
}
