import { createHash } from 'node:crypto';
import { parsed } from '../shared/report/parsed';
import { parse } from 'csv-parse/sync';
import { errorOf } from '../n8n/engine';
import { scopeMissing } from '../zoho/faults';
import type { Zoho } from '../zoho/zoho';
import { renewal } from '../zoho/log/story';
import { nodeInEngine } from './nodeInEngine';
import {
	asked,
	byId,
	createExport,
	downloadExport,
	getAuditLog,
	getRecordHistory,
	listExports,
} from './parameters';

const n8n = nodeInEngine();
const { run, items, called } = n8n;

function dealIn(zoho: Zoho): { module: string; recordId: string } {
	const deal = zoho.log.find(({ record }) => record?.name === renewal)?.record;
	return { module: 'Deals', recordId: deal?.id ?? '' };
}

test('a record can be given by its address, as it is copied from the browser', async () => {
	const { module, recordId } = dealIn(n8n.zoho);
	const url = `https://crm.zoho.eu/crm/org123/tab/Potentials/${recordId}?view=1`;
	const record = { __rl: true, mode: 'url', value: url };
	const history = await items({ ...getRecordHistory, module: byId(module), recordId: record });
	expect(new Set(history.map(({ json }) => json['record_id']))).toEqual(new Set([recordId]));
});

test.each([204, 400] as const)(
	'an empty list of exports returns no item (%s)',
	async (noContent) => {
		n8n.zoho.switches.noContent = noContent;
		expect(await items(listExports)).toEqual([]);
	},
);

test('a log of 5,000 entries costs one list request for a limit of 50', async () => {
	n8n.start({ entries: 5000, switches: { settingsAuditLog: 'audit_log' } });
	expect(await items({ ...getAuditLog, limit: 50 })).toHaveLength(50);
	expect(called('getAuditLog')).toHaveLength(1);
});

test('the history of a record has old and new values', async () => {
	const history = await items({
		...getRecordHistory,
		...dealIn(n8n.zoho),
		output: 'allFields',
	});
	const changes = history.flatMap(
		({ json }) => json['field_history'] as { old: string; new: string }[],
	);
	expect(changes).toContainEqual(expect.objectContaining({ old: '48000', new: '39500' }));
});

describe('the file of an export', () => {
	const bytesOf = (data: string | undefined): Buffer => Buffer.from(data ?? '', 'base64');

	test('is the one that Zoho created, byte for byte', async () => {
		n8n.start({ rowsPerFile: 500 });
		const exportId = byId(await n8n.finishedExport());
		const sent = createHash('sha256');
		n8n.zoho.faults.add({
			on: 'download',
			answer: (__, normal) => {
				sent.update(normal.body);
				return normal;
			},
		});
		const [file, ...others] = await items({ ...downloadExport, exportId, returnAs: 'file' });
		expect(others).toEqual([]);
		const data = file?.binary?.['data'];
		expect(data).toMatchObject({ mimeType: 'application/zip', fileExtension: 'zip' });
		const buffer = await binaryOf(data);
		expect(createHash('sha256').update(buffer).digest('hex')).toBe(sent.digest('hex'));
	});

	test('is on the first item if both are requested', async () => {
		const exportId = byId(await n8n.finishedExport({ actions: ['deleted'] }));
		const rows = await items({ ...downloadExport, exportId, returnAs: 'both' });
		const deleted = n8n.zoho.log.filter(({ action }) => action === 'deleted');
		expect(rows).toHaveLength(deleted.length);
		expect(rows.map(({ binary }) => Object.keys(binary ?? {}).length)).toEqual([
			1,
			...Array.from({ length: rows.length - 1 }, () => 0),
		]);
	});

	test('has the filtered entries as CSV in which no text is a formula', async () => {
		const exportId = byId(await n8n.finishedExport());
		const filters = { text: 'HYPERLINK' };
		const [file] = await items({
			...downloadExport,
			exportId,
			filters,
			returnAs: 'file',
			fileContent: 'csv',
		});
		const text = (await binaryOf(file?.binary?.['data'])).toString();
		expect(text).toContain("'=HYPERLINK");
		expect(text).not.toMatch(/(^|,|")=HYPERLINK/m);
		expect(file?.json['files']).toMatchObject([{ mime_type: 'text/csv', entries: 1 }]);
	});

	test.each([
		['semicolon', ';'],
		['tab', '\t'],
		[undefined, ','],
	])('has cells separated by %s, which hold the same, behind a mark', async (name, separator) => {
		const exportId = byId(await n8n.finishedExport());
		const [file] = await items({
			...{ ...downloadExport, exportId, returnAs: 'file', fileContent: 'csv' },
			options: name === undefined ? {} : { csvSeparator: name },
		});
		const bytes = await binaryOf(file?.binary?.['data']);
		expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
		const rows = parse(bytes, { delimiter: separator, bom: true, columns: true });
		expect(rows).toHaveLength(n8n.zoho.log.length);
		const names = rows.map((row) => (row as Record<string, string>)['done_by_name']);
		expect(new Set(names)).toEqual(new Set(n8n.zoho.log.map(({ done_by: by }) => by?.name ?? '')));
	});

	test('has no other separator than those of the form', async () => {
		const exportId = byId(await n8n.finishedExport());
		const error = errorOf(
			await n8n.run({
				...{ ...downloadExport, exportId, returnAs: 'file', fileContent: 'csv' },
				options: { csvSeparator: '|' },
			}),
		);
		expect(error?.['message']).toMatch(/is not one of the choices of CSV Separator/);
	});

	test('has the filtered entries as NDJSON, one per line', async () => {
		const exportId = byId(await n8n.finishedExport());
		const filters = { actions: 'exported' };
		const [file] = await items({
			...downloadExport,
			exportId,
			filters,
			returnAs: 'file',
			fileContent: 'ndjson',
		});
		const lines = (await binaryOf(file?.binary?.['data'])).toString().trim().split('\n');
		expect(lines.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(
			n8n.zoho.log.filter(({ action }) => action === 'exported').map(({ action }) => action),
		);
	});

	test.each(['an export', 'the endpoint'])(
		'is a report of %s, whose numbers are those of the log',
		async (source) => {
			const isExport = source === 'an export';
			n8n.zoho.switches.settingsAuditLog = 'data';
			const exportId = byId(await n8n.finishedExport());
			const file = { returnAs: 'file', fileContent: 'report' };
			const [item, ...others] = await items(
				isExport ? { ...downloadExport, exportId, ...file } : { ...getAuditLog, ...file },
			);
			expect(others).toEqual([]);
			const { log } = n8n.zoho;
			expect(item?.json['files']).toMatchObject([{ mime_type: 'text/html', entries: log.length }]);
			const { figures } = parsed((await binaryOf(item?.binary?.['data'])).toString());
			const deleted = log.filter(({ action }) => action.split('_').includes('deleted'));
			expect(figures.get('Entries')).toBe(log.length.toLocaleString('en'));
			expect(figures.get('Deletions')).toBe(deleted.length.toLocaleString('en'));
		},
	);

	test('has a content that the form offers', async () => {
		const exportId = byId(await n8n.finishedExport());
		const file = { ...downloadExport, exportId, returnAs: 'file', fileContent: 'pdf' };
		const result = await run(file);
		expect(result.data.resultData.error?.message).toContain('There is no File Content "pdf"');
	});

	/** Small files are in the item, others in n8n's store. */
	async function binaryOf(
		data: { data: string; id?: string | undefined } | undefined,
	): Promise<Buffer> {
		return data?.id === undefined ? bytesOf(data?.data) : await n8n.engine.binary(data.id);
	}
});

test('an unknown operation is rejected with the known ones', async () => {
	const result = await run({ resource: 'auditLog', operation: 'dropEverything' });
	expect(result.data.resultData.error?.message).toContain('There is no operation "dropEverything"');
});

describe('an expression without a usable result', () => {
	test.each([[null], [0], [-1], ['abc'], [1.5]])('is not a limit: %j', async (limit) => {
		n8n.zoho.switches.settingsAuditLog = 'data';
		const parameters = { ...getAuditLog, limit: '={{ $json.limit }}' };
		const result = await run(parameters, { items: [{ limit }] });
		expect(result.data.resultData.error?.message).toMatch(/cannot be used for Limit/);
		expect(n8n.zoho.requests).toEqual([]);
	});

	test.each(['from', 'users', 'modules'])('does not remove the filter %s', async (name) => {
		const result = await run({ ...createExport, ...asked({ [name]: '={{ $json.nothing }}' }) });
		expect(result.data.resultData.error?.message).toMatch(
			/The filter "[\w ]+" is (null|undefined)/,
		);
		expect(called('createExport')).toHaveLength(0);
	});
});

test('a module can be given by its id', async () => {
	n8n.zoho.switches.settingsAuditLog = 'data';
	const id = n8n.zoho.modules.find(({ api_name }) => api_name === 'Deals')?.id ?? '';
	const entries = await items({ ...getAuditLog, limit: 5, filters: { modules: [id] } });
	expect(entries.map(({ json }) => json['module'])).toEqual(
		Array.from({ length: 5 }, () => 'Deals'),
	);
});

test('an error for a record that may not be seen does not affect the next one', async () => {
	const records = n8n.zoho.log.flatMap(({ record }) => (record?.id ? [record] : []));
	const deal = records.find(({ module }) => module.api_name === 'Deals');
	const lead = records.find(({ module }) => module.api_name === 'Leads');
	n8n.zoho.faults.add(scopeMissing('ZohoCRM.modules.Leads.READ'));
	const parameters = {
		...getRecordHistory,
		module: '={{ $json.module }}',
		recordId: '={{ $json.id }}',
		limit: 1,
	};
	const input = [
		{ module: 'Leads', id: lead?.id },
		{ module: 'Deals', id: deal?.id },
	];
	const results = await items(parameters, { items: input, continueOnFail: true });
	expect(results[0]?.json['error']).toMatch(/ZohoCRM\.modules\.Leads\.READ/);
	expect(results[1]?.json['event_id']).toBeDefined();
});

test('no compressed body is requested, because n8n accepts a truncated one as complete', async () => {
	const encodings: (string | undefined)[] = [];
	n8n.zoho.faults.add({
		on: 'download',
		answer: ({ headers }, normal) => {
			encodings.push(headers['accept-encoding']);
			return normal;
		},
	});
	await items({ ...downloadExport, exportId: byId(await n8n.finishedExport()) });
	expect(encodings).toEqual(['identity']);
});
