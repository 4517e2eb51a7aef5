import type { INodeParameters } from 'n8n-workflow';
import { errorOf, hintsOf, itemsOf } from '../n8n/engine';
import { auditLogWorkflow, NODE } from '../n8n/workflow';
import { nodeInEngine } from './nodeInEngine';
import { byId, createExport, downloadExport, getAuditLog, getRecordHistory } from './parameters';

const n8n = nodeInEngine();
const { run, items, called } = n8n;

/** What n8n makes of an expression is n8n's own here. */
const NOTHING = '={{ $json.nothing }}';
const filter = (name: string, value: unknown) =>
	({ filters: { [name]: value } }) as INodeParameters;
const option = (name: string, value: unknown) =>
	({ options: { [name]: value } }) as INodeParameters;
const HUGE = '={{ 2276164000000411001 }}';

describe('an expression that returns no usable value is refused by the label of its field:', () => {
	test.each<[INodeParameters, string]>([
		[option('personalData', NOTHING), 'The option "Personal Data" is undefined'],
		[option('personalData', '={{ null }}'), 'The option "Personal Data" is null'],
		[option('fieldValues', NOTHING), 'The option "Field Values" is undefined'],
		[option('source', NOTHING), 'The option "Source" is undefined'],
		[option('waitSeconds', NOTHING), 'The option "Maximum Wait (Seconds)" is undefined'],
		[option('csvSeparator', NOTHING), 'The option "CSV Separator" is undefined'],
		[option('dateFormat', '={{ "dd-MM-yyyy" }}'), 'is not one of the choices of File Date Format'],
		[option('timeFormat', 'H'), 'is not one of the choices of File Time Format'],
		[
			option('columns', { column: [{ is: 'who', title: 'Wer' }] }),
			'is not one of the choices of File Columns',
		],
		[filter('record', '={{ ["a", "b"] }}'), 'The filter "Record" is a list'],
		[filter('text', '={{ [1] }}'), 'The filter "Text" is a list'],
		[filter('record', '={{ NaN }}'), 'The filter "Record" is "NaN"'],
		[filter('record', '=Deal {{ $json }}'), 'The filter "Record" is "Deal [object Object]"'],
		[filter('text', '={{ DateTime.fromISO("x") }}'), 'The filter "Text" is "Invalid DateTime"'],
		[filter('users', `=${HUGE.slice(1)}`), 'The filter "User Names or IDs" is a number of more'],
		[filter('excludeUsers', '={{ [2276164000000411001] }}'), 'is a number of more digits'],
		[{ period: 'custom', from: '={{ DateTime.fromISO("x") }}' }, '"Invalid DateTime" of From'],
		[{ period: 'custom', to: '={{ new Date("x") }}' }, '"Invalid Date" of To'],
		[{ returnAs: '={{ "files" }}' }, 'There is no Return As "files"'],
		[{ returnAs: 'file', fileContent: 'pdf' }, 'There is no File Content "pdf"'],
		[{ returnAs: 'both' }, 'There is no Return As "both"'],
		[{ returnAs: 'file', binaryPropertyName: NOTHING }, 'cannot be used for Put Output File in'],
		[{ returnAs: 'file', binaryPropertyName: '__proto__' }, 'cannot be used for Put Output File'],
		[{ resource: 'auditlog' }, 'There is no resource "auditlog". Use one of auditLog, export.'],
		[{ ...downloadExport, exportId: byId(HUGE) }, 'The value of Export is a number of more digits'],
		[
			{ ...getRecordHistory, module: byId('Deals'), recordId: byId(HUGE) },
			'The value of Record is a number of more digits',
		],
	])('%j', async (parameters, sentence) => {
		const result = await run({ ...getAuditLog, ...parameters });
		const { message, description } = errorOf(result) ?? {};
		expect(`${String(message)} ${String(description)}`).toContain(sentence);
		expect(called('getAuditLog')).toEqual([]);
		expect(called('createExport')).toEqual([]);
	});

	test.each(['users', 'record', 'hours'])(
		'one that n8n itself cannot evaluate, in %s, is the error of its item alone',
		async (name) => {
			const filters = { [name]: '={{ $json.n === 1 ? (() => 1) : "" }}' };
			const parameters = { ...getAuditLog, limit: 1, filters };
			const input = [{ n: 0 }, { n: 1 }, { n: 2 }];
			const [first, second, third] = await items(parameters, {
				items: input,
				continueOnFail: true,
			});
			expect(first?.json['event_id']).toBeDefined();
			expect(second?.json['error']).toMatch(/this is a function/);
			expect(third?.json['event_id']).toBeDefined();
		},
	);
});

describe('where the workflow continues after an error, no input passes for a result', () => {
	const input = { items: [{ event_id: 'a' }, { event_id: 'b' }], continueOnFail: true };

	test('of a connection that was never made', async () => {
		const { zoho } = n8n.credentials;
		if (zoho)
			(zoho.data as Record<string, unknown>)['oauthTokenData'] = { error: 'invalid_client' };
		const results = itemsOf(await run(getAuditLog, input), NODE);
		expect(results.map(({ json, pairedItem }) => [Object.keys(json), pairedItem])).toEqual([
			[['error', 'description', 'code'], { item: 0 }],
			[['error', 'description', 'code'], { item: 1 }],
		]);
		expect(results[0]?.json['error']).toMatch(/Zoho does not know the client id/);
	});

	test('and an error goes to the error output, with its item', async () => {
		const filters = { users: '={{ $json.user }}' };
		const items = [{ user: 'Nobody At All' }, { user: '' }];
		const { nodes, ...workflow } = auditLogWorkflow(
			{ ...getAuditLog, limit: 1, filters },
			{ items },
		);
		const split = nodes.map((node) =>
			node.name === NODE ? { ...node, onError: 'continueErrorOutput' as const } : node,
		);
		const run = await n8n.engine.execute({ ...workflow, nodes: split });
		const outputs = run.data.resultData.runData[NODE]?.[0]?.data?.['main'] ?? [];
		expect(outputs.map((output) => output?.length)).toEqual([1, 1]);
		expect(outputs[0]?.[0]?.json).toHaveProperty('event_id');
		expect(outputs[1]?.[0]?.json).toEqual({
			user: 'Nobody At All',
			error: expect.stringContaining('Nobody At All'),
			message: expect.stringContaining('Correct the name'),
		});
	});

	test('of options that hold for all items', async () => {
		const results = itemsOf(
			await run({ ...getAuditLog, ...option('timeZone', 'Mars') }, input),
			NODE,
		);
		expect(results.map(({ json }) => json['error'])).toEqual([
			'There is no time zone "Mars".',
			'There is no time zone "Mars".',
		]);
	});
});

describe('the same question of many items', () => {
	const many = { items: Array.from({ length: 60 }, (_, n) => ({ n })) };

	test.each(['endpoint', 'export'])('is asked once, from the %s', async (source) => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const parameters = { ...getAuditLog, limit: 2, options: { source } };
		const result = await run(parameters, many);
		const found = itemsOf(result, NODE);
		expect(found).toHaveLength(120);
		expect(found.map(({ pairedItem }) => pairedItem)).toEqual(
			many.items.flatMap(({ n }) => [{ item: n }, { item: n }]),
		);
		expect(called('getAuditLog').length + called('listExports').length).toBe(1);
		expect(hintsOf(result, NODE).join()).toContain(source === 'export' ? '60 items: 0, 1, 2' : '');
	});

	test('has answers of their own, which a later node may change one by one', async () => {
		const parameters = { ...getAuditLog, limit: 1, output: 'allFields' };
		const [first, second] = await items(parameters, { items: [{}, {}] });
		expect(second?.json).toEqual(first?.json);
		expect(second?.json).not.toBe(first?.json);
		expect(second?.json['raw']).not.toBe(first?.json['raw']);
	});

	test('is another one where an expression differs', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const parameters = { ...getAuditLog, limit: '={{ $json.n + 1 }}' };
		const found = await items(parameters, { items: [{ n: 0 }, { n: 1 }, { n: 0 }] });
		expect(found.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(called('getAuditLog')).toHaveLength(2);
	});

	test('that failed is asked again', async () => {
		const record = { module: byId('Deals'), recordId: byId('1') };
		const two = { items: [{}, {}], continueOnFail: true };
		const failed = await items({ ...getRecordHistory, ...record }, two);
		expect(failed.map(({ json }) => typeof json['error'])).toEqual(['string', 'string']);
		expect(n8n.zoho.requests.filter(({ url }) => url.includes('timeline'))).toHaveLength(2);
	});

	test('is not what makes an export', async () => {
		await items({ ...createExport, ...option('waitSeconds', 0) }, { items: [{}, {}] });
		expect(called('createExport')).toHaveLength(2);
	});
});
