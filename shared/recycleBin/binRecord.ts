import { instantOfIso } from '../dialect/auditedTime';
import type { Reference } from '../entries/auditLogEntry';
import { asObject, asText, type JsonObject } from '../http/json';

/** A record as the recycle bin lists it. What Zoho did not say is null. */
export interface BinRecord {
	/** Of the record, by Zoho's page for the call; of the bin's own entry, by its specification. */
	readonly id: string | null;
	readonly name: string | null;
	/** API name. */
	readonly module: string | null;
	readonly deletedBy: Reference | null;
	/** Milliseconds; null for a time that cannot be read without guessing. */
	readonly deletedAt: number | null;
}

/** https://www.zoho.com/crm/developer/docs/api/v8/get-recycle-bin.html */
export function binRecordIn(item: JsonObject): BinRecord {
	const module = asObject(item['module']);
	const user = asObject(item['deleted_by']);
	const by = { id: asText(user?.['id']), name: asText(user?.['name']) };
	return {
		id: asText(item['id']),
		name: asText(item['display_name']),
		module: asText(module?.['api_name']) ?? asText(item['module']),
		deletedBy: by.id === null && by.name === null ? null : by,
		deletedAt: instantOfIso(asText(item['deleted_time']) ?? ''),
	};
}
