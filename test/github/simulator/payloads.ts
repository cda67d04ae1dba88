import { createHmac, randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import schema from '@octokit/webhooks-schemas' with { type: 'json' };
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { isObject, type Json, type JsonObject } from './json.ts';
import { repositoryView, userView } from './views.ts';
import type { Happening, World } from './world.ts';

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
	const installation = [...world.installations.values()].find((one) => one.repositories.has(repository));
	const given: JsonObject = {
		...payload,
		// What is told of an installation names no single repository.
		...(!event.startsWith('installation') && { repository: repositoryView(repository) }),
		sender: { ...userView(repository.owner), ...(isObject(payload['sender']) ? payload['sender'] : {}) },
		...(installation !== undefined &&
			!isObject(payload['installation']) && {
				installation: { id: installation.id, node_id: `IN_${installation.id}` },
			}),
	};
	const name = typeof action === 'string' ? `${event}$${action}` : `${event}$event`;
	const check = ajv.getSchema(`webhooks#/definitions/${encodeURIComponent(name)}`);
	if (check === undefined) throw new Error(`GitHub describes no webhook ${name}`);
	const own = exampleOf(event, typeof action === 'string' ? action : undefined);
	const usual = exampleOf(event, undefined);
	const keys = new Set([...Object.keys(own), ...Object.keys(given)]);
	const made = Object.fromEntries([...keys].map((key) => [key, merged(merged(usual[key], own[key]), given[key])]));
	const body: JsonObject = made;
	if (!check(body) && !check(withDates(body))) throw new Error(`${name} does not fit: ${ajv.errorsText(check.errors)}`);
	return body;
}

/** An example of the event, the newest that fits GitHub's schema of today where one does: some are older than the schemas. */
function exampleOf(event: string, action: string | undefined): JsonObject {
	const known: readonly unknown[] = all.find(({ name }) => name === event)?.examples ?? [];
	const found = known.filter((one) => isObject(one) && (action === undefined || one['action'] === action));
	const fits = (one: unknown) => {
		const own = isObject(one) && typeof one['action'] === 'string' ? one['action'] : 'event';
		return ajv.getSchema(`webhooks#/definitions/${encodeURIComponent(`${event}$${own}`)}`)?.(one) === true;
	};
	return JSON.parse(JSON.stringify(found.find(fits) ?? found[0] ?? {}));
}

/** Some examples hold times without a zone. */
function withDates(value: JsonObject): JsonObject {
	const mend = (one: Json | undefined, name: string): Json => {
		if (Array.isArray(one)) return one.map((item) => mend(item, name));
		if (!isObject(one)) return name.endsWith('_at') && typeof one === 'string' ? '2026-06-01T08:00:00Z' : (one ?? null);
		return Object.fromEntries(Object.entries(one).map(([key, item]) => [key, mend(item, key)]));
	};
	const mended = mend(value, '');
	if (isObject(mended)) Object.assign(value, mended);
	return value;
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
