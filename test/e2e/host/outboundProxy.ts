import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Everything that is not on this machine, as n8n under test sees it: a proxy that refuses. */
export interface Outside {
	/** What makes a program ask here for any host but this machine. */
	readonly environment: Readonly<Record<string, string>>;
	/** Hosts that were asked for. */
	readonly asked: readonly string[];
	close(): Promise<void>;
}

/** Sees whoever heeds the environment, as n8n's HTTP clients and Node 24's own do. */
export async function watchOutside(): Promise<Outside> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.writeHead(403).end();
	});
	server.on('connect', (request, socket) => {
		asked.push(request.url ?? '');
		socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const environment: Record<string, string> = { NODE_USE_ENV_PROXY: '1' };
	for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) {
		environment[name] = url;
	}
	for (const name of ['no_proxy', 'NO_PROXY']) environment[name] = '127.0.0.1,localhost,::1';
	return {
		environment,
		asked,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
