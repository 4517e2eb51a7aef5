import type { CsvColumns } from '../dialect/csvColumns';
import type { RowCounts } from './csvEntries';
import type { EntryContext } from '../entries/entryContext';
import type { EntryCounts } from './entryCounts';
import type { EntryFilter } from '../entries/filter';
import type { CsvReader } from '../files/csv';
import type { ExportFile } from '../files/exportFile';

/**
 * What a host remembers of the rows of one file from reading it, so that the next question unpacks
 * only what it needs. With it or without, the answer is the same.
 */
export interface RememberedRows {
	/** How many rows the CSV has, where it is known that the filter wants none; else null. */
	countWithoutMatch(csv: number, filter: EntryFilter): number | null;
	/** Counts the rows of the CSV that the filter wants; false where they have to be read for it. */
	count(csv: number, into: EntryCounts, filter: EntryFilter, counts: RowCounts): boolean;
	/** Is shown a CSV that is being read from its first row on; undefined where nothing can be learned. */
	learn(csv: number, reader: CsvReader, columns: CsvColumns): Learning | undefined;
}

/** Rows being learned. Without `end` nothing is. */
export interface Learning {
	/** The reader's batch in hand; the same one may be shown again. */
	next(): void;
	/** All rows have been shown. */
	end(): void;
}

/** What is remembered of a file whose rows are read in this context; undefined for nothing, ever. */
export type RowMemory = (file: ExportFile, context: EntryContext) => RememberedRows | undefined;
