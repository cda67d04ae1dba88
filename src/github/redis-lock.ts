import type { Redis } from 'ioredis';

/** Names that a job holds alone, over all processes, for as long as it says so again and again. */
export interface Lock {
	/** False where somebody else has them by now. */
	renew(): Promise<boolean>;
	release(): Promise<void>;
}

/** Takes all of the names or none. */
const take = `for _, key in ipairs(KEYS) do
	local holder = redis.call('get', key)
	if holder and holder ~= ARGV[1] then return 0 end
end
for _, key in ipairs(KEYS) do redis.call('set', key, ARGV[1], 'px', ARGV[2]) end
return 1`;

const giveBack = `for _, key in ipairs(KEYS) do
	if redis.call('get', key) == ARGV[1] then redis.call('del', key) end
end`;

/** Takes names for some milliseconds; undefined where somebody else holds one of them. */
export async function takeLock(client: Redis, names: readonly string[], lease: number): Promise<Lock | undefined> {
	const token = crypto.randomUUID();
	const renew = async () => (await client.eval(take, names.length, ...names, token, lease)) === 1;
	if (!(await renew())) return undefined;
	return {
		renew,
		// What cannot be given back ends with its lease.
		release: () =>
			client.eval(giveBack, names.length, ...names, token).then(
				() => undefined,
				() => undefined,
			),
	};
}
