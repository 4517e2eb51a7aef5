import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../n8n/engine';
import { type Collector, collectorNodes } from './collector';
import { CREDENTIAL, READ_ONLY } from './zohoAccount';

export const PACKAGE = 'n8n-nodes-zoho-crm-audit-log';
export const NODE_TYPE = `${PACKAGE}.zohoCrmAuditLog`;
export const SETTINGS = { executionOrder: 'v1' } as const;

export type SavedWorkflow = WorkflowFile & { readonly id: string };

export const getAuditLog = { resource: 'auditLog', operation: 'getAuditLog' };
export const downloadExport = { resource: 'export', operation: 'downloadExport' };

/** Every filter, so that the form shows them all. */
export const filters = {
	actions: ['deleted'],
	modules: ['Leads'],
	record: 'Trade fair',
	text: 'visitor',
	users: [],
};

export const twoWeeks = { period: 'custom', from: '={{ $now.minus({ days: 14 }).toISO() }}' };

const { actions } = filters;
const newestDeletions = { ...getAuditLog, ...twoWeeks, limit: 10, filters: { actions } };

/** Responds with the ten newest deletions of two weeks. */
export const deletions = webhookWorkflow(
	'e2eWebhook000001',
	'deletions',
	{ responseData: 'allEntries' },
	auditLogNode('Get Audit Log', newestDeletions),
);

/** The same from the endpoint, which includes the most recent entries and their ids. */
export const latestDeletions = webhookWorkflow(
	'e2eWebhook000005',
	'latest-deletions',
	{ responseData: 'allEntries' },
	auditLogNode('Get Audit Log', { ...newestDeletions, options: { source: 'endpoint' } }),
);

/** Responds with the file of the newest export. */
export const latestFile = webhookWorkflow(
	'e2eWebhook000002',
	'latest-file',
	{ responseData: 'firstEntryBinary', responseBinaryPropertyName: 'data' },
	auditLogNode('Download Export', {
		...downloadExport,
		exportId: { __rl: true, mode: 'list', value: 'latest' },
		returnAs: 'file',
		fileContent: 'original',
	}),
);

/** Responds with the number of items in an export of a period, and of different ids among them. */
export const countedRows = (from: Date, to: Date) =>
	webhookWorkflow(
		'e2eWebhook000004',
		'counted-rows',
		{ responseData: 'allEntries' },
		auditLogNode('Create Export', {
			resource: 'export',
			operation: 'createExport',
			period: 'custom',
			from: from.toISOString(),
			to: to.toISOString(),
		}),
		auditLogNode('Download Export', {
			...downloadExport,
			exportId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			returnAs: 'items',
			returnAll: true,
		}),
		{
			...node('Count', 'n8n-nodes-base.summarize', {
				fieldsToSummarize: {
					values: ['count', 'countUnique'].map((aggregation) => ({
						aggregation,
						field: 'event_id',
					})),
				},
			}),
			typeVersion: 1.1,
		},
	);

/** Creates an export with a connection that lacks the scope; responds with the node's error. */
export const forbiddenExport = webhookWorkflow(
	'e2eWebhook000003',
	'forbidden-export',
	{ responseData: 'allEntries' },
	{
		...auditLogNode('Create Export', { resource: 'export', operation: 'createExport' }, READ_ONLY),
		onError: 'continueRegularOutput',
	},
);

/** Sends the ids of all entries, read from an export made for this, to the collector. */
export function everyEntry(collector: Collector, path: string): SavedWorkflow {
	const options = { source: 'export', reuseMinutes: 0 };
	const all = { ...getAuditLog, period: 'wholeLog', returnAll: true, options };
	const [ids, send] = collectorNodes(collector, path);
	const saved = manualWorkflow(
		'e2eKilled0000001',
		'Every entry',
		auditLogNode('Get Audit Log', all),
	);
	return withNextNode(withNextNode(saved, ids), send);
}

/** Downloads the newest export as a file. */
export const wholeFile = manualWorkflow(
	'e2eKilled0000002',
	'The whole file',
	auditLogNode('Download Export', {
		...downloadExport,
		exportId: { __rl: true, mode: 'list', value: 'latest' },
		returnAs: 'file',
		fileContent: 'original',
	}),
);

export function webhookWorkflow(
	id: string,
	path: string,
	response: INodeParameters,
	...actions: readonly INode[]
) {
	const parameters = { path, responseMode: 'lastNode', ...response };
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', parameters);
	return {
		workflow: workflow(id, path, [{ ...webhook, typeVersion: 2, webhookId: path }, ...actions]),
		address: `/webhook/${path}`,
	};
}

export function manualWorkflow(id: string, name: string, action: INode): SavedWorkflow {
	return workflow(id, name, [node('Start', 'n8n-nodes-base.manualTrigger', {}), action]);
}

/** A workflow that starts by a webhook, which responds with the items of its last node. */
export function byWebhook(saved: SavedWorkflow, path: string) {
	const parameters = { path, responseMode: 'lastNode', responseData: 'allEntries' };
	const type = 'n8n-nodes-base.webhook';
	const nodes = saved.nodes.map((it) =>
		/Trigger$/.test(it.type) ? { ...it, type, typeVersion: 2, webhookId: path, parameters } : it,
	);
	return { workflow: { ...saved, nodes }, address: `/webhook/${path}` };
}

/** What leads from one node to the next. */
export function connectionTo(node: string) {
	return { main: [[{ node, type: 'main' as const, index: 0 }]] };
}

/** Appends a node that receives the output of the last one. */
export function withNextNode(
	{ nodes, connections, ...saved }: SavedWorkflow,
	next: INode,
): SavedWorkflow {
	const last = nodes.at(-1)?.name ?? '';
	const link = connectionTo(next.name);
	return { ...saved, nodes: [...nodes, next], connections: { ...connections, [last]: link } };
}

/** Connects the nodes in a row. */
export function workflow(id: string, name: string, nodes: readonly INode[]): SavedWorkflow {
	const links = nodes.slice(1).map((next, index) => {
		return [nodes[index]?.name ?? '', connectionTo(next.name)] as const;
	});
	return {
		id,
		name,
		active: false,
		settings: SETTINGS,
		nodes: nodes.map((it, index) => ({ ...it, position: [index * 260, 0] })),
		connections: Object.fromEntries(links),
	};
}

export function auditLogNode(
	name: string,
	parameters: INodeParameters,
	chosen = CREDENTIAL,
): INode {
	const { id, name: credential, type } = chosen;
	return {
		...node(name, NODE_TYPE, parameters),
		credentials: { [type]: { id, name: credential } },
	};
}

export function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}
