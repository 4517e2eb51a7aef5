import type { LogEntry, LogRecord } from '../log/logEntry';
import { iso8601 } from '../log/times';
import { zohoId } from '../organization/organization';
import { users } from '../organization/staff';

/** An entry as https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html shows it. */
export function timelineEntry(
	entry: LogEntry,
	zone: string,
	inner: readonly string[] = [],
): Readonly<Record<string, unknown>> {
	const field_history = entry.field_history.map((change, index) => ({
		...(inner.includes('field_history.data_type') && { data_type: change.data_type }),
		...(inner.includes('field_history.field_label') && { field_label: change.field_label }),
		id: zohoId(6_000 + index),
		api_name: change.api_name,
		_value: { new: change.new, old: change.old },
	}));
	return {
		id: entry.id,
		audited_time: iso8601(entry.audited_time, zone),
		action: entry.action,
		source: entry.source,
		type: null,
		done_by: entry.done_by && doneBy(entry.done_by, inner),
		record: entry.record && record(entry.record),
		related_record: entry.related_record && record(entry.related_record),
		automation_details: null,
		extension: null,
		field_history: field_history.length > 0 ? field_history : null,
	};
}

function doneBy(by: { readonly id: string; readonly name: string }, inner: readonly string[]) {
	const user = users.find((candidate) => candidate.id === by.id);
	return {
		...by,
		...(inner.includes('done_by.profile') && { profile: user?.profile ?? null }),
		...(inner.includes('done_by.type__s') && { type__s: user?.type__s ?? null }),
	};
}

function record({ id, name, module }: LogRecord) {
	return { name, id, module: { api_name: module.api_name, id: module.id, name: module.name } };
}
