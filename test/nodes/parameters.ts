import type { INodeParameters } from 'n8n-workflow';

/** A question as the form has it: times are the period, the others are filters. */
export function asked({ from, to, ...filters }: INodeParameters): INodeParameters {
	const isTimed = from !== undefined || to !== undefined;
	return isTimed ? { period: 'custom', from: from ?? '', to: to ?? '', filters } : { filters };
}

/** The node's parameters for each operation, as n8n saves them. */
export const getAuditLog = {
	resource: 'auditLog',
	operation: 'getAuditLog',
	period: 'wholeLog',
};
export const getRecordHistory = { resource: 'auditLog', operation: 'getRecordHistory' };
export const getDeletedRecords = { resource: 'auditLog', operation: 'getDeletedRecords' };
export const createExport = { resource: 'export', operation: 'createExport', period: 'wholeLog' };
export const downloadExport = { resource: 'export', operation: 'downloadExport', returnAll: true };
export const getExport = { resource: 'export', operation: 'getExport' };
export const listExports = { resource: 'export', operation: 'listExports' };
export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
export const byLink = (value: string) => ({ __rl: true, mode: 'link', value });
