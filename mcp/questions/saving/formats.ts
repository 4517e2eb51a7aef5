import type { AuditLogEntry, EntryBatch } from '../../../shared/entries/auditLogEntry';
import { csvOf, entriesAsCsv, entriesAsNdjson } from '../../../shared/entries/entryFiles';
import type { Coverage } from '../../../shared/reading/coverage';
import type { QueryContext } from '../queryContext';
import { reportFile } from './reportFile';

/** How an answer is written as a file. */
interface SavedFormat {
	readonly mimeType: string;
	/** Of the file's name. */
	readonly ending: string;
	/** The whole file, in parts. @param coverage is asked for when the entries have ended. */
	readonly file: (
		context: QueryContext,
		batches: AsyncIterable<EntryBatch>,
		coverage: () => Coverage,
	) => AsyncIterable<Uint8Array>;
	/** Some entries by themselves, readable without the others; null for what is whole or nothing. */
	readonly page: ((entries: EntryBatch) => string) | null;
}

export const SAVED_FORMATS = ['csv', 'ndjson', 'report'] as const;
export type SavedFormatName = (typeof SAVED_FORMATS)[number];

const asIs = (entry: AuditLogEntry): object => entry;

/** Every format that answers can be saved in. */
export const FORMATS: Readonly<Record<SavedFormatName, SavedFormat>> = {
	csv: {
		mimeType: 'text/csv',
		ending: 'csv',
		file: (_, batches) => entriesAsCsv(batches),
		page: csvOf,
	},
	ndjson: {
		mimeType: 'application/x-ndjson',
		ending: 'ndjson',
		file: (_, batches) => entriesAsNdjson(batches, asIs),
		page: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
	},
	report: { mimeType: 'text/html', ending: 'html', file: reportFile, page: null },
};
