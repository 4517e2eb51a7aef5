import { createExport } from './createExport';
import { downloadExport } from './downloadExport';
import { getAuditLog } from './getAuditLog';
import { getExport } from './getExport';
import { listExports } from './listExports';
import type { Tool } from './tool';

/** In the order in which clients list them. */
export const TOOLS: readonly Tool[] = [
	getAuditLog,
	createExport,
	listExports,
	getExport,
	downloadExport,
];
