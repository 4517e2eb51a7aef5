/** The node's parameters for each operation, as n8n saves them. */
export const getAuditLog = { resource: 'auditLog', operation: 'getAuditLog' };
export const getRecordHistory = { resource: 'auditLog', operation: 'getRecordHistory' };
export const createExport = { resource: 'export', operation: 'createExport' };
export const downloadExport = { resource: 'export', operation: 'downloadExport', returnAll: true };
export const getExport = { resource: 'export', operation: 'getExport' };
export const listExports = { resource: 'export', operation: 'listExports' };
export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
export const byLink = (value: string) => ({ __rl: true, mode: 'link', value });
