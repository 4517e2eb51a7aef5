import type { HiddenPeople } from '../../shared/disclosure/hiddenPeople';
import { withoutValues } from '../../shared/disclosure/withoutValues';
import type { AuditLogEntry } from '../../shared/entries/auditLogEntry';
import type { Settings } from './settings';
import type { ToolName } from './toolNames';

/** What may leave the server, whichever door is asked: a tool, a resource, a completion, a saved file. */
export interface Disclosure {
	/** Old and new values of fields, to be shown or searched. */
	readonly values: boolean;
	/** Rows as Zoho wrote them, values included: which columns hold those is not known. */
	readonly rows: boolean;
	/** Lists of the organization's people, modules and records, to choose from. */
	readonly names: boolean;
	/** Who is hidden in all that leaves; null where people are named. */
	readonly people: HiddenPeople | null;
}

/** Where people are hidden, one for the whole process. */
export interface WithPeople {
	readonly people: HiddenPeople | null;
}

/** These take names, so their callers may choose from lists of them. */
const TAKE_NAMES: readonly ToolName[] = [
	'get_audit_log',
	'summarize_audit_log',
	'get_record_history',
	'review_audit_log',
	'list_users',
	'list_deleted_records',
	'save_audit_log',
	'create_export',
];

/** The only place where settings become permissions: every door asks it, and none has its own rule. */
export function disclosureOf({
	fieldValues,
	names,
	tools,
	people = null,
}: Pick<Settings, 'fieldValues' | 'names' | 'tools'> & Partial<WithPeople>): Disclosure {
	const offers = (name: ToolName): boolean => tools === null || tools.includes(name);
	const isNamed = names === 'shown';
	// Values and rows may hold names that are in no list.
	const values = fieldValues !== 'never' && isNamed;
	return {
		values,
		// Without the tool that reads files, their rows are not offered either.
		rows: values && offers('download_export'),
		names: isNamed && TAKE_NAMES.some(offers),
		people,
	};
}

/** An entry as it may leave the server; rows as Zoho wrote them are read as resources alone. */
export function disclosed(entry: AuditLogEntry, { values, people }: Disclosure): AuditLogEntry {
	if (people) return people.entry(entry);
	const { raw: _, ...own } = entry;
	return values ? own : withoutValues(entry);
}
