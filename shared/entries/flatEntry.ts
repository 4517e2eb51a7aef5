import { asObject, asText } from '../http/json';
import { actionWord } from './actions';
import type { AuditLogEntry, FieldChange } from './auditLogEntry';

/**
 * An entry without anything nested, for tables, spreadsheets and messages. A text that Zoho did not give is
 * empty, because such programs write "null" otherwise; a time that could not be read is null, because an
 * empty text is not a time. Who, what and which record come first: that is what a table shows without scrolling.
 * See docs/decisions/flat-items.md
 */
export type FlatEntry = {
	/** ISO 8601 with offset. */
	time: string | null;
	/** Never empty: see `actorOf`. */
	user: string;
	action: string;
	module: string;
	record: string;
	/** What changed, and what else the entry is about, as one text. */
	details: string;
	record_url: string;
	user_id: string;
	record_id: string;
	event_id: string;
};

export function flatEntry(entry: AuditLogEntry): FlatEntry {
	const of = FLAT_FIELDS;
	return {
		time: of.time(entry),
		user: of.user(entry),
		action: of.action(entry),
		module: of.module(entry),
		record: of.record(entry),
		details: of.details(entry),
		record_url: of.record_url(entry),
		user_id: of.user_id(entry),
		record_id: of.record_id(entry),
		event_id: of.event_id(entry),
	};
}

/** Each field by itself; more than the flat entry has, for a selection. */
export const FLAT_FIELDS = {
	account: (entry) => entry.account_name ?? '',
	action: (entry) => entry.action ?? '',
	details: (entry) => detailsOf(entry),
	event_id: (entry) => entry.event_id,
	module: (entry) => entry.module ?? '',
	record: (entry) => entry.record?.name ?? '',
	record_id: (entry) => entry.record?.id ?? '',
	record_url: (entry) => entry.record_url ?? '',
	related_module: (entry) => entry.related_module ?? '',
	related_record: (entry) => entry.related_record?.name ?? '',
	related_record_id: (entry) => entry.related_record?.id ?? '',
	source: (entry) => entry.source ?? '',
	time: (entry) => entry.audited_time,
	user: (entry) => actorOf(entry),
	user_id: (entry) => entry.done_by?.id ?? '',
} satisfies Readonly<Record<string, (entry: AuditLogEntry) => string | null>>;

export type FlatField = keyof typeof FLAT_FIELDS;

const SYSTEM = 'System';
const UNKNOWN = 'Unknown user';
/** What stands for no person. */
export const NOBODY: readonly string[] = [SYSTEM, UNKNOWN];

/** Where Zoho says that no person did it, in its words for actions and sources. */
const AUTOMATIC =
	/^(function_executed|webhook_invoked|automatic_transition(_action)?|process_(entry|exit)|system_generated|custom_function|(connected_)?workflow|assignment_rules|approval_(process|auto)|blueprint|macro|orchestration|cadences|scoringrule|mass_\w+_via_scheduler|mass_delete_via_clean_up|zia_agent)$/;

/**
 * Who did it, for a sentence: the user's name or id; else the function or rule that Zoho names; else
 * "System" where Zoho says that something automatic did it. Where it says nothing, so do we.
 */
export function actorOf({ done_by, raw, action, source }: AuditLogEntry): string {
	const user = done_by?.name ?? done_by?.id;
	if (user) return user;
	const details = asObject(raw?.['automation_details']);
	const rule = asText(asObject(details?.['rule'])?.['name']);
	if (rule) return rule;
	const words = [action, source].map((word) => actionWord(word ?? ''));
	return words.some((word) => AUTOMATIC.test(word)) ? SYSTEM : UNKNOWN;
}

function detailsOf(entry: AuditLogEntry): string {
	const { field_history, related_module, related_record, account_name, record } = entry;
	const parts = field_history?.map(changeText) ?? [];
	const related = related_record?.name ?? related_record?.id ?? null;
	if (related !== null) parts.push(`Related ${related_module ?? 'record'}: ${related}`);
	// Often the record or the related one is the account itself.
	if (account_name !== null && account_name !== related && account_name !== record?.name) {
		parts.push(`Account: ${account_name}`);
	}
	return parts.join('; ');
}

function changeText({ field_label, api_name, old, new: now }: FieldChange): string {
	const field = field_label ?? api_name ?? 'A field';
	// Without values nothing is said of them: an arrow between two would claim that both were empty.
	if (old === undefined && now === undefined) return field;
	return `${field}: ${old ?? '(none)'} → ${now ?? '(none)'}`;
}
