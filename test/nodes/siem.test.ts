import type { IDataObject, INodeParameters, INodeType, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { entryOutput } from '../../nodes/ZohoCrmAuditLog/form/output';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import { examples } from '../n8n/examples';
import { CATEGORIES, fieldsInDocs, fieldsOf, TYPES } from '../n8n/siemFields';

const { content } = examples().find(({ file }) => file === 'siem.json') ?? { content: undefined };
if (!content) throw new Error('there is no siem.json');

interface Field {
	readonly name: string;
	readonly value: string;
}

const fieldsOfNode = (name: string): Field[] => {
	const parameters = content.nodes.find((node) => node.name === name)?.parameters;
	return (parameters?.['assignments'] as unknown as { assignments: Field[] }).assignments;
};

const nodeType = { description: { properties: [] } } as unknown as INodeType;
const nodeTypes: INodeTypes = {
	getByName: () => nodeType,
	getByNameAndVersion: () => nodeType,
	getKnownTypes: () => ({}),
};
const settings = { batchSize: 2, organizationId: '20098761234' };

/** What n8n evaluates an expression of a node to, for one item. */
function evaluated(node: string, expression: string, json: IDataObject): unknown {
	const workflow = new Workflow({
		// It removes parameters that it does not know.
		nodes: structuredClone(content?.nodes ?? []),
		connections: content?.connections ?? {},
		active: false,
		nodeTypes,
	});
	const ran = (item: IDataObject) => [
		{
			...{ startTime: 0, executionIndex: 0, executionTime: 0, source: [] },
			data: { main: [[{ json: item }]] },
		},
	];
	const run = { resultData: { runData: { Settings: ran(settings) } } };
	return workflow.expression.getParameterValue(
		expression as unknown as INodeParameters,
		run as never,
		0,
		0,
		node,
		[{ json }],
		'manual',
		{},
	);
}

/** As the node returns it for the example. */
function itemOf(entry: AuditLogEntry): IDataObject {
	const { parameters } = content?.nodes.find(({ name }) => name === 'Get entries') ?? {};
	const read = (name: string, value: unknown): unknown => parameters?.[name] ?? value;
	return entryOutput(read).json(entry);
}

/** The two lines that are sent for an entry. */
function sent(entry: AuditLogEntry): [action: unknown, document: IDataObject] {
	const [field] = fieldsOfNode('Two lines each');
	const text = evaluated('Two lines each', field?.value ?? '', itemOf(entry)) as string;
	const [action = '', document = '', ...rest] = text.split('\n');
	expect(rest).toEqual(['']);
	return [JSON.parse(action), JSON.parse(document) as IDataObject];
}

const whole: AuditLogEntry = {
	audited_time: '2026-11-25T20:53:00+01:00',
	done_by: { id: '7610000000000004001', name: 'Marta Quill' },
	action: 'updated',
	module: 'Deals',
	record: { id: '7610000000000800010', name: 'Acme – Renewal\n2026' },
	related_module: 'Contacts',
	related_record: { id: '7610000000000860002', name: 'Alva Eastwick' },
	account_name: 'Acme',
	field_history: [{ api_name: 'Stage', field_label: 'Stage', old: null, new: 'Proposal' }],
	source: 'crm_ui',
	record_url: 'https://crm.zoho.eu/crm/tab/Potentials/7610000000000800010',
	event_id: '7610000000000900003',
	raw: { id: '7610000000000900003', Record: 'Acme – Renewal\n2026' },
};

const bare: AuditLogEntry = {
	...{ audited_time: null, done_by: null, action: null, module: null, record: null },
	...{ related_module: null, related_record: null, account_name: null, field_history: null },
	...{ source: null, record_url: null, event_id: '250820a30062be53', raw: { Text: 'x' } },
};

test('every field of the table is sent, and no other', () => {
	const [, { tags: _, ...document }] = sent({ ...whole });
	const all = new Set(fieldsOf(document));
	// Some fields are there without a time, and some where a user is changed.
	for (const entry of [bare, { ...whole, module: 'Users' }]) {
		for (const field of fieldsOf(sent(entry)[1])) all.add(field);
	}
	expect([...all].sort()).toEqual(fieldsInDocs().sort());
});

test('an entry is sent with ECS field names, under its event id', () => {
	const [action, document] = sent(whole);
	expect(action).toEqual({ index: { _id: whole.event_id } });
	expect(document).toEqual({
		'@timestamp': whole.audited_time,
		ecs: { version: '8.17.0' },
		event: {
			id: whole.event_id,
			kind: 'event',
			category: ['database'],
			type: ['change'],
			action: 'updated',
			module: 'zoho_crm',
			dataset: 'zoho_crm.audit_log',
			provider: 'Zoho CRM',
			original: JSON.stringify(whole.raw),
		},
		observer: { vendor: 'Zoho', product: 'Zoho CRM' },
		organization: { id: settings.organizationId },
		user: whole.done_by,
		related: { user: [whole.done_by?.id, whole.done_by?.name] },
		url: { full: whole.record_url },
		zoho_crm: {
			audit_log: {
				module: 'Deals',
				record: whole.record,
				related_module: 'Contacts',
				related_record: whole.related_record,
				account_name: 'Acme',
				source: 'crm_ui',
				field_history: whole.field_history,
			},
		},
	});
	expect(sent(whole)).toEqual([action, document]);
});

test('values that Zoho did not provide are not sent', () => {
	const [, { '@timestamp': time, ...document }] = sent(bare);
	expect(Date.parse(String(time))).not.toBeNaN();
	expect(document).toEqual({
		tags: ['audited_time_unknown'],
		ecs: { version: '8.17.0' },
		event: {
			id: bare.event_id,
			kind: 'event',
			module: 'zoho_crm',
			dataset: 'zoho_crm.audit_log',
			provider: 'Zoho CRM',
			original: '{"Text":"x"}',
		},
		observer: { vendor: 'Zoho', product: 'Zoho CRM' },
		organization: { id: settings.organizationId },
	});
});

test.each([
	['added', ['change', 'creation']],
	['Deleted', ['change', 'deletion']],
	['Owner Reassigned', ['change']],
	['exported', ['access']],
	['beamed_up', undefined],
	['constructor', undefined],
])('%s has the type %j', (action, type) => {
	const [, document] = sent({ ...whole, action });
	const event = document['event'] as { action: string; type?: string[] };
	expect(event.action).toBe(action);
	expect(event.type).toEqual(type);
	for (const word of type ?? []) expect(TYPES).toContain(word);
});

test.each([
	['Deals', 'database'],
	['Users', 'iam'],
	['Workflow Rules', 'configuration'],
	['constructor', 'database'],
])('%s has the category %s', (module, category) => {
	const event = sent({ ...whole, module })[1]['event'] as { category: string[] };
	expect(event.category).toEqual([category]);
	expect(CATEGORIES).toContain(category);
});

test('lines are joined into as many bodies as are needed', () => {
	const [field] = fieldsOfNode('Batches');
	const bodies = evaluated('Batches', field?.value ?? '', { lines: ['a\n', 'b\n', 'c\n'] });
	expect(bodies).toEqual(['a\nb\n', 'c\n']);
});
