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
import { bundledServer, type Running, running, until } from '../bundle';
import { environment } from '../session';

jest.setTimeout(120_000);

/** The server's own, and one that a stranger tries. */
const TOKEN = 'marker-of-this-server-0123456789abcdef';
const STRANGER = 'marker-of-a-stranger-0123456789abcdef';
const EXPORT_ID = '7610000000070000000';
const FILE = `zoho-audit://exports/${EXPORT_ID}/AuditLog.csv`;
/** As much of a secret as nobody types by chance. */
const PIECE = 12;

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
		answer(asked) {
			const [, token] = / (1000\.\S+)$/.exec(asked.headers['authorization'] ?? '') ?? [];
			if (token !== undefined) tokens.add(token);
			return zoho.answer(asked);
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

/** A way to the server, as its own process. */
interface Door {
	readonly server: Running;
	/** One call; what came back is in `heard`, with status and headers where there are any. */
	ask(method: string, params?: object): Promise<void>;
	/** What is no call at all. */
	send(text: string): Promise<void>;
	heard(): string;
	end(): Promise<void>;
}

const DOORS = { stdio: overStdio, HTTP: overHttp } as const;
const DOOR_NAMES = Object.keys(DOORS) as (keyof typeof DOORS)[];

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

async function overStdio(): Promise<Door> {
	const server = running(cli, [], variables());
	const { stdin } = server.child;
	let id = 0;
	const ask = async (method: string, params: object = {}): Promise<void> => {
		const own = ++id;
		stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: own, method, params })}\n`);
		await until(() => new RegExp(`"id":${own}[,}]`).test(server.output.stdout));
	};
	await ask('initialize', INITIALIZE);
	return {
		server,
		ask,
		send: async (text) => {
			stdin?.write(`${text}\n`);
			await ask('ping');
		},
		heard: () => server.output.stdout,
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

async function overHttp(): Promise<
	Door & { post(text: string, posted?: Posted): Promise<number> }
> {
	const server = running(cli, ['--http', '--port', '0'], variables());
	await until(() => server.output.stderr.includes('Listening on'));
	const url = new URL(/http:\S+/.exec(server.output.stderr)?.[0] ?? '');
	let heard = '';
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
					heard += JSON.stringify(response.headers);
					response.on('data', (chunk) => (heard += String(chunk)));
					response.on('end', () => resolve(response.statusCode ?? 0));
				},
			);
			sent.once('error', reject);
			sent.end(text);
		});
	return {
		server,
		post,
		ask: async (method, params = {}) =>
			void (await post(JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }))),
		send: async (text) => void (await post(text)),
		heard: () => heard,
		async end() {
			server.child.kill('SIGTERM');
			await server.ended;
		},
	};
}

/** Every tool, resource, prompt and completion; all at the same time, because some wait. */
async function askEverything({ ask }: Door): Promise<void> {
	const call = async (name: string, args: object = {}): Promise<void> =>
		await ask('tools/call', { name, arguments: args });
	const complete = async (name: string, argument: string): Promise<void> =>
		await ask('completion/complete', {
			ref: { type: 'ref/prompt', name },
			argument: { name: argument, value: 'a' },
		});
	await Promise.all([
		call('get_audit_log', { from: '7d', detail: 'full' }),
		call('summarize_audit_log', { from: '7d', user: 'Marta' }),
		call('get_record_history', { record: '7610000000000800010', module: 'Deals' }),
		call('create_export', { from: '7d' }),
		call('list_exports'),
		call('get_export', { export_id: EXPORT_ID, wait_seconds: 0 }),
		call('download_export', { export_id: EXPORT_ID, wait_seconds: 0 }),
		complete('user_activity', 'user'),
		complete('investigate_record', 'module'),
		ask('prompts/get', { name: 'user_activity', arguments: { user: 'Marta' } }),
		ask('prompts/get', { name: 'investigate_record' }),
		ask('resources/read', { uri: 'zoho-audit://nothing' }),
	]);
	await ask('resources/read', { uri: FILE });
	await ask('resources/list');
}

/** A careless server that says what it was sent, the token and all. */
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
const anywhere = (asked: ZohoRequest): boolean => !asked.url.includes('/oauth/');

/** What goes wrong, and whether a file may be there afterwards. */
const FAILING: readonly [string, () => readonly Fault[], 'saved' | 'none'][] = [
	['nothing', () => [], 'saved'],
	[
		'a dead refresh token',
		() => [{ on: 'token', ...always, ...jsonInstead(200, { error: 'invalid_code' }) }],
		'none',
	],
	['a page instead of a token', () => [{ on: 'token', ...always, ...htmlPage() }], 'none'],
	['an accounts server that echoes', () => [{ on: 'token', ...always, ...echo(400) }], 'none'],
	['too many tokens', () => [{ on: 'token', ...always, ...throttledRefresh() }], 'none'],
	['an API that echoes as a refusal', () => [{ on: anywhere, ...always, ...echo(403) }], 'none'],
	['an API that echoes as an answer', () => [{ on: anywhere, ...always, ...echo(200) }], 'none'],
	[
		'an API that sends elsewhere',
		() => [{ on: anywhere, ...always, ...redirectTo('https://evil.example/?token=x') }],
		'none',
	],
	['a file host that echoes', () => [{ on: 'download', ...always, ...echo(401) }], 'none'],
	['a page instead of a file', () => [{ on: 'download', ...always, ...htmlPage() }], 'none'],
	['half an archive', () => [{ on: 'download', ...always, ...halfArchive() }], 'none'],
	['a folder that is gone', () => (rmSync(downloads, { recursive: true }), []), 'none'],
];

const halfArchive = () => ({
	answer: (asked: ZohoRequest, normal: Parameters<typeof withBody>[0]) => {
		const archive = Buffer.concat([Buffer.from('PK\u0003\u0004'), normal.body]);
		return truncatedBody(100).answer?.(asked, withBody(normal, archive)) ?? normal;
	},
});

/** Whole or in pieces: the parts of an error's excerpt are as good as the secret. */
function expectNoSecret(text: string, where: string): void {
	const { client_secret, refresh_token } = zoho.credentials;
	for (const secret of [client_secret, refresh_token, TOKEN, STRANGER, ...tokens]) {
		for (let from = 0; from + PIECE <= secret.length; from++) {
			const piece = secret.slice(from, from + PIECE);
			if (text.includes(piece)) throw new Error(`${where} holds ${piece} of a secret`);
		}
	}
}

function expectCleanProcess(door: Door, name: keyof typeof DOORS): void {
	const { stdout, stderr } = door.server.output;
	const lines = stdout.split('\n').filter(Boolean);
	if (name === 'HTTP') expect(lines).toEqual([]);
	for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
	expectNoSecret(door.heard(), 'an answer');
	expectNoSecret(stdout, 'stdout');
	expectNoSecret(stderr, 'stderr');
}

function savedFiles(): string[] {
	return existsSync(downloads) ? readdirSync(downloads) : [];
}

describe.each(DOOR_NAMES)('over %s no answer, log or file holds a secret', (name) => {
	test.each(FAILING)('with %s', async (_, failing, saved) => {
		const door = await DOORS[name]();
		zoho.faults.add(...failing());
		await askEverything(door);
		await door.end();
		expect(zoho.requests.length).toBeGreaterThan(0);
		expectCleanProcess(door, name);
		expect(savedFiles()).toEqual(saved === 'none' ? [] : [`${EXPORT_ID}-1.csv`]);
		for (const file of savedFiles()) {
			expectNoSecret(readFileSync(path.join(downloads, file), 'latin1'), file);
		}
	});

	test('with what is no call, or none that there is', async () => {
		const door = await DOORS[name]();
		await door.send('this is not JSON');
		await door.send(`{"token": ${TOKEN}}`);
		await door.send(`{"jsonrpc": "2.0", "id": 1, "method": "${'x'.repeat(20)}`);
		await door.ask('nothing/known');
		await door.ask('tools/call', { name: 'no_such_tool', arguments: {} });
		await door.ask('tools/call', { name: 'get_audit_log', arguments: { from: TOKEN } });
		await door.ask('tools/call', { name: 'get_export', arguments: { export_id: TOKEN } });
		await door.ask('tools/call', { name: 'list_exports', arguments: { token: STRANGER } });
		await door.ask('resources/read', { uri: `zoho-audit://exports/1/${TOKEN}.csv` });
		await door.ask('prompts/get', { name: 'nothing' });
		await door.end();
		expectCleanProcess(door, name);
	});
});

test('over HTTP a caller who is refused hears and leaves no token', async () => {
	const door = await overHttp();
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
		expect([await door.post(text, posted), posted]).toEqual([status, posted]);
	}
	await door.end();
	expect(zoho.requests).toEqual([]);
	expectCleanProcess(door, 'HTTP');
});
