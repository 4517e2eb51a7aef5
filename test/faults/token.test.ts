import {
	expiredToken,
	type Fault,
	jsonInstead,
	type FaultEffect,
	scopeMissing,
	throttledRefresh,
} from '../zoho/faults';
import { json, refusal } from '../zoho/answers';
import type { Door } from './door';
import { fault, faultInServer, type House } from './house';

/** Tokens requested beyond the one a server starts with. */
const renewals = ({ door, statuses }: House): number =>
	statuses('token').length - (door.name === 'server' ? 1 : 0);

/** The token in use when such an address is first requested has expired from then on. */
function dying(address: RegExp): Fault {
	let dead: string | undefined;
	return {
		on: ({ url, headers }) =>
			(dead !== undefined || address.test(url)) &&
			headers['authorization'] === (dead ??= headers['authorization']),
		times: Infinity,
		...expiredToken(),
	};
}
/** The token in use at the first download has expired, in the words of Zoho's file services. */
const dyingFile = (): Fault => ({
	...dying(/\/v2\/crm\//),
	refuse: ({ url }) =>
		url.includes('/v2/crm/')
			? json(401, { errors: [{ id: 'F7003', title: 'Invalid OAuth token.' }] })
			: refusal(401, 'INVALID_TOKEN', 'invalid oauth token'),
});
const noScope = jsonInstead(401, { errors: [{ id: 'R008', title: 'Invalid OAuth scope.' }] });

const endpoint = {
	source: 'endpoint',
	switches: { settingsAuditLog: 'audit_log' },
} as const;

fault(
	1,
	'is renewed once, and the page is read again: no gap, no duplicate',
	async (house) => {
		const { door, zoho, statuses } = house;
		zoho.faults.add(dying(/settings\/audit_log\?page=[3-9]/));
		const { error, total } = await door.getAuditLog();
		expect(error).toBeNull();
		expect(total).toBe(zoho.log.length);
		// n8n renews only on its own request, so there the expired token is refused twice.
		const refused = statuses('getAuditLog').filter((status) => status === 401);
		expect(refused).toHaveLength(door.name === 'node' ? 2 : 1);
		expect(renewals(house)).toBe(1);
	},
	endpoint,
);

fault(2, 'is reported after one renewal, with what to do', async (house) => {
	house.zoho.faults.add({ on: 'listExports', times: Infinity, ...expiredToken() });
	const { error } = await house.door.listExports();
	expect(error).toMatch(/[Cc]onnect again/);
	expect(error).toMatch(/data center/);
	expect(renewals(house)).toBe(1);
});

fault(3, 'is named, without a renewal, and the other items send no request', async (house) => {
	const { door, zoho, statuses } = house;
	const scope = 'ZohoCRM.settings.audit_logs.READ';
	zoho.faults.add({ ...scopeMissing(scope), times: Infinity });
	const all = await door.getExports(Array.from({ length: 20 }, (_, index) => String(index + 1)));
	for (const { error } of all) expect(error).toContain(scope);
	expect(renewals(house)).toBe(0);
	if (door.name === 'node') expect(statuses('getExport')).toHaveLength(1);
});

const xError = { 'x-error': 'INVALID_OAUTHSCOPE', info: 'no scope', status: 'error' };
const refusals: readonly FaultEffect[] = [
	jsonInstead(401, { code: 'OAUTH_SCOPE_MISMATCH', status: 'error' }),
	jsonInstead(401, { code: 'INVALID_OAUTHSCOPE', status: 'error' }),
	jsonInstead(403, xError),
	jsonInstead(401, { code: 'AUTHENTICATION_FAILURE', status: 'error' }),
];

fault(4, 'names the scope or the header, without a renewal', async (house) => {
	const id = await house.finished();
	for (const refused of refusals) {
		house.zoho.faults.clear();
		house.zoho.faults.add({ on: 'download', times: Infinity, ...refused });
		const { error } = await house.door.downloadExport(id);
		expect(error).toContain('ZohoFiles.files.READ');
		if (refused === refusals.at(-1)) expect(error).toMatch(/Authorization header/);
	}
	expect(renewals(house)).toBe(0);
});

fault(
	68,
	'an expired token is renewed once, and the file is read',
	async (house) => {
		const id = await house.finished();
		house.zoho.faults.add(dyingFile());
		const { error, total } = await house.door.downloadExport(id);
		expect([error, total]).toEqual([null, house.zoho.log.length]);
		expect(renewals(house)).toBe(1);
	},
	{ switches: { fileErrors: 'service' } },
);

fault(68, 'a token that is refused for good is reported after one renewal', async (house) => {
	const id = await house.finished();
	const dead = jsonInstead(401, { errors: [{ id: 'F7003', title: 'Invalid OAuth token.' }] });
	house.zoho.faults.add({ on: 'download', times: Infinity, ...dead });
	const { error, text } = await house.door.downloadExport(id);
	expect(error).toMatch(/[Cc]onnect again/);
	expect(text).toContain('F7003');
	expect(error).not.toMatch(/no longer usable/);
	expect(renewals(house)).toBe(1);
	expect(house.statuses('download').length).toBeLessThanOrEqual(5);
});

fault(
	68,
	'a missing scope is named with the fix, without a renewal',
	async (house) => {
		const id = await house.finished();
		house.zoho.faults.add({ ...scopeMissing('ZohoFiles.files.READ'), ...noScope });
		const { error } = await house.door.downloadExport(id);
		expect(error).toMatch(/lacks the scope ZohoFiles\.files\.READ/);
		expect(error).toMatch(/connect/i);
		expect(renewals(house)).toBe(0);
	},
	{ switches: { fileErrors: 'service' } },
);

for (const file of ['A001', 'F7004', 'F900', 'F918', 'V001']) {
	fault(68, `the id ${file} is named with what it most likely means`, async (house) => {
		const id = await house.finished();
		const named = jsonInstead(403, { errors: [{ id: file, title: '1000.secret' }] });
		house.zoho.faults.add({ on: 'download', times: Infinity, ...named });
		const { error, text } = await house.door.downloadExport(id);
		expect(error).toContain(`refused with ${file} (HTTP 403)`);
		expect(error).toMatch(/[Mm]ost likely/);
		expect(error).not.toMatch(/no longer usable/);
		expect(text).not.toContain('1000.secret');
		expect(renewals(house)).toBe(0);
	});
}

for (const language of ['en', 'zh'] as const) {
	fault(5, `is reported with its ten minutes, not as revoked, in ${language}`, async (house) => {
		const { door, zoho, statuses } = house;
		await door.listExports();
		const before = statuses('token').length;
		zoho.faults.add({ on: 'token', times: Infinity, ...throttledRefresh(language) });
		zoho.faults.add({ on: 'listExports', times: Infinity, ...expiredToken() });
		for (let call = 0; call < 3; call++) {
			const { error } = await door.listExports();
			expect(error).toMatch(/ten minutes/);
			expect(error).not.toMatch(/[Cc]onnect again/);
		}
		// The node starts afresh with every run; the server remembers.
		expect(statuses('token').length - before).toBe(door.name === 'node' ? 3 : 1);
	});
}

faultInServer(5, 'a token that is still valid stays in use', async ({ door, zoho }) => {
	await door.listExports();
	zoho.faults.add({ on: 'token', times: Infinity, ...throttledRefresh() });
	expect((await door.listExports()).error).toBeNull();
});

fault(6, 'is renewed once for all of them', async (house) => {
	const { door, zoho } = house;
	const ids = [];
	for (let count = 0; count < 10; count++) ids.push(await house.finished());
	zoho.faults.add(dying(/audit_log_export\/\d/));
	for (const { error } of await door.getExports(ids)) expect(error).toBeNull();
	expect(renewals(house)).toBe(1);
});

const foreign: readonly (readonly [string, Fault])[] = [
	['the API', { on: 'listExports', times: Infinity, ...expiredToken() }],
	[
		'the API, as a host',
		{
			on: 'listExports',
			times: Infinity,
			...jsonInstead(400, { code: 'INVALID_HOST', status: 'error' }),
		},
	],
];
for (const [who, mishap] of foreign) {
	fault(37, `is reported in one sentence that names the data center, by ${who}`, async (house) => {
		house.zoho.faults.add(mishap);
		const { error } = await house.door.listExports();
		expect(error).toMatch(/data center/);
		expect(renewals(house)).toBeLessThanOrEqual(1);
	});
}

/** The next call needs a new token, and the accounts server answers with this code. */
async function renewalSaying(
	house: House,
	code: string,
): Promise<Awaited<ReturnType<Door['listExports']>>> {
	house.zoho.faults.add({ on: 'token', times: Infinity, ...jsonInstead(200, { error: code }) });
	house.zoho.faults.add({ on: 'listExports', times: Infinity, ...expiredToken() });
	return await house.door.listExports();
}

for (const code of ['invalid_client', 'invalid_client_secret']) {
	fault(37, `names the data center when the accounts server answers ${code}`, async (house) => {
		const { error } = await renewalSaying(house, code);
		expect(error).toMatch(/data center/);
		expect(house.statuses('token').length).toBe(1);
	});
}

fault(50, 'is not mistaken for a token: the user has to connect again', async (house) => {
	const { error } = await renewalSaying(house, 'invalid_code');
	expect(error).toMatch(/Connect again/);
});

fault(
	57,
	'is downloaded from all the same, with the scheme of Zoho’s page after one refusal in a run',
	async ({ door, zoho, finished }) => {
		const id = await finished();
		const { error, total, text } = await door.downloadExport(id);
		expect([error, total]).toEqual([null, zoho.log.length]);
		expect(text).not.toMatch(/1000\.[0-9a-f]{32}/);
		const files = zoho.requests.filter(({ operation }) => operation === 'download');
		expect(files.map(({ prefix, status }) => [prefix, status])).toEqual([
			...(door.name === 'node' ? [['Bearer', 401]] : []),
			['Zoho-oauthtoken', 200],
		]);
		const others = zoho.requests.filter(({ operation }) => operation !== 'download');
		const scheme = door.name === 'node' ? 'Bearer' : 'Zoho-oauthtoken';
		expect(new Set(others.flatMap(({ prefix }) => prefix ?? []))).toEqual(new Set([scheme]));
	},
	{ switches: { bearerOnFiles: false } },
);
