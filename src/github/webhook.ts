import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A delivery whose signature was checked. */
export interface WebhookDelivery {
	readonly id: string;
	readonly event: string;
	readonly payload: object;
}

/** How a delivery was answered; without its name where nobody knows whether GitHub sent it. */
export interface AnsweredWebhook {
	readonly id?: string;
	readonly event?: string;
	readonly status: number;
	readonly milliseconds: number;
}

/** Bytes of a body; GitHub sends nothing larger: https://docs.github.com/webhooks/webhook-events-and-payloads. */
const mostBytes = 25 * 1024 * 1024;

/**
 * Answers a delivery: 202 once `accept` has returned, which is when nothing can be lost any more. Stands before Probot's
 * own handler, which has no limit for the body and logs all of what a stranger sends without a signature.
 */
export async function answerWebhook(
	request: IncomingMessage,
	response: ServerResponse,
	secret: string,
	accept: (delivery: WebhookDelivery) => Promise<void>,
	tell: (told: AnsweredWebhook) => void = () => undefined,
): Promise<void> {
	const start = performance.now();
	let known: Pick<AnsweredWebhook, 'id' | 'event'> = {};
	const answer = (status: number) => {
		response.writeHead(status).end();
		tell({ ...known, status, milliseconds: Math.round(performance.now() - start) });
	};
	const [event, id, signature] = ['x-github-event', 'x-github-delivery', 'x-hub-signature-256'].map(
		(name) => request.headers[name],
	);
	if (request.method !== 'POST') return answer(405);
	if (typeof event !== 'string' || typeof id !== 'string' || typeof signature !== 'string') return answer(400);
	const body = await bodyOf(request);
	// What is left of the body is not read, so nothing else can come over this connection.
	if (body === undefined) {
		response.setHeader('connection', 'close');
		return answer(413);
	}
	const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
	const given = Buffer.from(signature);
	// Bytes, not letters: the comparison throws where their numbers differ.
	if (expected.length !== given.length || !timingSafeEqual(expected, given)) return answer(401);
	known = { id, event };
	let payload: unknown;
	try {
		payload = JSON.parse(body.toString('utf8'));
	} catch {
		return answer(400);
	}
	if (typeof payload !== 'object' || payload === null) return answer(400);
	try {
		await accept({ id, event, payload });
	} catch (error) {
		// GitHub sends it again when it is asked to, and it will be.
		answer(503);
		throw error;
	}
	answer(202);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of request) {
		bytes += chunk.length;
		if (bytes > mostBytes) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
