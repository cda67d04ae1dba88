import type { RepoPath } from './location.ts';

/** A mistake of this program, with the file it was working on. */
export class WorkError extends Error {
	override readonly name = 'WorkError';
	/** The last file that was parsed. */
	readonly file: RepoPath | undefined;

	constructor(file: RepoPath | undefined, cause: unknown) {
		super(cause instanceof Error ? cause.message : String(cause), { cause });
		this.file = file;
	}
}
