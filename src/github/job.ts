/** Something to do for one repository. The newest state is read when it is done, never taken from here. */
export interface Job {
	readonly kind: 'check';
	readonly installation: number;
	readonly owner: string;
	readonly repo: string;
	/** What the head belongs to: `pull/7`, `branch/main`, or the commit itself. A newer job of the same subject takes its place. */
	readonly subject: string;
	/** Commit. */
	readonly head: string;
	/** Branch or commit that the head is held against. */
	readonly base: string | null;
	/** A person asked for the check to run again. */
	readonly again: boolean;
}

/** Jobs with the same key are the same work. */
export function jobKey({ kind, owner, repo, subject }: Job): string {
	return `${kind} ${owner}/${repo} ${subject}`;
}

/** A job from a journal or queue; undefined when it is none. */
export function readJob(value: unknown): Job | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const given = new Map<string, unknown>(Object.entries(value));
	const text = (name: string) => {
		const one = given.get(name);
		return typeof one === 'string' ? one : undefined;
	};
	const [owner, repo, subject, head] = ['owner', 'repo', 'subject', 'head'].map(text);
	const installation = given.get('installation');
	if (given.get('kind') !== 'check' || typeof installation !== 'number') return undefined;
	if (owner === undefined || repo === undefined || subject === undefined || head === undefined) return undefined;
	const base = text('base') ?? null;
	return { kind: 'check', installation, owner, repo, subject, head, base, again: given.get('again') === true };
}
