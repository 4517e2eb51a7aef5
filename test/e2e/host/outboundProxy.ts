import { createServer } from 'node:http';
import { listen } from './loopback';

/** A proxy that refuses every host but this machine, and remembers which were requested. */
export interface OutboundProxy {
	/** Makes a program send its requests to other hosts here. */
	readonly environment: Readonly<Record<string, string>>;
	readonly requestedHosts: readonly string[];
	close(): Promise<void>;
}

/** Sees only programs that read the environment, as n8n's HTTP clients and Node 24 itself do. */
export async function startOutboundProxy(): Promise<OutboundProxy> {
	const requestedHosts: string[] = [];
	const server = createServer((request, response) => {
		requestedHosts.push(request.url ?? '');
		response.writeHead(403).end();
	});
	server.on('connect', (request, socket) => {
		requestedHosts.push(request.url ?? '');
		socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	const { url, close } = await listen(server);
	const environment: Record<string, string> = { NODE_USE_ENV_PROXY: '1' };
	for (const name of ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY']) {
		environment[name] = url;
	}
	for (const name of ['no_proxy', 'NO_PROXY']) environment[name] = '127.0.0.1,localhost,::1';
	return { environment, requestedHosts, close };
}
