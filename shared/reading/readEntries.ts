import { CsvCounts } from './csvCounts';
import { CsvEntries, noRows, type RowCounts } from './csvEntries';
import type { CsvRows } from './csvRows';
import type { AuditLogEntry, EntryBatch } from '../entries/auditLogEntry';
import type { EntryCounts } from './entryCounts';
import type { EntryContext } from '../entries/entryContext';
import { EventIds } from '../entries/eventIds';
import { type EntryFilter, EVERY_ENTRY } from '../entries/filter';
import { KthNewest, TopK, withSortKey } from '../entries/topK';
import type { CsvFile } from '../files/rows/csvFile';
import { csvFilesIn, type ExportFile } from '../files/exportFile';
import type { Gunzip } from '../files/gunzip';
import type { OnSkipped } from '../files/rows/unreadRows';
import type { RowList } from '../files/rowList';
import type { Sleep } from '../http/transport';
import { unpackingHost } from '../files/zip';

/** How files are read, and for what. */
export interface FileReading {
	readonly filter: EntryFilter;
	readonly context: EntryContext;
	readonly counts: RowCounts;
	/** The web platform's by default. */
	readonly gunzip?: Gunzip | undefined;
	readonly sleep: Sleep;
	readonly ticks: () => number;
	readonly signal?: AbortSignal | undefined;
}

export interface EntryReading extends FileReading {
	/** One for all files of a reading, so that equal rows in two files get two ids. */
	readonly ids: EventIds;
	/** Whether entries carry their rows as received. */
	readonly withRaw: boolean;
}

/**
 * The entries in downloaded files that match the filter, in the files' order. One CSV is unpacked at
 * a time, and every few milliseconds it yields to the event loop.
 * @throws UnexpectedAnswerError for a damaged file: before any row of that CSV when its size or its
 * checksum shows it, or when it came without one; else at the row that cannot be read.
 */
export async function* readEntries(
	files: readonly ExportFile[],
	reading: EntryReading,
): AsyncGenerator<EntryBatch, void, undefined> {
	const { filter, context, ids, counts, withRaw } = reading;
	const open = (csv: CsvFile): CsvEntries =>
		new CsvEntries(csv, filter, context, ids, counts, withRaw);
	for await (const batch of batchesOf(files, reading, open)) {
		if (batch.length > 0) yield batch;
	}
}

/**
 * Counts the entries in downloaded files that match the filter, in one pass.
 * @throws UnexpectedAnswerError for a damaged file.
 */
export async function countEntries(
	files: readonly ExportFile[],
	into: EntryCounts,
	reading: FileReading,
): Promise<void> {
	const { filter, context, counts } = reading;
	const open = (csv: CsvFile): Pass<true> => {
		const counted = new CsvCounts(csv, filter, context, into, counts);
		return { rows: counted.rows, nextBatch: () => counted.nextBatch() || null };
	};
	for await (const _ of batchesOf(files, reading, open));
}

/** One CSV of an export. */
interface CsvOverview {
	/** As it was received, and which CSV of it. */
	readonly file: ExportFile;
	readonly index: number;
	/** Bytes, unpacked. */
	readonly size: number;
	rows: number;
	readonly columns: readonly string[];
}

export interface FilesOverview {
	readonly csvs: readonly CsvOverview[];
	/** Milliseconds, of all entries that have a time; null without any. */
	readonly span: { readonly first: number; readonly last: number } | null;
	/** The newest of all entries, newest first. */
	readonly newest: readonly AuditLogEntry[];
}

/** All facts on downloaded files and their newest `k` entries, in one pass that builds few others. */
export async function overviewOf(
	files: readonly ExportFile[],
	k: number,
	reading: FileReading,
): Promise<FilesOverview> {
	const { context, counts } = reading;
	const [top, bound, ids] = [new TopK(k, 'newest'), new KthNewest(k), new EventIds()];
	const csvs: CsvOverview[] = [];
	let [first, last] = [Infinity, -Infinity];
	const open = (csv: CsvFile, file: ExportFile): CsvEntries => {
		const select = (rows: RowList, { times }: CsvRows): void => {
			for (let index = 0; index < rows.count; index++) {
				const { time } = times.at(rows.at(index));
				if (time === null) {
					counts.withoutTime++;
					continue;
				}
				bound.add(time.instant);
				first = Math.min(first, time.instant);
				last = Math.max(last, time.instant);
			}
			counts.read += rows.count;
			facts.rows += rows.count;
			// Of equal rows either all or none are kept, so the ids are those of a reading of everything.
			rows.keep((row) => (times.at(row).time?.instant ?? -Infinity) >= bound.instant);
		};
		const kept = noRows();
		const entries = new CsvEntries(csv, EVERY_ENTRY, context, ids, kept, false, select);
		const size = csv.source?.length ?? csv.end - csv.start;
		const { header: columns } = entries.rows.reader;
		const facts = { file, index: csv.index, size, rows: 0, columns };
		csvs.push(facts);
		return entries;
	};
	for await (const batch of batchesOf(files, reading, open)) {
		for (const entry of batch) top.add(withSortKey(entry));
	}
	const newest = top.all().map(({ entry }) => entry);
	return { csvs, span: first > last ? null : { first, last }, newest };
}

/** A CSV being read for something. */
interface Pass<B> {
	readonly rows: CsvRows;
	/** Null at the end. */
	nextBatch(): B | null;
}

/** The batches of all CSVs. */
async function* batchesOf<B>(
	files: readonly ExportFile[],
	reading: FileReading,
	open: (csv: CsvFile, file: ExportFile) => Pass<B>,
): AsyncGenerator<B, void, undefined> {
	const { counts, signal } = reading;
	const onSkipped: OnSkipped = (member) => counts.unread.skip(member);
	const host = { ...unpackingHost(reading, signal), onSkipped };
	for (const file of files) {
		for await (const csv of csvFilesIn(file, host)) {
			const pass = open(csv, file);
			const { columns, reader } = pass.rows;
			counts.headers.set(String(reader.header), { file: csv.name, at: columns.at });
			try {
				for (let batch = pass.nextBatch(); batch !== null; batch = pass.nextBatch()) {
					yield batch;
					await host.yieldToEventLoop();
				}
			} finally {
				// Also when the caller has enough and leaves.
				counts.unread.addAll(pass.rows.reader.unread);
			}
		}
	}
}
