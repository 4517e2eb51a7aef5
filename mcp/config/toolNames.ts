/** In the order in which clients list them. */
export const TOOL_NAMES = [
	'get_audit_log',
	'summarize_audit_log',
	'get_record_history',
	'review_audit_log',
	'list_users',
	'list_deleted_records',
	'save_audit_log',
	'create_export',
	'list_exports',
	'get_export',
	'download_export',
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];
