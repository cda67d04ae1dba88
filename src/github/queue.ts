import { fairTurns } from './fair-turns.ts';
import { exclusions, type Job, jobKey } from './job.ts';
import type { Journal } from './journal.ts';

/** Does jobs one after another, several at a time, each kind of work of a repository once. */
export interface JobQueue {
	/** Ends when the job cannot be lost any more: only then is the webhook answered. */
	add(job: Job): void | Promise<void>;
	/** Resolves when nothing waits and nothing runs. */
	idle(): Promise<void>;
	/** Takes no more work; what runs comes to its end. */
	stop(): Promise<void>;
	counts(): Promise<QueueCounts>;
	/** Drops what waits, and ends what runs, of an installation that is gone, or of one of its repositories. */
	forget(installation: number, repository?: string): Promise<void>;
	/** True for one process in so many milliseconds, where many share the queue: for what only one has to do. */
	isMine(task: string, milliseconds: number): Promise<boolean>;
}

export interface QueueCounts {
	/** Jobs that wait for their turn or for their next attempt. */
	readonly waiting: number;
	readonly running: number;
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
	/** Milliseconds that GitHub asks an installation to wait; no attempt is counted then. */
	readonly pauseOf?: (error: unknown) => number | undefined;
}

/** Starts one kind of queue. */
export type QueueStarter = (work: QueueWork) => JobQueue | Promise<JobQueue>;

export interface QueueOptions {
	readonly journal: Journal;
	/** Jobs at a time. */
	readonly concurrency: number;
	/** Jobs of one installation at a time; see `usualShare`. */
	readonly perInstallation?: number;
	/** Milliseconds before the next attempts; after the last the job is given up. */
	readonly patience?: readonly number[];
}

/** A second, then longer; an hour at the end is where GitHub's limits start anew. */
export const usualPatience = [1_000, 10_000, 60_000, 600_000, 3_600_000];

/** Places that one installation may have: where there are many, one is left for somebody else. */
function usualShare(concurrency: number): number {
	return concurrency > 2 ? concurrency - 1 : concurrency;
}

/** Why work ends that a newer job has taken the place of. */
export const replaced = new Error('a newer job has taken its place');

/** Why work ends that nobody may do any more. */
export const forgotten = new Error('the installation is gone');

/** True for a job of an installation, or of one of its repositories. */
function isJobOf(job: Job, installation: number, repository: string | undefined): boolean {
	const name = `${job.owner}/${job.repo}`.toLowerCase();
	return job.installation === installation && (repository === undefined || repository.toLowerCase() === name);
}

/** A queue inside this process, whose jobs are on the disk until they are done. */
export function inProcessQueue(options: QueueOptions): QueueStarter {
	return (work) => startQueue(options, work);
}

/** A job on its way. */
interface Entry {
	readonly job: Job;
	readonly turn: number;
	/** Attempts that failed. */
	readonly failed: number;
}

function startQueue(options: QueueOptions, told: QueueWork): JobQueue {
	const { journal, concurrency, perInstallation = usualShare(concurrency), patience = usualPatience } = options;
	const { work, onFailure, onWaiting, onReplaced, onGivenUp, isForGood = () => false, pauseOf } = told;
	const turns = fairTurns();
	const waiting = new Map<string, Entry>();
	const running = new Map<string, { readonly job: Job; readonly stop: AbortController; readonly end: Promise<void> }>();
	/** What failed and waits for its next attempt, without holding a place. */
	const resting = new Map<string, { readonly entry: Entry; readonly timer: NodeJS.Timeout }>();
	/** Installation → when GitHub lets it ask again. */
	const limited = new Map<number, number>();
	const announcing = new Map<string, Promise<void>>();
	/** What waits and was not told of yet; and the installations that are told of something now. */
	const unannounced = new Map<string, Job>();
	const telling = new Set<number>();
	const ending = new AbortController();
	let watchers: (() => void)[] = [];

	function pump(): void {
		while (!ending.signal.aborted && running.size < concurrency) {
			const key = nextKey();
			const entry = key === undefined ? undefined : waiting.get(key);
			if (key === undefined || entry === undefined) break;
			waiting.delete(key);
			turns.taken(entry.job.installation, entry.turn);
			const stop = new AbortController();
			const end = attempt(entry, AbortSignal.any([stop.signal, ending.signal])).finally(() => {
				running.delete(key);
				pump();
			});
			running.set(key, { job: entry.job, stop, end });
		}
		if (running.size > 0 || (waiting.size + resting.size > 0 && !ending.signal.aborted)) return;
		for (const tell of watchers) tell();
		watchers = [];
	}

	/** The job whose turn it is, of those that may run beside what runs. */
	function nextKey(): string | undefined {
		const jobs = [...running.values()].map(({ job }) => job);
		const held = new Set(jobs.flatMap(exclusions));
		const shares = new Map<number, number>();
		for (const { installation } of jobs) shares.set(installation, (shares.get(installation) ?? 0) + 1);
		let best: { readonly key: string; readonly turn: number } | undefined;
		for (const [key, { job, turn }] of waiting) {
			if (best !== undefined && best.turn <= turn) continue;
			if ((shares.get(job.installation) ?? 0) >= perInstallation || isLimited(job.installation)) continue;
			if (!exclusions(job).some((name) => held.has(name))) best = { key, turn };
		}
		return best?.key;
	}

	function isLimited(installation: number): boolean {
		const end = limited.get(installation);
		if (end === undefined || end > Date.now()) return end !== undefined;
		limited.delete(installation);
		return false;
	}

	async function attempt(entry: Entry, signal: AbortSignal): Promise<void> {
		const { job, failed } = entry;
		unannounced.delete(jobKey(job));
		await announcing.get(jobKey(job));
		announcing.delete(jobKey(job));
		try {
			signal.throwIfAborted();
			await work(job, signal);
			return finish(job);
		} catch (error) {
			if (!signal.aborted) {
				onFailure(job, failed + 1, error);
				const asked = pauseOf?.(error);
				if (asked !== undefined) return limit(entry, asked);
				const pause = isForGood(error) ? undefined : patience[failed];
				if (pause !== undefined) return rest({ ...entry, failed: failed + 1 }, pause);
				await onGivenUp?.(job, error).catch((again: unknown) => onFailure(job, failed + 1, again));
				return finish(job);
			}
		}
		if (ending.signal.aborted) return;
		if (signal.reason === forgotten) return finish(job);
		if (waiting.get(jobKey(job))?.job.head !== job.head) return leave(job);
		finish(job);
	}

	/** Lets an installation wait; the job keeps its place among those of it. */
	function limit(entry: Entry, pause: number): void | Promise<void> {
		const { job } = entry;
		const key = jobKey(job);
		limited.set(job.installation, Math.max(limited.get(job.installation) ?? 0, Date.now() + pause));
		setTimeout(pump, pause + 1).unref();
		const newer = waiting.get(key);
		if (newer === undefined) waiting.set(key, entry);
		else if (newer.job.head !== job.head) return leave(job);
	}

	/** Puts a job aside until its next attempt. */
	function rest(entry: Entry, pause: number): void | Promise<void> {
		const key = jobKey(entry.job);
		const newer = waiting.get(key);
		// The newer one does it, or takes its place.
		if (newer !== undefined) return newer.job.head === entry.job.head ? undefined : leave(entry.job);
		const timer = setTimeout(() => {
			resting.delete(key);
			waiting.set(key, entry);
			pump();
		}, pause);
		timer.unref();
		resting.set(key, { entry, timer });
	}

	/** Calls a job done, unless the same was asked for again meanwhile: the journal cannot tell the two apart. */
	function finish(job: Job): void {
		if (waiting.get(jobKey(job))?.job.head !== job.head) journal.done(job);
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

	/** Tells of a job whose place another one took, and then, when it has its turn, of that one. */
	function announce(key: string, before: Job | undefined): void {
		const job = waiting.get(key)?.job;
		if (ending.signal.aborted) return;
		if (before !== undefined && before.head !== job?.head && before.head !== running.get(key)?.job.head)
			announcing.set(
				key,
				(announcing.get(key) ?? Promise.resolve()).then(() => leave(before)),
			);
		if (job === undefined || before?.head === job.head || running.get(key)?.job.head === job.head) return;
		unannounced.set(key, job);
		void tell(job.installation);
	}

	/** Tells of what waits, for each installation one after the other; what has begun needs no telling any more. */
	async function tell(installation: number): Promise<void> {
		if (onWaiting === undefined || telling.has(installation)) return;
		telling.add(installation);
		for (const [key, job] of unannounced) {
			if (ending.signal.aborted) break;
			if (job.installation !== installation) continue;
			unannounced.delete(key);
			const told = (announcing.get(key) ?? Promise.resolve())
				.then(() => onWaiting(job))
				// Whatever is wrong will be told when the job has its turn.
				.catch(() => undefined);
			announcing.set(key, told);
			await told;
		}
		telling.delete(installation);
	}

	const queue: JobQueue = {
		async add(job) {
			await journal.accept(job);
			// What comes after the end waits for the next start.
			if (ending.signal.aborted) return;
			const key = jobKey(job);
			const rested = resting.get(key);
			clearTimeout(rested?.timer);
			resting.delete(key);
			const before = waiting.get(key) ?? rested?.entry;
			// A person's wish stands until it is done, and who writes again keeps the place in the row.
			const again = job.again || before?.job.again === true;
			waiting.set(key, { job: { ...job, again }, turn: before?.turn ?? turns.next(job.installation), failed: 0 });
			const now = running.get(key);
			if (now !== undefined && now.job.head !== job.head) now.stop.abort(replaced);
			// The answer to GitHub goes out first.
			setImmediate(() => {
				pump();
				announce(key, before?.job);
			});
		},
		idle: () =>
			new Promise((resolve) => {
				watchers.push(resolve);
				setImmediate(pump);
			}),
		async stop() {
			ending.abort();
			for (const { timer } of resting.values()) clearTimeout(timer);
			await Promise.all([...running.values()].map(({ end }) => end));
		},
		counts: async () => ({ waiting: waiting.size + resting.size, running: running.size }),
		isMine: async () => true,
		async forget(installation, repository) {
			for (const [key, { job }] of waiting) {
				if (!isJobOf(job, installation, repository)) continue;
				waiting.delete(key);
				journal.done(job);
			}
			for (const [key, { entry, timer }] of resting) {
				if (!isJobOf(entry.job, installation, repository)) continue;
				clearTimeout(timer);
				resting.delete(key);
				journal.done(entry.job);
			}
			for (const { job, stop } of running.values()) if (isJobOf(job, installation, repository)) stop.abort(forgotten);
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
		waiting.set(jobKey(job), { job, turn: turns.next(job.installation), failed: 0 });
		setImmediate(pump);
	}
	return queue;
}
