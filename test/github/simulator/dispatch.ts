import type { Fault, FaultList } from './faults.ts';
import { isObject, type Json } from './json.ts';
import { lackingPermission } from './permissions.ts';
import { appRoutes } from './routes/apps.ts';
import { checkRoutes } from './routes/checks.ts';
import { gitRoutes } from './routes/git.ts';
import { issueRoutes } from './routes/issues.ts';
import { pullRoutes } from './routes/pulls.ts';
import { repositoryRoutes } from './routes/repos.ts';
import { type Answer, found, type Routes } from './routes/route.ts';
import { completed, type Operation, operations, requestFaults, responseFaults } from './schema.ts';
import { Refused, type Repository, type World } from './world.ts';

const routes: Routes = {
	...appRoutes,
	...checkRoutes,
	...gitRoutes,
	...issueRoutes,
	...pullRoutes,
	...repositoryRoutes,
};

export interface Request {
	readonly method: string;
	readonly url: URL;
	readonly body: Json | undefined;
	readonly token: string;
}

export interface Sent {
	readonly operation: string;
	readonly status: number;
	readonly body: Json;
	readonly headers: Readonly<Record<string, string>>;
	readonly delay: number;
	readonly isCut: boolean;
}

const patterns = operations.map((operation) => {
	const source = operation.path
		.split('/')
		.map((step) => {
			const name = /^\{(\w+)\}$/.exec(step)?.[1];
			if (name === undefined) return step;
			// A ref or a path has steps of its own.
			const isLong = name === 'path' || (name === 'ref' && !operation.path.includes('/commits/'));
			return isLong ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`;
		})
		.join('/');
	return { operation, pattern: new RegExp(`^${source}$`) };
});

/** Finds who answers, holds request and answer against GitHub's description, and lets go wrong what is to go wrong. */
export async function answerOf(
	world: World,
	request: Request,
	faults: FaultList,
	graphql: (login: string) => Promise<Json | undefined>,
): Promise<Sent> {
	const path = request.url.pathname.replace(/^\/api\/v3/, '');
	const match = patterns.find(({ operation, pattern }) => operation.method === request.method && pattern.test(path));
	const isGraphql = path.endsWith('/graphql');
	const name = isGraphql ? 'graphql' : (match?.operation.id ?? `${request.method} ${path}`);
	const fault = faults.take(name);
	const early = fault === undefined ? undefined : failure(name, fault);
	if (early !== undefined) return early;
	const delay = fault?.is === 'slow' ? fault.milliseconds : 0;
	const isCut = fault?.is === 'answer-lost';
	const holder = world.tokens.get(request.token);
	if (holder !== undefined && holder.expires < Date.now())
		return { operation: name, status: 401, body: { message: 'Bad credentials' }, headers, delay, isCut };
	if (isGraphql) {
		const body = (await graphql(holder?.login ?? '')) ?? null;
		return { operation: name, status: 200, body, headers, delay, isCut };
	}
	if (match === undefined) {
		world.violations.push(`${name} is not part of the cut`);
		return { operation: name, status: 404, body: { message: 'Not Found' }, headers, delay, isCut };
	}
	const given = parametersOf(match.pattern.exec(path)?.groups ?? {}, request.url);
	for (const one of requestFaults(match.operation, given, request.body))
		world.violations.push(`${name}: request ${one}`);
	const installation = world.installations.get(holder?.installation ?? 0);
	const lacking = installation === undefined ? undefined : lackingPermission(installation, match.operation);
	if (lacking !== undefined) {
		const body = { message: 'Resource not accessible by integration', documentation_url: 'https://docs.github.test/' };
		const more = { ...headers, 'x-accepted-github-permissions': lacking };
		return { operation: name, status: 403, body, headers: more, delay, isCut };
	}
	const answer = carriedOut(world, match.operation, given, request, holder);
	const paged = pageOf(answer, request.url);
	for (const one of responseFaults(match.operation, answer.status, paged.body))
		world.violations.push(`${name}: answer ${answer.status} ${one}`);
	const location = answer.redirect === undefined ? {} : { location: answer.redirect };
	return {
		operation: name,
		status: answer.status,
		body: paged.body,
		headers: { ...headers, ...paged.headers, ...location },
		delay,
		isCut,
	};
}

const headers = {
	'content-type': 'application/json; charset=utf-8',
	'x-ratelimit-limit': '5000',
	'x-ratelimit-remaining': '4999',
	'x-ratelimit-reset': '1900000000',
};

function carriedOut(
	world: World,
	operation: Operation,
	named: ReadonlyMap<string, string>,
	request: Request,
	holder: { readonly installation?: number; readonly login: string } | undefined,
): Answer {
	const given = new Map([...named].map(([key, value]) => [key.slice(key.indexOf(' ') + 1), value]));
	const repository = (): Repository => {
		const isIt = (one: Repository) => one.owner === given.get('owner') && one.name === given.get('repo');
		const one = found([...world.repositories.values()].find(isIt));
		const installation = world.installations.get(holder?.installation ?? 0);
		if (holder?.installation !== undefined && installation?.repositories.has(one) !== true && !one.fork)
			throw new Refused(404, 'Not Found');
		if (one.isArchived && request.method !== 'GET') throw new Refused(403, 'Repository was archived so is read-only.');
		return one;
	};
	try {
		const route = found(routes[operation.id]);
		const body = isObject(request.body) ? request.body : {};
		const login = holder?.login ?? '';
		const answer = route({ world, given, body, login, installation: holder?.installation, repository });
		return { ...answer, body: answer.body === null ? null : completed(operation, answer.status, answer.body) };
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		const body = {
			message: error.message,
			documentation_url: 'https://docs.github.test/',
			status: String(error.status),
		};
		return { status: error.status, body };
	}
}

function parametersOf(groups: Readonly<Record<string, string>>, url: URL): Map<string, string> {
	const inPath = Object.entries(groups).map(([name, value]) => [`path ${name}`, decodeURIComponent(value)] as const);
	const inQuery = [...url.searchParams].map(([name, value]) => [`query ${name}`, value] as const);
	return new Map([...inPath, ...inQuery]);
}

/** Lists are answered in pages, with the links that lead on. */
function pageOf({ body, status }: Answer, url: URL): { body: Json; headers: Readonly<Record<string, string>> } {
	const isWrapped = isObject(body) && Array.isArray(body['check_runs']);
	const all = isWrapped ? body['check_runs'] : body;
	if (!Array.isArray(all) || status !== 200) return { body, headers: {} };
	const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 100);
	// Deliveries are walked through with a cursor, all else with the number of the page.
	const name = url.pathname.endsWith('/hook/deliveries') ? 'cursor' : 'page';
	const page = Number(url.searchParams.get(name) ?? 1);
	const shown = all.slice((page - 1) * size, page * size);
	const next = new URL(url);
	next.searchParams.set(name, String(page + 1));
	const link = page * size < all.length ? { link: `<${next.href}>; rel="next"` } : undefined;
	return { body: isWrapped ? { ...body, check_runs: shown } : shown, headers: link ?? {} };
}

function failure(operation: string, fault: Fault['kind']): Sent | undefined {
	const sent = (status: number, message: string, more: Readonly<Record<string, string>> = {}): Sent => ({
		operation,
		status,
		body: { message, documentation_url: 'https://docs.github.test/' },
		headers: { ...headers, ...more },
		delay: 0,
		isCut: false,
	});
	switch (fault.is) {
		case 'status':
			return sent(fault.status, fault.message ?? 'switched on');
		case 'rate-limit': {
			const reset = String(Math.ceil(Date.now() / 1000) + fault.resetsInSeconds);
			const limits = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
			return sent(403, 'API rate limit exceeded for installation', limits);
		}
		case 'secondary-limit': {
			const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
			return sent(403, message, { 'retry-after': String(fault.retryAfterSeconds) });
		}
		case 'dropped':
			return { ...sent(0, 'cut'), isCut: true };
		case 'slow':
		case 'answer-lost':
			return undefined;
	}
}
