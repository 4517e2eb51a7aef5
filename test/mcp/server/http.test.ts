import { TOOL_NAMES } from '../../../mcp/config/toolNames';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { type Listening, serveHttp } from '../../../mcp/server/http';
import { httpProblems } from '../../../mcp/config/httpProblems';
import { bundledServer, running, until } from '../bundle';
import { environment, type Session, session } from '../session';

const TOKEN = 'a-token-of-at-least-thirty-two-characters';
const headers = { authorization: `Bearer ${TOKEN}` };
const named = { allowedHosts: ['mcp.example'] };

let it: Session;
let listening: Listening;

beforeEach(async () => {
	it = await session(
		{ switches: { settingsAuditLog: 'audit_log' } },
		{ ZOHO_AUDIT_HTTP_PORT: '0', ZOHO_AUDIT_HTTP_TOKEN: TOKEN },
	);
	listening = await serveHttp(it.app, { token: TOKEN });
});

afterEach(async () => {
	await listening.close();
	await it.close();
});

const INITIALIZE = JSON.stringify({
	jsonrpc: '2.0',
	id: 1,
	method: 'initialize',
	params: {
		protocolVersion: '2025-11-25',
		capabilities: {},
		clientInfo: { name: 'raw', version: '0' },
	},
});

/** One request with exact headers: fetch does not allow setting Host. */
async function post(
	custom: Record<string, string>,
	{ path = '/mcp', method = 'POST', body = INITIALIZE } = {},
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
	const { hostname, port } = new URL(listening.url);
	const defaults = {
		'content-type': 'application/json',
		accept: 'application/json, text/event-stream',
	};
	return await new Promise((resolve, reject) => {
		const sent = request(
			{ hostname, port, path, method, headers: { ...defaults, ...custom } },
			(response) => {
				let text = '';
				response.on('data', (chunk) => (text += String(chunk)));
				response.on('end', () =>
					resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
				);
			},
		);
		sent.once('error', reject);
		sent.end(method === 'GET' ? undefined : body);
	});
}

test.each(['legacy', 'auto', { pin: '2026-07-28' }] as const)(
	'a client in mode %j lists and calls',
	async (mode) => {
		const client = new Client({ name: 'new', version: '0' }, { versionNegotiation: { mode } });
		await client.connect(
			new StreamableHTTPClientTransport(new URL(listening.url), { requestInit: { headers } }),
		);
		expect((await client.listTools()).tools).toHaveLength(TOOL_NAMES.length);
		const answer = await client.callTool({
			name: 'get_audit_log',
			arguments: { from: 'last week' },
		});
		expect(answer.structuredContent).toMatchObject({ status: 'ready' });
		await client.close();
	},
);

test('a client of the first SDK is answered', async () => {
	const client = new OldClient({ name: 'old', version: '0' });
	const transport = new OldTransport(new URL(listening.url), { requestInit: { headers } });
	await client.connect(transport as Parameters<OldClient['connect']>[0]);
	const answer = await client.callTool({
		name: 'summarize_audit_log',
		arguments: { from: 'last week', toolCallId: 'x', user: null, module: '' },
	});
	expect(answer.structuredContent).toMatchObject({ status: 'ready' });
	await client.close();
});

test('progress reaches the caller', async () => {
	await listening.close();
	await it.close();
	it = await session({ jobSeconds: 20 }, { ZOHO_AUDIT_HTTP_PORT: '0' });
	listening = await serveHttp(it.app, { token: null });
	const client = new Client({ name: 'new', version: '0' });
	await client.connect(new StreamableHTTPClientTransport(new URL(listening.url)));
	const reported: number[] = [];
	await client.callTool(
		{ name: 'get_audit_log', arguments: {} },
		{ onprogress: ({ progress }) => reported.push(progress) },
	);
	expect(reported.length).toBeGreaterThan(0);
	await client.close();
});

test.each([
	['a foreign Host', { ...headers, host: 'evil.example' }, {}, 403],
	['a foreign Origin', { ...headers, origin: 'https://evil.example' }, {}, 403],
	['a loopback Origin', { ...headers, origin: 'http://localhost:8080' }, {}, 200],
	['no token', {}, {}, 401],
	['another token', { authorization: 'Bearer x' }, {}, 401],
	['a token of Zoho', { authorization: 'Zoho-oauthtoken 1000.a.b' }, {}, 401],
	['the token in another spelling', { authorization: `bearer  ${TOKEN}` }, {}, 200],
	['another path', headers, { path: '/' }, 404],
	['a GET', headers, { method: 'GET' }, 405],
	['a large body', headers, { body: `"${'x'.repeat(300_000)}"` }, 413],
	['any type accepted', { ...headers, accept: '*/*' }, {}, 200],
	['a browser that prefers a page', { ...headers, accept: 'text/html, */*;q=0.8' }, {}, 200],
	['no type accepted by name', { ...headers, accept: '' }, {}, 200],
	['a page alone accepted', { ...headers, accept: 'text/html' }, {}, 406],
	['another content type', { ...headers, 'content-type': 'text/plain' }, {}, 415],
] as [string, Record<string, string>, Parameters<typeof post>[1], number][])(
	'%s is answered with its status',
	async (_, custom, options, status) => {
		const answer = await post(custom, options);
		expect(answer.status).toBe(status);
		expect(it.zoho.requests).toHaveLength(0);
		expect(answer.headers['access-control-allow-origin']).toBeUndefined();
	},
);

test('a missing token is answered with WWW-Authenticate', async () => {
	const answer = await post({});
	expect(answer.headers['www-authenticate']).toBe('Bearer');
});

test.each([
	[{ httpToken: null, httpHost: '127.0.0.1', withoutToken: false }, ['ZOHO_AUDIT_HTTP_TOKEN']],
	[{ httpToken: null, httpHost: '127.0.0.1', withoutToken: true }, []],
	[{ httpToken: TOKEN, httpHost: '127.0.0.1', withoutToken: false }, []],
	[{ httpToken: TOKEN, httpHost: '::1', withoutToken: false }, []],
	[{ httpToken: TOKEN, httpHost: '0.0.0.0', withoutToken: false }, ['ALLOWED_HOSTS']],
	[{ httpToken: TOKEN, httpHost: '0.0.0.0', withoutToken: false, ...named }, []],
	[{ httpToken: TOKEN, httpHost: '0.0.0.0', withoutToken: true, ...named }, ['this machine alone']],
	[{ httpToken: null, httpHost: '::', withoutToken: false, ...named }, ['ZOHO_AUDIT_HTTP_TOKEN']],
])('%j lacks %j', (settings, sentences) => {
	const problems = httpProblems({ allowedHosts: [], ...settings });
	expect(problems).toHaveLength(sentences.length);
	sentences.forEach((sentence, index) => expect(problems[index]).toContain(sentence));
});

describe('the command', () => {
	const cli = bundledServer();

	test.each([
		[['--http'], {}, 'needs ZOHO_AUDIT_HTTP_TOKEN'],
		[['--http'], { ZOHO_AUDIT_HTTP_TOKEN: 'short' }, 'at least 32'],
		[['--http', '--host', '0.0.0.0'], { ZOHO_AUDIT_HTTP_TOKEN: TOKEN }, 'ALLOWED_HOSTS'],
		[['--http', '--port', 'many'], { ZOHO_AUDIT_HTTP_TOKEN: TOKEN }, '65535'],
	] as [string[], Record<string, string>, string][])(
		'%j with %j exits with 2 and says why',
		async (args, env, sentence) => {
			const server = running(cli, args, env, []);
			expect(await server.ended).toBe(2);
			expect(server.output.stderr).toContain(sentence);
			expect(server.output.stdout).toBe('');
		},
	);

	/** Listening, with a client that waits for an answer that never comes. */
	async function hanging(input?: readonly string[]) {
		const env = { ...environment(it.zoho, it.served.url), ZOHO_AUDIT_HTTP_TOKEN: TOKEN };
		const server = running(cli, ['--http', '--port', '0'], env, input);
		await until(() => server.output.stderr.includes('Listening on'));
		const url = /http:\S+/.exec(server.output.stderr)?.[0] ?? '';
		it.zoho.faults.add({ on: 'listExports', times: Infinity, socket: { hang: true } });
		const client = new Client({ name: 'new', version: '0' });
		await client.connect(
			new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }),
		);
		const events: string[] = [];
		const call = client
			.callTool({ name: 'list_exports', arguments: {} })
			.then(() => 'answered')
			.catch(() => 'cut')
			.then((event) => events.push(event));
		await until(() => it.zoho.requests.some(({ operation }) => operation === 'listExports'));
		return { server, url, client, call, events };
	}

	test.each(['SIGTERM', 'SIGINT'] as const)(
		'it listens, and exits with 0 on %s although a call is running',
		async (signal) => {
			const { server, url, call, events } = await hanging();
			expect(events).toEqual([]);
			server.child.kill(signal);
			// The benchmark measures how soon.
			const code = await Promise.race([server.ended, pause(10_000, 'still running')]);
			expect(code).toBe(0);
			await call;
			expect(events).toEqual(['cut']);
			expect(server.output.stdout).toBe('');
			await expect(fetch(url)).rejects.toThrow();
		},
	);

	test('the end of stdin does not end it: a service has no input', async () => {
		const { server, client, events } = await hanging([]);
		expect((await client.listTools()).tools).toHaveLength(TOOL_NAMES.length);
		expect([server.child.exitCode, ...events]).toEqual([null]);
		server.child.kill('SIGTERM');
		expect(await server.ended).toBe(0);
	});
});
