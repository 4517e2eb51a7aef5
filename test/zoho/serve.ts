import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ZohoAnswer, ZohoRequest } from './answers';
import type { Zoho } from './zoho';

/** The part of a Zoho that a server needs. */
export type Servable = Pick<Zoho, 'answer' | 'setOrigins'>;

export interface ZohoServer {
	/** Accounts server, API and file host in one: `http://127.0.0.1:PORT`. */
	readonly url: string;
	/** The number of responses being sent. */
	answering(): number;
	/** Ends at once; open connections are cut. */
	close(): Promise<void>;
}

/** Serves a Zoho on the loopback interface only; port 0 means a free one. Carries out socket faults. */
export async function serveZoho(zoho: Servable, port = 0): Promise<ZohoServer> {
	let url = '';
	const closing = new AbortController();
	let answering = 0;
	const server = createServer((incoming, response) => {
		answering++;
		response.once('close', () => answering--);
		// A bug of the emulator: the stack is for the developer who started it.
		handle(zoho, url, incoming, response, closing.signal).catch((error: unknown) => {
			if (!closing.signal.aborted) console.error(error);
			response.destroy();
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	zoho.setOrigins({ accounts: url, api: url, files: url, web: url });
	return {
		url,
		answering: () => answering,
		close: () =>
			new Promise((resolve) => {
				closing.abort();
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function handle(
	zoho: Servable,
	origin: string,
	incoming: IncomingMessage,
	response: ServerResponse,
	closing: AbortSignal,
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
	const request: ZohoRequest = {
		method: incoming.method ?? 'GET',
		url: origin + (incoming.url ?? '/'),
		headers,
		body: Buffer.concat(chunks).toString(),
	};
	await send(zoho.answer(request), response, closing);
}

async function send(answer: ZohoAnswer, response: ServerResponse, closing: AbortSignal) {
	const { hang, cutAfter, declaredLength, bytesPerSecond } = answer.socket ?? {};
	if (hang) return;
	response.sendDate = false;
	const headers: Record<string, string> = { ...answer.headers };
	if (declaredLength !== undefined) {
		headers['content-length'] = String(declaredLength);
		response.strictContentLength = false;
	}
	response.writeHead(answer.status, headers);
	if (!answer.socket) {
		response.end(answer.body);
		return;
	}
	// Node holds headers back until there is a body.
	response.flushHeaders();
	const body = answer.body.subarray(0, cutAfter ?? answer.body.length);
	if (bytesPerSecond === undefined) {
		await new Promise<void>((resolve) => {
			if (body.length > 0) response.write(body, () => resolve());
			else resolve();
		});
	} else {
		const size = Math.max(1, Math.floor(bytesPerSecond / 10));
		for (let from = 0; from < body.length && !response.destroyed; from += size) {
			response.write(body.subarray(from, from + size));
			await sleep((size / bytesPerSecond) * 1_000, undefined, { signal: closing });
		}
	}
	// With a declared length beyond the body the connection stays open, as if the server lost the file.
	if (cutAfter !== undefined) response.destroy();
	else if (declaredLength === undefined || declaredLength <= body.length) response.end();
}
