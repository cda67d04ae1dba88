import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerWebhook, type WebhookDelivery } from '../../src/github/webhook.ts';

const secret = 'a secret of the right length';
const accepted: WebhookDelivery[] = [];
const server = createServer((asked, response) => {
	void answerWebhook(asked, response, secret, async (delivery) => void accepted.push(delivery));
});
let port = 0;

beforeAll(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterAll(() => {
	server.closeAllConnections();
	server.close();
});

const signed = (body: string | Buffer, word = secret, algorithm = 'sha256') =>
	`${algorithm}=${createHmac(algorithm, word).update(body).digest('hex')}`;

const head = (signature: string): Record<string, string> => ({
	'content-type': 'application/json',
	'x-github-event': 'ping',
	'x-github-delivery': 'd',
	'x-hub-signature-256': signature,
});

/** Sends a delivery; answers the status, or that the connection was cut. */
async function send(body: string | Buffer, headers: Record<string, string>, method = 'POST'): Promise<number | 'cut'> {
	return new Promise((done) => {
		const asked = request({ host: '127.0.0.1', port, method, headers, agent: false }, (answer) => {
			answer.resume();
			done(answer.statusCode ?? 0);
		});
		asked.on('error', () => done('cut'));
		asked.end(body);
	});
}

const good = '{"zen": "x"}';
const without = (name: string) => {
	const { [name]: _, ...rest } = head(signed(good));
	return rest;
};

const deliveries: readonly (readonly [string, string | Buffer, Record<string, string>, number])[] = [
	['without a signature', good, without('x-hub-signature-256'), 400],
	['without an event', good, without('x-github-event'), 400],
	['without an id', good, without('x-github-delivery'), 400],
	['signed with another secret', good, head(signed(good, 'another secret of that length')), 401],
	['signed with nothing', good, head(signed(good, '')), 401],
	['signed for another body', good, head(signed('{}')), 401],
	['signed with SHA-1', good, head(signed(good, secret, 'sha1')), 401],
	['with a signature cut off', good, head(signed(good).slice(0, -2)), 401],
	['with an empty signature', good, head(''), 401],
	['with a signature in capital letters', good, head(signed(good).toUpperCase()), 401],
	['with a signature of other bytes', Buffer.from(good), head(`sha256=${'\u00e9'.repeat(64)}`), 401],
	['with a body that is no JSON', '{"a":', head(signed('{"a":')), 400],
	['with a body that is a number', '7', head(signed('7')), 400],
	['with a body that is nothing', '', head(signed('')), 400],
	['with a body that is null', 'null', head(signed('null')), 400],
	[
		'with a body that a decompressor would fill',
		Buffer.from('1f8b08', 'hex'),
		head(signed(Buffer.from('1f8b08', 'hex'))),
		400,
	],
];

describe('a delivery made to do harm', () => {
	test.each(deliveries)('%s is not taken', async (_, body, headers, status) => {
		accepted.splice(0);
		expect({ status: await send(body, headers), accepted }).toEqual({ status, accepted: [] });
	});

	test('that is larger than GitHub sends is not taken, signed or not', async () => {
		accepted.splice(0);
		const body = Buffer.alloc(26 * 2 ** 20, ' ');
		expect([413, 'cut']).toContain(await send(body, head(signed(body))));
		expect(accepted).toEqual([]);
	});

	test.each(['GET', 'PUT', 'DELETE'])('by %s is not taken', async (method) => {
		expect(await send('', head(signed('')), method)).toBe(405);
	});

	test('with keys of every object changes no object', async () => {
		accepted.splice(0);
		const body = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';
		expect(await send(body, head(signed(body)))).toBe(202);
		expect(accepted).toHaveLength(1);
		expect('polluted' in {}).toBe(false);
	});

	test('nested a hundred thousand deep is answered', async () => {
		const body = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
		expect([202, 400]).toContain(await send(body, head(signed(body))));
	});
});
