import type { Octokit } from '@octokit/rest';
import { statusOf } from './client.ts';
import type { Metrics } from './metrics.ts';

/** A plugin of clients that counts the answers of GitHub. */
export function countCalls(metrics: Pick<Metrics, 'call'>): (octokit: Pick<Octokit, 'hook'>) => void {
	return ({ hook }) => {
		hook.after('request', ({ status, headers }) => metrics.call(status, leftIn(headers)));
		hook.error('request', (error) => {
			const response: unknown = 'response' in error ? error.response : undefined;
			const headers: unknown =
				typeof response === 'object' && response !== null && 'headers' in response ? response.headers : undefined;
			metrics.call(statusOf(error) ?? 0, leftIn(headers));
			throw error;
		});
	};
}

function leftIn(headers: unknown): number | undefined {
	if (typeof headers !== 'object' || headers === null) return undefined;
	const value = new Map<string, unknown>(Object.entries(headers)).get('x-ratelimit-remaining');
	return value === undefined || !/^\d+$/.test(String(value)) ? undefined : Number(value);
}
