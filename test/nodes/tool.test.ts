import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { errorOf, itemsOf } from '../n8n/engine';
import { examples, isOurs } from '../n8n/examples';
import { auditLogWorkflow, NODE } from '../n8n/workflow';
import { staff } from '../zoho/organization/staff';
import { renewal } from '../zoho/log/story';
import { nodeInEngine } from './nodeInEngine';
import { getAuditLog, listExports } from './parameters';

const n8n = nodeInEngine();

/** The node as an agent's tool: the model's arguments arrive as `query`. */
async function asTool(
	parameters: INodeParameters,
	query: IDataObject = {},
): Promise<IDataObject[]> {
	const { nodes, ...workflow } = auditLogWorkflow(parameters, { items: [{ query }] });
	const tool = nodes.map((node) =>
		node.name === NODE ? { ...node, type: `${node.type}Tool` } : node,
	);
	const run = await n8n.engine.execute({ ...workflow, nodes: tool });
	const error = errorOf(run);
	if (error) throw new Error(`${String(error['message'])} ${String(error['description'])}`);
	return itemsOf(run, NODE).map(({ json }) => json);
}

/** The rows of the answer's table, as entries. */
function entriesIn([table]: readonly IDataObject[]): IDataObject[] {
	const { columns, rows } = table as unknown as { columns: string[]; rows: string[][] };
	return rows.map((row) => Object.fromEntries(row.map((cell, at) => [columns[at] ?? '', cell])));
}

const toolNamed = (name: string): INodeParameters => {
	const found = examples()
		.flatMap(({ content }) => content.nodes)
		.find((node) => isOurs(node) && node.name === name);
	if (!found) throw new Error(`no node ${name}`);
	return found.parameters;
};

describe('the example for an AI agent', () => {
	test('looks entries up with the arguments of the model', async () => {
		const query = { actions: 'deleted', from: '', to: '', users: '', modules: 'Leads', record: '' };
		const answer = await asTool(toolNamed('Get audit log'), query);
		const { notes, ...others } = answer.at(-1) ?? {};
		expect(others).toEqual({});
		expect(String(notes)).toMatch(/^\d+ entries match; these are the 50 newest\./);
		expect(entriesIn(answer).map(({ module }) => module)).toEqual(
			Array.from({ length: 50 }, () => 'Leads'),
		);
	});

	test('gets nothing that is empty, so that more entries fit', async () => {
		const query = { actions: '', from: '', to: '', users: '', modules: '', record: '' };
		const answer = await asTool(toolNamed('Get audit log'), query);
		const [table] = answer;
		expect(table?.['columns']).toEqual(
			expect.arrayContaining(['time', 'user', 'action', 'module', 'record', 'event_id']),
		);
		expect(entriesIn(answer)).toHaveLength(50);
		expect(JSON.stringify(table).length / 50).toBeLessThan(250);
	});

	test.each(['with', 'without'])(
		'gets twice as many entries as nested ones would be in the same characters, %s links',
		async (links) => {
			n8n.zoho.switches.settingsAuditLog = 'audit_log';
			const all = { ...getAuditLog, limit: 100 };
			const nested = await n8n.items({ ...all, output: 'allFields' });
			const isWith = links === 'with';
			const entries = nested.map(({ json: { raw: _, ...entry } }) => ({
				...entry,
				record_url: isWith ? entry['record_url'] : null,
			}));
			const fields = 'time,user,action,module,record,details,user_id,record_id,event_id';
			const selected = { output: 'selectedFields', fields };
			const [table] = await asTool({ ...all, ...(isWith ? {} : selected) });
			expect(table?.['rows']).toHaveLength(100);
			const [before, now] = [entries, table].map((it) => JSON.stringify(it).length);
			expect(Number(before) / Number(now)).toBeGreaterThanOrEqual(2);
		},
	);

	test('gets a field that is empty in some as nothing, and the id of a record in its link', async () => {
		n8n.zoho.switches.settingsAuditLog = 'audit_log';
		const answer = await asTool({ ...getAuditLog, limit: 100 });
		const entries = await n8n.items({ ...getAuditLog, limit: 100 });
		const shown = entriesIn(answer);
		expect(shown.map((it) => it['event_id'])).toEqual(entries.map(({ json }) => json['event_id']));
		for (const [index, { json }] of entries.entries()) {
			const { record_id: id, record_url: url, user } = json;
			const isLinked = url !== '';
			expect(shown[index]).toMatchObject({ user, record_url: url });
			expect(isLinked ? String(url).split('/').at(-1) : shown[index]?.['record_id']).toBe(id);
		}
		expect(shown.some((it) => it['details'] === '')).toBe(true);
		expect(String(answer.at(-1)?.['notes'])).toContain('the last part of its record_url');
	});

	test('returns the history of a record', async () => {
		const recordId = n8n.zoho.log.find(({ record }) => record?.name === renewal)?.record?.id ?? '';
		const answer = await asTool(toolNamed('Get record history'), { module: 'Deals', recordId });
		expect(JSON.stringify(answer)).toContain('Amount: 48000 → 39500');
	});
});

describe('what a model gets', () => {
	test('is limited whatever the form says, and states what is left out', async () => {
		const answer = await asTool({ ...getAuditLog, returnAll: true, output: 'allFields' });
		expect(JSON.stringify(answer).length).toBeLessThan(45_000);
		const notes = (answer.at(-1)?.['notes'] as string[]).join(' ');
		expect(notes).toContain(`${n8n.zoho.log.length} entries match; these are the 200 newest.`);
		expect(notes).toContain(`These are the first ${answer.length - 1} of 200 results`);
	});

	test('says so if nothing was found', async () => {
		expect(await asTool(listExports)).toEqual([
			{ notes: ['Nothing was found. Remove a filter, or choose another period.'] },
		]);
	});

	test('says what may be missing, as people see it beside the output', async () => {
		n8n.zoho.switches.tokenUser = staff.zoe.id;
		const answer = await asTool({ ...getAuditLog, limit: 1 });
		expect(String(answer.at(-1)?.['notes'])).toContain('this may not be all');
	});
});
