import { actionWord } from '../actions';
import type { AuditLogEntry } from '../auditLogEntry';
import { type Document, known, TIME_UNKNOWN } from './document';

const ECS_VERSION = '8.17.0';

/** Words of actions, and the types of events that ECS has for them; any other has none. */
const TYPES: readonly (readonly [types: readonly string[], words: readonly string[]])[] = [
	[
		['change', 'creation'],
		['added', 'created'],
	],
	[['change', 'deletion'], ['deleted']],
	[['access'], ['exported']],
	[
		['change'],
		[
			...['updated', 'restored', 'converted', 'activated', 'deactivated', 'owner_assigned'],
			...['owner_reassigned', 'tag_added', 'tag_removed', 'transition_executed'],
			'find_and_merge_duplicate',
		],
	],
];

/** Modules that are no records of customers. */
const CATEGORIES: ReadonlyMap<string, string> = new Map([
	['users', 'iam'],
	['roles', 'iam'],
	['profiles', 'iam'],
	['workflow_rules', 'configuration'],
]);

/**
 * An entry in the fields of the Elastic Common Schema; what is not known is left out. What ECS has no field for
 * is under `zoho_crm.audit_log`. docs/siem.md lists the fields.
 * https://www.elastic.co/docs/reference/ecs
 * @param now the time of an entry that has none, because a document needs one; a tag says so.
 */
export function ecsDocument(entry: AuditLogEntry, now: number): Document {
	const { audited_time, done_by, action, module, event_id, raw, record_url } = entry;
	const { record, related_module, related_record, account_name, source, field_history } = entry;
	const word = actionWord(action ?? '');
	const users = [done_by?.id, done_by?.name].filter((it) => typeof it === 'string');
	return known({
		'@timestamp': audited_time ?? new Date(now).toISOString(),
		tags: audited_time === null ? [TIME_UNKNOWN] : null,
		ecs: { version: ECS_VERSION },
		event: {
			id: event_id,
			kind: 'event',
			category: module === null ? null : [CATEGORIES.get(actionWord(module)) ?? 'database'],
			type: TYPES.find(([, words]) => words.includes(word))?.[0] ?? null,
			action,
			module: 'zoho_crm',
			dataset: 'zoho_crm.audit_log',
			provider: 'Zoho CRM',
			original: raw === undefined ? null : JSON.stringify(raw),
		},
		observer: { vendor: 'Zoho', product: 'Zoho CRM' },
		user: { id: done_by?.id, name: done_by?.name },
		related: { user: users.length === 0 ? null : users },
		url: { full: record_url },
		zoho_crm: {
			audit_log: {
				...{ module, record, related_module, related_record, account_name, source },
				field_history,
			},
		},
	});
}
