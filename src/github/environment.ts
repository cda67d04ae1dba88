import { readFileSync } from 'node:fs';
import type { AppOptions } from './app.ts';

/** How the App is told what it is: by variables of the environment, with the names that Probot gives them. */
export interface AppEnvironment {
	readonly app: Pick<AppOptions, 'appId' | 'privateKey' | 'secret'> & {
		readonly baseUrl?: string;
		readonly logLevel?: NonNullable<AppOptions['logLevel']>;
		readonly logFormat: NonNullable<AppOptions['logFormat']>;
	};
	/** Checks at a time; each holds a repository in memory. */
	readonly concurrency: number;
	/** Checks of one installation at a time, where somebody has said so; with Redis over all processes. */
	readonly perInstallation?: number;
	/** Where many processes share the jobs: `redis://` or `rediss://`. */
	readonly redis?: string;
	/** Milliseconds after which others take over what a process did that says nothing any more; with Redis. */
	readonly lease: number;
	/** False in a process that takes webhooks and leaves the work to others. */
	readonly isWorking: boolean;
	readonly host: string;
	readonly port: number;
	/** Where metrics are, if not beside the webhooks. */
	readonly metricsPort?: number;
	readonly webhookPath: string;
	/** Folder for the journal. */
	readonly data: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

const logLevels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;

/** True when nobody has set the App up yet. */
export function isNew(variables: Variables): boolean {
	return variables['APP_ID'] === undefined;
}

/** Reads the environment; the problems are sentences that name the variable. */
export function readEnvironment(variables: Variables): AppEnvironment | { readonly problems: readonly string[] } {
	const problems: string[] = [];
	const given = (name: string) => {
		const value = variables[name]?.trim();
		return value === '' ? undefined : value;
	};
	const whole = (name: string, usual: number, most: number) => {
		const text = given(name) ?? String(usual);
		const value = Number(text);
		if (!/^\d+$/.test(text) || value > most) problems.push(`${name} is ${text}, not a number up to ${most}`);
		return value;
	};
	const appId = whole('APP_ID', 0, Number.MAX_SAFE_INTEGER);
	if (appId === 0) problems.push('APP_ID is not set: the number of the GitHub App');
	const privateKey = keyFrom(given('PRIVATE_KEY'), given('PRIVATE_KEY_PATH'), problems);
	const secret = given('WEBHOOK_SECRET') ?? '';
	if (Buffer.byteLength(secret) < 20)
		problems.push('WEBHOOK_SECRET has less than 20 bytes: whoever guesses it can send events in the name of GitHub');
	const logLevel = logLevels.find((level) => level === (given('LOG_LEVEL') ?? 'info'));
	if (logLevel === undefined) problems.push(`LOG_LEVEL is none of ${logLevels.join(', ')}`);
	const format = given('LOG_FORMAT') ?? (variables['NODE_ENV'] === 'production' ? 'json' : 'pretty');
	const logFormat = format === 'json' ? 'json' : 'pretty';
	if (format !== logFormat) problems.push('LOG_FORMAT is neither json nor pretty');
	const baseUrl = apiFrom(given('GITHUB_API_URL'), given('GHE_HOST'), given('GHE_PROTOCOL'), problems);
	const webhookPath = given('WEBHOOK_PATH') ?? '/api/github/webhooks';
	if (!webhookPath.startsWith('/')) problems.push('WEBHOOK_PATH does not begin with /');
	const port = whole('PORT', 3000, 65_535);
	const metricsPort = given('METRICS_PORT') === undefined ? undefined : whole('METRICS_PORT', 0, 65_535);
	const concurrency = Math.max(1, whole('DUALSTACK_LINT_CONCURRENCY', 2, 64));
	const each = 'DUALSTACK_LINT_PER_INSTALLATION';
	const perInstallation = given(each) === undefined ? undefined : Math.max(1, whole(each, 1, 64));
	const redis = given('REDIS_URL');
	if (redis !== undefined && (!URL.canParse(redis) || !/^rediss?:$/.test(new URL(redis).protocol)))
		problems.push('REDIS_URL is no URL that begins with redis:// or rediss://');
	const isWorking = (given('DUALSTACK_LINT_WORK') ?? 'on') !== 'off';
	if (!isWorking && redis === undefined)
		problems.push('DUALSTACK_LINT_WORK is off, and without REDIS_URL nobody else works');
	const lease = Math.max(1000, whole('DUALSTACK_LINT_LEASE', 30_000, 3_600_000));
	if (problems.length > 0) return { problems };
	return {
		app: {
			appId,
			privateKey,
			secret,
			logFormat,
			...(baseUrl === undefined ? {} : { baseUrl }),
			...(logLevel === undefined ? {} : { logLevel }),
		},
		concurrency,
		...(perInstallation === undefined ? {} : { perInstallation }),
		...(redis === undefined ? {} : { redis }),
		isWorking,
		lease,
		// Both families: `::` takes IPv4 as well where the machine has it.
		host: given('HOST') ?? '::',
		port,
		...(metricsPort === undefined ? {} : { metricsPort }),
		webhookPath,
		data: given('DUALSTACK_LINT_DATA') ?? 'data',
	};
}

function keyFrom(text: string | undefined, path: string | undefined, problems: string[]): string {
	let key = text ?? '';
	if (text === undefined && path !== undefined) {
		try {
			key = readFileSync(path, 'utf8');
		} catch (error) {
			problems.push(`PRIVATE_KEY_PATH cannot be read: ${error instanceof Error ? error.message : String(error)}`);
			return key;
		}
	}
	// Files of variables hold the key on one line, and some tools write it in Base64.
	const plain = key.replaceAll('\\n', '\n').replace(/^"|"$/g, '');
	const decoded = plain.includes('-----BEGIN') ? plain : Buffer.from(plain, 'base64').toString('utf8');
	if (decoded.includes('-----BEGIN')) return decoded;
	problems.push('PRIVATE_KEY or PRIVATE_KEY_PATH is not set: the private key of the GitHub App in PEM');
	return key;
}

function apiFrom(
	api: string | undefined,
	host: string | undefined,
	protocol: string | undefined,
	problems: string[],
): string | undefined {
	if (api === undefined && host === undefined) return undefined;
	const text = api ?? `${protocol ?? 'https'}://${host}/api/v3`;
	if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
		problems.push(`${api === undefined ? 'GHE_HOST' : 'GITHUB_API_URL'} makes no URL: ${text}`);
		return undefined;
	}
	return text.replace(/\/$/, '');
}
