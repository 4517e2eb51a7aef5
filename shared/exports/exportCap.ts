/** Where Zoho ends an export, and a file within one, without a word. */
export interface ExportCap {
	readonly entries: number;
	readonly entriesPerFile: number;
}

/** https://www.zoho.com/crm/developer/docs/api/v8/download-export-audit-log-result.html */
export const EXPORT_CAP: ExportCap = { entries: 1_000_000, entriesPerFile: 100_000 };
