import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostHeaderValidation, originValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { App } from '../questions/app';
import { createFactory } from './factory';
import { rememberingViews } from './viewSession';

/** Even the largest call has only a few kilobytes of arguments. */
const LIMIT = { maxRequestBodySize: 262_144 };
const HTTP_PATH = '/mcp';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
/** How long running calls may continue once the server is shutting down. */
const GRACE_MS = 500;

export interface Listening {
	/** `http://127.0.0.1:3901/mcp` */
	readonly url: string;
	/** Accepts no more calls, and cuts those still running after a short grace period. */
	close(): Promise<void>;
}

/**
 * The same server over Streamable HTTP, stateless: each request is independent, so there is no
 * session to steal. Host and Origin are checked first, against DNS rebinding: a web page whose name
 * resolves to this machine can send requests from a visitor's browser. Then the path, then the token.
 */
export async function serveHttp(
	app: App,
	options: { readonly token: string | null },
): Promise<Listening> {
	const { httpHost: host, httpPort: port, allowedHosts } = app.config;
	const names = [...LOOPBACK, ...allowedHosts];
	const hostOk = hostHeaderValidation(names);
	const originOk = originValidation(names);
	const onerror = (error: Error): void => app.log.write('warn', 'http', { details: error.message });
	const handler = createMcpHandler(createFactory(app), { ...LIMIT, onerror });
	const fetch = rememberingViews(async (request) => await handler.fetch(request));
	const answer = toNodeHandler({ fetch }, { ...LIMIT, onerror });
	const server = createServer((request, response) => {
		// Both checks send their own refusal.
		if (!hostOk(request, response) || !originOk(request, response)) return;
		if (!isAt(HTTP_PATH, request)) return refuse(response, 404, `The server is at ${HTTP_PATH}.`);
		if (options.token !== null && !presents(options.token, request)) {
			response.setHeader('www-authenticate', 'Bearer');
			return refuse(response, 401, "Send this server's own token: Authorization: Bearer …");
		}
		acceptBoth(request);
		// A server's request always has both.
		void answer(request as IncomingMessage & { method: string; url: string }, response);
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	const { port: taken } = server.address() as AddressInfo;
	return {
		url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}${HTTP_PATH}`,
		async close() {
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeIdleConnections();
			const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
			await closed;
			clearTimeout(cut);
			await handler.close();
		},
	};
}

/** Who does not say, or takes anything, takes both forms of an answer; the SDK insists on their names. */
function acceptBoth({ headers }: IncomingMessage): void {
	if (/^$|\*\/\*/.test(headers.accept?.trim() ?? '')) {
		headers.accept = 'application/json, text/event-stream';
	}
}

function isAt(path: string, { url = '/' }: IncomingMessage): boolean {
	return URL.canParse(url, 'http://x') && new URL(url, 'http://x').pathname === path;
}

/**
 * Compared in constant time. A token of Zoho's is refused like any other: the caller's token is never
 * used for Zoho, nor this server's own for anything else.
 */
function presents(token: string, { headers }: IncomingMessage): boolean {
	const [, sent = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
	return timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}

function refuse(response: ServerResponse, status: number, message: string): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }));
}
