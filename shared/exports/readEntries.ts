import { CsvEntries, type RowCounts } from '../entries/csvEntries';
import type { EntryBatch } from '../entries/auditLogEntry';
import type { EntryContext } from '../entries/entryContext';
import type { EventIds } from '../entries/eventIds';
import type { EntryFilter } from '../entries/filter';
import { csvFilesIn, type ExportFile } from '../files/exportFile';
import type { Inflate } from '../files/zip';
import type { Sleep } from '../http/transport';

/** The host's other work waits no longer than this for ours. */
const LONGEST_HOLD_MS = 12;

export interface EntryReading {
	readonly filter: EntryFilter;
	readonly context: EntryContext;
	/** One for all files of a reading, so that equal rows in two files get two ids. */
	readonly ids: EventIds;
	readonly counts: RowCounts;
	readonly inflate: Inflate;
	readonly sleep: Sleep;
	readonly localNow: () => number;
	readonly signal?: AbortSignal | undefined;
}

/**
 * The entries in downloaded files that the filter wants, in the files' order. One CSV is unpacked at
 * a time, and the host gets its turn every few milliseconds.
 * @throws UnexpectedAnswerError for a damaged file, before any row of that CSV is given.
 */
export async function* readEntries(
	files: readonly ExportFile[],
	reading: EntryReading,
): AsyncGenerator<EntryBatch, void, undefined> {
	const { filter, context, ids, counts, sleep, localNow, signal } = reading;
	let turn = localNow();
	for (const file of files) {
		for await (const csv of csvFilesIn(file, reading.inflate)) {
			const entries = new CsvEntries(csv, filter, context, ids, counts);
			for (let batch = entries.nextBatch(); batch !== null; batch = entries.nextBatch()) {
				if (batch.length > 0) yield batch;
				if (localNow() - turn > LONGEST_HOLD_MS) {
					await sleep(0, signal);
					turn = localNow();
				}
			}
		}
	}
}
