import { commandLine } from '../../../mcp/config/commandLine';
import { readConfig } from '../../../mcp/config/config';
import { Connection } from '../../../mcp/liveCheck/connection';
import { createLog } from '../../../mcp/log';
import type { RawRequest } from '../../../mcp/zoho/exchange';
import { criteriaFor } from '../../../shared/exports/criteria';

const ENV = { ZOHO_CLIENT_ID: 'x', ZOHO_CLIENT_SECRET: 'x', ZOHO_REFRESH_TOKEN: 'x' };
const CRITERIA = criteriaFor({ window: { from: 0, to: 60_000 } });
const TAKEN = {
	audit_log_export: [{ status: 'success', code: 'SCHEDULED', details: { id: '1' } }],
};

/** A Zoho that takes whatever is sent to it. */
async function opened(args: readonly string[], env: Record<string, string> = {}) {
	const sent: (RawRequest & { at: number })[] = [];
	let now = 0;
	const connection = new Connection(
		readConfig({ ...ENV, ...env }, commandLine(['live-check', ...args])),
		{
			log: createLog('error', () => undefined),
			exchange: async (request) => {
				sent.push({ ...request, at: now });
				const isToken = request.url.includes('/oauth/');
				const answer = isToken ? { access_token: '1000.x', expires_in: 3_600 } : TAKEN;
				return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
			},
			now: () => now,
			ticks: () => now,
			sleep: async (milliseconds) => void (now += milliseconds),
			signal: new AbortController().signal,
			progress: () => undefined,
		},
	);
	await connection.open();
	const posts = () =>
		sent.filter(({ method, url }) => method === 'POST' && !url.includes('/oauth/'));
	return { connection, sent, posts };
}

test.each<[string, readonly string[], Record<string, string>]>([
	['without --create', [], {}],
	['where the server is read-only', ['--create'], { ZOHO_AUDIT_READ_ONLY: 'true' }],
])('%s no export is created, neither here nor by the client', async (_, args, env) => {
	const { connection, posts } = await opened(args, env);
	await expect(connection.create(CRITERIA)).rejects.toThrow('nothing is created without --create');
	await expect(connection.client.createExport({})).rejects.toThrow('this only reads');
	expect(posts()).toEqual([]);
});

test('with --create the client does not post either, and the third export is refused', async () => {
	const { connection, posts } = await opened(['--create']);
	await expect(connection.client.createExport({})).rejects.toThrow('this only reads');
	await connection.create(CRITERIA);
	await connection.create(CRITERIA);
	await expect(connection.create(CRITERIA)).rejects.toThrow('two exports were created');
	expect(posts()).toHaveLength(2);
});

test('after two hundred requests none is sent', async () => {
	const { connection, sent } = await opened([]);
	const all = async (): Promise<void> => {
		for (;;) await connection.get('/org');
	};
	await expect(all()).rejects.toThrow('200 requests were sent');
	expect(sent).toHaveLength(200);
});

test('requests are a fifth of a second apart', async () => {
	const { connection, sent } = await opened([]);
	for (let number = 0; number < 5; number++) await connection.get('/org');
	expect(sent.map(({ at }) => at)).toEqual([0, 200, 400, 600, 800, 1_000]);
});

test('nothing is sent to a host or a path that is not of the data center', async () => {
	const { connection, sent } = await opened([]);
	const links = [
		...[
			'https://leak.example/v2/crm/1/auditlog/2/AuditLog.csv',
			'http://download.zoho.com/v2/crm/1',
		],
		...['https://download.zoho.com.leak.example/v2/crm/1/auditlog/2/x.csv', 'not an address'],
		...['https://download.zoho.eu/v2/crm/1/auditlog/2/AuditLog.csv', 'https://download.zoho.com/x'],
	];
	for (const link of links) {
		for (const signed of ['own', 'bearer', 'stranger', 'unsigned'] as const) {
			await expect(connection.file(link, signed)).rejects.toThrow('Nothing was sent there');
		}
	}
	expect(sent).toHaveLength(1);
});

test('a request is signed as it says', async () => {
	const { connection, sent } = await opened([]);
	for (const signed of ['own', 'bearer', 'stranger', 'unsigned'] as const)
		await connection.get('/org', signed);
	expect(sent.slice(1).map(({ headers }) => headers['authorization'])).toEqual([
		'Zoho-oauthtoken 1000.x',
		'Bearer 1000.x',
		expect.stringMatching(/^Zoho-oauthtoken 1000\.0+\.0+$/),
		undefined,
	]);
});
