import { Redis } from 'ioredis';

/** Milliseconds for one command that somebody waits for. */
const patience = 5_000;

/** A place that jobs can be kept in. */
export interface RedisPlace {
	/** For what somebody waits for: it fails at once where Redis is away. */
	readonly client: Redis;
	/** For what goes on when Redis is back. */
	patient(): Redis;
}

/**
 * Connects to a URL `redis://` or `rediss://`. Throws where nobody answers; `onTrouble` is told of outages later, once
 * each. Neither says the URL, which can hold a password.
 */
export async function connectRedis(
	url: string,
	onTrouble: (sentence: string) => void,
	within = 10_000,
): Promise<RedisPlace> {
	let isAway = false;
	const watched = (client: Redis) =>
		client
			.on('error', (error: unknown) => {
				if (isAway) return;
				isAway = true;
				onTrouble(`Redis cannot be reached: ${codeOf(error)}`);
			})
			.on('ready', () => {
				isAway = false;
			});
	const retryStrategy = (times: number) => Math.min(times * 100, 2000);
	const common = { retryStrategy, family: 0 };
	const client = watched(
		new Redis(url, { ...common, maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: patience }),
	);
	try {
		await ready(client, within);
		const policy = await client.config('GET', 'maxmemory-policy').catch(() => []);
		if (Array.isArray(policy) && policy[1] !== undefined && policy[1] !== 'noeviction')
			onTrouble(`Redis may throw jobs away: its maxmemory-policy is ${String(policy[1])}, set it to noeviction`);
	} catch (error) {
		client.disconnect();
		throw error;
	}
	return { client, patient: () => watched(new Redis(url, { ...common, maxRetriesPerRequest: null })) };
}

/** Resolves when Redis answers. */
async function ready(client: Redis, within: number): Promise<void> {
	let last: unknown;
	client.on('error', (error) => {
		last = error;
	});
	const end = Date.now() + within;
	while (client.status !== 'ready') {
		if (Date.now() > end) throw new Error(`REDIS_URL: nobody answers there (${codeOf(last)})`);
		await new Promise((done) => setTimeout(done, 20));
	}
}

/** What went wrong, in a word of the system: messages can hold the address. */
function codeOf(error: unknown): string {
	if (!(error instanceof Error)) return 'no answer';
	if ('code' in error && typeof error.code === 'string') return error.code;
	return /^(WRONGPASS|NOAUTH|NOPERM|LOADING|READONLY)\b/.exec(error.message)?.[1] ?? error.name;
}
