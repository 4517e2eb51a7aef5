import type { CsvColumns } from '../dialect/csvColumns';
import type { RowCounts } from './csvEntries';
import type { EntryContext } from '../entries/entryContext';
import type { EntryCounts } from './entryCounts';
import type { EntryFilter } from '../entries/filter';
import type { CsvReader } from '../files/csv';
import type { ExportFile } from '../files/exportFile';
import type { UnreadRows } from '../files/rows/unreadRows';

/**
 * A host's index of the rows of one file, built while reading it, so that the next query unpacks only
 * what it needs. Answers are the same with and without it.
 */
export interface IndexedRows {
	/** What the CSV holds, where it is known that no row of it matches the filter; else undefined. */
	withoutMatch(csv: number, filter: EntryFilter): IndexedCsv | undefined;
	/** Counts the rows of the CSV that match the filter; false where they have to be read for it. */
	count(csv: number, into: EntryCounts, filter: EntryFilter, counts: RowCounts): boolean;
	/** For a CSV that is about to be read from its first row on; undefined where there is nothing to index. */
	builder(csv: number, reader: CsvReader, columns: CsvColumns): IndexBuilder | undefined;
}

/** What is known of a CSV that is not read again. */
export interface IndexedCsv {
	readonly rows: number;
	readonly unread: UnreadRows;
}

/** Indexes the rows of a CSV. Without `end` nothing is indexed. */
export interface IndexBuilder {
	/** Adds the reader's current batch; it may be called again for the same one. */
	next(): void;
	/** All rows have been added. */
	end(): void;
}

/** The index of a file whose rows are read in this context; undefined for none, ever. */
export type RowIndexes = (file: ExportFile, context: EntryContext) => IndexedRows | undefined;
