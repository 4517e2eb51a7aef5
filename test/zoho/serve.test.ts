import { execFile, spawn } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import nock from 'nock';
import { mockWithNock } from './mockWithNock';
import { serveZoho } from './serve';
import type { ZohoServer } from './serve';
import { createZoho } from './zoho';

const zoho = createZoho({ entries: 50, jobSeconds: 0 });
let served: ZohoServer;

beforeAll(async () => {
	served = await serveZoho(zoho);
});
afterAll(() => served.close());

const headers = () => ({ authorization: `Bearer ${zoho.accessToken()}` });

test('over HTTP an export is created, read and downloaded from one origin', async () => {
	const url = `${served.url}/crm/v8/settings/audit_log_export`;
	expect((await fetch(url, { headers: headers() })).status).toBe(204);
	const created = await fetch(url, { method: 'POST', headers: headers() });
	expect(created.headers.get('date')).toMatch(/GMT$/);
	const { audit_log_export } = (await created.json()) as {
		audit_log_export: [{ details: { id: string } }];
	};
	const { id } = audit_log_export[0].details;
	const job = await (await fetch(`${url}/${id}`, { headers: headers() })).json();
	const [link = ''] = (job as { audit_log_export: [{ download_links: string[] }] })
		.audit_log_export[0].download_links;
	expect(link.startsWith(served.url)).toBe(true);
	const file = await (await fetch(link, { headers: headers() })).text();
	expect(file.split('\r\n')[0]).toBe(
		'Done By,Action,Module,Record Name,Related Module,Related Name,Account Name,Audited Time',
	);
});

test('a connection is cut after a number of bytes', async () => {
	zoho.faults.add({ on: 'org', socket: { cutAfter: 20 } });
	const response = await fetch(`${served.url}/crm/v8/org`, { headers: headers() });
	expect(Number(response.headers.get('content-length'))).toBeGreaterThan(20);
	await expect(response.text()).rejects.toThrow();
});

test('bytes can arrive slowly, and Content-Length can be wrong', async () => {
	zoho.faults.add({ on: 'org', socket: { bytesPerSecond: 500 } });
	const start = performance.now();
	const slow = await fetch(`${served.url}/crm/v8/org`, { headers: headers() });
	expect(await slow.json()).toMatchObject({ org: [{ domain_name: 'org20098761234' }] });
	expect(performance.now() - start).toBeGreaterThan(150);
	zoho.faults.add({ on: 'org', socket: { declaredLength: 5 } });
	const lying = await fetch(`${served.url}/crm/v8/org`, { headers: headers() });
	expect(lying.headers.get('content-length')).toBe('5');
});

test('a call can remain without a response', async () => {
	zoho.faults.add({ on: 'org', socket: { hang: true } });
	const signal = AbortSignal.timeout(100);
	const hung = fetch(`${served.url}/crm/v8/org`, { headers: headers(), signal });
	await expect(hung).rejects.toThrow();
});

test('with nock it answers for all hosts until the mock is removed', async () => {
	const eu = createZoho({ entries: 5 });
	const remove = mockWithNock(eu, ['https://download-accl.zoho.eu']);
	const get = (url: string) =>
		fetch(url, { headers: { authorization: `Bearer ${eu.accessToken()}` } });
	expect((await get('https://www.zohoapis.eu/crm/v8/users?type=AllUsers&page=1')).status).toBe(200);
	expect((await get('https://download-accl.zoho.eu/v2/crm/1/auditlog/1/AuditLog.csv')).status).toBe(
		404,
	);
	const body = '{ "audit_log_export" : [ ] }';
	const refused = await fetch('https://www.zohoapis.eu/crm/v8/settings/audit_log_export', {
		method: 'POST',
		headers: { authorization: `Bearer ${eu.accessToken()}`, 'content-type': 'application/json' },
		body,
	});
	expect(await refused.json()).toMatchObject({ code: 'MANDATORY_NOT_FOUND' });
	const token = await fetch('https://accounts.zoho.eu/oauth/v2/token', {
		method: 'POST',
		body: new URLSearchParams({ grant_type: 'refresh_token', ...eu.credentials }),
	});
	expect(await token.json()).toMatchObject({ api_domain: 'https://www.zohoapis.eu' });
	remove();
	expect(nock.activeMocks()).toEqual([]);
	nock.restore();
});

const cli = ['--import', 'tsx', join(__dirname, 'cli.ts')];

test('the command prints one line of JSON, serves, and exits on a signal', async () => {
	const child = spawn(process.execPath, [...cli, '--entries', '20', '--log']);
	let stdout = '';
	const line = new Promise<void>((resolve) => {
		child.stdout.on('data', (chunk: Buffer) => {
			stdout += chunk.toString();
			if (stdout.includes('\n')) resolve();
		});
	});
	const ended = new Promise((resolve) => child.once('exit', resolve));
	await line;
	const { url, client_id, client_secret, refresh_token } = JSON.parse(stdout) as Record<
		string,
		string
	>;
	expect([client_id, client_secret, refresh_token].every(Boolean)).toBe(true);
	// An open connection does not keep the process alive.
	const open = httpRequest(`${url}/crm/v8/org`, { method: 'POST' });
	open.on('error', () => undefined);
	open.write('unfinished');
	expect((await fetch(`${url}/crm/v8/org`)).status).toBe(401);
	child.kill('SIGTERM');
	expect(await ended).toBe(0);
	expect(stdout.trimEnd().split('\n')).toHaveLength(1);
});

test.each([
	['an unknown flag', ['--bogus'], /--bogus/],
	['an invalid number', ['--port', 'x'], /--port must be a whole number/],
])('%s prints one sentence and exits with 2', async (_name, args, message) => {
	const failed = promisify(execFile)(process.execPath, [...cli, ...args]);
	await expect(failed).rejects.toMatchObject({
		code: 2,
		stdout: '',
		stderr: expect.stringMatching(message),
	});
});
