import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AccessToken } from '../../../mcp/zoho/accessToken';
import { createLog } from '../../../mcp/log';
import { axiosExchange } from '../../../mcp/zoho/exchange';
import { axiosTransport } from '../../../mcp/zoho/transport';
import { emulatorDataCenter } from '../../../shared/dataCenters';
import { AuditLogError, UnavailableError, UnexpectedAnswerError } from '../../../shared/errors';
import type { Transport, ZohoRequest } from '../../../shared/http/transport';
import { expiredToken, scopeMissing, withBody } from '../../zoho/faults';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';

let zoho: Zoho;
let served: ZohoServer;
let transport: Transport;

beforeEach(async () => {
	zoho = createZoho({ entries: 50, switches: { settingsAuditLog: 'audit_log' } });
	served = await serveZoho(zoho);
	transport = over(served.url);
});

afterEach(async () => {
	await served.close();
});

/** Short where a timeout is tested, long elsewhere because the machine may be busy. */
const SHORT_TIMEOUTS = { idleMs: 300, totalMs: 1_500 };
const LONG_TIMEOUTS = { idleMs: 20_000, totalMs: 40_000 };

function over(url: string, limits = LONG_TIMEOUTS): Transport {
	const { client_id: clientId, client_secret: clientSecret, refresh_token } = zoho.credentials;
	const exchange = axiosExchange('test', undefined, limits);
	const log = createLog('error', () => undefined);
	const credentials = { clientId, clientSecret, refreshToken: refresh_token };
	const host = { exchange, now: Date.now, log };
	return axiosTransport(new AccessToken(credentials, emulatorDataCenter(url), host), exchange);
}

function get(path: string, rest: Partial<ZohoRequest> = {}): ZohoRequest {
	return { method: 'GET', url: served.url + path, maxBytes: 1_000_000, ...rest };
}

const ORG = '/crm/v8/org';

describe('every status resolves', () => {
	test.each([200, 204, 301, 302, 307, 400, 401, 404, 429, 500, 503])('%i', async (status) => {
		const headers = { location: 'http://127.0.0.1:1/', 'content-length': '0' };
		zoho.faults.add({ on: 'org', refuse: () => ({ status, headers, body: new Uint8Array() }) });
		const response = await transport(get(ORG));
		expect(response.status).toBe(status);
		expect(response.body).toHaveLength(0);
	});

	test('a redirect is an answer: its target is not requested', async () => {
		const before = zoho.requests.length;
		const headers = { location: `${served.url}/crm/v8/settings/modules`, 'content-length': '0' };
		zoho.faults.add({
			on: 'org',
			refuse: () => ({ status: 302, headers, body: new Uint8Array() }),
		});
		const response = await transport(get(ORG));
		expect(response.headers['location']).toContain('/settings/modules');
		expect(zoho.requests.slice(before).map(({ operation }) => operation)).toEqual(['token', 'org']);
	});
});

describe('it rejects only with', () => {
	test.each([
		['a body that is cut off', { cutAfter: 40 }],
		['a body shorter than its Content-Length', { declaredLength: 90_000 }],
		['silence', { hang: true }],
		['a body that comes too slowly', { bytesPerSecond: 30 }],
	] as const)('UnavailableError for %s', async (_, socket) => {
		zoho.faults.add({ on: 'modules', socket });
		const call = over(served.url, SHORT_TIMEOUTS)(get('/crm/v8/settings/modules'));
		const error = await call.catch((it: unknown) => it);
		expect(error).toBeInstanceOf(UnavailableError);
		holdsNoToken(error);
	});

	test('UnavailableError for silence long before the total timeout', async () => {
		zoho.faults.add({ on: 'org', socket: { hang: true } });
		const limits = { idleMs: 300, totalMs: 3_600_000 };
		await expect(over(served.url, limits)(get(ORG))).rejects.toThrow(UnavailableError);
	});

	test('UnavailableError when nothing answers', async () => {
		await transport(get(ORG));
		await served.close();
		const error = await transport(get(ORG)).catch((it: unknown) => it);
		expect(error).toBeInstanceOf(UnavailableError);
		expect(String(error)).toContain('ECONN');
		holdsNoToken(error);
	});

	test('UnexpectedAnswerError above maxBytes', async () => {
		const body = Buffer.alloc(5_000_000, 'x');
		zoho.faults.add({ on: 'org', answer: (_, normal) => withBody(normal, body) });
		const error = await transport(get(ORG, { maxBytes: 1_000 })).catch((it: unknown) => it);
		expect(error).toBeInstanceOf(UnexpectedAnswerError);
		holdsNoToken(error);
	});

	test("the signal's reason, before and during a request", async () => {
		const reason = new Error('enough');
		await expect(transport(get(ORG, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
		zoho.faults.add({ on: 'org', socket: { hang: true } });
		const hanging = new AbortController();
		const call = transport(get(ORG, { signal: hanging.signal }));
		setTimeout(() => hanging.abort(reason), 100);
		await expect(call).rejects.toBe(reason);
		zoho.faults.add({ on: 'modules', socket: { bytesPerSecond: 2_000 } });
		const reading = new AbortController();
		const read = transport(get('/crm/v8/settings/modules', { signal: reading.signal }));
		setTimeout(() => reading.abort(reason), 150);
		await expect(read).rejects.toBe(reason);
	});
});

describe('the token', () => {
	test('is sent in the header and nowhere else, and the URL is unchanged', async () => {
		const path = '/crm/v8/settings/audit_log?page=1&per_page=2&x=a%20b+c';
		await transport(get(path));
		const [token, call] = zoho.requests;
		expect(token?.operation).toBe('token');
		expect(call).toMatchObject({ url: served.url + path, prefix: 'Zoho-oauthtoken', status: 200 });
	});

	test('is renewed once for ten requests that find it expired, each repeated once', async () => {
		await transport(get(ORG));
		let expired: string | undefined;
		zoho.faults.add({
			on: ({ url, headers }) =>
				url.endsWith(ORG) && headers['authorization'] === (expired ??= headers['authorization']),
			times: Infinity,
			...expiredToken(),
		});
		const before = zoho.requests.length;
		const all = await Promise.all(
			Array.from({ length: 10 }, async () => await transport(get(ORG))),
		);
		expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
		const calls = zoho.requests.slice(before).map(({ operation }) => operation);
		expect(calls.filter((operation) => operation === 'token')).toHaveLength(1);
		expect(calls.filter((operation) => operation === 'org')).toHaveLength(20);
	});

	test('that stays expired is renewed once, and the refusal is the answer', async () => {
		zoho.faults.add({ on: 'org', times: Infinity, ...expiredToken('INVALID_OAUTHTOKEN') });
		const response = await transport(get(ORG));
		expect(response.status).toBe(401);
		expect(zoho.requests.filter(({ operation }) => operation === 'token')).toHaveLength(2);
	});

	test('is not renewed for a scope it lacks', async () => {
		zoho.faults.add(scopeMissing('ZohoCRM.org.READ'));
		expect((await transport(get(ORG))).status).toBe(401);
		expect(zoho.requests.map(({ operation }) => operation)).toEqual(['token', 'org']);
	});
});

describe('the body', () => {
	let server: Server;
	let seen: { headers: NodeJS.Dict<string | string[]>; body: string }[];
	let url: string;

	/** A server that answers with these headers and this body. */
	async function answering(headers: Record<string, string>, body: Uint8Array): Promise<void> {
		seen = [];
		server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
				response.writeHead(200, headers).end(body);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	afterEach(() => {
		server?.closeAllConnections();
		server?.close();
	});

	test('is decompressed once', async () => {
		const inner = gzipSync('twice');
		await answering({ 'content-encoding': 'gzip' }, gzipSync(inner));
		const response = await transport({ method: 'GET', url: `${url}/x`, maxBytes: 1_000 });
		expect(Buffer.from(response.body)).toEqual(inner);
	});

	test('that unpacks to more than maxBytes is not unpacked to its end', async () => {
		await answering({ 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(50_000_000)));
		const call = transport({ method: 'GET', url: `${url}/x`, maxBytes: 1_000 });
		await expect(call).rejects.toThrow(UnexpectedAnswerError);
	});

	test('that is compressed and truncated is not an answer', async () => {
		const whole = gzipSync(Buffer.from(zoho.credentials.client_secret.repeat(500)));
		await answering({ 'content-encoding': 'gzip' }, whole.subarray(0, whole.length - 12));
		const call = transport({ method: 'GET', url: `${url}/x`, maxBytes: 100_000 });
		await expect(call).rejects.toThrow(UnavailableError);
	});

	test('is sent as JSON, and is absent where there is none', async () => {
		await answering({}, Buffer.from('{}'));
		const post = { method: 'POST', url: `${url}/x`, maxBytes: 1_000 } as const;
		await transport({ ...post, body: { ümlaut: 1 } });
		await transport(post);
		expect(seen[0]).toMatchObject({
			headers: { 'content-type': 'application/json' },
			body: '{"ümlaut":1}',
		});
		expect(seen[1]).toMatchObject({ headers: { 'content-length': '0' }, body: '' });
		expect(seen[1]?.headers).not.toHaveProperty('content-type');
	});
});

/** An error's own message, facts and causes: axios keeps the request, and with it the token, in them. */
function holdsNoToken(error: unknown): void {
	expect(error).toBeInstanceOf(AuditLogError);
	const texts: string[] = [];
	for (let at = error; at instanceof Error; at = at.cause) {
		texts.push(at.message, at.stack ?? '', JSON.stringify(Object.values(at)));
	}
	expect(texts.join()).not.toMatch(/1000\.[0-9a-f]{32}|oauthtoken/i);
}
