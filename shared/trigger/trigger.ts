import { MINUTE } from '../durations';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import { instantOfIso, type TimeFormat } from '../dialect/auditedTime';
import type { EntryContext } from '../entries/entryContext';
import type { AuditLogFilter } from '../entries/filter';
import { InputError } from '../errors';
import type { CallOptions } from '../http/crmApi';
import type { JsonObject } from '../http/json';
import type { CrmUsers } from '../org/users';
import type { Source } from '../auditLog/auditLog';
import type { Criteria } from '../exports/criteria';
import type { DownloadedExport } from '../exports/downloadedExport';
import type { ExportJob, FinishedExport } from '../exports/exportJob';
import type { WaitOptions } from '../exports/exportJobs';
import type { ScheduledExport } from '../exports/scheduleExport';
import type { ReadOptions } from '../reading/readExports';
import type { Reading } from '../reading/reading';
import type { Session } from '../session';
import type { Cursor } from './cursor';
import { type Position, deliver, type Delivery, type Reach } from './delivery';
import { SeenIds } from './seenIds';

/** What a trigger asks for, poll after poll. */
export interface TriggerQuestion {
	readonly source: Source;
	/** Without a period. */
	readonly filter: AuditLogFilter;
	/** ISO 8601: the first poll begins here; at its own time by default. */
	readonly start?: string | undefined;
	/** How late an entry may come and is still found. */
	readonly overlapMinutes: number;
	/** How many entries one poll gives at most. */
	readonly limit: number;
	/** Whether entries carry what Zoho sent word for word; yes by default. */
	readonly withRaw?: boolean | undefined;
	/** Between two exports, however often it polls: an organization runs one at a time. */
	readonly paceMinutes: number;
}

/** How long one poll may take. */
export interface PollOptions extends CallOptions {
	readonly budgetSeconds: number;
	/** How many entries an export holds before Zoho cuts it; its documented cap by default. */
	readonly exportCap?: number | undefined;
}

/** What one poll has found, and where the trigger stands after it. */
export interface PollStep {
	/** Oldest first; those without a time before them. */
	readonly entries: readonly AuditLogEntry[];
	readonly cursor: Cursor;
	/** What somebody has to know: sentences, none of them an error. */
	readonly notices: readonly string[];
}

/** What a trigger is made of. */
export interface TriggerVerbs {
	readonly session: Session;
	now(): number;
	ownUserId(options: CallOptions): Promise<string | null>;
	listExports(options: CallOptions): Promise<ExportJob[]>;
	scheduleExport(criteria: Criteria | null, options: WaitOptions): Promise<ScheduledExport>;
	waitForExport(exportId: string, options: WaitOptions): Promise<ExportJob>;
	downloadExport(job: FinishedExport, options: CallOptions): Promise<DownloadedExport>;
	readEntries(
		exports: readonly DownloadedExport[],
		filter: AuditLogFilter,
		options: ReadOptions,
	): Reading;
	/** Milliseconds by the machine's own clock. */
	localNow(): number;
	/** @throws CredentialError when a scope that exports need is known to be missing. */
	requireExportScopes(): void;
	/** Pages of `GET /settings/audit_log`, newest first as far as is known. */
	auditLogPages(options: CallOptions): AsyncIterable<readonly JsonObject[]>;
	endpointContext(options: CallOptions): Promise<EntryContext>;
	exportTimes(exporterId: string | null, options: CallOptions): Promise<TimeFormat>;
	users(options: CallOptions): Promise<CrmUsers>;
	visibilityNote(options: CallOptions): Promise<string | null>;
}

/** Milliseconds; undefined to start now. @throws InputError for a start that is no time, or still to come. */
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

export function overlapOf({ overlapMinutes }: TriggerQuestion): number {
	return Math.max(1, overlapMinutes) * MINUTE;
}

/** The position a cursor stands for. */
export function positionOf(cursor: Cursor, timeless = ''): Position {
	const seen = SeenIds.read(cursor.seen) ?? new SeenIds();
	const checkpoint = instantOfIso(cursor.checkpoint) ?? 0;
	return { checkpoint, after: cursor.after, seen, timeless };
}

/** Delivers from a reading and says so in a cursor; `timeless` is where its entries without a time stand. */
export async function delivered(
	cursor: Cursor,
	position: Position,
	reading: AsyncIterable<EntryBatch>,
	question: TriggerQuestion,
	reachOf: () => Reach,
): Promise<{ delivery: Delivery; cursor: Cursor; notices: string[] }> {
	const delivery = await deliver(position, reading, Math.max(1, question.limit), reachOf);
	const { checkpoint, after, seen } = position;
	const { shortenedTo } = delivery;
	const notices: string[] = [];
	if (shortenedTo !== undefined) {
		notices.push(
			`More entries came at once than the trigger can remember. Those that come late from before ${new Date(shortenedTo).toISOString()} are no longer found; Get Audit Log finds them.`,
		);
	}
	return {
		delivery,
		cursor: {
			...cursor,
			checkpoint: new Date(checkpoint).toISOString(),
			after,
			seen: seen.toJson(),
		},
		notices,
	};
}
