import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
	readonly url: string;
	/** Open connections are cut. */
	close(): Promise<void>;
}

/** Lets a server listen on a free port of this machine. */
export async function listen(server: Server): Promise<LoopbackServer> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** A server whose handler gets each request with its body; requests cut off in the middle are dropped. */
export async function serve(
	handle: (request: IncomingMessage, body: Buffer, response: ServerResponse) => unknown,
): Promise<LoopbackServer> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => void handle(request, Buffer.concat(chunks), response));
	});
	return await listen(server);
}

/** A server that answers with JSON; requests are JSON too unless `parse` reads something else. */
export async function serveJson(
	answer: (path: string, body: unknown, headers: IncomingHttpHeaders) => unknown,
	parse: (text: string) => unknown = JSON.parse,
): Promise<LoopbackServer> {
	return await serve((request, body, response) => {
		const text = body.toString();
		const parsed: unknown = text === '' ? undefined : parse(text);
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(answer(request.url ?? '', parsed, request.headers)));
	});
}
