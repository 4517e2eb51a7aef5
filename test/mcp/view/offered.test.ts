import { createHash } from 'node:crypto';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { serveHttp } from '../../../mcp/server/http';
import { bundledServer } from '../bundle';
import { hostedServer } from '../hostedServer';
import { type Session, session } from '../session';
import { builtView } from './builtView';

const URI = 'ui://zoho-crm-audit-log/view.html';
const MIME_TYPE = 'text/html;profile=mcp-app';
const SHOWS_VIEWS = { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: [MIME_TYPE] } } };
const DRAWN = ['get_audit_log', 'summarize_audit_log', 'review_audit_log'];
const TOKEN = 'a-token-of-at-least-thirty-two-characters';

type Listing = { tools: { name: string; _meta?: Record<string, unknown> }[] };
interface Asking {
	listTools(): Promise<Listing>;
	listResources(): Promise<{ resources: { uri: string }[] }>;
	readResource(params: { uri: string }): Promise<{ contents: object[] }>;
	close(): Promise<void>;
}

/** The names of the tools that are drawn, with what the host is told of all. */
async function offeredTo(client: Asking) {
	const { tools } = await client.listTools();
	const ui = (name: string) => tools.find((tool) => tool.name === name)?._meta?.['ui'];
	const { resources } = await client.listResources();
	const isListed = resources.some(({ uri }) => uri === URI);
	const read = await client.readResource({ uri: URI }).then(
		({ contents }) => contents[0] as Record<string, unknown>,
		() => null,
	);
	return { tools, ui, isListed, read };
}

async function isOffered(client: Asking): Promise<void> {
	const { tools, ui, isListed, read } = await offeredTo(client);
	for (const name of DRAWN) {
		expect(ui(name)).toEqual({ resourceUri: URI, visibility: ['model', 'app'] });
	}
	// The page may call the tools that it draws, and no other.
	for (const { name } of tools) {
		if (!DRAWN.includes(name)) expect([name, ui(name)]).toEqual([name, { visibility: ['model'] }]);
	}
	expect(isListed).toBe(true);
	const none = { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] };
	expect(read).toEqual({
		...{ uri: URI, mimeType: MIME_TYPE, text: builtView() },
		_meta: { ui: { csp: none, prefersBorder: true } },
	});
}

async function isNotOffered(client: Asking): Promise<void> {
	const { tools, isListed, read } = await offeredTo(client);
	expect(JSON.stringify(tools)).not.toMatch(/_meta|ui:\/\//);
	expect([isListed, read]).toEqual([false, null]);
}

const clientOf = (capabilities: object, versions: 'legacy' | 'auto' | '2026-07-28'): Client =>
	new Client(
		{ name: 'test', version: '0' },
		{
			capabilities,
			versionNegotiation: { mode: versions === '2026-07-28' ? { pin: versions } : versions },
		},
	);

describe.each(['legacy', 'auto', '2026-07-28'] as const)('a host that speaks %s', (versions) => {
	test('is offered the view over stdio if it shows such pages, and nothing new if not', async () => {
		for (const [capabilities, check] of [
			[SHOWS_VIEWS, isOffered],
			[{}, isNotOffered],
		] as const) {
			const client = clientOf(capabilities, versions);
			await client.connect(hostedServer(bundledServer(), {}, { args: ['--demo'] }).transport);
			await check(client as unknown as Asking);
			await client.close();
		}
	});
});

describe('over HTTP', () => {
	let it: Session;
	let listening: Awaited<ReturnType<typeof serveHttp>>;
	const options = { requestInit: { headers: { authorization: `Bearer ${TOKEN}` } } };

	beforeEach(async () => {
		const variables = { ZOHO_AUDIT_HTTP_PORT: '0', ZOHO_AUDIT_HTTP_TOKEN: TOKEN };
		it = await session({}, variables, { view: builtView(), capabilities: {} });
		listening = await serveHttp(it.app, { token: TOKEN });
	});

	afterEach(async () => {
		await listening.close();
		await it.close();
	});

	test.each(['legacy', 'auto', '2026-07-28'] as const)('the same for %s', async (versions) => {
		for (const [capabilities, check] of [
			[SHOWS_VIEWS, isOffered],
			[{}, isNotOffered],
		] as const) {
			const client = clientOf(capabilities, versions);
			await client.connect(new StreamableHTTPClientTransport(new URL(listening.url), options));
			await check(client as unknown as Asking);
			await client.close();
		}
	});

	test('and for a client of the first SDK, whose requests know of none before', async () => {
		for (const [capabilities, check] of [
			[SHOWS_VIEWS, isOffered],
			[{}, isNotOffered],
		] as const) {
			const client = new OldClient({ name: 'old', version: '0' }, { capabilities });
			await client.connect(new OldTransport(new URL(listening.url), options) as never);
			await check(client as unknown as Asking);
			await client.close();
		}
	});

	test('the session says what a host shows and opens nothing: without the token it is refused', async () => {
		const answer = await fetch(listening.url, {
			method: 'POST',
			headers: { 'mcp-session-id': 'shows-views', 'content-type': 'application/json' },
			body: '{}',
		});
		expect(answer.status).toBe(401);
	});
});

test.each([
	[{ ZOHO_AUDIT_VIEW: 'false' }, []],
	[{ ZOHO_AUDIT_TOOLS: 'list_users,save_audit_log' }, []],
	[{ ZOHO_AUDIT_TOOLS: 'review_audit_log,list_users' }, ['review_audit_log']],
])('with %j the view belongs to %j', async (variables, drawn) => {
	const it = await session({}, variables, { view: builtView(), capabilities: SHOWS_VIEWS });
	try {
		const { tools, ui, isListed, read } = await offeredTo(it.client as unknown as Asking);
		const linked = tools.filter(({ name }) => JSON.stringify(ui(name) ?? '').includes(URI));
		expect(linked.map(({ name }) => name)).toEqual(drawn);
		expect([isListed, read !== null]).toEqual([drawn.length > 0, drawn.length > 0]);
		if ('ZOHO_AUDIT_VIEW' in variables) expect(JSON.stringify(tools)).not.toContain('_meta');
	} finally {
		await it.close();
	}
});

test('a host that asks for pages of another kind gets none', async () => {
	const capabilities = {
		extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html'] } },
	};
	const it = await session({}, {}, { view: builtView(), capabilities });
	await isNotOffered(it.client as unknown as Asking);
	await it.close();
});

test('tools and answers are the same, byte for byte, whether a host shows views or not', async () => {
	const answers = await Promise.all(
		[SHOWS_VIEWS, {}].map(async (capabilities) => {
			const it = await session({ entries: 300 }, {}, { view: builtView(), capabilities });
			try {
				const { tools } = await it.client.listTools();
				const all: object[] = tools.map(({ _meta: _, ...tool }) => tool);
				for (const { name } of tools) {
					const call = it.client.callTool({ name, arguments: { from: '30d' } });
					all.push(await call.catch((error: unknown) => ({ thrown: String(error) })));
				}
				all.push(await it.client.listPrompts(), await it.client.listResourceTemplates());
				return JSON.stringify(all);
			} finally {
				await it.close();
			}
		}),
	);
	expect(answers[0]).toContain('total_matched');
	expect(answers[0]).toBe(answers[1]);
});

test('the page is small, and its policy allows its own script and style and nothing else', () => {
	const html = builtView();
	expect(Buffer.byteLength(html)).toBeLessThan(80_000);
	const [, script = ''] = /<script>([^]*)<\/script>/.exec(html) ?? [];
	const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
	const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
	const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
	expect(policy).toBe(
		`default-src 'none'; script-src 'sha256-${digest(script)}'; style-src 'sha256-${digest(style)}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`,
	);
	expect(script).not.toMatch(
		/innerHTML|outerHTML|insertAdjacent|document\.write|\beval\(|new Function|fetch\(|XMLHttpRequest|WebSocket|localStorage|import\(/,
	);
	expect(style).not.toMatch(/url\(|@import|@font-face/);
	expect(html.match(/<(script|style|link|img|iframe|object|base|form)\b/g)).toEqual([
		'<style',
		'<script',
	]);
});
