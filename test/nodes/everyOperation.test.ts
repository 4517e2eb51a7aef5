import type { INodeExecutionData, INodeParameters, INodeProperties } from 'n8n-workflow';
import { awkwardNames } from '../zoho/log/oddities';
import { staff } from '../zoho/organization/staff';
import { renewal } from '../zoho/log/story';
import {
	byId,
	createExport,
	downloadExport,
	getAuditLog,
	getExport,
	getRecordHistory,
	listExports,
	nodeInEngine,
} from './nodeInEngine';

const n8n = nodeInEngine();
const { items, finishedExport } = n8n;

const DAY = 86_400_000;
const NO_CONTENT = { status: 204, headers: {}, body: new Uint8Array() };
const isoIn = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const period = () => ({ from: isoIn(-100), to: isoIn(1) });

/** Each fits the last step in the story of the deal. */
const everyFilter = () => ({
	...period(),
	actions: 'updated',
	modules: ['Deals'],
	users: [staff.zoe.id],
	record: 'Acme',
	text: 'acme renewal',
});

const recordOf = (name: string) => {
	const record = n8n.zoho.log.find((entry) => entry.record?.name === name)?.record;
	return { module: record?.module.api_name ?? '', recordId: record?.id ?? '' };
};

interface Case {
	readonly operation: string;
	/** Parameters that give one item, after what has to be there. */
	one(): Promise<INodeParameters>;
	/** The same with a value for every filter there is. */
	filters?(): INodeParameters;
	/** What an input item spoils; none where no parameter can be wrong. */
	readonly spoilt?: INodeParameters;
	/** Items of a log without entries and a list without jobs. */
	readonly ofNothing: number;
	/** Parameters of a run in such an account, where they are others. */
	ofEmpty?(): Promise<INodeParameters>;
	/** Parameters and the text in the first item that they bring. */
	unicode(): Promise<readonly [INodeParameters, string]>;
	/** The id in an item, and what it is in truth. */
	id(item: INodeExecutionData): readonly [unknown, string | undefined];
}

/** Zoho knows the job by the id, which was in the address of the last call. */
const jobId = ({ json }: INodeExecutionData) =>
	[json['id'], n8n.called('getExport').at(-1)?.url.split('/').at(-1)] as const;

/** Who exports has a name that needs more than ASCII. */
async function exportedByHanako(): Promise<string> {
	n8n.zoho.switches.tokenUser = staff.hanako.id;
	return await finishedExport();
}

const CASES: readonly Case[] = [
	{
		operation: 'Get Audit Log',
		one: async () => ({ ...getAuditLog, limit: 1 }),
		filters: everyFilter,
		spoilt: { filters: { from: '={{ $json.spoilt ?? "" }}' } },
		ofNothing: 0,
		unicode: async () => [
			{ ...getAuditLog, limit: 1, filters: { record: '日本支社' } },
			awkwardNames.scripts,
		],
		id: ({ json }) => [json['event_id'], n8n.zoho.log.at(-1)?.id],
	},
	{
		operation: 'Get Record History',
		one: async () => ({ ...getRecordHistory, ...recordOf(renewal), limit: 1 }),
		filters: period,
		spoilt: { recordId: '={{ $json.spoilt ?? $json.recordId }}' },
		ofNothing: 0,
		ofEmpty: async () => ({
			...getRecordHistory,
			module: 'Deals',
			recordId: '7610000000000411001',
		}),
		unicode: async () => [
			{ ...getRecordHistory, ...recordOf(awkwardNames.scripts) },
			awkwardNames.scripts,
		],
		id: ({ json }) => [(json['record'] as { id: string }).id, recordOf(renewal).recordId],
	},
	{
		operation: 'Create Export',
		one: async () => createExport,
		filters: () => {
			const { modules, users } = everyFilter();
			return { ...period(), modules, users, actions: ['updated'] };
		},
		spoilt: { filters: { from: '={{ $json.spoilt ?? "" }}' } },
		ofNothing: 1,
		unicode: async () => [
			{ ...createExport, filters: { ...period(), users: [staff.hanako.full_name] } },
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
		filters: everyFilter,
		spoilt: { exportId: byId('={{ $json.spoilt ?? $json.exportId }}') },
		ofNothing: 0,
		unicode: async () => [
			{
				...downloadExport,
				exportId: byId(await finishedExport()),
				filters: { text: 'مختبر 🧪' },
			},
			awkwardNames.scripts,
		],
		id: ({ json }) => {
			const { name } = json['done_by'] as { name: string };
			return [
				(json['done_by'] as { id: string }).id,
				n8n.zoho.users.find((user) => user.full_name === name)?.id,
			];
		},
	},
	{
		operation: 'Get Export',
		one: async () => ({ ...getExport, exportId: byId(await finishedExport()) }),
		spoilt: { exportId: byId('={{ $json.spoilt ?? $json.exportId }}') },
		ofNothing: 1,
		unicode: async () => [
			{ ...getExport, exportId: byId(await exportedByHanako()) },
			staff.hanako.full_name,
		],
		id: jobId,
	},
	{
		operation: 'Get Many Exports',
		one: async () => (await finishedExport(), { ...listExports, limit: 1 }),
		ofNothing: 0,
		ofEmpty: async () => listExports,
		unicode: async () => (await exportedByHanako(), [listExports, staff.hanako.full_name]),
		id: jobId,
	},
];

/** Values as an input item has them, and each field as an expression that finds its own there. */
function expressed(
	given: INodeParameters,
	filters: INodeParameters,
): readonly [item: object, parameters: INodeParameters] {
	const fields = n8n.description.properties.filter(
		({ type, displayOptions }) =>
			type !== 'notice' &&
			displayOptions?.show?.['operation']?.includes(given['operation'] as string),
	);
	const values = fields.map((field) => [field.name, valueOf(field, given, filters)] as const);
	const expressions = fields.map((field) => [field.name, expressionOf(field)] as const);
	const { resource, operation } = given as { resource: string; operation: string };
	return [Object.fromEntries(values), { resource, operation, ...Object.fromEntries(expressions) }];
}

function valueOf(field: INodeProperties, given: INodeParameters, filters: INodeParameters) {
	if (field.type === 'collection') return filters;
	const value = given[field.name] ?? field.default;
	return field.type === 'resourceLocator' ? (value as { value: string }).value : value;
}

function expressionOf({ name, type, options = [] }: INodeProperties): INodeParameters | string {
	if (type === 'resourceLocator') return byId(`={{ $json.${name} }}`);
	if (type !== 'collection') return `={{ $json.${name} }}`;
	const names = options.map((option) => option.name);
	return Object.fromEntries(names.map((filter) => [filter, `={{ $json.${name}.${filter} }}`]));
}

describe.each(CASES)(
	'$operation',
	({ one, spoilt, ofNothing, ofEmpty = one, unicode, id, ...more }) => {
		test('gives one item for a limit of 1', async () => {
			expect(await items(await one())).toHaveLength(1);
		});

		test('does nothing without input items', async () => {
			const parameters = await one();
			const before = n8n.zoho.requests.length;
			expect(await items(parameters, { items: [] })).toEqual([]);
			expect(n8n.zoho.requests).toHaveLength(before);
		});

		test('answers every input item, each item linked to its own', async () => {
			const given = await items(await one(), { items: [{}, {}, {}] });
			const links = given.map(({ pairedItem }) => pairedItem);
			expect(links).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		test('goes on after a refusal when it is told to', async () => {
			const parameters = await one();
			const [values] = expressed(parameters, {});
			const input = [values, { ...values, spoilt: '../none' }, values];
			const given = await items(
				{ ...parameters, ...spoilt },
				{ items: input, continueOnFail: true },
			);
			const refused = given.filter(({ json }) => typeof json['error'] === 'string');
			expect(refused.map(({ pairedItem }) => pairedItem)).toEqual(spoilt ? [{ item: 1 }] : []);
			expect(given.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2].map((item) => ({ item })),
			);
		});

		test('takes an expression in every field', async () => {
			const [item, parameters] = expressed(await one(), more.filters?.() ?? {});
			const given = await items(parameters, { items: [item] });
			expect(given).toHaveLength(1);
			expect(given[0]?.json['error']).toBeUndefined();
			// An expression that nobody read would be a field without a use.
			if (more.filters) expect(JSON.stringify(given)).toMatch(/Deals|renewal/i);
		});

		test('has nothing to complain of in an empty log', async () => {
			n8n.start({ entries: 0, switches: { settingsAuditLog: 204, noContent: 204 } });
			n8n.zoho.faults.add({ on: 'timeline', refuse: () => NO_CONTENT });
			const given = await items({ ...(await ofEmpty()), returnAll: true });
			expect(given).toHaveLength(ofNothing);
		}, 20_000);

		test('keeps every script', async () => {
			const [parameters, text] = await unicode();
			const [first] = await items(parameters);
			expect(JSON.stringify(first?.json)).toContain(JSON.stringify(text).slice(1, -1));
		});

		test('keeps every digit of an id beyond 2^53', async () => {
			n8n.zoho.switches.settingsAuditLog = 'audit_log';
			// Two people of the organization have one name, and their entries in a file no id.
			const given = await items({ ...(await one()), limit: 50 });
			const first = given.find((item) => id(item)[0] !== null);
			if (id === jobId) await items({ ...getExport, exportId: byId(first?.json['id']) });
			const [told, truth] = id(first as INodeExecutionData);
			expect(told).toBe(truth);
			expect(Number.isSafeInteger(Number(told))).toBe(false);
		});
	},
);
