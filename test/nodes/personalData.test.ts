import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { addCanaries, CANARIES, CANARY, canaryName } from '../canaries';
import { errorOf, hintsOf, itemsOf } from '../n8n/engine';
import { auditLogWorkflow, connected, NODE, triggerWorkflow } from '../n8n/workflow';
import { scopeMissing } from '../zoho/faults';
import { moduleOf } from '../zoho/log/logEntry';
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

/** Every door of the node × its option Personal Data, with a thousand people in the log. */
const KEY = 'a-key-that-nobody-guesses-0123456789';
const n8n = nodeInEngine();
const MINUTE = 60_000;
let ahead = 0;
let exportId = '';

beforeEach(async () => {
	ahead = 0;
	const switches = { settingsAuditLog: 'audit_log', csvColumns: 'guessed' } as const;
	n8n.start({ entries: 20, switches, now: () => Date.now() + ahead });
	Object.assign(n8n.credentials, connected(n8n.zoho, { pseudonymSecret: KEY }));
	addCanaries(n8n.zoho);
	exportId = await n8n.finishedExport();
});

const OUTPUTS = ['simplified', 'allFields', 'selectedFields', 'ecs', 'ocsf'];
const FIELDS = {
	fields: ['user', 'user_id', 'record', 'related_record', 'account', 'details', 'event_id'],
};

/** Parameters by door. */
function doors(): Record<string, INodeParameters> {
	const download = { ...downloadExport, exportId: byId(exportId) };
	const contact = n8n.zoho.log.find(({ record }) => record?.module.api_name === 'Contacts');
	const history = { module: byId('Contacts'), recordId: byId(contact?.record?.id) };
	const all: Record<string, INodeParameters> = {
		'Create Export': createExport,
		'Get Export': { ...getExport, exportId: byId(exportId) },
		'Get Many Exports': listExports,
		'Get Deleted Records': { ...getDeletedRecords, show: 'all', returnAll: true },
		'a filter by a true name': { ...getAuditLog, ...asked({ users: canaryName(0) }) },
		'a filter by a wrong name': { ...getAuditLog, ...asked({ users: 'Canary1000x, Nobody' }) },
		'a filter by a wrong name, excluded': {
			...getAuditLog,
			...asked({ excludeUsers: 'Canary0000x Given' }),
			options: { continueIfNotFound: true },
		},
		'Get Audit Log with a manifest': {
			...getAuditLog,
			limit: 1,
			options: { source: 'export', manifest: true },
		},
	};
	for (const output of OUTPUTS) {
		const shown = { output, ...FIELDS, returnAll: true };
		all[`Get Audit Log, ${output}`] = { ...getAuditLog, ...shown };
		all[`Get Audit Log from an export, ${output}`] = {
			...{ ...getAuditLog, ...shown },
			options: { source: 'export' },
		};
		all[`Get Record History, ${output}`] = { ...getRecordHistory, ...history, ...shown };
		all[`Download Export, ${output}`] = { ...download, ...shown };
	}
	for (const fileContent of ['original', 'csv', 'ndjson', 'report']) {
		const file = { returnAs: 'file', fileContent, output: 'allFields' };
		all[`Download Export, ${fileContent}`] = { ...download, ...file };
		if (fileContent === 'original') continue;
		const question = asked({ users: 'Marta Quill', excludeUsers: canaryName(0) });
		all[`Get Audit Log, ${fileContent}`] = { ...getAuditLog, ...question, ...file };
	}
	return all;
}

async function given(
	parameters: INodeParameters,
	personalData: string,
	type: 'node' | 'tool',
): Promise<string> {
	const { options = {}, ...others } = parameters as { options?: IDataObject };
	const hiding = { ...others, options: { ...options, personalData } } as INodeParameters;
	const { nodes, ...workflow } = auditLogWorkflow(hiding);
	const own = nodes.map((node) =>
		node.name === NODE && type === 'tool' ? { ...node, type: `${node.type}Tool` } : node,
	);
	const run = await n8n.engine.execute({ ...workflow, nodes: own });
	const error = errorOf(run);
	if (error) return `${String(error['message'])} ${String(error['description'])}`;
	const texts = await Promise.all(itemsOf(run, NODE).map(textOf));
	return [...texts, ...hintsOf(run, NODE).map((hint) => JSON.stringify(hint))].join('\n');
}

/** An item with what is in its files. */
async function textOf({ json, binary = {} }: INodeExecutionData): Promise<string> {
	const files = Object.values(binary).map(({ id = '' }) => n8n.engine.binary(id));
	return [JSON.stringify(json), ...(await Promise.all(files))].map(String).join('\n');
}

test.each(['node', 'tool'] as const)(
	'none of a thousand names leaves by a door of the %s that hides them, and most by the others',
	async (type) => {
		const open: string[] = [];
		const leaking: string[] = [];
		for (const [door, parameters] of Object.entries(doors())) {
			if (CANARY.test(await given(parameters, 'asIs', type))) open.push(door);
			for (const choice of ['pseudonyms', 'leftOut']) {
				const text = await given(parameters, choice, type);
				const found = CANARY.exec(text);
				if (found)
					leaking.push(`${door}, ${choice}: ${text.slice(found.index - 80, found.index + 40)}`);
				expect([door, text]).toEqual([door, expect.not.stringMatching(/^undefined/)]);
			}
		}
		expect(leaking).toEqual([]);
		expect(open.length).toBeGreaterThan(type === 'tool' ? 8 : 14);
	},
	180_000,
);

const items = async (options: IDataObject, parameters: INodeParameters = {}) =>
	(
		await n8n.items({ ...getAuditLog, ...parameters, returnAll: true, options } as INodeParameters)
	).map(({ json }) => json);

test('the same name is the same pseudonym, whatever it is read from, and another with another key', async () => {
	const pseudonyms = { personalData: 'pseudonyms' };
	const users = async (options: IDataObject) =>
		new Set((await items({ ...pseudonyms, ...options })).map(({ user }) => String(user)));
	const [endpoint, exported] = [
		await users({ source: 'endpoint' }),
		await users({ source: 'export' }),
	];
	expect([...endpoint].sort()).toEqual([...exported].sort());
	const named = new Set(n8n.zoho.log.map(({ done_by: who }) => who?.name));
	expect(endpoint.size).toBe(named.size);
	expect(
		[...endpoint].filter((name) => !/^person-[0-9a-f]{16}$|^System$|^Unknown user$/.test(name)),
	).toEqual([]);
	Object.assign(n8n.credentials, connected(n8n.zoho, { pseudonymSecret: `${KEY}!` }));
	const others = await users({});
	expect([...others].filter((name) => name.startsWith('person-') && endpoint.has(name))).toEqual(
		[],
	);
});

test('a filter by a true name still finds', async () => {
	const found = await items({ personalData: 'pseudonyms' }, asked({ users: canaryName(0) }));
	const truth = n8n.zoho.log.filter(({ done_by: who }) => who?.name === canaryName(0));
	expect(found).toHaveLength(truth.length);
	expect(truth.length).toBeGreaterThan(0);
});

test('nothing but names is lost: as many entries, at the same times, with the same actions', async () => {
	const facts = async (personalData: string) =>
		(await items({ personalData })).map(({ time, action, module }) => [time, action, module]);
	expect(await facts('pseudonyms')).toEqual(await facts('asIs'));
	expect(await facts('leftOut')).toHaveLength(20 + CANARIES);
});

test('ids that names could be guessed by are others, and links to people are gone', async () => {
	const source = 'export';
	const [shown, hidden] = [
		await items({ source }),
		await items({ source, personalData: 'pseudonyms' }),
	];
	const known = new Set(shown.map(({ event_id: id }) => id));
	expect(hidden.filter(({ event_id: id }) => known.has(id))).toEqual([]);
	expect(new Set(hidden.map(({ event_id: id }) => id)).size).toBe(hidden.length);
	expect(hidden.filter(({ user_id: id }) => id !== '')).toEqual([]);
	const people = hidden.filter(({ module }) => module === 'Contacts' || module === 'Users');
	expect(people.length).toBeGreaterThan(0);
	expect(people.filter(({ record_url: url, record_id: id }) => url !== '' || id !== '')).toEqual(
		[],
	);
	const without = await items({ source, personalData: 'leftOut' });
	expect(new Set(without.map(({ user }) => user))).toContain('(left out)');
});

test.each([
	[
		'without a key',
		{ pseudonymSecret: '' },
		'pseudonyms',
		/key of at least 32 characters.*credential/s,
	],
	['with a short one', { pseudonymSecret: 'short' }, 'pseudonyms', /key of at least 32 characters/],
	['as another choice', { pseudonymSecret: KEY }, 'masked', /Use asIs, pseudonyms or leftOut/],
])('it is refused %s, before an entry is read', async (_, credential, personalData, reason) => {
	Object.assign(n8n.credentials, connected(n8n.zoho, credential));
	expect(await given(getAuditLog, personalData, 'node')).toMatch(reason);
	expect(n8n.called('getAuditLog')).toEqual([]);
});

test('it is refused where the connection may not read who the users are', async () => {
	n8n.zoho.faults.clear();
	n8n.zoho.faults.add({ ...scopeMissing('ZohoCRM.users.READ'), times: Infinity });
	expect(await given(getAuditLog, 'pseudonyms', 'node')).toMatch(/can be hidden only where/);
});

test('a search for words is refused, because it would find hidden values', async () => {
	const parameters = { ...getAuditLog, ...asked({ text: 'x' }) };
	expect(await given(parameters, 'leftOut', 'node')).toMatch(/option Personal Data leaves out/);
});

test('the trigger names nobody in items, alerts and errors', async () => {
	const texts: Record<string, string> = {};
	const alerts = ['export', 'massDelete', 'newUser', 'roleOrProfileChange', 'deactivatedUser'];
	for (const personalData of ['asIs', 'pseudonyms', 'leftOut']) {
		for (const [name, form] of Object.entries({
			entries: {},
			alerts: { triggerOn: 'alerts', alerts },
		})) {
			const parameters = { ...form, options: { personalData } } as INodeParameters;
			const staticData: IDataObject = {};
			const poll = async () =>
				await n8n.engine.poll(triggerWorkflow(parameters), NODE, { staticData });
			await poll();
			ahead += 2 * MINUTE;
			for (const index of [0, 1]) {
				const done_by = { id: `761000000070000${index}`, name: canaryName(index) };
				n8n.zoho.record({ action: 'exported', done_by });
				const record = { id: '1', name: canaryName(index), module: moduleOf('Users') };
				for (let times = 0; times < 60; times++)
					n8n.zoho.record({ action: 'deleted', done_by, record });
				n8n.zoho.record({ action: 'added', record });
			}
			const { items: found, errors } = await poll();
			expect(found?.length).toBeGreaterThan(0);
			texts[`${personalData}, ${name}`] = `${JSON.stringify(found)} ${errors.map(String).join()}`;
		}
		const unknown = { filters: { users: 'Nobody Canary9999x' }, options: { personalData } };
		texts[`${personalData}, refusal`] = await n8n.engine
			.poll(triggerWorkflow(unknown), NODE, { staticData: {} })
			.then(JSON.stringify, String);
		const manual = await n8n.engine.poll(triggerWorkflow({ options: { personalData } }), NODE, {
			mode: 'manual',
		});
		texts[`${personalData}, samples`] = JSON.stringify(manual.items);
	}
	const leaking = Object.keys(texts).filter((door) => CANARY.test(texts[door] ?? ''));
	expect(leaking).toEqual(
		['entries', 'alerts', 'refusal', 'samples'].map((door) => `asIs, ${door}`),
	);
});
