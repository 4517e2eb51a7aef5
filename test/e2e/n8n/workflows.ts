import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../n8n/engine';
import { type Collector, telling } from './collector';
import { NODE_TYPE, SETTINGS } from '../examples/prepared';
import { CREDENTIAL, READ_ONLY } from './zohoAccount';

export type Saved = WorkflowFile & { readonly id: string };

const getAuditLog = { resource: 'auditLog', operation: 'getAuditLog' };
const downloadExport = { resource: 'export', operation: 'downloadExport' };

/** Every filter there is, so that the form shows them. */
const filters = {
	actions: 'deleted',
	from: '={{ $now.minus({ days: 14 }).toISO() }}',
	modules: ['Leads'],
	record: 'Trade fair',
	text: 'visitor',
	to: '={{ $now.toISO() }}',
	users: [],
};

/** Answers with the ten newest deletions of two weeks. */
export const deletions = byWebhook(
	'e2eWebhook000001',
	'deletions',
	{ responseData: 'allEntries' },
	ours('Get Audit Log', {
		...getAuditLog,
		limit: 10,
		filters: { actions: filters.actions, from: filters.from },
	}),
);

/** The same from the endpoint, which knows what has just happened, and its id. */
export const latestDeletions = byWebhook(
	'e2eWebhook000005',
	'latest-deletions',
	{ responseData: 'allEntries' },
	ours('Get Audit Log', {
		...getAuditLog,
		source: 'endpoint',
		limit: 10,
		filters: { actions: filters.actions, from: filters.from },
	}),
);

/** Answers with the file of the newest export. */
export const latestFile = byWebhook(
	'e2eWebhook000002',
	'latest-file',
	{ responseData: 'firstEntryBinary', responseBinaryPropertyName: 'data' },
	ours('Download Export', {
		...downloadExport,
		exportId: { __rl: true, mode: 'list', value: 'latest' },
		output: 'file',
		fileContent: 'original',
	}),
);

/** Answers with how many rows an export of a period has as items, and how many of them differ. */
export const countedRows = (from: Date, to: Date) =>
	byWebhook(
		'e2eWebhook000004',
		'counted-rows',
		{ responseData: 'allEntries' },
		ours('Create Export', {
			resource: 'export',
			operation: 'createExport',
			filters: { from: from.toISOString(), to: to.toISOString() },
		}),
		ours('Download Export', {
			...downloadExport,
			exportId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			output: 'items',
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

/** Asks for an export with a connection that may not; the answer is what the node says of it. */
export const forbiddenExport = byWebhook(
	'e2eWebhook000003',
	'forbidden-export',
	{ responseData: 'allEntries' },
	{
		...ours('Create Export', { resource: 'export', operation: 'createExport' }, READ_ONLY),
		onError: 'continueRegularOutput',
	},
);

/** Every entry, from an export that is made for it, and the program that is told of them. */
export function everyEntry(collector: Collector, path: string): Saved {
	const all = { ...getAuditLog, source: 'export', returnAll: true, filters: {} };
	const [ids, tell] = telling(collector, path);
	const saved = byHand('e2eKilled0000001', 'Every entry', ours('Get Audit Log', all));
	return followed(followed(saved, ids), tell);
}

/** The newest export as it was received. */
export const wholeFile = byHand(
	'e2eKilled0000002',
	'The whole file',
	ours('Download Export', {
		...downloadExport,
		exportId: { __rl: true, mode: 'list', value: 'latest' },
		output: 'file',
		fileContent: 'original',
	}),
);

/** What the pictures show: forms as they come and filled in, a run that gives items, one that fails. */
export const PICTURED = {
	plain: byHand('e2ePictures00001', 'As it comes', ours('Zoho CRM Audit Log', {})),
	getAuditLog: byHand(
		'e2ePictures00002',
		'What was deleted',
		ours('Get Audit Log', { ...getAuditLog, limit: 20, filters }),
	),
	downloadExport: byHand(
		'e2ePictures00003',
		'Rows of an export',
		ours('Download Export', { ...downloadExport, filters }),
	),
	createExport: byHand(
		'e2ePictures00004',
		'A new export',
		ours('Create Export', {
			resource: 'export',
			operation: 'createExport',
			filters: { ...filters, actions: ['deleted'] },
		}),
	),
	getRecordHistory: byHand(
		'e2ePictures00006',
		'A record',
		ours('Get Record History', { resource: 'auditLog', operation: 'getRecordHistory' }),
	),
	tool: byHand('e2ePictures00007', 'For an AI agent', {
		...ours('Audit Log Tool', getAuditLog),
		type: `${NODE_TYPE}Tool`,
	}),
	preview: followed(
		byHand(
			'e2ePictures00008',
			'What comes next',
			ours('Get Many Exports', { resource: 'export', operation: 'listExports' }),
		),
		{ ...node('Next', 'n8n-nodes-base.noOp', {}), position: [520, 0] },
	),
	unknownExport: byHand(
		'e2ePictures00005',
		'An export that is not there',
		ours('Download Export', {
			...downloadExport,
			exportId: { __rl: true, mode: 'id', value: '2276164000009999999' },
		}),
	),
} as const;

function byWebhook(
	id: string,
	path: string,
	answer: INodeParameters,
	...actions: readonly INode[]
) {
	const parameters = { path, responseMode: 'lastNode', ...answer };
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', parameters);
	return {
		workflow: workflow(id, path, [{ ...webhook, typeVersion: 2, webhookId: path }, ...actions]),
		address: `/webhook/${path}`,
	};
}

function byHand(id: string, name: string, action: INode): Saved {
	return workflow(id, name, [node('Start', 'n8n-nodes-base.manualTrigger', {}), action]);
}

/** With a node behind it that takes what comes. */
function followed({ nodes, connections, ...saved }: Saved, next: INode): Saved {
	const last = nodes.at(-1)?.name ?? '';
	const link = { main: [[{ node: next.name, type: 'main' as const, index: 0 }]] };
	return { ...saved, nodes: [...nodes, next], connections: { ...connections, [last]: link } };
}

/** Each node after the one before it. */
function workflow(id: string, name: string, nodes: readonly INode[]): Saved {
	const links = nodes.slice(1).map((next, index) => {
		const link = { main: [[{ node: next.name, type: 'main' as const, index: 0 }]] };
		return [nodes[index]?.name ?? '', link] as const;
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

function ours(name: string, parameters: INodeParameters, chosen = CREDENTIAL): INode {
	const { id, name: credential, type } = chosen;
	return {
		...node(name, NODE_TYPE, parameters),
		credentials: { [type]: { id, name: credential } },
	};
}

function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}
