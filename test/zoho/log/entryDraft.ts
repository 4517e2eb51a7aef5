import { zohoId } from '../organization/organization';
import type { User } from '../organization/staff';
import { actor, moduleOf } from './logEntry';
import type { FieldChange, EntryDraft, LogRecord } from './logEntry';

export function record(module: string, number: number, name: string): LogRecord {
	return { id: zohoId(number), name, module: moduleOf(module) };
}

export function change(api_name: string, old: string | null, now: string | null): FieldChange {
	return {
		api_name,
		field_label: api_name.replaceAll('_', ' '),
		data_type: api_name === 'Owner' ? 'ownerlookup' : 'text',
		old,
		new: now,
	};
}

export function draftEntry(
	audited_time: number,
	by: User,
	action: string,
	record: LogRecord,
	rest: Partial<EntryDraft> = {},
): EntryDraft {
	return {
		audited_time,
		action,
		source: 'crm_ui',
		done_by: actor(by),
		record,
		related_record: null,
		account_name: null,
		field_history: [],
		...rest,
	};
}
