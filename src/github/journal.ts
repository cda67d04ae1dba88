import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Job } from './job.ts';
import { jobKey, readJob } from './job.ts';

/** Jobs that were accepted and are not done, on the disk. */
export interface Journal {
	/** Jobs that an earlier process left. */
	readonly left: readonly Job[];
	/** Jobs whose place others have taken, and nobody has told of it. */
	readonly replaced: readonly Job[];
	/** Returns when the job is on the disk. */
	accept(job: Job): void;
	done(job: Job): void;
	close(): void;
}

/** Opens a journal: lines that accept a job or call it done. What is done is left out at the start. */
export function openJournal(path: string): Journal {
	const accepted = new Map<string, Job>();
	for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) replay(line, accepted);
	const newest = new Map([...accepted.values()].map((job) => [jobKey(job), job]));
	const left = [...newest.values()];
	const replaced = [...accepted.values()].filter((job) => newest.get(jobKey(job)) !== job);
	const fresh = `${path}.new`;
	const file = openSync(fresh, 'w', 0o600);
	const append = (entry: object) => void writeSync(file, `${JSON.stringify(entry)}\n`);
	for (const job of accepted.values()) append({ accept: job });
	fsyncSync(file);
	renameSync(fresh, path);
	return {
		left,
		replaced,
		accept(job) {
			append({ accept: job });
			fsyncSync(file);
		},
		// A line that is lost here only makes a job run again, which changes nothing.
		done: (job) => append({ done: jobKey(job), head: job.head }),
		close: () => closeSync(file),
	};
}

/** A process that was killed in the middle of a line leaves half of it. */
function replay(line: string, accepted: Map<string, Job>): void {
	let entry: unknown;
	try {
		entry = JSON.parse(line);
	} catch {
		return;
	}
	if (typeof entry !== 'object' || entry === null) return;
	if ('accept' in entry) {
		const job = readJob(entry.accept);
		if (job === undefined) return;
		const name = nameOf(jobKey(job), job.head);
		// What is accepted again is the newest.
		accepted.delete(name);
		accepted.set(name, job);
	} else if ('done' in entry && typeof entry.done === 'string' && 'head' in entry) {
		if (typeof entry.head === 'string') accepted.delete(nameOf(entry.done, entry.head));
	}
}

function nameOf(key: string, head: string): string {
	return `${key} ${head}`;
}
