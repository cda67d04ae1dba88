import { closeSync, existsSync, fdatasync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Job } from './job.ts';
import { jobKey, readJob } from './job.ts';

/** Jobs that were accepted and are not done, on the disk. */
export interface Journal {
	/** Jobs that an earlier process left. */
	readonly left: readonly Job[];
	/** Jobs whose place others have taken, and nobody has told of it. */
	readonly replaced: readonly Job[];
	/** Resolves when the job is on the disk. Jobs that arrive together are put there together. */
	accept(job: Job): Promise<void>;
	done(job: Job): void;
	/** Resolves when all is on the disk. */
	close(): Promise<void>;
}

/** Bytes that the file may have before it is written anew, without what is done. */
const usualSize = 8 * 1024 * 1024;

/** Opens a journal: lines that accept a job or call it done. What is done is left out at the start and now and then. */
export function openJournal(path: string, mostBytes = usualSize): Journal {
	const open = new Map<string, Job>();
	for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) replay(line, open);
	const newest = new Map([...open.values()].map((job) => [jobKey(job), job]));
	const left = [...newest.values()];
	const replaced = [...open.values()].filter((job) => newest.get(jobKey(job)) !== job);
	let { file, bytes } = written(path, open);
	let running: Promise<void> = Promise.resolve();
	let next: Promise<void> | undefined;
	const append = (entry: Entry) => {
		apply(entry, open);
		bytes += writeSync(file, `${JSON.stringify(entry)}\n`);
	};
	/** A sync that began before a line was written says nothing of it: whoever comes meanwhile waits for the next. */
	const synced = () => {
		next ??= running
			.catch(() => undefined)
			.then(() => {
				next = undefined;
				if (bytes > mostBytes) {
					closeSync(file);
					({ file, bytes } = written(path, open));
				}
				running = sync(file);
				return running;
			});
		return next;
	};
	return {
		left,
		replaced,
		accept(job) {
			append({ accept: job });
			return synced();
		},
		// A line that is lost here only makes a job run again, which changes nothing.
		done: (job) => append({ done: jobKey(job), head: job.head }),
		async close() {
			await synced();
			closeSync(file);
		},
	};
}

const sync = promisify(fdatasync);

/** Writes a journal of jobs in the place of the old one; whoever is interrupted leaves the old one as it is. */
function written(path: string, open: ReadonlyMap<string, Job>): { file: number; bytes: number } {
	const fresh = `${path}.new`;
	writeSynced(fresh, [...open.values()].map((job) => `${JSON.stringify({ accept: job })}\n`).join(''));
	renameSync(fresh, path);
	const folder = openSync(dirname(path), 'r');
	fsyncSync(folder);
	closeSync(folder);
	return { file: openSync(path, 'a'), bytes: 0 };
}

function writeSynced(path: string, text: string): void {
	const file = openSync(path, 'w', 0o600);
	writeSync(file, text);
	fsyncSync(file);
	closeSync(file);
}

type Entry = { readonly accept: Job } | { readonly done: string; readonly head: string };

function apply(entry: Entry, open: Map<string, Job>): void {
	if ('done' in entry) {
		open.delete(nameOf(entry.done, entry.head));
		return;
	}
	const name = nameOf(jobKey(entry.accept), entry.accept.head);
	// What is accepted again is the newest.
	open.delete(name);
	open.set(name, entry.accept);
}

/** A process that was killed in the middle of a line leaves half of it. */
function replay(line: string, open: Map<string, Job>): void {
	let entry: unknown;
	try {
		entry = JSON.parse(line);
	} catch {
		return;
	}
	if (typeof entry !== 'object' || entry === null) return;
	if ('accept' in entry) {
		const job = readJob(entry.accept);
		if (job !== undefined) apply({ accept: job }, open);
	} else if ('done' in entry && typeof entry.done === 'string' && 'head' in entry && typeof entry.head === 'string') {
		apply({ done: entry.done, head: entry.head }, open);
	}
}

function nameOf(key: string, head: string): string {
	return `${key} ${head}`;
}
