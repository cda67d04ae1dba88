import { type GitHub, statusOf } from './client.ts';

/** Answers that are asked for again and again; one that has not changed costs nothing of GitHub's limits. */
export interface Conditional {
	get(github: GitHub, route: string, given: Readonly<Record<string, unknown>>): Promise<unknown>;
}

interface Kept {
	readonly etag: string;
	readonly data: unknown;
}

/**
 * Keeps the last answers with their tags.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function conditional(most = 2000): Conditional {
	const kept = new Map<string, Kept>();
	return {
		async get(github, route, given) {
			const key = `${route} ${JSON.stringify(given)}`;
			const known = kept.get(key);
			try {
				const headers = known === undefined ? {} : { 'if-none-match': known.etag };
				const { data, headers: answered } = await github.request(route, { ...given, headers });
				kept.delete(key);
				if (answered.etag !== undefined) kept.set(key, { etag: answered.etag, data });
				for (const oldest of kept.keys()) {
					if (kept.size <= most) break;
					kept.delete(oldest);
				}
				return data;
			} catch (error) {
				if (statusOf(error) === 304 && known !== undefined) return known.data;
				throw error;
			}
		},
	};
}
