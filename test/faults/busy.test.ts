import {
	type Fault,
	htmlPage,
	jsonInstead,
	type FaultEffect,
	serverFault,
	tooManyRequests,
} from '../zoho/faults';
import { getAuditLog } from '../nodes/parameters';
import { fault, faultInNode, faultInProcess } from './house';
import { SPEED } from './outside.cjs';

/** Seconds of the accelerated clock. */
const passed = (since: number): number => (Date.now() - since) / 1_000;

fault(7, 'is waited for, and then answered', async ({ door, zoho, statuses }) => {
	zoho.faults.add({ on: 'listExports', ...tooManyRequests({ retryAfter: 7 }) });
	const start = Date.now();
	expect((await door.listExports()).error).toBeNull();
	expect(passed(start)).toBeGreaterThanOrEqual(6.9);
	expect(statuses('listExports')).toEqual([429, 204]);
});

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toUTCString();
const waits: readonly (readonly [string, () => FaultEffect, number])[] = [
	['a date', () => tooManyRequests({ retryAfter: inSeconds(9) }), 4],
	['a number in the body', () => tooManyRequests({ retry_after: 6 }), 5.9],
	['a negative number', () => tooManyRequests({ retryAfter: -5 }), 0],
	['no time', () => tooManyRequests(), 0],
];
for (const [what, mishap, atLeast] of waits) {
	fault(8, `is waited for as stated: ${what}`, async ({ door, zoho, statuses }) => {
		await door.listExports();
		zoho.faults.add({ on: 'listExports', ...mishap() });
		const start = Date.now();
		expect((await door.listExports()).error).toBeNull();
		expect(passed(start)).toBeGreaterThanOrEqual(atLeast);
		expect(statuses('listExports').slice(1)).toEqual([429, 204]);
	});
}

fault(8, 'of a day is reported instead of slept through', async ({ door, zoho, statuses }) => {
	zoho.faults.add({
		on: 'listExports',
		times: Infinity,
		...tooManyRequests({ retryAfter: 86_400 }),
	});
	const { error } = await door.listExports();
	expect(error).toContain('86400 seconds');
	expect(statuses('listExports')).toEqual([429]);
});

fault(8, 'for the daily credits is reported without a wait or another request', async (house) => {
	const message = 'API calls exceeded for the 24 hour period';
	house.zoho.faults.add({ on: 'listExports', times: Infinity, ...tooManyRequests({ message }) });
	const { error } = await house.door.listExports();
	expect(error).toMatch(/credits/);
	expect(house.statuses('listExports')).toEqual([429]);
});

fault(9, 'is retried when the request only reads', async ({ door, zoho, statuses }) => {
	zoho.faults.add({ on: 'listExports', times: 2, ...serverFault() });
	expect((await door.listExports()).error).toBeNull();
	expect(statuses('listExports')).toEqual([500, 500, 204]);
});

fault(9, 'finds the export that was created despite the error', async (house) => {
	house.zoho.faults.add({ on: 'createExport', ...serverFault({ acted: true }) });
	const { error, entries } = await house.door.createExport();
	expect(error).toBeNull();
	expect(entries).toHaveLength(1);
	expect(house.statuses('createExport')).toEqual([500]);
});

fault(9, 'looks for the export before creating it again', async (house) => {
	house.zoho.faults.add({ on: 'createExport', ...serverFault() });
	expect((await house.door.createExport()).error).toBeNull();
	const order = house.zoho.requests
		.map(({ operation }) => operation)
		.filter((operation) => /Export/.test(operation));
	expect(order.slice(0, 3)).toEqual(['createExport', 'listExports', 'createExport']);
});

for (const status of [502, 503]) {
	fault(10, `is retried, and reported without the page, for ${status}`, async (house) => {
		const page = serverFault({ status, html: true });
		house.zoho.faults.add({ on: 'listExports', ...page });
		expect((await house.door.listExports()).error).toBeNull();
		house.zoho.faults.add({ on: 'listExports', times: Infinity, ...page });
		const { error, text } = await house.door.listExports();
		expect(error).toMatch(/could not answer for now/);
		expect(text).not.toMatch(/<html|TypeError/i);
	});
}

fault(11, 'is mistaken for neither', async (house) => {
	const { door, zoho } = house;
	zoho.faults.add({ on: 'listExports', ...htmlPage() });
	expect((await door.listExports()).error).toMatch(/is not JSON/);
	const id = await house.finished();
	zoho.faults.add({ on: 'download', times: Infinity, ...htmlPage() });
	const { error, entries } = await door.downloadExport(id);
	expect(error).toMatch(/a web page in place of the file/);
	expect(entries).toEqual([]);
});

fault(43, 'a broken connection is tried four times and reported', async (house) => {
	const { door, zoho } = house;
	await house.finished();
	let tries = 0;
	zoho.faults.add({
		on: ({ url }) => /audit_log_export$/.test(url) && ++tries > 0,
		times: Infinity,
		socket: { cutAfter: 1 },
	});
	const { error } = await door.listExports();
	expect(error).toMatch(/broke off|reached|closed unexpectedly/);
	expect(tries).toBe(4);
});

for (const [what, host, word] of [
	['name', 'https://nobody.invalid', /name could not be resolved|incorrect host/],
	['certificate', 'https://127.0.0.1:PORT', /certificate|reached/],
] as const) {
	faultInNode(43, `an invalid ${what} is reported`, async ({ door, zoho, url }) => {
		const apiUrl = host.replace('PORT', new URL(url).port);
		const oauthTokenData = {
			access_token: zoho.accessToken(),
			api_domain: apiUrl,
			callbackQueryString: { 'accounts-server': url },
		};
		const { error } = await door.over({ apiUrl, oauthTokenData }).listExports();
		expect(error).toMatch(word);
		expect(zoho.requests.filter(({ operation }) => operation === 'listExports')).toEqual([]);
	});
}

faultInProcess(43, 'a proxy from the environment never sees the token', async ({ door, url }) => {
	expect((await door.listExports()).error).toBeNull();
	expect([...new Set(door.connections())]).toEqual([new URL(url).host]);
});

const wrapped = (item: object) => ({ audit_log_export: [{ ...item, status: 'error' }] });
const filterRefusals: readonly (readonly [string, object, RegExp])[] = [
	['LIMIT_EXCEEDED', { details: { limit: '2' } }, /fewer filter values.*limit 2/],
	['NOT_ALLOWED', { details: { json_path: '$.x' } }, /180 days/],
	['INVALID_DATA', { details: { api_name: 'audited_time' } }, /filter values \(at audited_time\)/],
	['DEPENDENT_MISMATCH', { details: {} }, /does not fit its comparator/],
	['AMBIGUITY_DURING_PROCESSING', { details: {} }, /knows no such module/],
	['AMBIGUITY_DURNG_PROCESSING', { details: {} }, /knows no such module/],
];
for (const [code, rest, sentence] of filterRefusals) {
	fault(48, `is one sentence for ${code}, bare or wrapped`, async ({ door, zoho }) => {
		const item = { code, message: 'x', ...rest };
		for (const body of [wrapped(item), { ...item, status: 'error' }]) {
			zoho.faults.add({ on: 'createExport', ...jsonInstead(400, body) });
			const { error } = await door.createExport({ from: '2026-09-01T00:00:00Z' });
			expect(error).toMatch(sentence);
		}
	});
}

for (const body of [
	wrapped({ code: 'NOT_SUPPORTED' }),
	{ code: 'NOT_SUPPORTED', status: 'error', message: '' },
]) {
	const how = 'code' in body ? 'bare' : 'wrapped';
	fault(49, `is reported as an error: ${how}`, async ({ door, zoho }) => {
		zoho.faults.add({ on: 'createExport', ...jsonInstead(200, body) });
		expect((await door.createExport()).error).toMatch(/cannot filter an export by this/);
	});
}

fault(
	51,
	'is reported, and not retried',
	async ({ door, statuses }) => {
		expect((await door.createExport()).error).toMatch(/read-only mode/);
		expect(statuses('createExport')).toEqual([400]);
	},
	{ switches: { readOnlyMode: true } },
);

fault(52, 'one job’s means an unknown job, all of them an unsupported version', async (house) => {
	const { door, zoho } = house;
	expect((await door.getExport('123')).error).toMatch(/knows no export 123/);
	const notThere: Fault = {
		on: ({ url }) => url.includes('audit_log_export'),
		times: Infinity,
		...jsonInstead(404, { code: 'INVALID_URL_PATTERN', status: 'error' }),
	};
	zoho.faults.add(notThere);
	expect((await door.getExport('123')).error).toMatch(/does not offer .* at this address/);
});

for (const refusal of [404, 401, 403] as const) {
	fault(
		53,
		`an export replaces the endpoint that answers ${refusal}`,
		async ({ door, zoho, statuses }) => {
			const { error, total } = await door.getAuditLog();
			expect(error).toBeNull();
			expect(total).toBe(zoho.log.length);
			expect(statuses('getAuditLog')).toEqual([refusal]);
		},
		{ source: 'automatic', switches: { settingsAuditLog: refusal } },
	);
}
for (const key of ['audit_log', 'audit_logs', 'data', 'other'] as const) {
	fault(
		53,
		`reads the list under the key ${key}`,
		async ({ door, zoho }) => {
			const { error, total } = await door.getAuditLog();
			expect([error, total]).toEqual([null, zoho.log.length]);
		},
		{ source: 'endpoint', switches: { settingsAuditLog: key } },
	);
}
fault(
	53,
	'without a list, the error names the keys and suggests an export',
	async ({ door, zoho }) => {
		zoho.faults.add({ on: 'getAuditLog', ...jsonInstead(200, { enabled: true, plan: 'x' }) });
		const { error } = await door.getAuditLog();
		expect(error).toMatch(/its keys are: enabled, plan.*source Export/);
	},
	{ source: 'endpoint', switches: { settingsAuditLog: 204 } },
);

test('the clock of these tests is fast', () => expect(SPEED).toBeGreaterThan(1));

for (const reuseMinutes of [10, 0]) {
	faultInNode(
		71,
		`reach up to one instant, and share one export of at most ${reuseMinutes} minutes, whatever their filters are`,
		async ({ door, zoho, statuses }) => {
			const words = ['deleted', 'updated', 'added', 'exported', ''];
			const inputs = Array.from({ length: 20 }, (_, index) => ({ actions: words[index % 5] }));
			const filters = { actions: '={{ $json.actions }}' };
			const asked = { ...getAuditLog, filters, returnAll: true };
			const options = { source: 'export', reuseMinutes };
			const { error, entries } = await door.run({ ...asked, options }, inputs);
			expect(error).toBeNull();
			expect(statuses('createExport')).toHaveLength(1);
			const matches = inputs.flatMap(({ actions }) =>
				zoho.log.filter(({ action }) => actions === '' || action === actions),
			);
			expect(entries).toHaveLength(matches.length);
		},
		{ jobSeconds: 2 },
	);
}
