import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { App } from '../../../mcp/questions/app';
import { createApp } from '../../../mcp/server/app';
import { readConfig } from '../../../mcp/config/config';
import { serveHttp } from '../../../mcp/server/http';
import { createLog } from '../../../mcp/log';
import { axiosExchange } from '../../../mcp/zoho/exchange';
import { createZoho } from '../../zoho/zoho';
import { until } from '../bundle';
import { connect, environment } from '../session';

/** A Zoho whose list of exports never comes, and which counts the connections that are closed. */
async function hangingZoho() {
	const zoho = createZoho({ entries: 20 });
	const seen = { hanging: 0, cut: 0 };
	const lines: string[] = [];
	const server = createServer((request, response) => {
		if (request.url?.includes('audit_log_export')) {
			seen.hanging++;
			response.once('close', () => seen.cut++);
			return;
		}
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const headers = request.headers as Record<string, string>;
			const body = Buffer.concat(chunks).toString();
			const { method = 'GET', url: path = '/' } = request;
			const answer = zoho.answer({ method, url: origin + path, headers, body });
			response.writeHead(answer.status, answer.headers).end(answer.body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	zoho.setOrigins({ accounts: origin, api: origin, files: origin, web: origin });
	const variables = { ...environment(zoho, origin), ZOHO_AUDIT_HTTP_PORT: '0' };
	const app: App = createApp(readConfig(variables), {
		version: '1.2.3',
		exchange: axiosExchange('test'),
		now: Date.now,
		log: createLog('info', (line) => lines.push(line)),
	});
	const close = (): void => {
		server.close();
		server.closeAllConnections();
	};
	return { app, seen, lines, close };
}

async function cancels(
	client: Client,
	seen: { hanging: number; cut: number },
	reason?: unknown,
): Promise<void> {
	const controller = new AbortController();
	const call = client.callTool(
		{ name: 'list_exports', arguments: {} },
		{ signal: controller.signal },
	);
	call.catch(() => undefined);
	await until(() => seen.hanging === 1);
	expect(seen.cut).toBe(0);
	controller.abort(reason);
	await expect(call).rejects.toThrow();
	await until(() => seen.cut === 1);
	expect(seen).toEqual({ hanging: 1, cut: 1 });
}

test.each([[undefined], ['changed my mind'], [new Error('any')]])(
	'a cancel reaches the request to Zoho, and is no fault: %s',
	async (reason) => {
		const { app, seen, lines, close } = await hangingZoho();
		const client = await connect(app);
		await cancels(client, seen, reason);
		await until(() => lines.some((line) => line.includes('"message":"cancelled"')));
		expect(lines.join('\n')).not.toMatch(/unforeseen|"level":"error"/);
		await client.close();
		close();
	},
);

test('over HTTP too, by a current client', async () => {
	const { app, seen, close } = await hangingZoho();
	const listening = await serveHttp(app, { token: null });
	const versionNegotiation = { mode: { pin: '2026-07-28' } };
	const client = new Client({ name: 'new', version: '0' }, { versionNegotiation });
	await client.connect(new StreamableHTTPClientTransport(new URL(listening.url)));
	await cancels(client, seen);
	await client.close();
	await listening.close();
	close();
});

test('over HTTP by an older client, which cancels by closing its connection', async () => {
	const { app, seen, close } = await hangingZoho();
	const listening = await serveHttp(app, { token: null });
	const controller = new AbortController();
	const call = fetch(listening.url, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			accept: 'application/json, text/event-stream',
			'mcp-protocol-version': '2025-11-25',
		},
		body: JSON.stringify({
			jsonrpc: '2.0',
			id: 1,
			method: 'tools/call',
			params: { name: 'list_exports', arguments: {} },
		}),
		signal: controller.signal,
	}).then(async (response) => await response.text());
	call.catch(() => undefined);
	await until(() => seen.hanging === 1);
	controller.abort();
	await until(() => seen.cut === 1);
	await listening.close();
	close();
});
