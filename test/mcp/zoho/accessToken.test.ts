import { AccessToken } from '../../../mcp/zoho/accessToken';
import { createLog } from '../../../mcp/log';
import { axiosExchange } from '../../../mcp/zoho/exchange';
import { dataCenterById, type DataCenter, emulatorDataCenter } from '../../../shared/dataCenters';
import { CredentialError, UnavailableError } from '../../../shared/errors';
import { jsonInstead, serverFault, throttledRefresh } from '../../zoho/faults';
import { type ZohoServer, serveZoho } from '../../zoho/serve';
import { createZoho, type Zoho } from '../../zoho/zoho';
import { NOON } from '../session';

let zoho: Zoho;
let served: ZohoServer;
let clock: number;

beforeEach(async () => {
	clock = NOON;
	zoho = createZoho({ now: () => clock, entries: 1 });
	served = await serveZoho(zoho);
});

afterEach(async () => {
	await served.close();
});

function tokenFor(dataCenter: DataCenter, refreshToken = zoho.credentials.refresh_token) {
	const { client_id: clientId, client_secret: clientSecret } = zoho.credentials;
	return new AccessToken({ clientId, clientSecret, refreshToken }, dataCenter, {
		exchange: axiosExchange('test'),
		now: () => clock,
		log: createLog('error', () => undefined),
	});
}

function accessToken(): AccessToken {
	return tokenFor(emulatorDataCenter(served.url));
}

function renewals(): number {
	return zoho.requests.filter(({ operation }) => operation === 'token').length;
}

test('ten concurrent callers share one renewal', async () => {
	const token = accessToken();
	const all = await Promise.all(Array.from({ length: 10 }, async () => await token.get()));
	expect(new Set(all).size).toBe(1);
	expect(renewals()).toBe(1);
});

test('the form is in the body, and nothing is in the URL', async () => {
	await accessToken().get();
	expect(zoho.requests[0]).toMatchObject({ method: 'POST', url: `${served.url}/oauth/v2/token` });
});

test('a token is renewed a minute before it expires and not earlier', async () => {
	const token = accessToken();
	const first = await token.get();
	clock += 3_539_000;
	expect(await token.get()).toBe(first);
	clock += 2_000;
	expect(await token.get()).not.toBe(first);
	expect(renewals()).toBe(2);
});

test('in its last minute a token stays in use when it cannot be renewed', async () => {
	const token = accessToken();
	const first = await token.get();
	zoho.faults.add({ on: 'token', times: Infinity, ...serverFault({ status: 503 }) });
	clock += 3_570_000;
	expect(await token.get()).toBe(first);
	clock += 31_000;
	await expect(token.get()).rejects.toThrow(UnavailableError);
});

test('ten callers with the same expired token share one renewal', async () => {
	const token = accessToken();
	const expired = await token.get();
	const all = await Promise.all(
		Array.from({ length: 10 }, async () => await token.insteadOf(expired)),
	);
	expect(new Set(all).size).toBe(1);
	expect(all[0]).not.toBe(expired);
	expect(renewals()).toBe(2);
	// A late report of the old token does not drop the new one.
	expect(await token.insteadOf(expired)).toBe(all[0]);
	expect(renewals()).toBe(2);
});

test('a throttled renewal is not tried again before Zoho allows it', async () => {
	zoho.faults.add({ on: 'token', ...throttledRefresh('zh') });
	const token = accessToken();
	await expect(token.get()).rejects.toMatchObject({ facts: { retryAfterSeconds: 600 } });
	clock += 300_000;
	await expect(token.get()).rejects.toMatchObject({ facts: { retryAfterSeconds: 300 } });
	expect(renewals()).toBe(1);
	clock += 301_000;
	await expect(token.get()).resolves.toMatch(/^1000\./);
});

test('no more than eight tokens are requested in ten minutes', async () => {
	const token = accessToken();
	let current = await token.get();
	for (let count = 1; count < 8; count++) current = await token.insteadOf(current);
	await expect(token.insteadOf(current)).rejects.toThrow(UnavailableError);
	expect(renewals()).toBe(8);
	clock += 601_000;
	await expect(token.get()).resolves.toMatch(/^1000\./);
});

test('a revoked refresh token is reported although Zoho answers 200, each time', async () => {
	const token = tokenFor(emulatorDataCenter(served.url), '1000.gone.gone');
	for (let count = 0; count < 12; count++) {
		await expect(token.get()).rejects.toThrow(/does not know the refresh token/);
	}
	expect(renewals()).toBe(8);
});

test('an account of another data center is refused before its token is sent anywhere', async () => {
	const europe: DataCenter = { ...dataCenterById('eu'), accounts: served.url };
	zoho.setOrigins({ ...zoho.origins, api: 'https://www.zohoapis.com' });
	const refused = tokenFor(europe).get();
	await expect(refused).rejects.toThrow(CredentialError);
	await expect(tokenFor(europe).get()).rejects.toThrow('https://www.zohoapis.com');
});

test('the sandbox of the data center is used for a sandbox account', async () => {
	const europe: DataCenter = { ...dataCenterById('eu'), accounts: served.url };
	zoho.setOrigins({ ...zoho.origins, api: 'https://sandbox.zohoapis.eu' });
	expect(await tokenFor(europe).apiOrigin()).toBe('https://sandbox.zohoapis.eu');
});

test('a redirect of the accounts server is not followed with the secret', async () => {
	const elsewhere = createZoho({ now: () => clock, entries: 1 });
	const other = await serveZoho(elsewhere);
	zoho.faults.add({
		on: 'token',
		refuse: () => ({
			status: 307,
			headers: { location: `${other.url}/oauth/v2/token`, 'content-length': '0' },
			body: new Uint8Array(),
		}),
	});
	await expect(accessToken().get()).rejects.toThrow();
	expect(elsewhere.requests).toHaveLength(0);
	await other.close();
});

test('a caller that cancels leaves the others their renewal', async () => {
	const token = accessToken();
	const stop = new AbortController();
	const [left, stayed] = [token.get(stop.signal), token.get()];
	stop.abort(new Error('cancelled'));
	await expect(left).rejects.toThrow('cancelled');
	await expect(stayed).resolves.toMatch(/^1000\./);
});

test('a response without a token is reported, without its content', async () => {
	zoho.faults.add({ on: 'token', ...jsonInstead(200, { hello: 'canary' }) });
	const error = await accessToken()
		.get()
		.catch((caught: unknown) => caught);
	expect(String(error)).not.toContain('canary');
});
