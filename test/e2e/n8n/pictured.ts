import { INCIDENT } from '../../n8n/incidentFacts';
import {
	auditLogNode,
	downloadExport,
	filters,
	getAuditLog,
	manualWorkflow,
	node,
	NODE_TYPE,
	twoWeeks,
	withNextNode,
	workflow,
} from './workflows';
import { UNCONNECTED } from './zohoAccount';

/** For the pictures: forms empty and filled in, a run that returns items, one that fails. */
export const PICTURED = {
	plain: manualWorkflow('e2ePictures00001', 'Defaults', auditLogNode('Zoho CRM Audit Log', {})),
	getAuditLog: manualWorkflow(
		'e2ePictures00002',
		'What was deleted',
		auditLogNode('Get Audit Log', { ...getAuditLog, ...twoWeeks, limit: 20, filters }),
	),
	downloadExport: manualWorkflow(
		'e2ePictures00003',
		'Rows of an export',
		auditLogNode('Download Export', { ...downloadExport, filters }),
	),
	createExport: manualWorkflow(
		'e2ePictures00004',
		'A new export',
		auditLogNode('Create Export', {
			resource: 'export',
			operation: 'createExport',
			...twoWeeks,
			filters: { actions: ['deleted'], modules: filters.modules, users: [] },
		}),
	),
	getRecordHistory: manualWorkflow(
		'e2ePictures00006',
		'A record',
		auditLogNode('Get Record History', { resource: 'auditLog', operation: 'getRecordHistory' }),
	),
	getDeletedRecords: manualWorkflow(
		'e2ePictures00011',
		'What a user deleted',
		auditLogNode('Get Deleted Records', {
			...{ resource: 'auditLog', operation: 'getDeletedRecords', show: 'all', returnAll: true },
			...{ period: 'custom', from: '={{ $now.minus({ days: 25 }).toISO() }}' },
			filters: { users: [INCIDENT.user.full_name] },
		}),
	),
	tool: manualWorkflow('e2ePictures00007', 'For an AI agent', {
		...auditLogNode('Audit Log Tool', getAuditLog),
		type: `${NODE_TYPE}Tool`,
	}),
	preview: withNextNode(
		manualWorkflow(
			'e2ePictures00008',
			'Output preview',
			auditLogNode('Get Many Exports', { resource: 'export', operation: 'listExports' }),
		),
		{ ...node('Next', 'n8n-nodes-base.noOp', {}), position: [520, 0] },
	),
	trigger: workflow('e2ePictures00009', 'Alerts', [
		{
			...auditLogNode('Zoho CRM Audit Log Trigger', { triggerOn: 'alerts' }),
			type: `${NODE_TYPE}Trigger`,
		},
	]),
	unconnected: manualWorkflow(
		'e2ePictures00010',
		'Not connected',
		auditLogNode('Get Audit Log', getAuditLog, UNCONNECTED),
	),
	unknownExport: manualWorkflow(
		'e2ePictures00005',
		'An unknown export',
		auditLogNode('Download Export', {
			...downloadExport,
			exportId: { __rl: true, mode: 'id', value: '2276164000009999999' },
		}),
	),
} as const;
