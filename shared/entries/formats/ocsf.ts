import { instantOfIso } from '../../dialect/auditedTime';
import { MINUTE } from '../../durations';
import { actionWord } from '../actions';
import type { AuditLogEntry } from '../auditLogEntry';
import { actorOf } from '../flatEntry';
import { type Document, known, TIME_UNKNOWN } from './document';

const OCSF_VERSION = '1.9.0';
const ENTITY_MANAGEMENT = { uid: 3004, name: 'Entity Management', category: 3 };
const BASE_EVENT = { uid: 0, name: 'Base Event', category: 0 };
const CATEGORY_NAMES: Readonly<Record<number, string>> = {
	0: 'Uncategorized',
	3: 'Identity & Access Management',
};
const [UNKNOWN, OTHER] = [0, 99];

/** Activities of Entity Management, and Zoho's words for them; any other keeps its word as a name. */
const ACTIVITIES: readonly (readonly [id: number, name: string, words: readonly string[]])[] = [
	[1, 'Create', ['added', 'created', 'create_record', 'cloned']],
	[2, 'Read', ['viewed']],
	[3, 'Update', ['updated', 'edited', 'owner_assigned', 'owner_reassigned', 'converted', 'merged']],
	[4, 'Delete', ['deleted']],
	[10, 'Activate', ['activated', 'reactivated']],
	[11, 'Deactivate', ['deactivated']],
];

/** Types of entities, by module; a record of any other module is of the type that Zoho calls it. */
const USER_TYPE = 2;

/**
 * An entry as an event of the Open Cybersecurity Schema Framework: of the class Entity Management, or a Base
 * Event where it is about no record and no module. What OCSF has no attribute for is under `unmapped`.
 * https://schema.ocsf.io
 * @param now the time of an entry that has none, because an event needs one; a label says so.
 */
export function ocsfEvent(entry: AuditLogEntry, now: number): Document {
	const { audited_time, action, module, record, event_id, raw } = entry;
	const isOfEntity = Boolean(record?.name || record?.id || module);
	const { uid, name, category } = isOfEntity ? ENTITY_MANAGEMENT : BASE_EVENT;
	const activity = activityOf(action, isOfEntity);
	const instant = instantOfIso(audited_time ?? '');
	return known({
		class_uid: uid,
		class_name: name,
		category_uid: category,
		category_name: CATEGORY_NAMES[category],
		activity_id: activity.id,
		activity_name: activity.name,
		type_uid: uid * 100 + activity.id,
		type_name: `${name}: ${activity.name}`,
		severity_id: 1,
		severity: 'Informational',
		time: instant ?? now,
		timezone_offset: instant === null ? null : offsetOf(audited_time ?? ''),
		metadata: {
			version: OCSF_VERSION,
			product: { name: 'Zoho CRM', vendor_name: 'Zoho' },
			uid: event_id,
			log_name: 'audit_log',
			original_time: audited_time,
			labels: instant === null ? [TIME_UNKNOWN] : null,
		},
		actor: isOfEntity ? actorIn(entry) : null,
		entity: isOfEntity ? entityIn(entry) : null,
		raw_data: raw === undefined ? null : JSON.stringify(raw),
		unmapped: { ...unmapped(entry), ...(isOfEntity ? {} : { done_by: entry.done_by }) },
	});
}

function activityOf(action: string | null, isOfEntity: boolean): { id: number; name: string } {
	if (action === null || action === '') return { id: UNKNOWN, name: 'Unknown' };
	const word = actionWord(action);
	const found = isOfEntity && ACTIVITIES.find(([, , words]) => words.includes(word));
	return found ? { id: found[0], name: found[1] } : { id: OTHER, name: action };
}

/** A user, or what Zoho says did it by itself; nothing where it says nothing. */
function actorIn(entry: AuditLogEntry): Document | null {
	const { done_by } = entry;
	if (done_by?.id || done_by?.name) return { user: { uid: done_by.id, name: done_by.name } };
	const actor = actorOf(entry);
	return actor === 'Unknown user' ? null : { app_name: actor };
}

function entityIn({ record, module }: AuditLogEntry): Document {
	const isUser = actionWord(module ?? '') === 'users';
	const name = record?.name || (record?.id ? null : module);
	const [uid, type] = [record?.id, module];
	if (isUser && (uid || record?.name)) {
		return { uid, name, type: 'User', type_id: USER_TYPE, user: { uid, name: record?.name } };
	}
	return { uid, name, type, type_id: type ? OTHER : UNKNOWN };
}

/** Minutes ahead of UTC. */
function offsetOf(iso: string): number {
	const wallClock = Date.parse(`${iso.slice(0, 19)}Z`);
	return Math.round((wallClock - (instantOfIso(iso) ?? wallClock)) / MINUTE);
}

function unmapped(entry: AuditLogEntry): Document {
	const { action, module, related_module, related_record, account_name } = entry;
	const { source, record_url, field_history } = entry;
	return {
		...{ action, module, related_module, related_record, account_name },
		...{ source, record_url, field_history },
	};
}
