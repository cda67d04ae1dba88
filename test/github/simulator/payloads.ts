import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import schema from '@octokit/webhooks-schemas' with { type: 'json' };
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { isObject, type Json, type JsonObject } from './json.ts';
import { pullView, repositoryView, userView } from './views.ts';
import type { Happening, Pull, Repository, World } from './world.ts';

// The package's types describe it as a module and not as the JSON that it is.
const all: readonly { readonly name: string; readonly examples: readonly unknown[] }[] = createRequire(import.meta.url)(
	'@octokit/webhooks-examples',
);
const ajv = new Ajv({ strict: false });
formats.default(ajv);
ajv.addKeyword('tsAdditionalProperties');
ajv.addSchema({ ...schema, $id: 'webhooks' });

/** A payload made from GitHub's example of the event, with our state in it; whatever does not fit GitHub's schema throws. */
export function payloadOf(world: World, { event, repository, payload }: Happening): JsonObject {
	const action = payload['action'];
	const number = payload['number'];
	const pull = typeof number === 'number' ? repository.pulls.get(number) : undefined;
	const installation = [...world.installations.values()].find((one) => one.repositories.has(repository));
	const given: JsonObject = {
		...payload,
		repository: repositoryView(repository),
		sender: { ...userView(repository.owner), ...(isObject(payload['sender']) ? payload['sender'] : {}) },
		...(installation !== undefined && { installation: { id: installation.id, node_id: `IN_${installation.id}` } }),
		...(pull !== undefined && { pull_request: shortPull(world, repository, pull) }),
	};
	const name = typeof action === 'string' ? `${event}$${action}` : `${event}$event`;
	const check = ajv.getSchema(`webhooks#/definitions/${encodeURIComponent(name)}`);
	if (check === undefined) throw new Error(`GitHub describes no webhook ${name}`);
	const made = merged(exampleOf(event, typeof action === 'string' ? action : undefined, check), given);
	const body: JsonObject = isObject(made) ? made : {};
	if (!check(body)) throw new Error(`${name} does not fit: ${ajv.errorsText(check.errors)}`);
	return body;
}

function shortPull(world: World, repository: Repository, pull: Pull): JsonObject {
	const whole = pullView(world, repository, pull, false);
	const keys = ['number', 'title', 'body', 'state', 'draft', 'merged', 'merge_commit_sha', 'head', 'base', 'user'];
	return { auto_merge: null, ...Object.fromEntries(keys.map((key) => [key, whole[key]])) };
}

function exampleOf(event: string, action: string | undefined, check: ValidateFunction): Json {
	const known: readonly unknown[] = all.find(({ name }) => name === event)?.examples ?? [];
	const found = known.filter((one) => isObject(one) && (action === undefined || one['action'] === action));
	// Some examples are older than the schemas.
	return JSON.parse(JSON.stringify(found.find((one) => check(one)) ?? found[0] ?? known[0] ?? {}));
}

function merged(base: Json | undefined, over: Json | undefined): Json {
	if (!isObject(base) || !isObject(over)) return over === undefined ? (base ?? null) : over;
	const made: Record<string, Json | undefined> = { ...base };
	for (const [key, value] of Object.entries(over)) if (value !== undefined) made[key] = merged(base[key], value);
	return made;
}

export interface SignedDelivery {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly guid: string;
}

export function signed(
	event: string,
	payload: JsonObject,
	secret: string,
	guid: string = randomUUID(),
): SignedDelivery {
	const body = JSON.stringify(payload);
	const signature = createHmac('sha256', secret).update(body).digest('hex');
	return {
		guid,
		body,
		headers: {
			'content-type': 'application/json',
			'user-agent': 'GitHub-Hookshot/simulated',
			'x-github-event': event,
			'x-github-delivery': guid,
			'x-hub-signature-256': `sha256=${signature}`,
		},
	};
}
