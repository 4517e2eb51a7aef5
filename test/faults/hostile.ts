import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A second host that is after the token, and records every request. */
export interface HostileHost {
	readonly host: string;
	readonly port: number;
	/** Every request that reached it: address and headers. */
	readonly requests: readonly { readonly url: string; readonly headers: string }[];
	close(): Promise<void>;
}

/** On loopback, under every name it has there. */
export async function hostileHost(): Promise<HostileHost> {
	const requests: { url: string; headers: string }[] = [];
	const server = createServer((request, response) => {
		requests.push({ url: request.url ?? '', headers: JSON.stringify(request.headers) });
		// A plausible answer, so that the caller continues.
		response
			.writeHead(200, { 'content-type': 'text/csv' })
			.end('Audited Time\n2026-09-01T08:00Z\n');
	});
	await new Promise<void>((resolve) => server.listen(0, '::', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		host: `127.0.0.1:${port}`,
		port,
		requests,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Links that a tampered answer, an expression or an assistant could contain. */
export function hostileLinks(own: string, evil: HostileHost): string[] {
	const path = '/v2/crm/20098761234/auditlog/7610000000070007017/AuditLog.csv';
	const { host, port } = evil;
	const ownPort = new URL(`http://${own}`).port;
	return [
		`http://${host}${path}`,
		`http://localhost:${port}${path}`,
		`http://[::1]:${port}${path}`,
		`http://[::ffff:127.0.0.1]:${port}${path}`,
		`http://0x7f000001:${port}${path}`,
		`http://2130706433:${port}${path}`,
		`http://127.1:${port}${path}`,
		`http://0.0.0.0:${port}${path}`,
		`http://${own}@${host}${path}`,
		`http://${own}:x@${host}${path}`,
		`http://user:secret@${host}${path}`,
		`http://${host}\\@${own}${path}`,
		`http://${host}#@${own}${path}`,
		`http://${host}?@${own}${path}`,
		`https://${host}${path}`,
		`ftp://${host}${path}`,
		`//${host}${path}`,
		`http://${own}.evil.example${path}`,
		`https://download.zoho.eu@${host}${path}`,
		`http://user:secret@${own}${path}`,
		`http://localhost:${ownPort}${path}`,
		`https://${own}${path}`,
		`http://${own}/redirect?to=http://${host}${path}`,
		`http://${own}/v2/crm/1/auditlog/../../../../redirect/AuditLog.csv`,
		`http://${own}/v2/crm/1/auditlog/2/..%2f..%2fredirect`,
		`http://${own}${path}#http://${host}`,
		'javascript:alert(1)',
		'data:text/csv,Audited%20Time',
		'file:///etc/passwd',
	];
}
