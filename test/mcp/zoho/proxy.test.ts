import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import tls from 'node:tls';
import { readConfig } from '../../../mcp/config/config';
import { ConfigurationError } from '../../../mcp/config/environment';
import { axiosExchange, type Exchange } from '../../../mcp/zoho/exchange';
import { type Proxies, proxiesOf } from '../../../mcp/zoho/proxy';
import { CredentialError, UnavailableError } from '../../../shared/errors';
import { tlsServer } from './tlsServer';

const TOKEN = 'Zoho-oauthtoken 1000.canary';
/** No resolver knows it: only the proxy can lead there. */
const ZOHO = 'https://www.zohoapis.test/crm/v8/org';
const connectTls = tls.connect;

let zoho: Server;
let proxy: Server;
let port = 0;
/** What the proxy is asked for, and what passes through it. */
let asked: { url: string; headers: IncomingHttpHeaders }[] = [];
let passed: Buffer[] = [];
let received: IncomingHttpHeaders[] = [];
/** The proxy's refusal; null where it connects, undefined where it says nothing. */
let refusal: number | null | undefined = null;
const sockets = new Set<Socket>();

beforeEach(async () => {
	[asked, passed, received, refusal] = [[], [], [], null];
	// The certificate is one of the tests.
	jest
		.spyOn(tls, 'connect')
		.mockImplementation(((options: tls.ConnectionOptions) =>
			connectTls({ ...options, rejectUnauthorized: false })) as never);
	zoho = tlsServer(({ headers }, response) => {
		received.push(headers);
		response.end('{"org":[]}');
	}) as unknown as Server;
	proxy = createServer((_, response) => response.writeHead(500).end('not by CONNECT'));
	proxy.on('connect', ({ url = '', headers }, socket) => {
		asked.push({ url, headers });
		if (refusal === undefined) {
			socket.on('error', () => undefined).on('end', () => socket.end());
			socket.resume();
			return;
		}
		if (refusal !== null) {
			socket.end(`HTTP/1.1 ${refusal} No\r\nContent-Type: application/json\r\n\r\n{"users":[]}`);
			return;
		}
		const there = connect((zoho.address() as AddressInfo).port, '127.0.0.1');
		socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
		socket.on('data', (bytes) => passed.push(bytes)).on('error', () => there.destroy());
		socket.pipe(there).pipe(socket);
	});
	for (const server of [zoho, proxy]) {
		server.on('connection', (socket) => sockets.add(socket));
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	}
	port = (proxy.address() as AddressInfo).port;
});

afterEach(async () => {
	jest.restoreAllMocks();
	for (const socket of sockets) socket.destroy();
	sockets.clear();
	for (const server of [zoho, proxy]) await new Promise((done) => server.close(done));
});

const via = (address: string): Exchange =>
	axiosExchange('test', proxiesOf(address, {}), { idleMs: 20_000, totalMs: 30_000 });

const ask = async (exchange: Exchange, url = ZOHO, signal?: AbortSignal) =>
	await exchange({
		method: 'GET',
		url,
		headers: { authorization: TOKEN },
		maxBytes: 1_000,
		signal,
	});

const failure = async (exchange: Exchange, url = ZOHO): Promise<Error> =>
	await ask(exchange, url).then(
		() => new Error('it was answered'),
		(error: Error) => error,
	);

test('a proxy is asked for a tunnel to the host and sees nothing of what passes', async () => {
	const { status, body } = await ask(via(`http://127.0.0.1:${port}`));
	expect([status, new TextDecoder().decode(body)]).toEqual([200, '{"org":[]}']);
	expect(asked.map(({ url }) => url)).toEqual(['www.zohoapis.test:443']);
	expect(Object.keys(asked[0]?.headers ?? {}).sort()).toEqual(['host', 'proxy-connection']);
	expect(received[0]?.authorization).toBe(TOKEN);
	expect(passed.length).toBeGreaterThan(0);
	expect(Buffer.concat(passed).includes('canary')).toBe(false);
});

test('name and password go to the proxy alone', async () => {
	await ask(via(`http://pete:s%C3%A9cret@127.0.0.1:${port}`));
	const expected = `Basic ${Buffer.from('pete:sécret').toString('base64')}`;
	expect(asked[0]?.headers['proxy-authorization']).toBe(expected);
	expect(JSON.stringify(received)).not.toMatch(/proxy-auth|Basic/i);
});

test.each([
	[407, CredentialError, /ZOHO_AUDIT_PROXY names asks for a name and a password \(407\)/],
	[403, CredentialError, /did not connect to www\.zohoapis\.test \(403\).*allow CONNECT/],
	[503, UnavailableError, /did not connect to www\.zohoapis\.test \(503\)\. Try again later/],
	[204, UnavailableError, /\(204\)/],
	[301, UnavailableError, /\(301\)/],
] as const)('what a proxy answers with %i is no answer of Zoho', async (status, type, message) => {
	refusal = status;
	const error = await failure(via(`http://pete:hunter2@127.0.0.1:${port}`));
	expect(error).toBeInstanceOf(type);
	expect(error.message).toMatch(message);
	expect(error.message).not.toMatch(/hunter2|canary|pete/);
	expect(received).toEqual([]);
});

test('a proxy that cannot be reached is named by its setting', async () => {
	const error = await failure(via('http://pete:hunter2@127.0.0.1:1'));
	expect(error).toBeInstanceOf(UnavailableError);
	expect(error.message).toMatch(/proxy that ZOHO_AUDIT_PROXY names could not be reached/);
	expect(error.message).not.toMatch(/hunter2/);
});

test('a proxy that says nothing is left when the request ends', async () => {
	refusal = undefined;
	const [stop, open] = [new AbortController(), new Promise((done) => proxy.once('connect', done))];
	const answer = ask(via(`http://127.0.0.1:${port}`), ZOHO, stop.signal);
	await open;
	const ends = [...sockets].map(
		async (socket) => await new Promise((done) => socket.once('close', done)),
	);
	stop.abort(new Error('enough'));
	await expect(answer).rejects.toThrow('enough');
	await Promise.all(ends);
});

test('an emulator on this machine is asked directly', async () => {
	const own = createServer((_, response) => response.end('{}'));
	await new Promise<void>((done) => own.listen(0, '127.0.0.1', done));
	const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}/`;
	expect((await ask(via(`http://127.0.0.1:${port}`), url)).status).toBe(200);
	expect(asked).toEqual([]);
	own.closeAllConnections();
	await new Promise((done) => own.close(done));
});

describe('the environment', () => {
	const of = (proxies: Proxies) => [proxies.of(ZOHO)?.address, proxies.of(ZOHO)?.setting];

	test.each([
		[{}, [undefined, undefined], undefined],
		[{ HTTPS_PROXY: 'http://p.test:1/' }, [undefined, undefined], 'HTTPS_PROXY'],
		[
			{ all_proxy: 'http://p.test:1/', NODE_USE_ENV_PROXY: '0' },
			[undefined, undefined],
			'all_proxy',
		],
		[
			{ HTTP_PROXY: 'http://p.test:1/', NODE_USE_ENV_PROXY: '1' },
			[undefined, undefined],
			undefined,
		],
	] as const)('%j', (variables, used, unused) => {
		const proxies = proxiesOf(null, variables);
		expect([of(proxies), proxies.unused]).toEqual([used, unused]);
	});

	test('counts only where that is asked for, with its exceptions', () => {
		const before = { ...process.env };
		try {
			process.env['HTTPS_PROXY'] = 'p.test:1';
			process.env['NODE_USE_ENV_PROXY'] = '1';
			expect(of(proxiesOf(null, process.env))).toEqual(['http://p.test:1/', 'HTTPS_PROXY']);
			expect(of(proxiesOf('http://own.test:2/', process.env))).toEqual([
				'http://own.test:2/',
				'ZOHO_AUDIT_PROXY',
			]);
			process.env['NO_PROXY'] = '.zohoapis.test';
			expect(of(proxiesOf(null, process.env))).toEqual([undefined, undefined]);
		} finally {
			process.env = before;
		}
	});

	test('a proxy that is not used is named where Zoho cannot be reached, without its address', async () => {
		const proxies = proxiesOf(null, { HTTPS_PROXY: 'http://pete:hunter2@p.test:1/' });
		const error = await failure(axiosExchange('test', proxies), 'https://127.0.0.1:1/');
		expect(error.message).toMatch(
			/could not be reached.*HTTPS_PROXY names a proxy, which is used only when ZOHO_AUDIT_PROXY/,
		);
		expect(error.message).not.toMatch(/hunter2/);
	});

	test('one that is no address stops the start', () => {
		const variables = { HTTPS_PROXY: 'socks5://pete:hunter2@p.test', NODE_USE_ENV_PROXY: '1' };
		expect(() => proxiesOf(null, variables)).toThrow(ConfigurationError);
		expect(() => proxiesOf(null, variables)).toThrow(/^HTTPS_PROXY names a proxy that cannot/);
		expect(() => proxiesOf(null, variables)).not.toThrow(/hunter2/);
	});
});

test.each(['p.test:1', 'socks5://p.test', 'http://', 'http://p.test/path', 'http://p.test?x'])(
	'ZOHO_AUDIT_PROXY is no address: %s',
	(ZOHO_AUDIT_PROXY) => {
		expect(() => readConfig({ ZOHO_AUDIT_PROXY })).toThrow(
			'ZOHO_AUDIT_PROXY has a value that is not allowed: use an address such as http://proxy.example.com:3128.',
		);
	},
);
