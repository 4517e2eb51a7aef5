import type { NeededColumn } from '../dialect/columnNames';
import type { Source } from '../auditLog/auditLog';
import { instantOfIso } from '../dialect/auditedTime';
import { MINUTE } from '../durations';
import type { AuditLogEntry } from '../entries/auditLogEntry';
import type { AuditLogFilter } from '../entries/filter';
import { type AuditLogError, InputError, UnavailableError } from '../errors';
import type { WaitOptions } from '../exports/exportJobs';
import type { CallOptions } from '../http/crmApi';
import type { Deadline } from '../ticks';
import type { Cursor } from './cursor';

/** What a trigger asks for, poll after poll. */
export interface TriggerQuestion {
	readonly source: Source;
	/** Without a period. */
	readonly filter: AuditLogFilter;
	/** Whether the filter may name users, modules and actions that are not there; no by default. */
	readonly allowsUnknown?: boolean | undefined;
	/** ISO 8601: where the first poll begins; at its own time by default. */
	readonly start?: string | undefined;
	/** How late an entry may appear in the log and still be found. */
	readonly overlapMinutes: number;
	/** How many entries one poll returns at most; 1 or more. */
	readonly limit: number;
	/** Whether entries carry what Zoho sent verbatim; yes by default. */
	readonly withRaw?: boolean | undefined;
	/** Columns that alerts depend on: a file without one of them is an error, never silence. */
	readonly needs?: readonly NeededColumn[] | undefined;
	/** Between two exports, however often it polls: an organization runs one at a time. */
	readonly paceMinutes: number;
}

/** How long one poll may take. */
export interface PollOptions extends CallOptions {
	readonly budgetSeconds: number;
	/**
	 * Given when the trigger was active before, though nothing is kept of its cursor: a first poll would
	 * skip what lies between. With the last checkpoint, in ISO 8601, where the host knows it.
	 */
	readonly wasActive?: { readonly checkpoint?: string | undefined } | undefined;
	/** Whether someone has activated the trigger just now, and waits: no pause is kept, and an error is reported at once. */
	readonly isActivation?: boolean | undefined;
}

/** What is left of a poll for one step. */
export interface Budget extends CallOptions {
	/** Of the endpoint. */
	readonly maxPages: number;
	readonly deadline: Deadline;
	/** An export is waited for until then. */
	readonly patience: Deadline;
}

/** What one step found, and the trigger's position after it. */
export interface Step {
	readonly cursor: Cursor;
	/** Oldest first; those without a time before them. */
	readonly entries: readonly AuditLogEntry[];
	/** Why it could not read. */
	readonly trouble?: AuditLogError | undefined;
	/** What people have to know although it is not an error: sentences. */
	readonly notice?: string | undefined;
	/** Entries from this instant on come again, perhaps under other ids. Milliseconds. */
	readonly repeatsFrom?: number | undefined;
	/** Whether entries were read, or there were none: the trigger works. */
	readonly hasRead?: boolean | undefined;
}

/**
 * Milliseconds; undefined to start now.
 * @throws InputError for a start that cannot be read or lies in the future.
 */
export function startOf({ start }: TriggerQuestion, now: number): number | undefined {
	if (start === undefined) return undefined;
	const instant = instantOfIso(start);
	if (instant !== null && instant <= now + MINUTE) return instant;
	throw new InputError(
		instant === null
			? `The time "${start.slice(0, 60)}" to start from cannot be read. Give date, time and offset as in 2026-09-01T08:00:00+02:00.`
			: `The time to start from is still to come: ${start}. Choose one in the past, or start from now.`,
		{ parameter: 'start' },
	);
}

/** How long an export is waited for. */
export function waitFor(budget: Budget): WaitOptions {
	return { waitSeconds: budget.patience.left / 1000, ...callsOf(budget) };
}

/** What limits every request of a step. */
export function callsOf({ deadline, signal, attempts }: Budget): CallOptions {
	return { deadline, signal, attempts };
}

/** Whether an error came because, or when, a poll's time was over. */
export function isOutOfTime(error: unknown, { deadline }: Budget): error is UnavailableError {
	return error instanceof UnavailableError && deadline.isOver;
}

export function overlapOf({ overlapMinutes }: TriggerQuestion): number {
	return Math.max(1, overlapMinutes) * MINUTE;
}
