import type { Octokit } from '@octokit/rest';

/** What the App needs of a client; Probot's and `@octokit/rest`'s both have it. */
export type GitHub = Pick<Octokit, 'rest' | 'request' | 'paginate' | 'graphql'>;

/** A repository as the API names it. */
export interface RepositoryName {
	readonly owner: string;
	readonly repo: string;
}

/**
 * For writes that add something each time: when an answer is lost, nobody knows whether it was done, so the call is not
 * repeated by itself. The next attempt of the job looks first.
 */
export const once = { request: { retries: 0 } } as const;

/** The HTTP status that a call failed with; undefined for anything else that went wrong. */
export function statusOf(error: unknown): number | undefined {
	return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

/** True for a refusal that another attempt does not change: a missing permission, an archived repository, a suspension. */
export function isForGood(error: unknown): boolean {
	const status = statusOf(error);
	if (status === 401 || status === 404 || status === 410 || status === 422 || status === 451) return true;
	return status === 403 && error instanceof Error && /not accessible|archived|suspended|blocked/i.test(error.message);
}

/** What went wrong, without what it was asked with. */
export function reasonOf(error: unknown): string {
	const status = statusOf(error);
	if (status !== undefined) return `GitHub answered ${status}`;
	return error instanceof Error ? error.name : 'an unknown error';
}
