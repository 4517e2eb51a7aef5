import { CsvCounts } from './csvCounts';
import { CsvEntries, type RowCounts } from './csvEntries';
import type { EntryBatch } from '../entries/auditLogEntry';
import type { EntryCounts } from './entryCounts';
import type { EntryContext } from '../entries/entryContext';
import type { EventIds } from '../entries/eventIds';
import type { EntryFilter } from '../entries/filter';
import { csvFilesIn, type ExportFile } from '../files/exportFile';
import type { Sleep } from '../http/transport';
import type { RowMemory } from './rowMemory';
import { timedYield } from './timedYield';

/** How files are read, and for what. */
export interface FileReading {
	readonly filter: EntryFilter;
	readonly context: EntryContext;
	readonly counts: RowCounts;
	/** What is known of files that were read before; nothing by default. */
	readonly rows?: RowMemory | undefined;
	readonly sleep: Sleep;
	readonly localNow: () => number;
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
 * a time, and the event loop gets its turn every few milliseconds.
 * @throws UnexpectedAnswerError for a damaged file: before any row of that CSV when its size or its
 * checksum shows it, or when it came without one; else at the row that cannot be read.
 */
export async function* readEntries(
	files: readonly ExportFile[],
	reading: EntryReading,
): AsyncGenerator<EntryBatch, void, undefined> {
	const { filter, context, ids, counts, withRaw, sleep, localNow, signal } = reading;
	const yieldToEventLoop = timedYield(sleep, localNow, signal);
	for (const file of files) {
		const known = reading.rows?.(file, context);
		const isNeeded = async (csv: number): Promise<boolean> => {
			await yieldToEventLoop();
			const skipped = known?.countWithoutMatch(csv, filter) ?? null;
			counts.read += skipped ?? 0;
			return skipped === null;
		};
		for await (const csv of csvFilesIn(file, yieldToEventLoop, isNeeded)) {
			const entries = new CsvEntries(csv, filter, context, ids, counts, withRaw);
			const learning = known?.learn(csv.index, entries.rows.reader, entries.rows.columns);
			for (let batch = entries.nextBatch(); batch !== null; batch = entries.nextBatch()) {
				learning?.next();
				if (batch.length > 0) yield batch;
				await yieldToEventLoop();
			}
			learning?.end();
		}
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
	const { filter, context, counts, sleep, localNow, signal } = reading;
	const yieldToEventLoop = timedYield(sleep, localNow, signal);
	for (const file of files) {
		const known = reading.rows?.(file, context);
		const isNeeded = async (csv: number): Promise<boolean> => {
			await yieldToEventLoop();
			return !known?.count(csv, into, filter, counts);
		};
		for await (const csv of csvFilesIn(file, yieldToEventLoop, isNeeded)) {
			const counted = new CsvCounts(csv, filter, context, into, counts);
			const learning = known?.learn(csv.index, counted.rows.reader, counted.rows.columns);
			while (counted.nextBatch()) {
				learning?.next();
				await yieldToEventLoop();
			}
			learning?.end();
		}
	}
}
