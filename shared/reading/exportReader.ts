import type { EntryBatch } from '../entries/auditLogEntry';
import type { EventIds } from '../entries/eventIds';
import { type AuditLogFilter, type EntryFilter, entryFilter } from '../entries/filter';
import type { DownloadedExport } from '../exports/downloadedExport';
import { unpackingHost } from '../files/zip';
import type { CallOptions } from '../http/crmApi';
import type { Session } from '../session';
import { noRows, type RowCounts } from './csvEntries';
import { exportContext, type ExportContext } from './dialect/entryContexts';
import {
	type Need,
	neededBy,
	neededForKeys,
	neededForRecord,
	requireColumns,
} from './dialect/requiredColumns';
import type { EntryCounts } from './entryCounts';
import {
	countEntries,
	type FileReading,
	type FilesOverview,
	overviewOf,
	readEntries,
} from './readEntries';
import { type RowTally, tallyOf } from './rowDigest';

/** One downloaded export, read in one of several ways; `noteExport` says what its answer may lack. */
export class ExportReader {
	/** What was read so far. */
	readonly counts: RowCounts = noRows();
	/** How it is read, once that is known. */
	found: ExportContext | undefined;
	/** What its entries were counted in. */
	counted: Pick<EntryCounts, 'has'> | undefined;
	private finding: Promise<ExportContext> | undefined;

	constructor(
		readonly session: Session,
		readonly download: DownloadedExport,
		private readonly options: CallOptions,
	) {}

	/** How the rows are read: names of the organization, format and zone of the times. */
	async context(): Promise<ExportContext> {
		this.finding ??= exportContext(this.session, this.download, this.options);
		return (this.found = await this.finding);
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

	/** Counts the entries that match the filter, without building them. @throws UnexpectedAnswerError for a damaged file. */
	async count(filter: AuditLogFilter, into: EntryCounts): Promise<void> {
		await this.countedInto(into);
		await countEntries(this.download.files, into, await this.fileReading(filter));
	}

	/** What its entries are counted in, here or elsewhere: some notes are about it. */
	async countedInto(into: Pick<EntryCounts, 'keys' | 'has'>): Promise<void> {
		await this.require(neededForKeys(into.keys));
		this.counted = into;
	}

	/** All facts on the files and the newest `k` entries. @throws UnexpectedAnswerError for a damaged file. */
	async overview(k: number): Promise<FilesOverview> {
		return await overviewOf(this.download.files, k, await this.fileReading({}));
	}

	/** Counts and digests all rows, whatever the filter. */
	async tally(): Promise<RowTally> {
		const { session, download, options, counts } = this;
		const { times, columns } = await this.context();
		const host = unpackingHost(session, options.signal);
		const tally = await tallyOf(download.files, { times, columns }, host);
		counts.read = tally.rows;
		counts.withoutTime = tally.withoutTime;
		counts.unread.addAll(tally.unread);
		return tally;
	}

	/** How its rows are read and tested. @throws UnexpectedAnswerError when a column that is needed is not in the files. */
	async predicateFor(
		filter: AuditLogFilter,
	): Promise<{ readonly context: ExportContext; readonly predicate: EntryFilter }> {
		const context = await this.context();
		const predicate = withinWindow(entryFilter(filter, context), this.download);
		await this.require([...neededBy(predicate), ...neededForRecord(filter.record)]);
		return { context, predicate };
	}

	/** @throws UnexpectedAnswerError when a column that is needed is not in the files. */
	async require(needs: readonly Need[]): Promise<void> {
		const { dialect } = await this.context();
		const { header, found, hints } = dialect;
		const name = this.download.files.at(-1)?.name ?? '';
		if (header !== null && !hints.isEmpty) requireColumns(found, needs, header, name);
	}

	private async fileReading(filter: AuditLogFilter): Promise<FileReading> {
		const { session, counts } = this;
		const { context, predicate } = await this.predicateFor(filter);
		const { gunzip, sleep, ticks } = session;
		const { signal } = this.options;
		return { filter: predicate, context, counts, gunzip, sleep, ticks, signal };
	}
}

/** Of several exports each gives its own window only, so that no entry comes from two of them. */
function withinWindow(whole: EntryFilter, { window }: DownloadedExport): EntryFilter {
	if (!window) return whole;
	const { from, to, ...times } = whole.period ?? { from: -Infinity, to: Infinity };
	const period = { ...times, from: Math.max(from, window.from), to: Math.min(to, window.to) };
	return { ...whole, period };
}
