/**
 * One entry of the audit log, however it was read. The words are those of Zoho's timeline, the only
 * documented names for these facts; `event_id` and `record_url` are ours. What Zoho did not say is
 * null: times, ids and actions are never invented.
 * https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 */
export type AuditLogEntry = {
	/** ISO 8601 with offset. Null when the text could not be read without guessing. */
	audited_time: string | null;
	done_by: Reference | null;
	/** Zoho's word, as sent: `updated`, `owner_reassigned` … */
	action: string | null;
	/** API name where it is known, else the label the row has. */
	module: string | null;
	record: Reference | null;
	related_module: string | null;
	related_record: Reference | null;
	account_name: string | null;
	/** Null when the source has no old and new values. */
	field_history: FieldChange[] | null;
	/** Where the change came from: `crm_ui`, `workflow` … The exported file does not say. */
	source: string | null;
	/** The record's page in Zoho CRM; null without a record id. */
	record_url: string | null;
	/**
	 * Zoho's id of the entry where the source has one; else a hash of everything the row says, with
	 * `-2`, `-3` … for rows that say exactly the same.
	 */
	event_id: string;
	/** The row or the JSON exactly as received, unknown columns included; absent when it was not requested. */
	raw?: Record<string, unknown>;
};

export type Reference = { id: string | null; name: string | null };

export type FieldChange = {
	api_name: string | null;
	field_label: string | null;
	/** Null when it was empty; absent where values are left out. */
	old?: string | null;
	new?: string | null;
};

/** Entries as they travel: never empty, in the order of their source. */
export type EntryBatch = readonly AuditLogEntry[];
