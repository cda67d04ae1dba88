import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { archiveOf } from './archive.ts';
import { answerOf } from './dispatch.ts';
import { type FaultList, faultList } from './faults.ts';
import { answerGraphql } from './graphql.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { payloadOf, signed } from './payloads.ts';
import { type Call, type Delivery, type Happening, newWorld, type World } from './world.ts';

/** A GitHub to test against: state, switches for what goes wrong, and a server. */
export interface Simulator {
	readonly url: string;
	readonly world: World;
	readonly faults: FaultList;
	/** Milliseconds that each answer takes. */
	latency: number;
	/** Sends what happened since, in the order given or as it happened; answers the status of each delivery. */
	deliver(webhook: Webhook, happenings?: readonly Happening[]): Promise<number[]>;
	/** Sends deliveries that were asked for again. */
	redeliver(webhook: Webhook): Promise<number[]>;
	close(): Promise<void>;
}

export interface Webhook {
	readonly url: string;
	readonly secret: string;
}

export async function startSimulator(world: World = newWorld(), port = 0): Promise<Simulator> {
	const faults = faultList();
	const settings = { latency: 0 };
	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => {
			const text = String(error instanceof Error ? error.stack : error);
			world.violations.push(text);
			response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ message: text }));
		});
	});
	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const text = await bodyOf(request);
		if (settings.latency > 0) await wait(settings.latency);
		const url = new URL(request.url ?? '/', world.url);
		if (url.pathname.startsWith('/archive/')) return sendArchive(url, response);
		const isGraphql = url.pathname === '/graphql' || url.pathname === '/api/graphql';
		const body: Json | undefined = text === '' ? undefined : JSON.parse(text);
		const token = (request.headers.authorization ?? '').replace(/^(token|bearer) /i, '');
		const asked = { method: request.method ?? 'GET', url, body, token };
		const answer = await answerOf(world, asked, faults, async (login) =>
			isGraphql ? answerGraphql(world, login, isObject(body) ? body : {}) : undefined,
		);
		const call: Call = {
			operation: answer.operation,
			method: asked.method,
			path: url.pathname,
			status: answer.status,
			body: body ?? null,
		};
		world.calls.push(call);
		if (answer.delay > 0) await wait(answer.delay);
		if (answer.isCut) {
			request.socket.destroy();
			return;
		}
		const written = answer.status === 204 || answer.status === 302 ? undefined : JSON.stringify(answer.body);
		const isTagged = asked.method === 'GET' && answer.status === 200 && written !== undefined;
		const etag = isTagged ? `"${createHash('sha1').update(written).digest('hex')}"` : undefined;
		if (etag !== undefined && request.headers['if-none-match'] === etag) {
			world.calls[world.calls.length - 1] = { ...call, status: 304 };
			response.writeHead(304, { etag }).end();
			return;
		}
		response.writeHead(answer.status, { ...answer.headers, ...(etag !== undefined && { etag }) });
		response.end(written);
	}
	async function sendArchive(url: URL, response: ServerResponse): Promise<void> {
		const [, , owner, name, file = ''] = url.pathname.split('/');
		const repository = [...world.repositories.values()].find((one) => one.owner === owner && one.name === name);
		const kind = faults.take('archive');
		if (kind?.is === 'slow') await wait(kind.milliseconds);
		if (repository === undefined || kind?.is === 'status') {
			response.writeHead(kind?.is === 'status' ? kind.status : 404).end();
			return;
		}
		const bytes = await archiveOf(world, repository, file.replace('.tar.gz', ''));
		response.writeHead(200, { 'content-type': 'application/x-gzip' });
		if (kind?.is === 'dropped') response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
		else response.end(bytes);
	}
	async function send(webhook: Webhook, delivery: Delivery): Promise<number> {
		const { headers, body } = signed(delivery.event, delivery.payload, webhook.secret, delivery.guid);
		const answer = await fetch(webhook.url, { method: 'POST', headers, body }).catch(() => undefined);
		delivery.status = answer?.status ?? 502;
		await answer?.arrayBuffer();
		return delivery.status;
	}
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	world.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
	return {
		url: world.url,
		world,
		faults,
		get latency() {
			return settings.latency;
		},
		set latency(value) {
			settings.latency = value;
		},
		async deliver(webhook, happenings = world.happenings.splice(0)) {
			const statuses: number[] = [];
			for (const one of happenings) {
				const made: JsonObject = payloadOf(world, one);
				const guid = crypto.randomUUID();
				const delivery = { id: world.nextId(), guid, event: one.event, payload: made, isRedelivery: false, status: 0 };
				world.deliveries.push(delivery);
				statuses.push(await send(webhook, delivery));
			}
			return statuses;
		},
		async redeliver(webhook) {
			const waiting = world.deliveries.filter(({ isRedelivery, status }) => isRedelivery && status === 0);
			return Promise.all(waiting.map((one) => send(webhook, one)));
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}
