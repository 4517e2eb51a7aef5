import type { AuditLogEntry } from '../entries/auditLogEntry';

/**
 * The same entry with the names of its changed fields alone. What Zoho sent verbatim goes as well, because
 * which of its columns hold old and new values is not known.
 */
export function withoutValues({ raw: _, field_history, ...entry }: AuditLogEntry): AuditLogEntry {
	const fields = field_history?.map(({ api_name, field_label }) => ({ api_name, field_label }));
	return { ...entry, field_history: fields ?? null };
}
