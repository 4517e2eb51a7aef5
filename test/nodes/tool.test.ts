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
		expect(answer.slice(0, -1).map(({ module }) => module)).toEqual(
			Array.from({ length: 50 }, () => 'Leads'),
		);
	});

	test('gets nothing that is empty, so that more entries fit', async () => {
		const query = { actions: '', from: '', to: '', users: '', modules: '', record: '' };
		const answer = await asTool(toolNamed('Get audit log'), query);
		const entries = answer.slice(0, -1);
		expect(entries).toHaveLength(50);
		for (const entry of entries) expect(Object.values(entry)).not.toContain('');
		expect(JSON.stringify(entries).length / 50).toBeLessThan(250);
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
