import nock from 'nock';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { errorOf, hintsOf, itemsOf } from '../n8n/engine';
import { auditLogWorkflow, NODE } from '../n8n/workflow';
import { redirectTo, scopeMissing, serverFault } from '../zoho/faults';
import { nodeInEngine } from './nodeInEngine';
import {
	asked,
	byId,
	byLink,
	createExport,
	downloadExport,
	getAuditLog,
	getExport,
	getRecordHistory,
	listExports,
} from './parameters';

const n8n = nodeInEngine();
const { run, called, finishedExport, credentials } = n8n;

test('the tarball holds the node, and the credential it needs', () => {
	expect(n8n.engine.nodeTypes).toContain('zohoCrmAuditLog');
});

describe('Get Audit Log', () => {
	test('returns the newest entries with the names, times and ids that Zoho sent', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const items = itemsOf(await run({ ...getAuditLog, limit: 50 }), NODE);
		const truth = n8n.zoho.log.slice(-50).reverse();
		expect(items.map(({ json }) => json['event_id'])).toEqual(truth.map(({ id }) => id));
		expect(items.map(({ json }) => Date.parse(String(json['time'])))).toEqual(
			truth.map((entry) => entry.audited_time),
		);
		expect(items.map(({ json }) => [json['user'], json['user_id']])).toEqual(
			truth.map(({ done_by }) => (done_by ? [done_by.name, done_by.id] : ['System', ''])),
		);
		expect(items[0]?.pairedItem).toEqual({ item: 0 });
	});

	test('makes one list request for a limit of 50', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		await run({ ...getAuditLog, limit: 50 });
		expect(called('getAuditLog').map(({ url }) => new URL(url).search)).toEqual([
			'?page=1&per_page=50',
		]);
	});

	test('answers every input item, and links each entry to its input item', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const items = [{ count: 1 }, { count: 2 }];
		const result = await run({ ...getAuditLog, limit: '={{ $json.count }}' }, { items });
		expect(itemsOf(result, NODE).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
		]);
	});

	test('reads an export if Zoho does not offer the endpoint', async () => {
		const result = await run({ ...getAuditLog, returnAll: true });
		expect(errorOf(result)).toBeUndefined();
		expect(itemsOf(result, NODE)).toHaveLength(n8n.zoho.log.length);
		expect(called('getAuditLog').map(({ status }) => status)).toEqual([404]);
		expect(called('createExport')).toHaveLength(1);
	});

	test('finds the same entries through the endpoint and in an export', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const from = new Date(Date.now() - 30 * 86_400_000).toISOString();
		const question = asked({ from, modules: ['Deals'], record: 'acme' });
		const found = async (source: string): Promise<string[]> => {
			const options = { source };
			const output = 'allFields';
			const parameters = { ...getAuditLog, ...question, options, output, returnAll: true };
			const items = itemsOf(await run(parameters), NODE);
			// The file has no seconds and no ids, so only what both contain is compared.
			return items.map(({ json }) => {
				const { record, done_by, action, audited_time } = json as AuditLogEntry;
				const minute = new Date(audited_time ?? 0).toISOString().slice(0, 16);
				return [minute, action, done_by?.name, record?.name].join(' ');
			});
		};
		const inEndpoint = await found('endpoint');
		expect(inEndpoint.length).toBeGreaterThan(3);
		expect((await found('export')).sort()).toEqual(inEndpoint.sort());
	});

	test('says how many entries match if it returns only the newest', async () => {
		const result = await run({ ...getAuditLog, options: { source: 'export' }, limit: 2 });
		expect(hintsOf(result, NODE)).toContain(
			`${n8n.zoho.log.length} entries match; these are the 2 newest.`,
		);
	});

	test('returns no item and no error for an empty log', async () => {
		n8n.start({ entries: 0, switches: { settingsAuditLog: 204 } });
		const result = await run(getAuditLog);
		expect(errorOf(result)).toBeUndefined();
		expect(itemsOf(result, NODE)).toEqual([]);
	});
});

describe('Download Export', () => {
	test('returns one item per row, with line breaks and other scripts intact', async () => {
		const result = await run({ ...downloadExport, exportId: byId(await finishedExport()) });
		const names = itemsOf(result, NODE).map(({ json }) => String(json['record']));
		expect(names.sort()).toEqual(n8n.zoho.log.map(({ record }) => record?.name).sort());
		expect(names.some((name) => /\n/.test(name))).toBe(true);
		expect(names.some((name) => /日本/.test(name))).toBe(true);
	});

	test('reads a ZIP of several files to its last row, and gives equal rows different ids', async () => {
		n8n.start({ rowsPerFile: 300 });
		const result = await run({ ...downloadExport, exportId: byId(await finishedExport()) });
		const ids = itemsOf(result, NODE).map(({ json }) => json['event_id']);
		expect(ids).toHaveLength(n8n.zoho.log.length);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('accepts a download link of its own data center', async () => {
		const id = await finishedExport();
		const job = await run({ ...getExport, exportId: byId(id) });
		const [link] = itemsOf(job, NODE)[0]?.json['download_links'] as string[];
		const result = await run({
			...downloadExport,
			exportId: byLink(String(link)),
			limit: 7,
			returnAll: false,
		});
		expect(itemsOf(result, NODE)).toHaveLength(7);
	});

	test('keeps the row as received with all fields', async () => {
		const id = byId(await finishedExport());
		const result = await run({
			...downloadExport,
			exportId: id,
			output: 'allFields',
			returnAll: false,
			limit: 1,
		});
		expect(Object.keys(itemsOf(result, NODE)[0]?.json['raw'] as object)).toContain('Audited Time');
	});
});

describe('the token', () => {
	test('is renewed once when it has expired', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const data = credentials['zoho']?.data['oauthTokenData'] as Record<string, unknown>;
		data['access_token'] = '1000.dead';
		const result = await run({ ...getAuditLog, limit: 5 });
		expect(itemsOf(result, NODE)).toHaveLength(5);
		expect(called('token')).toHaveLength(1);
	});

	test('is not renewed for a missing scope, which is named and ends the run', async () => {
		const scope = 'ZohoCRM.settings.audit_logs.READ';
		n8n.zoho.faults.add({ ...scopeMissing(scope), times: Infinity });
		const items = Array.from({ length: 20 }, (_, index) => ({ index }));
		const result = await run(listExports, { items, continueOnFail: true });
		const errors = itemsOf(result, NODE).map(({ json }) => String(json['error']));
		expect(errors).toHaveLength(20);
		for (const text of errors) expect(text).toContain(scope);
		expect(called('listExports')).toHaveLength(1);
		expect(called('token')).toHaveLength(0);
	});

	test('that cannot download creates no export: every missing scope is named before a request', async () => {
		const data = credentials['zoho']?.data['oauthTokenData'] as Record<string, unknown>;
		data['scope'] = 'ZohoCRM.settings.audit_logs.READ ZohoCRM.users.READ';
		const error = errorOf(await run(createExport));
		expect(error?.['message']).toMatch(/audit_logs\.CREATE and ZohoFiles\.files\.READ/);
		expect(error?.['description']).toMatch(
			/^Open the credential, .* connect it again\. Help: https:\S+$/,
		);
		expect(n8n.zoho.requests).toEqual([]);
	});

	test('does not follow a redirect to another host', async () => {
		const id = await finishedExport();
		const seen: string[] = [];
		nock('https://evil.example')
			.get(/.*/)
			.reply(function () {
				seen.push(String(this.req.headers['authorization']));
				return [200, 'a,b'];
			});
		n8n.zoho.faults.add({ on: 'download', ...redirectTo('https://evil.example/AuditLog.csv') });
		const result = await run({ ...downloadExport, exportId: byId(id) });
		expect(String(errorOf(result)?.['message'])).toContain('redirect');
		expect(seen).toEqual([]);
	});

	test('is in no item, hint or error', async () => {
		n8n.zoho.faults.add({
			on: 'download',
			...serverFault({ status: 502, html: true }),
			times: Infinity,
		});
		const id = await finishedExport();
		const outcomes = JSON.stringify([
			await run({ ...downloadExport, exportId: byId(id) }),
			await run({ ...downloadExport, exportId: byId('1') }, { continueOnFail: true }),
		]);
		const { access_token } = credentials['zoho']?.data['oauthTokenData'] as {
			access_token: string;
		};
		expect(outcomes).not.toContain(access_token);
		expect(outcomes).not.toContain(n8n.zoho.credentials.refresh_token);
		expect(n8n.zoho.requests.filter(({ url }) => url.includes(access_token))).toEqual([]);
	}, 60_000);
});

describe('bad input gets one clear sentence before anything is sent', () => {
	const days = (count: number): string =>
		new Date(Date.parse('2026-06-30T00:00:00Z') - count * 86_400_000).toISOString();
	test.each([
		[
			'a link to a foreign host',
			{
				...downloadExport,
				exportId: byLink('https://evil.example/v2/crm/1/auditlog/2/AuditLog.csv'),
			},
			'leads to https://evil.example',
		],
		[
			'something that is not an id',
			{ ...downloadExport, exportId: byId('../users') },
			'is not the id of an export',
		],
		[
			'more than 180 days',
			{ ...createExport, ...asked({ from: days(200), to: days(0) }) },
			'at most 180 days at once, and this range has 200',
		],
		[
			'an end before the beginning',
			{ ...getAuditLog, ...asked({ from: days(0), to: days(1) }) },
			'ends before it begins',
		],
		[
			'something that is not a time',
			{ ...getAuditLog, ...asked({ from: 'yesterday' }) },
			'"yesterday" of From',
		],
	])('%s', async (_, parameters, sentence) => {
		const error = errorOf(await run(parameters));
		expect(String(error?.['message'])).toContain(sentence);
		expect(n8n.zoho.requests).toEqual([]);
	});
});

describe('lists in the form', () => {
	test('offer exports, users and modules by name', async () => {
		await finishedExport();
		const form = auditLogWorkflow({});
		const { results } = await n8n.engine.listSearch(form, NODE, 'searchExports', 'marta');
		expect(results).toHaveLength(1);
		const users = await n8n.engine.loadOptions(form, NODE, 'getUsers');
		expect(users.map(({ value }) => value).sort()).toEqual(
			n8n.zoho.users.map(({ id }) => id).sort(),
		);
		const left = users.filter(({ name }) => / – (deleted|disabled)$/.test(name));
		expect(left.map(({ value }) => value).sort()).toEqual(
			n8n.zoho.users.flatMap(({ id, status }) => (status === 'active' ? [] : [id])).sort(),
		);
		const modules = await n8n.engine.loadOptions(form, NODE, 'getModules');
		expect(modules).toContainEqual({ name: 'Meetings', value: 'Events' });
	});

	test('offer the records of a module that the newest entries name, deleted ones too', async () => {
		n8n.start({ switches: { settingsAuditLog: 'audit_log' } });
		const { log } = n8n.zoho;
		const deals = log.filter(({ record }) => record?.module.api_name === 'Deals');
		const [first] = deals;
		if (!first?.record) throw new Error('no deal');
		n8n.zoho.record({
			record: { ...first.record, id: '7610000000000123456', name: 'Gone Deal' } as never,
			action: 'deleted',
		});
		const form = auditLogWorkflow({ ...getRecordHistory, module: byId('deals') });
		const { results } = await n8n.engine.listSearch(form, NODE, 'searchRecords');
		expect(results[0]).toMatchObject({ name: 'Gone Deal', value: '7610000000000123456' });
		const newest = n8n.zoho.log.slice(-1_000);
		const isDeal = ({ record }: (typeof newest)[number]): boolean =>
			record?.module.api_name === 'Deals';
		const truth = new Set(newest.filter(isDeal).map(({ record }) => String(record?.id)));
		expect(new Set(results.map(({ value }) => value))).toEqual(truth);
		const found = await n8n.engine.listSearch(form, NODE, 'searchRecords', 'GONE');
		expect(found.results.map(({ name }) => name)).toEqual(['Gone Deal']);
	});

	test('say why records cannot be listed, and what to do', async () => {
		n8n.start({ switches: { settingsAuditLog: 404 } });
		const form = auditLogWorkflow({ ...getRecordHistory, module: byId('Deals') });
		const list = n8n.engine.listSearch(form, NODE, 'searchRecords');
		await expect(list).rejects.toThrow(/does not offer|By URL/);
		expect(n8n.called('createExport')).toEqual([]);
	});

	test('distinguish exports of one period by their filters', async () => {
		const from = new Date(Date.now() - 86_400_000).toISOString();
		await finishedExport({ from, actions: ['deleted'], modules: ['Leads'] });
		await finishedExport({ from, users: [n8n.zoho.users[1]?.id ?? ''] });
		const { results } = await n8n.engine.listSearch(auditLogWorkflow({}), NODE, 'searchExports');
		const names = results.map(({ name }) => name);
		expect(names).toContainEqual(expect.stringMatching(/Leads, deleted, by Marta Quill$/));
		expect(names).toContainEqual(expect.stringMatching(/, of one user, by Marta Quill$/));
	});

	test('say which scope is missing instead of being empty', async () => {
		n8n.zoho.faults.add({ ...scopeMissing('ZohoCRM.users.READ'), times: Infinity });
		const list = n8n.engine.loadOptions(auditLogWorkflow({}), NODE, 'getUsers');
		await expect(list).rejects.toThrow(/lacks the scope ZohoCRM\.users\.READ/);
	});
});
