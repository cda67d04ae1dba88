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
	if (status === 404 || status === 410 || status === 422 || status === 451) return true;
	return status === 403 && error instanceof Error && /not accessible|archived|suspended|blocked/i.test(error.message);
}

/** Milliseconds without an answer to when, which GitHub asks for after a secondary limit; and the longest that is waited. */
const usualPause = 60_000;
const longestPause = 3_700_000;

/**
 * Milliseconds that GitHub asks for before the next call; undefined for an error that is no limit.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function pauseOf(error: unknown, now = Date.now()): number | undefined {
	const status = statusOf(error);
	if ((status !== 403 && status !== 429) || !(error instanceof Error)) return undefined;
	const headers = headersOf(error);
	const [after, left, reset] = ['retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'].map((name) => {
		const value = headers.get(name);
		return (typeof value === 'string' && /^\d+$/.test(value)) || typeof value === 'number' ? Number(value) : undefined;
	});
	const asked = after !== undefined ? after * 1000 : left === 0 && reset !== undefined ? reset * 1000 - now : undefined;
	if (asked !== undefined) return Math.min(Math.max(asked, 0), longestPause);
	return status === 429 || /rate limit/i.test(error.message) ? usualPause : undefined;
}

function headersOf(error: Error): ReadonlyMap<string, unknown> {
	const response: unknown = 'response' in error ? error.response : undefined;
	const headers: unknown =
		typeof response === 'object' && response !== null && 'headers' in response ? response.headers : undefined;
	return new Map(typeof headers === 'object' && headers !== null ? Object.entries(headers) : []);
}

/** The permissions that a refused call asks for, as GitHub names them; undefined for other errors. */
function missingPermission(error: unknown): string | undefined {
	if (statusOf(error) !== 403 || !(error instanceof Error) || !/not accessible/i.test(error.message)) return undefined;
	const accepted = headersOf(error).get('x-accepted-github-permissions');
	// `contents=write; contents=write,workflows=write`: what is parted by semicolons are alternatives.
	return typeof accepted === 'string' && /^[\w=;, ]{1,200}$/.test(accepted) ? accepted.split(';')[0] : undefined;
}

/** What went wrong, without what it was asked with. */
export function reasonOf(error: unknown): string {
	const missing = missingPermission(error);
	if (missing !== undefined)
		return `the App lacks a permission (${missing.replaceAll('=', ': ').replaceAll(',', ', ')})`;
	const status = statusOf(error);
	if (status !== undefined) return `GitHub answered ${status}`;
	return error instanceof Error ? error.name : 'an unknown error';
}
