import { modules } from '../organization/modules';
import type { Module } from '../organization/modules';
import { users } from '../organization/staff';
import type { User } from '../organization/staff';

/** The module of a record, or the kind of a setup entity (without id). */
export interface LogModule {
	readonly api_name: string;
	readonly id: string | null;
	/** Its plural label. */
	readonly name: string;
}

export interface LogRecord {
	readonly id: string | null;
	readonly name: string;
	readonly module: LogModule;
}

export interface FieldChange {
	readonly api_name: string;
	readonly field_label: string;
	readonly data_type: string;
	readonly old: string | null;
	readonly new: string | null;
}

/**
 * An entry of the log in full. What Zoho returns of it depends on the call: the CSV has far less than
 * the timeline, https://www.zoho.com/crm/developer/docs/api/v8/timeline-of-a-record.html
 */
export interface LogEntry {
	readonly id: string;
	/** Milliseconds since 1970, at whole seconds. */
	readonly audited_time: number;
	readonly action: string;
	readonly source: string;
	/** Null when no user caused it. */
	readonly done_by: { readonly id: string; readonly name: string } | null;
	readonly record: LogRecord | null;
	readonly related_record: LogRecord | null;
	readonly account_name: string | null;
	readonly field_history: readonly FieldChange[];
}

/** An entry before it has a position in the log, and with it an id. */
export type EntryDraft = Omit<LogEntry, 'id'>;

export function moduleOf(api_name: string): LogModule {
	const module = modules.find((candidate: Module) => candidate.api_name === api_name);
	return { api_name, id: module?.id ?? null, name: module?.plural_label ?? api_name };
}

export function actor(user: User): { readonly id: string; readonly name: string } {
	return actors.get(user.id) ?? { id: user.id, name: user.full_name };
}

// One object per user, shared by all entries: a log of 100,000 stays small.
const actors = new Map(
	users.map((user) => [user.id, { id: user.id, name: user.full_name }] as const),
);
