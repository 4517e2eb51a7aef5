import { instantOfIso, type TimeFormat } from '../dialect/auditedTime';
import type { EntryBatch } from '../entries/auditLogEntry';
import type { EntryContext } from '../entries/entryContext';
import type { EventIds } from '../entries/eventIds';
import {
	type AuditLogFilter,
	type EntryFilter,
	entryFilter,
	type EntryPeriod,
	periodOf,
} from '../entries/filter';
import { DAY, SECOND } from '../durations';
import { RETENTION_DAYS } from '../exports/windows';
import { holdsPeriod, windowIn } from '../exports/compareCriteria';
import type { DownloadedExport } from '../exports/downloadedExport';
import type { UnpackingHost } from '../files/zip';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';
import { addNotes, type Coverage, emptinessNotes, noteLack } from './coverage';
import { noRows, type RowCounts } from './csvEntries';
import { exportContext, type ExportContext } from './dialect/entryContexts';
import type { EntryCounts } from './entryCounts';
import { isAtCap } from './isAtCap';
import { footersNote, headersNote, totalNote } from '../files/rows/footerNotes';
import {
	columnNotes,
	loggedNotes,
	NOTES,
	otherColumnNotes,
	skippedNote,
	timeNotes,
	unreadNote,
} from './notes';
import {
	countEntries,
	type FileReading,
	type FilesOverview,
	overviewOf,
	readEntries,
} from './readEntries';
import { type RowTally, tallyOf } from './rowDigest';
import { userNotes } from './userLabels';
import { timedYield } from '../files/yieldToEventLoop';
import {
	type Need,
	neededBy,
	neededForKeys,
	neededForRecord,
	requireColumns,
} from './dialect/requiredColumns';

/**
 * One downloaded export: its files, the columns and times they are read by, what they hold.
 */
export class ExportReader {
	/** What was read so far. */
	readonly counts: RowCounts = noRows();
	private known: Promise<ExportContext> | undefined;
	private found: ExportContext | undefined;
	private counted: Pick<EntryCounts, 'has'> | undefined;

	constructor(
		private readonly session: Session,
		readonly download: DownloadedExport,
		private readonly options: CallOptions,
	) {}

	/** How the rows are read: names of the organization, format and zone of the times. */
	async context(): Promise<ExportContext> {
		this.known ??= exportContext(this.session, this.download, this.options, this.unpackingHost());
		return (this.found = await this.known);
	}

	/** The entries that match the filter, in the files' order. @throws UnexpectedAnswerError for a damaged file. */
	async *entries(
		filter: AuditLogFilter,
		ids: EventIds,
		withRaw: boolean,
	): AsyncGenerator<EntryBatch, void, undefined> {
		const reading = await this.fileReading(filter);
		yield* readEntries(this.download.files, { ...reading, ids, withRaw });
	}

	/** How its rows are read and tested. @throws UnexpectedAnswerError when a column that is needed is not in the files. */
	async predicateFor(
		filter: AuditLogFilter,
	): Promise<{ readonly context: ExportContext; readonly predicate: EntryFilter }> {
		const context = await this.context();
		const predicate = this.predicate(filter, context);
		await this.require([...neededBy(predicate), ...neededForRecord(filter.record)]);
		return { context, predicate };
	}

	/** Counts the entries that match the filter, without building them. @throws UnexpectedAnswerError for a damaged file. */
	async count(filter: AuditLogFilter, into: EntryCounts): Promise<void> {
		await this.countedInto(into);
		await countEntries(this.download.files, into, await this.fileReading(filter));
	}

	/** What its entries are counted in, which some notes are about. */
	async countedInto(into: Pick<EntryCounts, 'keys' | 'has'>): Promise<void> {
		await this.require(neededForKeys(into.keys));
		this.counted = into;
	}

	/** All facts on the files and the newest `k` entries. @throws UnexpectedAnswerError for a damaged file. */
	async overview(k: number): Promise<FilesOverview> {
		return await overviewOf(this.download.files, k, await this.fileReading({}));
	}

	/** Whether it holds as many entries as Zoho gives at most, so that others may be missing. */
	async isAtCap(): Promise<boolean> {
		const { download, session } = this;
		const { atCap, cap } = session;
		const known = download.id === null ? undefined : atCap.get(download.id);
		if (known !== undefined) return known;
		const rows = download.reading?.rows;
		const found =
			rows === undefined
				? await isAtCap(download.files, cap, this.unpackingHost())
				: rows >= cap.entries;
		if (download.id !== null) atCap.set(download.id, found);
		return found;
	}

	/** Counts and digests all rows, whatever the filter. */
	async tally(): Promise<RowTally> {
		const { times, columns } = await this.context();
		const tally = await tallyOf(this.download.files, { times, columns }, this.unpackingHost());
		this.counts.read = tally.rows;
		this.counts.withoutTime = tally.withoutTime;
		this.counts.unread.addAll(tally.unread);
		return tally;
	}

	/** @throws UnexpectedAnswerError when a column that is needed is not in the files. */
	async require(needs: readonly Need[]): Promise<void> {
		const { dialect } = await this.context();
		const { header, found, hints } = dialect;
		const name = this.download.files.at(-1)?.name ?? '';
		if (header !== null && !hints.isEmpty) requireColumns(found, needs, header, name);
	}

	/** Adds to an answer what was read here, and what this export may lack of the period. */
	note(coverage: Coverage, filter: AuditLogFilter): void {
		const { counts, session } = this;
		const { emptyFiles = [], criteria, window } = this.download;
		coverage.entries_read += counts.read;
		coverage.entries_without_time += counts.withoutTime;
		coverage.rows_refused += counts.unread.count;
		noteLack(coverage, unreadNote(counts.unread));
		noteLack(coverage, skippedNote(counts.unread.skipped, true));
		const rows = counts.read + counts.unread.count;
		const { footers, headers, skipped } = counts.unread;
		const harmless = [skippedNote(skipped, false), footersNote(footers), headersNote(headers)];
		addNotes(
			coverage,
			harmless.filter((note) => note !== null),
		);
		noteLack(coverage, totalNote(footers, rows));
		if (rows >= session.cap.entries) noteLack(coverage, NOTES.capped(session.cap.entries));
		coverage.notes.push(...emptinessNotes(this.download));
		// A sentence says that there are none; an empty file says nothing.
		if (emptyFiles.some(({ holds }) => holds === 'nothing')) coverage.complete = false;
		if (this.found) {
			const { dialect, modules, times } = this.found;
			addNotes(coverage, columnNotes(dialect));
			addNotes(coverage, otherColumnNotes(dialect, counts.headers));
			addNotes(coverage, this.userNotes(filter, this.found));
			addNotes(coverage, loggedNotes(filter, modules));
			this.noteTimes(times, coverage, filter);
		}
		const isLimited = Object.values(filter).some((part) => part !== undefined);
		if (isLimited && criteria && !holdsPeriod(criteria, window ?? periodOf(filter))) {
			noteLack(coverage, NOTES.narrower);
		}
	}

	private userNotes(filter: AuditLogFilter, { users, dialect }: ExportContext): string[] {
		const { counted } = this;
		const hasIds = dialect.found.at.done_by_id !== undefined;
		const together = hasIds ? [] : users.sharedNames.filter((name) => counted?.has('user', name));
		return [...userNotes(filter, users, hasIds), ...together.map(NOTES.countedTogether)];
	}

	/** Of times that are only assumed some may belong to another period than they seem to. */
	private noteTimes(times: TimeFormat, coverage: Coverage, filter: AuditLogFilter): void {
		const { session, download } = this;
		const { criteria, window, startedAt } = download;
		const began = instantOfIso(startedAt ?? '') ?? session.now();
		// Three years are two days less than the longest ones.
		const oldest = began - (RETENTION_DAYS - 1) * DAY;
		const asked = windowIn(criteria ?? null) ?? { from: oldest, to: began };
		const { from, to } = window ?? periodOf(filter);
		// Nothing is later than the beginning of the export, and Zoho is asked for whole seconds.
		const isWhole = from - asked.from < SECOND && Math.min(asked.to, began) - to < SECOND;
		const { proof } = times;
		const isAssumed = proof?.format === 'assumed' || proof?.zone === 'assumed';
		addNotes(coverage, timeNotes(times));
		if (isAssumed && !isWhole) noteLack(coverage, NOTES.ifAssumedWrong);
	}

	private async fileReading(filter: AuditLogFilter): Promise<FileReading> {
		const { session, counts } = this;
		const { context, predicate } = await this.predicateFor(filter);
		const { gunzip, sleep, ticks } = session;
		const { signal } = this.options;
		return { filter: predicate, context, counts, gunzip, sleep, ticks, signal };
	}

	private unpackingHost(): UnpackingHost {
		const { gunzip, sleep, ticks } = this.session;
		return { gunzip, yieldToEventLoop: timedYield(sleep, ticks, this.options.signal) };
	}

	/** Of several exports each gives its own window only, so that no entry comes from two of them. */
	private predicate(filter: AuditLogFilter, context: EntryContext): EntryFilter {
		const whole = entryFilter(filter, context);
		const { window } = this.download;
		if (!window) return whole;
		const open: EntryPeriod = { from: -Infinity, to: Infinity };
		const { from, to, ...times } = whole.period ?? open;
		const period = { ...times, from: Math.max(from, window.from), to: Math.min(to, window.to) };
		return { ...whole, period };
	}
}
