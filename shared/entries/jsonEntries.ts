import { asArray, asObject, asText, type JsonObject } from '../http/json';
import { type AuditedTime, AuditedTimeReader } from '../dialect/auditedTime';
import type { AuditLogEntry, FieldChange, Reference } from './auditLogEntry';
import type { EntryContext } from './entryContext';
import type { EventIds } from './eventIds';
import { type EntryFilter, isWithin } from './filter';
import { jsonEventId } from './jsonIdentity';
import { recordUrl } from './recordUrl';

/** An entry in JSON and when it happened, whether or not it matches a filter. */
export interface ReadEntry {
	readonly entry: AuditLogEntry;
	readonly time: AuditedTime | null;
}

/**
 * Reads entries as Zoho's timeline gives them, and the flat variants that have been seen of
 * `GET settings/audit_log`: `module` and `user` as plain texts, `record_id` beside `record`.
 * https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 */
export class JsonEntries {
	private readonly times: AuditedTimeReader;

	constructor(
		private readonly context: EntryContext,
		private readonly ids: EventIds,
	) {
		this.times = new AuditedTimeReader(context.times);
	}

	read(item: JsonObject): ReadEntry {
		const time = this.times.read(asText(item['audited_time']) ?? '');
		const module = this.moduleOf(item, 'record', 'module');
		const record = recordOf(item);
		const related = referenceOf(item['related_record']);
		const entry: AuditLogEntry = {
			audited_time: time?.iso ?? null,
			done_by: referenceOf(item['done_by']) ?? referenceOf(item['user']),
			action: asText(item['action']),
			module,
			record,
			related_module: this.moduleOf(item, 'related_record', 'related_module'),
			related_record: related,
			account_name: asText(item['account_name']),
			field_history: fieldHistoryOf(item['field_history']),
			source: asText(item['source']),
			record_url: recordUrl(this.context.urls, module, record?.id ?? null),
			event_id: asText(item['id']) ?? jsonEventId(this.ids, item),
			raw: { ...item },
		};
		return { entry, time };
	}

	private moduleOf(item: JsonObject, record: string, flat: string): string | null {
		const nested = asObject(asObject(item[record])?.['module']);
		const name =
			asText(nested?.['api_name']) ??
			asText(nested?.['name']) ??
			asText(asObject(item[flat])?.['api_name']) ??
			asText(item[flat]);
		return name === null ? null : (this.context.modules.find(name)?.apiName ?? name);
	}
}

/** Whether an entry that came as JSON matches the filter. */
export function isMatch({ entry, time }: ReadEntry, filter: EntryFilter): boolean {
	const { period, user, module, action, record, text } = filter;
	return (
		(period === null || isWithin(period, time)) &&
		(user === null || user(entry.done_by?.id ?? null, entry.done_by?.name ?? null)) &&
		(module === null || module(entry.module)) &&
		(action === null || action(entry.action)) &&
		(record === null || record(entry.record?.id ?? null, entry.record?.name ?? null)) &&
		(text === null || text(textsIn(entry.raw)))
	);
}

function recordOf(item: JsonObject): Reference | null {
	const nested = referenceOf(item['record']);
	const id = nested?.id ?? asText(item['record_id']);
	const name = nested?.name ?? asText(item['record_name']);
	return id === null && name === null ? null : { id, name };
}

function referenceOf(value: unknown): Reference | null {
	const object = asObject(value);
	const id = asText(object?.['id']);
	const name = object ? asText(object['name']) : asText(value);
	return id === null && name === null ? null : { id, name };
}

function fieldHistoryOf(value: unknown): FieldChange[] | null {
	if (!Array.isArray(value)) return null;
	return asArray(value).map((item) => {
		const field = asObject(item);
		const values = asObject(field?.['_value']);
		return {
			api_name: asText(field?.['api_name']),
			field_label: asText(field?.['field_label']),
			old: valueText(values?.['old']),
			new: valueText(values?.['new']),
		};
	});
}

/** An empty text is a value; a boolean, a list or an object is written out as JSON. */
function valueText(value: unknown): string | null {
	if (value === null || value === undefined) return null;
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}
