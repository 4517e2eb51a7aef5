import type { IDataObject } from 'n8n-workflow';
import { NODE, triggerWorkflow } from '../n8n/workflow';
import { blockedBy, jsonInstead } from '../zoho/faults';
import type { ZohoSetup } from '../zoho/zoho';
import { triggerHouse } from './triggerHouse';

jest.setTimeout(150_000);

/** Faults of the trigger alone. */
const { n8n, clock, faultInTrigger, polled } = triggerHouse();
const MINUTE = 60_000;

async function poll(staticData: IDataObject, parameters = {}): Promise<unknown[]> {
	const { delivered, reported } = await polled(staticData, parameters);
	expect(reported).toEqual([]);
	return delivered;
}

faultInTrigger(32, 'all of them are delivered, each once, over several polls', async () => {
	const memory: IDataObject = {};
	await poll(memory);
	const at = Date.now() + MINUTE;
	clock.ahead += 2 * MINUTE;
	for (let count = 0; count < 300; count++) n8n.zoho.record({ audited_time: at });
	const delivered: unknown[] = [];
	for (let polls = 0; polls < 8; polls++) {
		delivered.push(...(await poll(memory, { options: { entriesPerPoll: 100 } })));
	}
	expect(delivered).toHaveLength(300);
	expect(new Set(delivered).size).toBe(300);
});

faultInTrigger(33, 'is delivered once, by the next poll', async () => {
	const memory: IDataObject = {};
	await poll(memory);
	clock.ahead += 5 * MINUTE;
	const first = n8n.zoho.record({});
	expect(await poll(memory)).toEqual([first.id]);
	const late = n8n.zoho.record({ audited_time: Date.now() + clock.ahead - 3 * MINUTE });
	expect(await poll(memory)).toEqual([late.id]);
	expect(await poll(memory)).toEqual([]);
});

faultInTrigger(
	35,
	'the same entries are delivered again with the same ids, and none is lost',
	async () => {
		const memory: IDataObject = {};
		await poll(memory);
		clock.ahead += 2 * MINUTE;
		const made = [1, 2, 3].map(() => n8n.zoho.record({}).id);
		// n8n saves the cursor only with the entries: a crash between them leaves the old one.
		const before = JSON.parse(JSON.stringify(memory)) as IDataObject;
		const lost = await poll(memory);
		const again = await poll(before);
		expect(again).toEqual(lost);
		expect([...again].sort()).toEqual([...made].sort());
		expect(await poll(before)).toEqual([]);
	},
);

for (const [what, change, why] of [
	['damaged', () => 'not a cursor at all', /it is not an object/],
	['of another version', (it: unknown) => ({ ...(it as object), version: 99 }), /version is 99/],
	['empty', () => ({}), /its version is null/],
	[
		'from the future',
		(it: unknown) => ({ ...(it as object), checkpoint: '2099-01-01T00:00:00Z' }),
		/checkpoint lies in the future/,
	],
] as const) {
	faultInTrigger(
		36,
		`the trigger starts over safely, reports it, and continues: ${what}`,
		async () => {
			const memory: IDataObject = {};
			await poll(memory);
			memory['cursor'] = change(memory['cursor']) as IDataObject;
			const meanwhile = n8n.zoho.record({});
			clock.ahead += 2 * MINUTE;
			const { delivered, reported } = await polled(memory);
			expect(delivered).toContain(meanwhile.id);
			expect(reported).toHaveLength(1);
			expect(reported[0]).toMatch(/What the trigger had saved could not be used/);
			expect(reported[0]).toMatch(why);
			expect(reported[0]).toMatch(/nothing is lost|read what is missing with Get Audit Log/);
			clock.ahead += 2 * MINUTE;
			const after = n8n.zoho.record({});
			expect(await poll(memory)).toEqual([after.id]);
		},
	);
}

faultInTrigger(
	58,
	'it is carried from poll to poll until all its entries are delivered',
	async () => {
		const memory: IDataObject = {};
		const source = { source: 'export' };
		await poll(memory, source);
		clock.ahead += 10 * MINUTE;
		const made = [1, 2, 3].map(() => n8n.zoho.record({}));
		clock.ahead += 20 * MINUTE;
		let delivered: unknown[] = [];
		for (let polls = 0; polls < 6 && delivered.length === 0; polls++) {
			delivered = await poll(memory, source);
			clock.ahead += 4 * MINUTE;
		}
		expect(delivered.length).toBeGreaterThanOrEqual(made.length);
		expect(
			n8n.called('createExport').filter(({ status }) => status === 200).length,
		).toBeLessThanOrEqual(3);
	},
	{ jobSeconds: 500, switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601' } },
);

/** A trigger of exports that has begun, and entries after its beginning. */
async function begun(): Promise<{ readonly memory: IDataObject; readonly ids: string[] }> {
	const memory: IDataObject = {};
	await poll(memory, byExport);
	clock.ahead += 10 * MINUTE;
	const ids = [1, 2, 3].map(() => n8n.zoho.record({}).id);
	clock.ahead += 20 * MINUTE;
	return { memory, ids };
}

const byExport = { source: 'export' };
const fromExports: ZohoSetup = { switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601' } };

/** What the next polls return. */
async function nextPolls(memory: IDataObject, count: number) {
	const all = { delivered: [] as unknown[], reported: [] as string[] };
	for (let polls = 0; polls < count; polls++) {
		const { delivered, reported } = await polled(memory, byExport);
		all.delivered.push(...delivered);
		all.reported.push(...reported);
		clock.ahead += 16 * MINUTE;
	}
	return all;
}

for (const emptyLinks of ['null', 'empty', 'absent', 'text_file', 'header_only_file'] as const) {
	faultInTrigger(
		18,
		`an export without entries delivers nothing and is no trouble (${emptyLinks})`,
		async () => {
			const memory: IDataObject = {};
			await poll(memory, byExport);
			clock.ahead += 30 * MINUTE;
			(n8n.zoho.log as unknown[]).length = 0;
			const { delivered, reported } = await nextPolls(memory, 3);
			expect([delivered, reported]).toEqual([[], []]);
			expect(n8n.called('createExport')).toHaveLength(1);
			expect(n8n.called('download').length).toBe(emptyLinks.endsWith('_file') ? 1 : 0);
			// It has been read, and the next one begins after it.
			expect(memory['cursor']).toMatchObject({ state: 'watching', read_at: expect.any(String) });
		},
		{ entries: 5, switches: { ...fromExports.switches, emptyLinks } },
	);
}

faultInTrigger(
	67,
	'it is not taken for one that runs: its entries are delivered by the next export',
	async () => {
		const { memory, ids } = await begun();
		const id = await n8n.finishedExport({ actions: ['deleted'] });
		n8n.zoho.faults.add({ on: 'createExport', ...blockedBy(id) });
		const { delivered, reported } = await nextPolls(memory, 3);
		expect(delivered.length).toBeGreaterThanOrEqual(ids.length);
		expect(new Set(delivered).size).toBe(delivered.length);
		expect(reported).toEqual([]);
		const statuses = n8n.called('createExport').map(({ status }) => status);
		expect(statuses.slice(0, 3)).toEqual([200, 400, 200]);
	},
	fromExports,
);

faultInTrigger(
	68,
	'an expired token is renewed once, and the entries are delivered',
	async () => {
		const { memory, ids } = await begun();
		let dead: string | undefined;
		n8n.zoho.faults.add({
			on: ({ url, headers }) =>
				(dead !== undefined || url.includes('/v2/crm/')) &&
				headers['authorization'] === (dead ??= headers['authorization']),
			times: Infinity,
			...jsonInstead(401, { errors: [{ id: 'F7003', title: 'Invalid OAuth token.' }] }),
		});
		const { delivered, reported } = await nextPolls(memory, 3);
		expect(reported).toEqual([]);
		expect(delivered.length).toBeGreaterThanOrEqual(ids.length);
		expect(n8n.called('token')).toHaveLength(1);
	},
	fromExports,
);

faultInTrigger(
	68,
	'a missing scope is reported by name, without a renewal, and nothing is lost',
	async () => {
		const { memory, ids } = await begun();
		const noScope = jsonInstead(401, { errors: [{ id: 'R008', title: 'Invalid OAuth scope.' }] });
		n8n.zoho.faults.add({ on: 'download', times: Infinity, ...noScope });
		const { delivered, reported } = await nextPolls(memory, 2);
		expect(delivered).toEqual([]);
		expect(reported.join(' ')).toMatch(/lacks the scope ZohoFiles\.files\.READ/);
		expect(n8n.called('token')).toEqual([]);
		n8n.zoho.faults.clear();
		expect((await nextPolls(memory, 3)).delivered.length).toBeGreaterThanOrEqual(ids.length);
	},
	fromExports,
);

for (const csvTimeZone of ['organization', 'utc'] as const) {
	faultInTrigger(
		63,
		`times that lie outside of the window by the exporter’s zone are read in that of the file: ${csvTimeZone}`,
		async () => {
			const memory: IDataObject = {};
			const source = { source: 'export' };
			await polled(memory, source);
			const made = [1, 6, 11].map((minutes) => {
				clock.ahead = minutes * MINUTE;
				return n8n.zoho.record({}).audited_time;
			});
			clock.ahead += 5 * MINUTE;
			const file = triggerWorkflow(source);
			const { items } = await n8n.engine.poll(file, NODE, { staticData: memory });
			const delivered = (items ?? []).map(({ json }) => String(json['time']));
			const minutes = made.map((at) => Math.floor(at / MINUTE) * MINUTE);
			expect(delivered.map((time) => Date.parse(time)).sort()).toEqual(minutes);
		},
		// A user of Asia/Kolkata in an organization of Europe/Berlin.
		{
			entries: 0,
			switches: { settingsAuditLog: 404, csvTimeZone, tokenUser: '7610000000000004005' },
		},
	);
}

faultInTrigger(
	57,
	'the entries are delivered all the same, after one refusal in a poll',
	async () => {
		const { memory, ids } = await begun();
		const { delivered, reported } = await nextPolls(memory, 2);
		expect(reported).toEqual([]);
		expect(delivered.length).toBeGreaterThanOrEqual(ids.length);
		expect(n8n.called('download').map(({ prefix, status }) => [prefix, status])).toEqual([
			['Bearer', 401],
			['Zoho-oauthtoken', 200],
		]);
		expect(n8n.called('token')).toEqual([]);
	},
	{ switches: { ...fromExports.switches, bearerOnFiles: false } },
);

faultInTrigger(
	64,
	'a filter or an alert that needs it is an error, not silence, and the entries come once it can be read',
	async () => {
		for (const parameters of [
			{ source: 'export', filters: { actions: ['deleted'] } },
			{ source: 'export', triggerOn: 'alerts', alerts: ['export'] },
		]) {
			const memory: IDataObject = {};
			await poll(memory, parameters);
			clock.ahead += 10 * MINUTE;
			n8n.zoho.record({ action: 'deleted' });
			n8n.zoho.record({ action: 'exported' });
			clock.ahead += 20 * MINUTE;
			n8n.zoho.switches.csvWithout = ['Action'];
			const { delivered, reported } = await polled(memory, parameters);
			expect(delivered).toEqual([]);
			expect(reported.join(' ')).toMatch(/no column for the action/);
			n8n.zoho.switches.csvWithout = [];
			expect((await polled(memory, parameters)).delivered).toHaveLength(1);
		}
	},
	{ switches: { settingsAuditLog: 404, csvTimeFormat: 'iso8601' } },
);
faultInTrigger(
	62,
	'entries of a file with a German header are delivered',
	async () => {
		const { memory, ids } = await begun();
		const { delivered } = await nextPolls(memory, 1);
		expect(delivered.length).toBeGreaterThanOrEqual(ids.length);
	},
	{ switches: { ...fromExports.switches, csvTitles: 'german' } },
);

faultInTrigger(70, 'refuses the activation with what mends it, before any request', async () => {
	const data = n8n.credentials['zoho']?.data ?? {};
	for (const oauthTokenData of [undefined, { error: 'invalid_client_secret' }]) {
		data['oauthTokenData'] = oauthTokenData;
		await expect(polled({})).rejects.toThrow(/not connected to Zoho|client secret is not/);
	}
	expect(n8n.zoho.requests).toEqual([]);
});
