import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	type Fault,
	htmlPage,
	jsonInstead,
	redirectTo,
	throttledRefresh,
	truncatedBody,
	withBody,
} from '../../zoho/faults';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho, type ZohoRequest } from '../../zoho/zoho';
import { bundledServer, hosted, type Running, running, until } from '../bundle';
import { environment } from '../session';

jest.setTimeout(120_000);

/** The server's own token, and a stranger's. */
const TOKEN = 'marker-of-this-server-0123456789abcdef';
const STRANGER = 'marker-of-a-stranger-0123456789abcdef';
const EXPORT_ID = '7610000000070000000';
const FILE = `zoho-audit://exports/${EXPORT_ID}/AuditLog.csv`;
/** Characters of a secret that do not occur by chance. */
const PART_CHARS = 12;

const cli = bundledServer();
let zoho: Zoho;
let served: ZohoServer;
let folder: string;
let downloads: string;
/** Every access token that was ever sent to Zoho. */
let tokens: Set<string>;

beforeEach(async () => {
	zoho = createZoho({ olderExport: true, ownExport: true });
	tokens = new Set();
	served = await serveZoho({
		setOrigins: (origins) => zoho.setOrigins(origins),
		answer(incoming) {
			const [, token] = / (1000\.\S+)$/.exec(incoming.headers['authorization'] ?? '') ?? [];
			if (token !== undefined) tokens.add(token);
			return zoho.answer(incoming);
		},
	});
	folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
	downloads = path.join(folder, 'downloads');
	mkdirSync(downloads);
});

afterEach(async () => {
	await served.close();
	rmSync(folder, { recursive: true });
});

/** A client's connection to the server, in a process of its own or in this one. */
interface Connection {
	readonly server: Pick<Running, 'output'>;
	/** One call; `received` has what came back, with any status and headers. */
	invoke(method: string, params?: object): Promise<void>;
	/** Text that is no call. */
	send(text: string): Promise<void>;
	received(): string;
	end(): Promise<void>;
}

const TRANSPORTS = { stdio: overStdio, HTTP: overHttp } as const;
const TRANSPORT_NAMES = Object.keys(TRANSPORTS) as (keyof typeof TRANSPORTS)[];

function variables(): Record<string, string> {
	return {
		...environment(zoho, served.url),
		ZOHO_AUDIT_DOWNLOAD_DIR: downloads,
		ZOHO_AUDIT_HTTP_TOKEN: TOKEN,
		ZOHO_AUDIT_LOG_LEVEL: 'debug',
		ZOHO_AUDIT_WAIT_SECONDS: '1',
	};
}

const INITIALIZE = {
	protocolVersion: '2025-11-25',
	capabilities: {},
	clientInfo: { name: 'raw', version: '0' },
};

async function overStdio(run: typeof hosted | typeof running): Promise<Connection> {
	const server = run(cli, [], variables());
	const { stdin } = server.child;
	let id = 0;
	const invoke = async (method: string, params: object = {}): Promise<void> => {
		const own = ++id;
		stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: own, method, params })}\n`);
		await until(() => new RegExp(`"id":${own}[,}]`).test(server.output.stdout));
	};
	await invoke('initialize', INITIALIZE);
	return {
		server,
		invoke,
		send: async (text) => {
			stdin?.write(`${text}\n`);
			await invoke('ping');
		},
		received: () => server.output.stdout,
		async end() {
			stdin?.end();
			await server.ended;
		},
	};
}

interface Posted {
	readonly headers?: Record<string, string>;
	readonly path?: string;
}

async function overHttp(
	run: typeof hosted | typeof running,
): Promise<Connection & { post(text: string, posted?: Posted): Promise<number> }> {
	const server = run(cli, ['--http', '--port', '0'], variables());
	await until(() => server.output.stderr.includes('Listening on'));
	const url = new URL(/http:\S+/.exec(server.output.stderr)?.[0] ?? '');
	let received = '';
	let id = 0;
	const post = async (text: string, { headers = {}, path: at = '/mcp' }: Posted = {}) =>
		await new Promise<number>((resolve, reject) => {
			const sent = request(
				{
					hostname: url.hostname,
					port: url.port,
					path: at,
					method: 'POST',
					headers: {
						'content-type': 'application/json',
						accept: 'application/json, text/event-stream',
						'mcp-protocol-version': '2025-11-25',
						authorization: `Bearer ${TOKEN}`,
						...headers,
					},
				},
				(response) => {
					received += JSON.stringify(response.headers);
					response.on('data', (chunk) => (received += String(chunk)));
					response.on('end', () => resolve(response.statusCode ?? 0));
				},
			);
			sent.once('error', reject);
			sent.end(text);
		});
	return {
		server,
		post,
		invoke: async (method, params = {}) =>
			void (await post(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }))),
		send: async (text) => void (await post(text)),
		received: () => received,
		async end() {
			server.child.kill('SIGTERM');
			await server.ended;
		},
	};
}

/** Every tool, resource, prompt and completion; concurrently, because some wait. */
async function invokeEverything({ invoke }: Connection): Promise<void> {
	const call = async (name: string, args: object = {}): Promise<void> =>
		await invoke('tools/call', { name, arguments: args });
	const complete = async (name: string, argument: string): Promise<void> =>
		await invoke('completion/complete', {
			ref: { type: 'ref/prompt', name },
			argument: { name: argument, value: 'a' },
		});
	await Promise.all([
		call('get_audit_log', { from: '7d', detail: 'full' }),
		call('summarize_audit_log', { from: '7d', user: 'Marta' }),
		call('get_record_history', { record: '7610000000000800010', module: 'Deals' }),
		call('review_audit_log', { from: '7d' }),
		call('list_users', { from: '7d' }),
		call('list_deleted_records', { from: '7d' }),
		call('save_audit_log', { from: '7d' }),
		call('create_export', { from: '7d' }),
		call('list_exports'),
		call('get_export', { export_id: EXPORT_ID, wait_seconds: 0 }),
		call('download_export', { export_id: EXPORT_ID, wait_seconds: 0 }),
		complete('user_activity', 'user'),
		complete('investigate_record', 'module'),
		invoke('prompts/get', { name: 'user_activity', arguments: { user: 'Marta' } }),
		invoke('prompts/get', { name: 'investigate_record' }),
		invoke('resources/read', { uri: 'zoho-audit://nothing' }),
	]);
	await invoke('resources/read', { uri: FILE });
	await invoke('resources/list');
}

/** A careless server that echoes what it received, token included. */
const echo = (status: number) => ({
	refuse: ({ url, headers, body }: ZohoRequest) =>
		jsonInstead(status, {
			code: JSON.stringify(headers),
			status: 'error',
			error: body,
			message: `${url} ${JSON.stringify(headers)} ${body}`,
			details: { headers, body, permissions: [JSON.stringify(headers)] },
		}).refuse?.({} as ZohoRequest) as never,
});

const always = { times: Infinity };
const anywhere = ({ url }: ZohoRequest): boolean => !url.includes('/oauth/');

/** What fails, and whether a file may be saved. */
const FAILURES: readonly [string, () => readonly Fault[], 'saved' | 'none'][] = [
	['nothing', () => [], 'saved'],
	[
		'a revoked refresh token',
		() => [{ on: 'token', ...always, ...jsonInstead(200, { error: 'invalid_code' }) }],
		'none',
	],
	['a page instead of a token', () => [{ on: 'token', ...always, ...htmlPage() }], 'none'],
	['an accounts server that echoes', () => [{ on: 'token', ...always, ...echo(400) }], 'none'],
	['too many tokens', () => [{ on: 'token', ...always, ...throttledRefresh() }], 'none'],
	['an API that echoes as a refusal', () => [{ on: anywhere, ...always, ...echo(403) }], 'none'],
	['an API that echoes as an answer', () => [{ on: anywhere, ...always, ...echo(200) }], 'none'],
	[
		'an API that redirects',
		() => [{ on: anywhere, ...always, ...redirectTo('https://evil.example/?token=x') }],
		'none',
	],
	['a file host that echoes', () => [{ on: 'download', ...always, ...echo(401) }], 'none'],
	['a page instead of a file', () => [{ on: 'download', ...always, ...htmlPage() }], 'none'],
	['a truncated archive', () => [{ on: 'download', ...always, ...truncatedArchive() }], 'none'],
	['a missing folder', () => (rmSync(downloads, { recursive: true }), []), 'none'],
];

const truncatedArchive = () => ({
	answer: (incoming: ZohoRequest, normal: Parameters<typeof withBody>[0]) => {
		const archive = Buffer.concat([Buffer.from('PK\u0003\u0004'), normal.body]);
		return truncatedBody(100).answer?.(incoming, withBody(normal, archive)) ?? normal;
	},
});

/** Nor a part of one: excerpts in several errors would add up to it. */
function expectNoSecret(text: string, where: string): void {
	const { client_secret, refresh_token } = zoho.credentials;
	for (const secret of [client_secret, refresh_token, TOKEN, STRANGER, ...tokens]) {
		for (let from = 0; from + PART_CHARS <= secret.length; from++) {
			const part = secret.slice(from, from + PART_CHARS);
			if (text.includes(part)) throw new Error(`${where} holds ${part} of a secret`);
		}
	}
}

function expectCleanProcess(connection: Connection, name: keyof typeof TRANSPORTS): void {
	const { stdout, stderr } = connection.server.output;
	const lines = stdout.split('\n').filter(Boolean);
	if (name === 'HTTP') expect(lines).toEqual([]);
	for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
	expectNoSecret(connection.received(), 'an answer');
	expectNoSecret(stdout, 'stdout');
	expectNoSecret(stderr, 'stderr');
}

function savedFiles(): string[] {
	return existsSync(downloads) ? readdirSync(downloads) : [];
}

describe.each(TRANSPORT_NAMES)('over %s no answer, log or file contains a secret', (name) => {
	test.each(FAILURES)('with %s', async (_, failing, saved) => {
		const connection = await TRANSPORTS[name](saved === 'saved' ? running : hosted);
		zoho.faults.add(...failing());
		await invokeEverything(connection);
		await connection.end();
		expect(zoho.requests.length).toBeGreaterThan(0);
		expectCleanProcess(connection, name);
		const ofExport = savedFiles().filter((file) => file.startsWith(EXPORT_ID));
		const both = [`${EXPORT_ID}-1.csv`, `${EXPORT_ID}.manifest.json`];
		expect(ofExport).toEqual(saved === 'none' ? [] : both);
		for (const file of savedFiles()) {
			expectNoSecret(readFileSync(path.join(downloads, file), 'latin1'), file);
		}
	});

	test('with invalid and unknown calls', async () => {
		const connection = await TRANSPORTS[name](running);
		await connection.send('this is not JSON');
		await connection.send(`{"token": ${TOKEN}}`);
		await connection.send(`{"jsonrpc": "2.0", "id": 1, "method": "${'x'.repeat(20)}`);
		await connection.invoke('nothing/known');
		await connection.invoke('tools/call', { name: 'no_such_tool', arguments: {} });
		await connection.invoke('tools/call', { name: 'get_audit_log', arguments: { from: TOKEN } });
		await connection.invoke('tools/call', { name: 'get_export', arguments: { export_id: TOKEN } });
		await connection.invoke('tools/call', { name: 'list_exports', arguments: { token: STRANGER } });
		await connection.invoke('resources/read', { uri: `zoho-audit://exports/1/${TOKEN}.csv` });
		await connection.invoke('prompts/get', { name: 'nothing' });
		await connection.end();
		expectCleanProcess(connection, name);
	});
});

test('over HTTP a refused caller receives and leaves no token', async () => {
	const connection = await overHttp(running);
	const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
	const stranger = `Bearer ${STRANGER}`;
	const refused: [number, string, Posted][] = [
		[401, list, { headers: { authorization: stranger } }],
		[401, list, { headers: { authorization: `Basic ${TOKEN}` } }],
		[401, list, { headers: { authorization: stranger }, path: `/mcp?token=${TOKEN}` }],
		[403, list, { headers: { host: 'evil.example' } }],
		[403, list, { headers: { origin: 'https://evil.example' } }],
		[404, list, { path: `/${TOKEN}` }],
		[413, JSON.stringify({ token: STRANGER + 'x'.repeat(300_000) }), {}],
		[415, list, { headers: { 'content-type': 'text/plain' } }],
		[400, `{"token": "${STRANGER}`, {}],
		[400, `{"token": ${STRANGER}`, {}],
	];
	for (const [status, text, posted] of refused) {
		expect([await connection.post(text, posted), posted]).toEqual([status, posted]);
	}
	await connection.end();
	expect(zoho.requests).toEqual([]);
	expectCleanProcess(connection, 'HTTP');
});
