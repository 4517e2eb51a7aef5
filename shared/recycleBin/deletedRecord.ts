import { DAY } from '../durations';
import type { Reference } from '../entries/auditLogEntry';
import { recordUrl, type RecordUrls } from '../entries/recordUrl';
import type { HiddenPeople } from '../disclosure/hiddenPeople';

/**
 * Zoho's documentation keeps deleted records for so long, unless the bin is emptied. At which hour of the
 * last day they go, and in whose time zone its days are counted, it does not say.
 * https://help.zoho.com/portal/en/kb/crm/manage-crm-data/recycle-bin/articles/recycle-bin
 */
export const KEPT_DAYS = 60;

/** How the bin and the log go together, for one record of the bin or one deletion of the log. */
export type Match =
	/** The same record, deleted at the same time, in both. */
	| 'matched'
	/** In the bin: */
	| 'several_entries'
	| 'other_time'
	| 'no_entry'
	| 'entry_without_id'
	| 'log_not_read'
	| 'log_without_ids'
	/** In the log, and not in the bin: */
	| 'restored'
	| 'deleted_again'
	| 'expired'
	| 'not_in_bin'
	| 'bin_not_read'
	/** In either: */
	| 'no_record_id'
	| 'no_time';

/** A record of the bin, or a deletion of the log that no record of the bin is matched with. */
export interface DeletedRecord {
	readonly record: Reference;
	readonly module: string | null;
	readonly deletedBy: Reference | null;
	/** Milliseconds; null where it is not known. */
	readonly deletedAt: number | null;
	/** Whether it is a record of the bin or else a deletion of the log. */
	readonly origin: 'bin' | 'log';
	/** Whether the record is in the bin; null where that cannot be said. */
	readonly isInBin: boolean | null;
	/** Milliseconds; of the deletion by which the record is there, which may be a later one. */
	readonly inBinSince: number | null;
	/** Of the deletion in the log; never that of another deletion. */
	readonly eventId: string | null;
	readonly match: Match;
}

/**
 * Full days of 24 hours that are left of the documented ones; 0 for what may go at any moment, null where it
 * is not known.
 * @param now Zoho's time, by which the deletion has its own.
 */
export function daysLeft({ inBinSince }: Pick<DeletedRecord, 'inBinSince'>, now: number) {
	if (inBinSince === null) return null;
	const left = Math.floor((inBinSince + KEPT_DAYS * DAY - now) / DAY);
	return Math.min(KEPT_DAYS, Math.max(0, left));
}

/** The same, and where the record is again once it has been restored. */
export interface ShownDeletion extends DeletedRecord {
	readonly recordUrl: string | null;
}

export function withUrl(record: DeletedRecord, urls: RecordUrls): ShownDeletion {
	return { ...record, recordUrl: recordUrl(urls, record.module, record.record.id) };
}

/** A record and a deletion as they may leave where people are hidden. */
export function withoutPeople(deletion: ShownDeletion, people: HiddenPeople): ShownDeletion {
	const { module, record, deletedBy, eventId } = deletion;
	return {
		...deletion,
		record: people.record(module, record),
		deletedBy: deletedBy && { id: null, name: people.person(deletedBy.name, deletedBy.id) },
		eventId: eventId === null ? null : people.eventId(eventId),
		recordUrl: people.isOfPeople(module) ? null : deletion.recordUrl,
	};
}

/** The same without anything nested. A text that is not known is empty; a time and a number are null. */
export type FlatDeletion = {
	record: string;
	module: string;
	deleted_by: string;
	/** ISO 8601. */
	deleted_time: string | null;
	days_left: number | null;
	/** `yes`, `no` or `unknown`. */
	in_bin: string;
	match: Match;
	record_url: string;
	deleted_by_id: string;
	record_id: string;
	event_id: string;
};

export function flatDeletion(deletion: ShownDeletion, now: number): FlatDeletion {
	const { record, module, deletedBy, deletedAt, isInBin } = deletion;
	return {
		record: record.name ?? '',
		module: module ?? '',
		deleted_by: deletedBy?.name ?? deletedBy?.id ?? '',
		deleted_time: deletedAt === null ? null : new Date(deletedAt).toISOString(),
		days_left: daysLeft(deletion, now),
		in_bin: isInBin === null ? 'unknown' : isInBin ? 'yes' : 'no',
		match: deletion.match,
		record_url: deletion.recordUrl ?? '',
		deleted_by_id: deletedBy?.id ?? '',
		record_id: record.id ?? '',
		event_id: deletion.eventId ?? '',
	};
}
