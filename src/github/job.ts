/**
 * What the App does: check a head, commit the safe fixes of a pull request because somebody asked, keep the pull
 * requests of a migration, or answer a comment.
 */
export type JobKind = 'check' | 'fix' | 'migrate' | 'command';

/** Something to do for one repository. The newest state is read when it is done, never taken from here. */
export interface Job {
	readonly kind: JobKind;
	readonly installation: number;
	readonly owner: string;
	readonly repo: string;
	/** `pull/7`, `branch/main`, `group/<commit>`, `commit/<commit>`, `migration` or
	 * `comment/<issue>/<comment>`. A newer job of the same subject takes its place. */
	readonly subject: string;
	/** The commit that the event told of; work on an older one ends. */
	readonly head: string;
	/** What a merge group is held against. */
	readonly base: string | null;
	/** A person asked for the check to run again. */
	readonly again: boolean;
	/** Who asked, where somebody did. */
	readonly by: string | null;
	/** GitHub's name of the delivery that told of it, for whoever reads the log. */
	readonly delivery?: string;
}

const kinds: readonly JobKind[] = ['check', 'fix', 'migrate', 'command'];

/** Jobs with the same key are the same work. */
export function jobKey({ kind, owner, repo, subject }: Job): string {
	return `${kind} ${owner}/${repo} ${subject}`;
}

/** What a job needs for itself while it runs: jobs that share a name run one after the other. */
export function exclusions(job: Job): readonly string[] {
	const repository = `${job.owner}/${job.repo}`.toLowerCase();
	switch (job.kind) {
		case 'check':
		case 'fix':
			// Two pull requests can have the same head, which has one check run.
			return [jobKey(job), `head ${repository} ${job.head}`];
		case 'migrate':
		case 'command':
			// Both write the dashboard.
			return [`bot ${repository}`];
	}
}

/** A job from a journal or queue; undefined when it is none. */
export function readJob(value: unknown): Job | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const given = new Map<string, unknown>(Object.entries(value));
	const text = (name: string) => {
		const one = given.get(name);
		return typeof one === 'string' ? one : undefined;
	};
	const kind = kinds.find((one) => one === given.get('kind'));
	const [owner, repo, subject, head] = ['owner', 'repo', 'subject', 'head'].map(text);
	const installation = given.get('installation');
	if (kind === undefined || typeof installation !== 'number') return undefined;
	if (owner === undefined || repo === undefined || subject === undefined || head === undefined) return undefined;
	const delivery = text('delivery');
	const rest = { base: text('base') ?? null, by: text('by') ?? null, again: given.get('again') === true };
	return { kind, installation, owner, repo, subject, head, ...rest, ...(delivery === undefined ? {} : { delivery }) };
}
