import type { IHttpRequestOptions, INodeParameters } from 'n8n-workflow';
import { n8nTransport } from '../../nodes/ZohoCrmAuditLog/transport';
import { dataCenterById } from '../../shared/dataCenters';
import { InputError } from '../../shared/errors';
import { errorOf } from '../n8n/engine';
import { expiredToken, jsonInstead, scopeMissing } from '../zoho/faults';
import type { Switches, ZohoSetup } from '../zoho/zoho';
import { nodeInEngine } from './nodeInEngine';
import { byId, downloadExport } from './parameters';

const n8n = nodeInEngine();

/** How many requests the file host refused with each header, and how many it answered. */
function asked(): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { prefix, status } of n8n.called('download')) {
		const what = `${prefix} ${status < 400 ? 'ok' : 'refused'}`;
		counts[what] = (counts[what] ?? 0) + 1;
	}
	return counts;
}

const refusing = (switches: Partial<Switches> = {}): ZohoSetup => ({
	entries: 50,
	switches: { bearerOnFiles: false, ...switches },
});
const download = (id: string): INodeParameters => ({ ...downloadExport, exportId: byId(id) });

const WAYS: readonly Partial<Switches>[] = [
	{ bearerRefusal: 'AUTHENTICATION_FAILURE' },
	{ bearerRefusal: 'dead_token' },
	{ bearerRefusal: 'dead_token', deadTokenCode: 'INVALID_OAUTHTOKEN' },
	{ bearerRefusal: 'dead_token', fileErrors: 'service' },
	{ bearerRefusal: 'x-error' },
	{ bearerRefusal: 'page' },
];

/** Input items for three exports: a run downloads each of them once. */
async function threeExports(): Promise<{ id: string }[]> {
	const ids = [await n8n.finishedExport(), await n8n.finishedExport(), await n8n.finishedExport()];
	return ids.map((id) => ({ id }));
}

describe.each(WAYS)('a file host that refuses Bearer: %j', (way) => {
	test("gets Zoho's header after one refused request in a run, and nothing is renewed", async () => {
		n8n.start(refusing(way));
		const items = await threeExports();
		for (let run = 1; run <= 2; run++) {
			const exportId = { ...byId(''), value: '={{ $json.id }}' };
			const entries = await n8n.items({ ...downloadExport, exportId }, { items });
			expect(entries).toHaveLength(3 * n8n.zoho.log.length);
			expect(asked()).toEqual({ 'Bearer refused': run, 'Zoho-oauthtoken ok': 3 * run });
		}
		expect(n8n.called('token')).toEqual([]);
		// Everywhere else n8n signs.
		const others = n8n.zoho.requests.filter(({ operation }) => operation !== 'download');
		expect(new Set(others.map(({ prefix }) => prefix))).toEqual(new Set(['Bearer']));
	});

	test('and a token that has expired since is renewed once', async () => {
		n8n.start(refusing(way));
		const id = await n8n.finishedExport();
		let dead: string | undefined;
		n8n.zoho.faults.add({
			on: ({ url, headers }) => {
				const [scheme, token] = (headers['authorization'] ?? '').split(' ');
				if (url.includes('/v2/crm/')) dead ??= token;
				// The host that refuses Bearer does not look at its token.
				return token === dead && !(url.includes('/v2/crm/') && scheme === 'Bearer');
			},
			times: Infinity,
			...expiredToken(),
		});
		expect(await n8n.items(download(id))).toHaveLength(n8n.zoho.log.length);
		expect(n8n.called('token')).toHaveLength(1);
		expect(asked()).toEqual({
			'Bearer refused': 1,
			'Zoho-oauthtoken refused': 1,
			'Zoho-oauthtoken ok': 1,
		});
	});
});

test('a token that expires after the header was found out is renewed once', async () => {
	n8n.start(refusing());
	const items = await threeExports();
	let first: string | undefined;
	let downloads = 0;
	n8n.zoho.faults.add({
		on: ({ url, headers }) => {
			const [scheme, token] = (headers['authorization'] ?? '').split(' ');
			first ??= token;
			if (url.includes('/v2/crm/') && scheme !== 'Bearer') downloads++;
			return downloads > 1 && token === first;
		},
		times: Infinity,
		...expiredToken(),
	});
	const exportId = { ...byId(''), value: '={{ $json.id }}' };
	const entries = await n8n.items({ ...downloadExport, exportId }, { items });
	expect(entries).toHaveLength(3 * n8n.zoho.log.length);
	expect(n8n.called('token')).toHaveLength(1);
	expect(asked()['Bearer refused']).toBe(1);
});

test('a token that this host alone calls dead is renewed once, and reported', async () => {
	n8n.start({ entries: 5 });
	const id = await n8n.finishedExport();
	n8n.zoho.faults.add({ on: 'download', times: Infinity, ...expiredToken() });
	const error = errorOf(await n8n.run(download(id)));
	expect(error?.['message']).toMatch(/even after a renewal/);
	expect(n8n.called('token')).toHaveLength(1);
	expect(n8n.called('download')).toHaveLength(5);
});

test.each<[string, () => void]>([
	['a missing scope', () => n8n.zoho.faults.add(scopeMissing('ZohoFiles.files.READ'))],
	[
		'a missing scope, by the file service',
		() =>
			n8n.zoho.faults.add({ on: 'download', ...jsonInstead(401, { errors: [{ id: 'R008' }] }) }),
	],
	['an expired link', () => void (n8n.zoho.switches.expiryDays = -1)],
	['a link with 403', () => n8n.zoho.faults.add({ on: 'download', ...jsonInstead(403, {}) })],
])('%s is no reason for another header, and renews nothing', async (_, spoil) => {
	n8n.start({ entries: 5, switches: { expiryDays: 7 } });
	const id = await n8n.finishedExport();
	spoil();
	expect(errorOf(await n8n.run(download(id)))).toBeDefined();
	expect(asked()).toEqual({ 'Bearer refused': 1 });
	expect(n8n.called('token')).toEqual([]);
});

test('a missing scope behind the header is named', async () => {
	n8n.start(refusing({ bearerRefusal: 'dead_token' }));
	const id = await n8n.finishedExport();
	n8n.zoho.faults.add({
		...scopeMissing('ZohoFiles.files.READ'),
		on: ({ headers, url }) =>
			url.includes('/v2/crm/') && headers['authorization']?.startsWith('Zoho') === true,
		times: Infinity,
	});
	const error = errorOf(await n8n.run(download(id)));
	expect(`${String(error?.['message'])}`).toMatch(/lacks the scope ZohoFiles\.files\.READ/);
	expect(n8n.called('token')).toEqual([]);
	expect(asked()).toEqual({ 'Bearer refused': 1, 'Zoho-oauthtoken refused': 1 });
});

test('a host that refuses both headers is asked with both once in a run', async () => {
	n8n.start({ entries: 5 });
	const id = await n8n.finishedExport();
	const refusal = jsonInstead(401, { code: 'AUTHENTICATION_FAILURE', status: 'error' });
	n8n.zoho.faults.add({ on: 'download', times: Infinity, ...refusal });
	const error = errorOf(await n8n.run(download(id)));
	expect(error?.['message']).toMatch(/did not accept the Authorization header/);
	expect(asked()).toEqual({ 'Bearer refused': 1, 'Zoho-oauthtoken refused': 1 });
	expect(n8n.called('token')).toEqual([]);
});

test('a host that takes Bearer never sees another header', async () => {
	n8n.start({ entries: 5 });
	const id = await n8n.finishedExport();
	expect(await n8n.items(download(id))).toHaveLength(5);
	expect(asked()).toEqual({ 'Bearer ok': 1 });
});

test('both headers have the token of the credential, and nothing that n8n saves has it', async () => {
	n8n.start(refusing());
	const id = await n8n.finishedExport();
	const tokens = new Set<string | undefined>();
	n8n.zoho.faults.add({
		on: ({ headers }) => {
			tokens.add(headers['authorization']?.split(' ')[1]);
			return false;
		},
	});
	await n8n.items(download(id));
	expect([...tokens]).toHaveLength(1);
	const run = JSON.stringify(await n8n.run(download(id)), (key, value: unknown) =>
		key === 'credentials' ? undefined : value,
	);
	expect(run).not.toMatch(/1000\.[0-9a-f]{32}/);
});

describe('the request with a header written by hand', () => {
	const eu = dataCenterById('eu');
	const path = '/v2/crm/20098761234/auditlog/7610000000070007017/AuditLog.csv';

	/** A context of n8n whose file hosts refuse Bearer; what was sent by hand. */
	function context(token: unknown = '1000.token') {
		const byHand: IHttpRequestOptions[] = [];
		const answer = (statusCode: number) => ({ statusCode, headers: {}, body: '' });
		const helpers = {
			httpRequestWithAuthentication: async (_: string, { url }: IHttpRequestOptions) =>
				answer(url.includes('zohoapis') ? 204 : 401),
			httpRequest: async (options: IHttpRequestOptions) => {
				byHand.push(options);
				return answer(204);
			},
		};
		const getCredentials = async () => ({ oauthTokenData: { access_token: token } });
		const send = n8nTransport({ helpers, getCredentials } as never, 'credential', eu);
		const get = async (url: string) => await send({ method: 'GET', url, maxBytes: 10 });
		return { byHand, get };
	}

	test('is sent to a file of this data center only, whoever asks', async () => {
		const { byHand, get } = context();
		await get('https://www.zohoapis.eu/crm/v8/org');
		for (const url of [
			`https://evil.example${path}`,
			`https://download.zoho.com${path}`,
			`http://download.zoho.eu${path}`,
			'https://download.zoho.eu/',
			`https://user@download.zoho.eu${path}`,
		]) {
			await expect(get(url)).rejects.toBeInstanceOf(InputError);
		}
		expect(byHand).toEqual([]);
		await get(`https://download.zoho.eu${path}`);
		expect(byHand).toHaveLength(1);
	});

	test('has its token in the header alone, and follows no redirect', async () => {
		const { byHand, get } = context();
		await get('https://www.zohoapis.eu/crm/v8/org');
		await get(`https://download.zoho.eu${path}`);
		const [{ headers, ...options } = {} as IHttpRequestOptions] = byHand;
		expect(headers).toMatchObject({ Authorization: 'Zoho-oauthtoken 1000.token' });
		expect(options).toMatchObject({
			url: `https://download.zoho.eu${path}`,
			disableFollowRedirect: true,
			sendCredentialsOnCrossOriginRedirect: false,
			ignoreHttpStatusErrors: true,
		});
		expect(options.allowedDomains?.split(',')).not.toContain('download.zoho.com');
		expect(JSON.stringify(options)).not.toContain('1000.token');
	});

	test('is not sent before the API has taken the token', async () => {
		const { byHand, get } = context();
		expect((await get(`https://download.zoho.eu${path}`)).status).toBe(401);
		expect(byHand).toEqual([]);
	});

	test.each([undefined, null, '', 7, 'a b', 'a\r\nX: 1', { a: 1 }])(
		'is not sent with %j for a token',
		async (token) => {
			const { byHand, get } = context(token === undefined ? null : token);
			await get('https://www.zohoapis.eu/crm/v8/org');
			await expect(get(`https://download.zoho.eu${path}`)).rejects.toThrow(/has no token/);
			expect(byHand).toEqual([]);
		},
	);
});
