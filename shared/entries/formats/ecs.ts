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

/** Modules that are no records of customers, and what else an event of them is. */
const CATEGORIES: ReadonlyMap<string, readonly [category: string, type?: string]> = new Map([
	['users', ['iam', 'user']],
	['roles', ['iam', 'admin']],
	['profiles', ['iam', 'admin']],
	['workflow_rules', ['configuration']],
] as const);

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
	const [category, ofModule] = CATEGORIES.get(actionWord(module ?? '')) ?? ['database'];
	// An administrator changes another user: who did it and to whom are two people.
	const target = ofModule === 'user' ? record : null;
	const users = [done_by?.id, done_by?.name, target?.id, target?.name].filter(isFilled);
	return known({
		'@timestamp': audited_time ?? new Date(now).toISOString(),
		tags: audited_time === null ? [TIME_UNKNOWN] : null,
		ecs: { version: ECS_VERSION },
		event: {
			id: event_id,
			kind: 'event',
			category: module === null ? null : [category],
			type: typesOf(word, category, ofModule),
			action,
			module: 'zoho_crm',
			dataset: 'zoho_crm.audit_log',
			provider: 'Zoho CRM',
			original: raw === undefined ? null : JSON.stringify(raw),
		},
		observer: { vendor: 'Zoho', product: 'Zoho CRM' },
		user: {
			...{ id: done_by?.id, name: done_by?.name },
			target: { id: target?.id, name: target?.name },
		},
		related: { user: users.length === 0 ? null : [...new Set(users)] },
		url: { full: record_url },
		zoho_crm: {
			audit_log: {
				...{ module, record, related_module, related_record, account_name, source },
				field_history,
			},
		},
	});
}

/** By action and module; ECS expects no access in the category iam. */
function typesOf(word: string, category: string, ofModule: string | undefined) {
	const found = TYPES.find(([, words]) => words.includes(word))?.[0];
	if (!found) return null;
	const types = found.filter((it) => category !== 'iam' || it !== 'access');
	return ofModule ? [...types, ofModule] : types;
}

function isFilled(text: string | null | undefined): text is string {
	return typeof text === 'string' && text !== '';
}
