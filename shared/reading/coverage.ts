import { instantOfIso } from '../dialect/auditedTime';
import { DAY, SECOND } from '../durations';
import { type AuditLogFilter, periodOf } from '../entries/filter';
import { holdsPeriod, windowIn } from '../exports/compareCriteria';
import type { DownloadedExport } from '../exports/downloadedExport';
import { RETENTION_DAYS } from '../exports/windows';
import { footersNote, headersNote, totalNote } from '../files/rows/footerNotes';
import type { CallOptions } from '../http/crmApi';
import { seesEverything } from '../org/users';
import type { Period } from '../period';
import type { Session } from '../session';
import type { ExportReader } from './exportReader';
import {
	columnNotes,
	loggedNotes,
	NOTES,
	otherColumnNotes,
	skippedNote,
	timeNotes,
	unreadNote,
} from './notes';
import { userNotes } from './userLabels';

/** What an answer covers and why it may be less than everything. */
export type Coverage = {
	source: 'endpoint' | 'export' | 'timeline';
	/** ISO 8601; null where the period is open. `from` is inclusive, `to` is not. */
	from: string | null;
	to: string | null;
	/** When Zoho began to gather the entries; null when it is reading now. */
	as_of: string | null;
	/** The exports that were read. */
	export_ids: string[];
	/** Entries looked at, matching or not. */
	entries_read: number;
	/** Entries whose time could not be read. They are returned without a time. */
	entries_without_time: number;
	/** Lines of files that could not be read as rows, matching or not: the notes name them. */
	rows_refused: number;
	/** False when something is known to be missing, or may be for lack of rights; the notes say what. */
	complete: boolean;
	/** Short sentences on what may be missing, and how it was read. */
	notes: string[];
};

export function coverageOf(source: Coverage['source'], period: Period): Coverage {
	return {
		source,
		from: isoOrNull(period.from),
		to: isoOrNull(period.to),
		as_of: null,
		export_ids: [],
		entries_read: 0,
		entries_without_time: 0,
		rows_refused: 0,
		complete: true,
		notes: [],
	};
}

/** Each sentence once, whatever several exports have in common. */
export function addNotes(coverage: Coverage, notes: readonly (string | null)[]): void {
	for (const note of notes) {
		if (note !== null && !coverage.notes.includes(note)) coverage.notes.push(note);
	}
}

/** What makes an answer less than everything. See docs/decisions/complete.md */
export function noteLack(coverage: Coverage, note: string | null): void {
	if (note === null) return;
	coverage.complete = false;
	addNotes(coverage, [note]);
}

/** What was read of an export, and what it may lack of the period. */
export function noteExport(
	coverage: Coverage,
	{ session, download, counts, found, counted }: ExportReader,
	filter: AuditLogFilter,
): void {
	const { unread } = counts;
	const { footers, headers, skipped } = unread;
	const rows = counts.read + unread.count;
	coverage.entries_read += counts.read;
	coverage.entries_without_time += counts.withoutTime;
	coverage.rows_refused += unread.count;
	noteLack(coverage, unreadNote(unread));
	noteLack(coverage, skippedNote(skipped, true));
	addNotes(coverage, [skippedNote(skipped, false), footersNote(footers), headersNote(headers)]);
	noteLack(coverage, totalNote(footers, rows));
	if (rows >= session.cap.entries) noteLack(coverage, NOTES.capped(session.cap.entries));
	coverage.notes.push(...emptinessNotes(download));
	// A sentence says that there are none; an empty file says nothing.
	if (download.emptyFiles?.some(({ holds }) => holds === 'nothing')) coverage.complete = false;
	const period = download.window ?? periodOf(filter);
	if (found) {
		const { dialect, modules, times, users } = found;
		const hasIds = dialect.found.at.done_by_id !== undefined;
		const together = hasIds ? [] : users.sharedNames.filter((name) => counted?.has('user', name));
		addNotes(coverage, [
			...columnNotes(dialect),
			...otherColumnNotes(dialect, counts.headers),
			...userNotes(filter, users, hasIds),
			...together.map(NOTES.countedTogether),
			...loggedNotes(filter, modules),
			...timeNotes(times),
		]);
		const isAssumed = times.proof?.format === 'assumed' || times.proof?.zone === 'assumed';
		if (isAssumed && !isWhole(download, period, session)) noteLack(coverage, NOTES.ifAssumedWrong);
	}
	const isLimited = Object.values(filter).some((part) => part !== undefined);
	if (isLimited && download.criteria && !holdsPeriod(download.criteria, period)) {
		noteLack(coverage, NOTES.narrower);
	}
}

/** Whether a period is all that was asked for: of a part, entries may belong to another one than they seem to. */
function isWhole(
	{ criteria, startedAt }: DownloadedExport,
	{ from, to }: Period,
	{ now }: Session,
): boolean {
	const began = instantOfIso(startedAt ?? '') ?? now();
	// Three years are two days less than the longest ones.
	const oldest = began - (RETENTION_DAYS - 1) * DAY;
	const asked = windowIn(criteria ?? null) ?? { from: oldest, to: began };
	// Nothing is later than the beginning of the export, and Zoho is asked for whole seconds.
	return from - asked.from < SECOND && Math.min(asked.to, began) - to < SECOND;
}

/** Why an export, or a file of it, gives no entries. */
export function emptinessNotes({ files, emptyFiles = [] }: DownloadedExport): string[] {
	if (files.length + emptyFiles.length === 0) return [NOTES.noLink];
	return emptyFiles.map(({ name, holds, text }) => NOTES[holds](name, text));
}

/** The notes that every source ends with: on times, on names that stayed unknown. */
export function noteGaps(coverage: Coverage, { names }: Session): void {
	const { entries_without_time, notes } = coverage;
	if (entries_without_time > 0) notes.push(NOTES.withoutTime(entries_without_time));
	notes.push(...names.notes);
}

/** A note when the connection's user may not see everything; else null. */
export async function visibilityNote(
	{ names }: Session,
	options: CallOptions,
): Promise<string | null> {
	const user = await names.currentUser(options);
	if (user && seesEverything(user)) return null;
	return user ? NOTES.ownEntries(user.name, user.profile) : NOTES.unknownVisibility;
}

/** ISO 8601; null for an open end. */
export function isoOrNull(instant: number | null): string | null {
	return instant !== null && Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}
