import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App } from './app.ts';

/** A page that the server has beside the webhooks. */
export interface Page {
	readonly status: number;
	readonly type: string;
	readonly body: string;
}

export interface ServerOptions {
	readonly host: string;
	readonly port: number;
	readonly webhookPath: string;
	readonly answer: App['answer'];
	/** Path → page; asked anew each time. */
	readonly pages: ReadonlyMap<string, () => Page | Promise<Page>>;
	readonly onError: (error: unknown) => void;
}

export interface RunningServer {
	readonly port: number;
	/** Takes no more requests; those under way are answered. */
	close(): Promise<void>;
}

/** Milliseconds for the head of a request and for all of it; GitHub waits ten seconds for its answer. */
const headPatience = 10_000;
const requestPatience = 30_000;

/** Serves webhooks, and pages for whoever watches over the process. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
	const { host, port, onError } = options;
	const server: Server = createServer((request, response) => {
		handle(request, response, options).catch((error: unknown) => {
			// A client that goes away in the middle of its body is no mistake of ours.
			if (!request.destroyed) onError(error);
			if (!response.headersSent) response.writeHead(500);
			response.end();
		});
	});
	server.headersTimeout = headPatience;
	server.requestTimeout = requestPatience;
	server.listen(port, host);
	await once(server, 'listening');
	const address = server.address() as AddressInfo;
	return {
		port: address.port,
		async close() {
			server.close();
			server.closeIdleConnections();
			await once(server, 'close');
		},
	};
}

async function handle(
	request: IncomingMessage,
	response: ServerResponse,
	{ webhookPath, answer, pages }: ServerOptions,
): Promise<void> {
	const [path = '/'] = (request.url ?? '/').split('?', 1);
	if (path === webhookPath || (request.method === 'POST' && path === '/')) return answer(request, response);
	const page = await pages.get(path)?.();
	const isAsked = request.method === 'GET' || request.method === 'HEAD';
	const { status, type, body } =
		page === undefined
			? { status: 404, type: 'text/plain', body: 'not found\n' }
			: isAsked
				? page
				: { status: 405, type: 'text/plain', body: 'only GET\n' };
	response.writeHead(status, {
		'content-type': type.includes('charset') ? type : `${type}; charset=utf-8`,
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff',
	});
	response.end(request.method === 'HEAD' ? undefined : body);
}
