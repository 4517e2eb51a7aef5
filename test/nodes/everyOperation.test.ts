import type { INodeExecutionData, INodeParameters, INodeProperties } from 'n8n-workflow';
import { awkwardNames } from '../zoho/log/oddities';
import { staff } from '../zoho/organization/staff';
import { renewal } from '../zoho/log/story';
import { nodeInEngine } from './nodeInEngine';
import {
	asked,
	byId,
	createExport,
	downloadExport,
	getAuditLog,
	getDeletedRecords,
	getExport,
	getRecordHistory,
	listExports,
} from './parameters';

const n8n = nodeInEngine();
const { items, finishedExport } = n8n;

const DAY = 86_400_000;
const NO_CONTENT = { status: 204, headers: {}, body: new Uint8Array() };
const isoIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const period = () => ({ from: isoIn(-100), to: isoIn(1) });

/** Each filter matches the last step in the story of the deal. */
const everyFilter = () => ({
	actions: ['updated'],
	otherActions: 'pdate',
	excludeActions: ['deleted'],
	excludeModules: ['Leads'],
	excludeUsers: [staff.jonas.id],
	hours: '00:00-24:00',
	weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
	modules: ['Deals'],
	users: [staff.zoe.id],
	record: 'Acme',
	text: 'acme renewal',
});

const recordOf = (name: string) => {
	const record = n8n.zoho.log.find((entry) => entry.record?.name === name)?.record;
	return { module: record?.module.api_name ?? '', recordId: record?.id ?? '' };
};

/** Puts a record into the recycle bin. */
function binned(name: string): void {
	const record = n8n.zoho.log.find((entry) => entry.record?.module.api_name === 'Deals')?.record;
	if (record) n8n.zoho.record({ action: 'deleted', record: { ...record, name } });
}

interface Case {
	readonly operation: string;
	/** Parameters that return one item; it creates first what they need. */
	one(): Promise<INodeParameters>;
	/** The same, with a value for every filter. */
	filters?(): INodeParameters;
	/** Parameters that an input item can break; absent if none can be wrong. */
	readonly breakable?: INodeParameters;
	/** How many items a log without entries and a list without jobs return. */
	readonly itemsIfEmpty: number;
	/** Parameters of a run in such an account, if they differ. */
	parametersIfEmpty?(): Promise<INodeParameters>;
	/** Parameters, and a text in the first item they return. */
	unicode(): Promise<readonly [INodeParameters, string]>;
	/** The id in an item, and the true one. */
	id(item: INodeExecutionData): readonly [unknown, string | undefined];
}

/** The true id of a job is in the address of the last call. */
const jobId = ({ json }: INodeExecutionData) =>
	[json['id'], n8n.called('getExport').at(-1)?.url.split('/').at(-1)] as const;

/** An export by a user whose name needs more than ASCII. */
async function exportedByHanako(): Promise<string> {
	n8n.zoho.switches.tokenUser = staff.hanako.id;
	return await finishedExport();
}

const CASES: readonly Case[] = [
	{
		operation: 'Get Audit Log',
		one: async () => ({ ...getAuditLog, ...asked(period()), limit: 1 }),
		filters: everyFilter,
		breakable: { from: '={{ $json.broken ?? $json.from }}' },
		itemsIfEmpty: 0,
		unicode: async () => [
			{ ...getAuditLog, limit: 1, filters: { record: '日本支社' } },
			awkwardNames.scripts,
		],
		id: ({ json }) => [json['event_id'], n8n.zoho.log.at(-1)?.id],
	},
	{
		operation: 'Get Deleted Records',
		one: async () => ({ ...getDeletedRecords, limit: 1 }),
		filters: () => {
			binned('Acme renewal');
			return { record: 'Acme', modules: ['Deals'], users: [staff.marta.id] };
		},
		itemsIfEmpty: 0,
		unicode: async () => {
			binned(awkwardNames.scripts);
			return [{ ...getDeletedRecords, limit: 1 }, awkwardNames.scripts];
		},
		id: ({ json }) => [json['record_id'], n8n.zoho.bin()[0]?.record.id ?? undefined],
	},
	{
		operation: 'Get Record History',
		one: async () => ({ ...getRecordHistory, ...recordOf(renewal), limit: 1 }),
		filters: period,
		breakable: { recordId: '={{ $json.broken ?? $json.recordId }}' },
		itemsIfEmpty: 0,
		parametersIfEmpty: async () => ({
			...getRecordHistory,
			module: 'Deals',
			recordId: '7610000000000411001',
		}),
		unicode: async () => [
			{ ...getRecordHistory, ...recordOf(awkwardNames.scripts) },
			awkwardNames.scripts,
		],
		id: ({ json }) => [json['record_id'], recordOf(renewal).recordId],
	},
	{
		operation: 'Create Export',
		one: async () => ({ ...createExport, ...asked(period()) }),
		filters: () => {
			const { modules, users } = everyFilter();
			return { modules, users, actions: ['updated'] };
		},
		breakable: { from: '={{ $json.broken ?? $json.from }}' },
		itemsIfEmpty: 1,
		unicode: async () => [
			{ ...createExport, ...asked({ ...period(), users: [staff.hanako.full_name] }) },
			staff.hanako.id,
		],
		id: jobId,
	},
	{
		operation: 'Download Export',
		one: async () => ({
			...downloadExport,
			exportId: byId(await finishedExport()),
			returnAll: false,
			limit: 1,
		}),
		filters: () => ({ ...period(), ...everyFilter() }),
		breakable: { exportId: byId('={{ $json.broken ?? $json.exportId }}') },
		itemsIfEmpty: 0,
		unicode: async () => [
			{
				...downloadExport,
				exportId: byId(await finishedExport()),
				filters: { text: 'مختبر 🧪' },
			},
			awkwardNames.scripts,
		],
		id: ({ json }) => {
			const user = n8n.zoho.users.find(({ full_name }) => full_name === json['user']);
			return [json['user_id'] || null, user?.id];
		},
	},
	{
		operation: 'Get Export',
		one: async () => ({ ...getExport, exportId: byId(await finishedExport()) }),
		breakable: { exportId: byId('={{ $json.broken ?? $json.exportId }}') },
		itemsIfEmpty: 1,
		unicode: async () => [
			{ ...getExport, exportId: byId(await exportedByHanako()) },
			staff.hanako.full_name,
		],
		id: jobId,
	},
	{
		operation: 'Get Many Exports',
		one: async () => (await finishedExport(), { ...listExports, limit: 1 }),
		itemsIfEmpty: 0,
		parametersIfEmpty: async () => listExports,
		unicode: async () => (await exportedByHanako(), [listExports, staff.hanako.full_name]),
		id: jobId,
	},
];

/** The values as an input item, and for each field an expression that reads its value from there. */
function asExpressions(
	parameters: INodeParameters,
	filters: INodeParameters,
): readonly [item: object, expressions: INodeParameters] {
	const fields = n8n.description.properties.filter(
		({ type, displayOptions }) =>
			type !== 'notice' &&
			displayOptions?.show?.['operation']?.includes(parameters['operation'] as string),
	);
	const values = fields.map((field) => [field.name, valueOf(field, parameters, filters)] as const);
	const expressions = fields.map((field) => [field.name, expressionOf(field)] as const);
	const { resource, operation } = parameters as { resource: string; operation: string };
	return [Object.fromEntries(values), { resource, operation, ...Object.fromEntries(expressions) }];
}

function valueOf(field: INodeProperties, parameters: INodeParameters, filters: INodeParameters) {
	if (field.name === 'filters') return filters;
	const value = parameters[field.name] ?? field.default;
	const isLocated = typeof value === 'object' && value !== null && 'value' in value;
	return isLocated ? (value as { value: string }).value : value;
}

function expressionOf({ name, type, options = [] }: INodeProperties): INodeParameters | string {
	// Its members have no values where none was added.
	if (name === 'options') return {};
	if (type === 'resourceLocator') return byId(`={{ $json.${name} }}`);
	if (type !== 'collection') return `={{ $json.${name} }}`;
	const names = options.map((option) => option.name);
	return Object.fromEntries(names.map((filter) => [filter, `={{ $json.${name}.${filter} }}`]));
}

describe.each(CASES)(
	'$operation',
	({ one, breakable, itemsIfEmpty, parametersIfEmpty = one, unicode, id, ...more }) => {
		test('returns one item for a limit of 1', async () => {
			expect(await items(await one())).toHaveLength(1);
		});

		test('does nothing without input items', async () => {
			const parameters = await one();
			const before = n8n.zoho.requests.length;
			expect(await items(parameters, { items: [] })).toEqual([]);
			expect(n8n.zoho.requests).toHaveLength(before);
		});

		test('answers every input item, and links each item to its input', async () => {
			const result = await items(await one(), { items: [{}, {}, {}] });
			const links = result.map(({ pairedItem }) => pairedItem);
			expect(links).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		test('continues after an error if it is set to', async () => {
			const parameters = await one();
			const [values] = asExpressions(parameters, {});
			const input = [values, { ...values, broken: '../none' }, values];
			const result = await items(
				{ ...parameters, ...breakable },
				{ items: input, continueOnFail: true },
			);
			const errors = result.filter(({ json }) => typeof json['error'] === 'string');
			expect(errors.map(({ pairedItem }) => pairedItem)).toEqual(breakable ? [{ item: 1 }] : []);
			expect(result.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2].map((item) => ({ item })),
			);
		});

		test('accepts an expression in every field', async () => {
			const [item, parameters] = asExpressions(await one(), more.filters?.() ?? {});
			const result = await items(parameters, { items: [item] });
			expect(result).toHaveLength(1);
			expect(result[0]?.json['error']).toBeUndefined();
			// The filters had an effect, so their expressions were evaluated.
			if (more.filters) expect(JSON.stringify(result)).toMatch(/Deals|renewal/i);
		});

		test('reports no error for an empty log', async () => {
			n8n.start({ entries: 0, switches: { settingsAuditLog: 204, noContent: 204 } });
			n8n.zoho.faults.add({ on: 'timeline', refuse: () => NO_CONTENT });
			const result = await items({ ...(await parametersIfEmpty()), returnAll: true });
			expect(result).toHaveLength(itemsIfEmpty);
		}, 20_000);

		test('keeps every script', async () => {
			const [parameters, text] = await unicode();
			const [first] = await items(parameters);
			expect(JSON.stringify(first?.json)).toContain(JSON.stringify(text).slice(1, -1));
		});

		test('keeps every digit of an id beyond 2^53', async () => {
			n8n.zoho.switches.settingsAuditLog = 'audit_log';
			// In a file, entries of two users who share a name have no id of a user.
			const result = await items({ ...(await one()), limit: 50 });
			const first = result.find((item) => id(item)[0] !== null);
			if (id === jobId) await items({ ...getExport, exportId: byId(first?.json['id']) });
			const [found, truth] = id(first as INodeExecutionData);
			expect(found).toBe(truth);
			expect(Number.isSafeInteger(Number(found))).toBe(false);
		});
	},
);
