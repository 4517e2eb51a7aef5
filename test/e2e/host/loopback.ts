import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback {
	readonly url: string;
	close(): Promise<void>;
}

/** A server on this machine that answers with JSON, and takes it unless it reads otherwise. */
export async function answering(
	answer: (path: string, body: unknown, headers: IncomingHttpHeaders) => unknown,
	read: (text: string) => unknown = JSON.parse,
): Promise<Loopback> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const text = Buffer.concat(chunks).toString();
			const body: unknown = text === '' ? undefined : read(text);
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(answer(request.url ?? '', body, request.headers)));
		});
	});
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
