import { createExport } from './createExport';
import { downloadExport } from './downloadExport';
import { getAuditLog } from './getAuditLog';
import { getExport } from './getExport';
import { getRecordHistory } from './getRecordHistory';
import { listDeletedRecords } from './listDeletedRecords';
import { listExports } from './listExports';
import { listUsers } from './listUsers';
import { reviewAuditLog } from './reviewAuditLog';
import { saveAuditLog } from './saveAuditLog';
import { summarizeAuditLog } from './summarizeAuditLog';
import type { Tool } from './tool';

/** In the order in which clients list them. */
export const TOOLS: readonly Tool[] = [
	getAuditLog,
	summarizeAuditLog,
	getRecordHistory,
	reviewAuditLog,
	listUsers,
	listDeletedRecords,
	saveAuditLog,
	createExport,
	listExports,
	getExport,
	downloadExport,
];
